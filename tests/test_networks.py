import math

import keras
import numpy as np
import pytest

from lib import cifar10, networks, vgg16
from lib.errors import NetworkError


@pytest.fixture(autouse=True)
def quiet_quick_course(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_CACHE", str(tmp_path))
    monkeypatch.setenv("COURSE_PROFILE", "quick")
    monkeypatch.setenv("COURSE_RECORDING", "1")


@pytest.fixture(scope="module")
def small_network():
    return keras.Sequential([keras.Input((4,)), keras.layers.Dense(3)])


def list_files(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize(
    ("build", "parameters", "input_shape"),
    [(networks.build_dnn, 8_391_818, (None, 32, 32, 3)), (networks.build_head, 133_898, (None, 512))],
)
def test_a_network_of_the_slides_has_its_parameters_and_shapes(build, parameters, input_shape):
    network = build()
    assert network.count_params() == parameters
    assert network.input_shape == input_shape
    assert network.output_shape == (None, 10)
    assert network.loss == "categorical_crossentropy"
    assert isinstance(network.optimizer, keras.optimizers.RMSprop)
    probabilities = network.predict_on_batch(np.ones((2, *input_shape[1:]), np.float32))
    np.testing.assert_allclose(probabilities.sum(axis=1), 1, rtol=1e-5)


def test_a_saved_network_predicts_the_same_and_leaves_one_file(tmp_path, small_network):
    path = networks.save(small_network, "small")
    inputs = np.random.default_rng(0).normal(size=(5, 4)).astype(np.float32)
    loaded = networks.load("small")
    np.testing.assert_array_equal(loaded.predict_on_batch(inputs), small_network.predict_on_batch(inputs))
    assert list_files(tmp_path) == [path.relative_to(tmp_path).as_posix()]


@pytest.mark.parametrize(
    ("interruption", "raised"),
    [(OSError("disk full"), NetworkError), (KeyboardInterrupt(), KeyboardInterrupt)],
    ids=["disk full", "Ctrl-C"],
)
def test_an_interrupted_save_leaves_the_old_network_untouched(small_network, interruption, raised):
    class InterruptedNetwork:
        def save(self, path):
            path.write_bytes(b"half a network")
            raise interruption

    path = networks.save(small_network, "small")
    content = path.read_bytes()
    with pytest.raises(raised):
        networks.save(InterruptedNetwork(), "small")
    assert path.read_bytes() == content
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("profile", ["quick", "full"])
def test_a_missing_network_is_named_with_the_remedy(tmp_path, monkeypatch, profile):
    monkeypatch.setenv("COURSE_PROFILE", profile)
    with pytest.raises(NetworkError) as caught:
        networks.load("dnn")
    assert str(tmp_path / "networks" / profile / "dnn.keras") in str(caught.value)
    assert f"Run the chapter that saves 'dnn' first, in the {profile} profile" in str(caught.value)


def test_each_profile_has_its_own_networks(monkeypatch, small_network):
    quick_path = networks.save(small_network, "small")
    monkeypatch.setenv("COURSE_PROFILE", "full")
    with pytest.raises(NetworkError):
        networks.load("small")
    full_path = networks.save(small_network, "small")
    assert quick_path != full_path
    assert quick_path.exists()


def test_the_trained_network_is_trained_once_and_loaded_afterwards(monkeypatch):
    rng = np.random.default_rng(0)
    images, labels = rng.integers(0, 256, (40, 32, 32, 3), dtype=np.uint8), rng.integers(0, 10, 40)
    loads = []

    def load():
        loads.append("cifar10")
        return images, labels, images, labels

    monkeypatch.setattr(cifar10, "load", load)
    scaled = images[:5].astype(np.float32) / 255
    trained = networks.trained_dnn().predict_on_batch(scaled)
    loaded = networks.trained_dnn().predict_on_batch(scaled)
    assert loads == ["cifar10"]
    np.testing.assert_array_equal(loaded, trained)
    keras.utils.set_random_seed(0)
    assert not np.allclose(trained, networks.build_dnn().predict_on_batch(scaled))


def test_the_transfer_network_is_its_base_and_a_trained_head(monkeypatch):
    rng = np.random.default_rng(0)
    images, labels = rng.integers(0, 256, (40, 32, 32, 3), dtype=np.uint8), rng.integers(0, 10, 40)
    weights = [
        rng.normal(0, 0.02, array.shape)
        for array in keras.applications.VGG16(weights=None, include_top=False).get_weights()
    ]
    monkeypatch.setattr(cifar10, "load", lambda: (images, labels, images, labels))
    monkeypatch.setattr(vgg16, "imagenet_weights", lambda: weights)
    scaled = images[:3].astype(np.float32) / 255
    trained = networks.trained_transfer()
    assert trained.count_params() == 14_848_586
    assert sum(math.prod(array.shape) for array in trained.trainable_weights) == 133_898
    head = keras.Sequential([keras.Input((512,)), *trained.layers[-2:]])
    expected = head.predict_on_batch(vgg16.features(vgg16.build_base(), images[:3]))
    np.testing.assert_allclose(trained.predict_on_batch(scaled), expected, atol=1e-5)
    monkeypatch.setattr(cifar10, "load", None)  # nothing is trained twice
    np.testing.assert_allclose(networks.trained_transfer().predict_on_batch(scaled), expected, atol=1e-5)


def test_a_damaged_network_is_named_and_kept(small_network):
    path = networks.save(small_network, "small")
    path.write_bytes(path.read_bytes()[:100])
    with pytest.raises(NetworkError, match="small.keras is damaged"):
        networks.load("small")
    assert path.exists()


def test_a_cache_that_cannot_be_written_is_named(tmp_path, small_network, monkeypatch):
    (tmp_path / "file").write_text("not a folder")
    monkeypatch.setenv("COURSE_CACHE", str(tmp_path / "file"))
    with pytest.raises(NetworkError, match="COURSE_CACHE"):
        networks.save(small_network, "small")
