import keras
import numpy as np
import pytest

from lib import good_practice

RANDOM = np.random.default_rng(0)
IMAGES = RANDOM.normal(size=(40, 32, 32, 3)).cumsum(axis=1).astype(np.float32)
LABELS = np.eye(10, dtype=np.float32)[np.arange(40) % 10]


def numbered_images(number, size=32):
    """Images whose pixels tell the image (first channel), the row (second) and the column (third)."""
    images = np.empty((number, size, size, 3), np.float32)
    images[..., 0] = np.arange(number)[:, None, None]
    images[..., 1], images[..., 2] = np.indices((size, size))
    return images


def test_standardised_images_have_mean_zero_and_deviation_one():
    images = RANDOM.integers(0, 256, size=(50, 8, 8, 3)).astype(np.uint8)
    inputs = good_practice.standardise(images, images.mean(axis=(0, 1, 2)), images.std(axis=(0, 1, 2)))
    assert inputs.dtype == np.float32
    np.testing.assert_allclose(inputs.mean(axis=(0, 1, 2)), 0, atol=1e-5)
    np.testing.assert_allclose(inputs.std(axis=(0, 1, 2)), 1, atol=1e-5)


def test_a_convolution_with_the_whitening_kernel_gives_uncorrelated_outputs_of_variance_one():
    kernel = good_practice.whitening_kernel(IMAGES, size=2, floor=0)
    outputs = np.asarray(keras.ops.conv(IMAGES, kernel, padding="valid")).reshape(-1, 24)
    np.testing.assert_allclose(np.cov(outputs[:, :12], rowvar=False), np.eye(12), atol=0.02)
    np.testing.assert_allclose(outputs[:, 12:], -outputs[:, :12], atol=1e-4)


def test_the_floor_keeps_rare_directions_small():
    flat = np.ones((3, 8, 8, 3)) * RANDOM.normal(size=(3, 1, 1, 3))
    assert np.abs(good_practice.whitening_kernel(flat, floor=0.01)).max() <= 10.001


@pytest.mark.parametrize(
    "images", [np.zeros((2, 8, 8)), np.zeros((0, 8, 8, 3)), np.zeros((2, 1, 8, 3)), np.full((2, 8, 8, 3), np.nan)]
)
def test_a_whitening_kernel_needs_images(images):
    with pytest.raises(ValueError, match="images"):
        good_practice.whitening_kernel(images)


@pytest.mark.parametrize(
    ("batch_norm", "residual", "whitening"),
    [(True, True, True), (False, True, True), (True, False, True), (True, True, False)],
)
def test_the_network_takes_images_of_any_size_and_keeps_a_whitening_first_layer(batch_norm, residual, whitening):
    kernel = good_practice.whitening_kernel(IMAGES)
    network = good_practice.build_network(kernel, batch_norm, residual, whitening)
    assert network(IMAGES[:2, :28, :28]).shape == network(IMAGES[:2]).shape == (2, 10)
    kinds = [layer.__class__.__name__ for layer in network.layers]
    assert kinds.count("BatchNormalization") == 6 * batch_norm
    assert kinds.count("Add") == 3 * residual
    good_practice.train(network, good_practice.Batches(IMAGES, LABELS, 0, batch_size=8), epochs=1)
    assert np.array_equal(network.layers[1].get_weights()[0], kernel) == whitening


def test_multiplications_are_counted_as_by_hand():
    network = good_practice.build_network(good_practice.whitening_kernel(IMAGES))
    stages = [(24, 32, 28), (32, 32, 14), (32, 96, 14), (96, 96, 7), (96, 192, 7), (192, 192, 3)]
    by_hand = 4 * 3 * 24 * 28**2 + sum(9 * before * after * side**2 for before, after, side in stages)
    assert good_practice.count_multiplications(network, 28, 28) == by_hand


def test_one_cycle_rises_to_the_peak_falls_to_zero_and_has_half_of_it_as_its_mean():
    rates = np.asarray(good_practice.OneCycle(0.4, 1000, warm_up=0.2)(np.arange(1000)))
    assert rates.argmax() in (199, 200)
    assert rates.max() == pytest.approx(0.4, rel=0.01)
    np.testing.assert_allclose(np.diff(rates[:199]), 0.4 / 200, rtol=1e-3)
    np.testing.assert_allclose(np.diff(rates[201:]), -0.4 / 800, rtol=1e-3)
    assert 0 < rates[-1] < 0.001
    assert rates.mean() == pytest.approx(0.2, rel=0.01)


@pytest.mark.parametrize("arguments", [(0.0, 10), (-1.0, 10), (0.1, 0), (0.1, 10, 0.0), (0.1, 10, 1.0), (np.nan, 10)])
def test_one_cycle_refuses_settings_without_sense(arguments):
    with pytest.raises(ValueError, match="peak"):
        good_practice.OneCycle(*arguments)


def test_an_epoch_shows_every_image_once_with_its_label():
    images, labels = numbered_images(40), np.eye(40)
    batches = good_practice.Batches(images, labels, seed=0, batch_size=8)
    orders = []
    for _ in range(2):
        seen = [batches[position] for position in range(len(batches))]
        for inputs, targets in seen:
            np.testing.assert_array_equal(inputs[:, 0, 0, 0], targets.argmax(axis=1))
        orders.append([int(label) for _, targets in seen for label in targets.argmax(axis=1)])
        batches.on_epoch_end()
    assert sorted(orders[0]) == sorted(orders[1]) == list(range(40))
    assert orders[0] != orders[1]


def test_crops_lie_inside_and_half_of_them_are_mirrored():
    batches = good_practice.Batches(numbered_images(400), np.zeros((400, 10)), seed=0, crop=28, batch_size=400)
    inputs, _ = batches[0]
    assert inputs.shape == (400, 28, 28, 3)
    assert set(inputs[:, 0, 0, 1].astype(int)) == {0, 1, 2, 3, 4}
    steps = inputs[:, 0, 1, 2] - inputs[:, 0, 0, 2]
    assert set(steps) == {-1.0, 1.0}
    assert 0.4 < np.mean(steps < 0) < 0.6


def test_each_image_is_mirrored_in_every_other_epoch():
    batches = good_practice.Batches(numbered_images(40), np.zeros((40, 10)), seed=0, batch_size=40)
    mirrored = []
    for _ in range(4):
        inputs, _ = batches[0]
        steps = dict(zip(inputs[:, 0, 0, 0].astype(int), inputs[:, 0, 1, 2] - inputs[:, 0, 0, 2], strict=True))
        mirrored.append([steps[image] < 0 for image in range(40)])
        batches.on_epoch_end()
    mirrored = np.array(mirrored)
    assert (mirrored[0] != mirrored[1]).all()
    assert (mirrored[:2] == mirrored[2:]).all()


def test_without_augmentation_the_crop_is_the_centre():
    batches = good_practice.Batches(numbered_images(20), np.zeros((20, 10)), 0, crop=28, batch_size=20, augment=False)
    inputs, _ = batches[0]
    assert (inputs[:, 0, 0, 1:] == 2).all()
    assert (inputs[:, -1, -1, 1:] == 29).all()


@pytest.mark.parametrize(
    ("images", "labels", "crop", "batch_size"),
    [(IMAGES, LABELS[:5], 28, 8), (IMAGES, LABELS, 33, 8), (IMAGES, LABELS, 28, 41)],
)
def test_batches_refuse_what_does_not_fit(images, labels, crop, batch_size):
    with pytest.raises(ValueError, match="images"):
        good_practice.Batches(images, labels, 0, crop, batch_size)


def test_the_recipe_learns_a_few_images_by_heart():
    colours = np.zeros((40, 32, 32, 3), np.float32)
    colours[..., 0] = (np.arange(40) % 2)[:, None, None] * 2 - 1
    colours += RANDOM.normal(scale=0.1, size=colours.shape)
    network = good_practice.build_network(good_practice.whitening_kernel(colours))
    batches = good_practice.Batches(colours, np.eye(10)[np.arange(40) % 2], 0, batch_size=10)
    history = good_practice.train(network, batches, epochs=4, peak=0.02).history
    assert history["loss"][-1] < 0.5 * history["loss"][0]


def test_the_mean_over_an_image_and_its_mirror_does_not_know_left_from_right():
    network = good_practice.build_network(good_practice.whitening_kernel(IMAGES))
    logits = good_practice.predict_with_mirror(network, IMAGES[:4])
    np.testing.assert_allclose(logits, good_practice.predict_with_mirror(network, IMAGES[:4, :, ::-1]), atol=1e-4)
