import keras
import numpy as np
import pytest

from lib import feature_maximization, vgg16


@pytest.fixture(scope="module")
def base():
    """VGG16's layers with random weights: no download."""
    keras.utils.set_random_seed(0)
    return keras.applications.VGG16(weights=None, include_top=False, input_shape=(None, None, 3))


@pytest.fixture(scope="module")
def images():
    return np.random.default_rng(0).integers(0, 256, size=(3, 32, 32, 3)).astype(np.uint8)


@pytest.mark.parametrize("layer_name", feature_maximization.LAYERS)
def test_a_place_sees_exactly_its_receptive_field(base, layer_name):
    size, step = feature_maximization.receptive_field(layer_name)
    network = keras.Model(base.input, base.get_layer(layer_name).output)
    # All weights 1, biases 0: what is not zero was reached by the one pixel that is not.
    for layer in network.layers:
        if "conv" in layer.name:
            layer.kernel.assign(np.full(layer.kernel.shape, 1 / np.prod(layer.kernel.shape[:3])))
    rows = max(3 * size // step, 3) * step
    line = np.zeros((1, rows, step * 2, 3), np.float32)
    line[0, rows // 2] = 1
    reached = np.flatnonzero(network(line).numpy()[0, :, 0, 0] > 0)
    assert len(reached) in (size // step, -(-size // step))


def test_receptive_fields_are_those_of_the_literature():
    fields = [feature_maximization.receptive_field(name) for name in feature_maximization.LAYERS]
    assert fields == [(5, 1), (14, 2), (40, 4), (92, 8), (196, 16)]
    assert feature_maximization.receptive_field("block1_conv1") == (3, 1)
    with pytest.raises(ValueError, match="'fc1', expected one of block1_conv1"):
        feature_maximization.receptive_field("fc1")


def test_responses_are_the_largest_values_and_their_places(base, images):
    names = ["block1_conv2", "block3_conv3"]
    found = feature_maximization.responses(base, images, names, batch_size=2)
    for name in names:
        outputs = keras.Model(base.input, base.get_layer(name).output)(vgg16.scale_imagenet(images)).numpy()
        values, places = found[name]
        np.testing.assert_allclose(values, outputs.max(axis=(1, 2)), rtol=1e-5)
        for image, channel in [(0, 0), (2, 5)]:
            row, column = places[image, channel]
            assert outputs[image, row, column, channel] == pytest.approx(values[image, channel], rel=1e-5)


def test_a_patch_is_what_the_place_sees():
    image = np.arange(32 * 32 * 3).reshape(32, 32, 3)
    np.testing.assert_array_equal(feature_maximization.patch(image, (10, 20), "block1_conv2"), image[8:13, 18:23])
    corner = feature_maximization.patch(image, (0, 0), "block1_conv2")
    assert (corner[:2] == 128).all()
    np.testing.assert_array_equal(corner[2:, 2:], image[:3, :3])
    # A place of the second block pools 2x2 pixels: 14 pixels around the middle of pixels 20 and 21.
    np.testing.assert_array_equal(feature_maximization.patch(image, (10, 8), "block2_conv2"), image[14:28, 10:24])
    assert feature_maximization.patch(image, (1, 1), "block5_conv3") is image


def test_gradient_ascent_raises_the_response(base):
    channels = [1, 7]
    before = 128 + np.random.default_rng(0).normal(0, 10, (2, 32, 32, 3))
    after = feature_maximization.maximize(base, "block2_conv2", channels, steps=8, size=32, seed=0)
    assert after.shape == (2, 32, 32, 3)
    assert after.min() >= 0
    assert after.max() <= 255
    start, end = (
        keras.Model(base.input, base.get_layer("block2_conv2").output)(vgg16.scale_imagenet(pictures)).numpy()
        for pictures in (before, after)
    )
    for number, channel in enumerate(channels):
        assert end[number, ..., channel].mean() > start[number, ..., channel].mean()
    np.testing.assert_array_equal(
        after, feature_maximization.maximize(base, "block2_conv2", channels, steps=8, size=32, seed=0)
    )


@pytest.mark.parametrize("channels", [[], [-1], [128]])
def test_channels_that_are_not_there_are_refused(base, channels):
    with pytest.raises(ValueError, match="0 to 127"):
        feature_maximization.maximize(base, "block2_conv2", channels, steps=1)


def test_class_scores_agree_with_scikit_learn():
    metrics = pytest.importorskip("sklearn.metrics")
    rng = np.random.default_rng(0)
    values, labels = rng.integers(0, 9, size=(60, 4)), rng.integers(0, 3, size=60)  # with ties
    scores = feature_maximization.class_scores(values, labels)
    assert scores.shape == (4, 3)
    for channel, label in np.ndindex(scores.shape):
        expected = metrics.roc_auc_score(labels == label, values[:, channel])
        assert scores[channel, label] == pytest.approx(expected)


def test_scores_need_values_for_each_label_and_two_classes():
    with pytest.raises(ValueError, match=r"\(5, 2\) and labels \(4,\)"):
        feature_maximization.class_scores(np.zeros((5, 2)), np.zeros(4))
    with pytest.raises(ValueError, match="at least two"):
        feature_maximization.class_scores(np.zeros((4, 2)), np.zeros(4))
