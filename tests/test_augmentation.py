import hypothesis
import hypothesis.strategies as st
import numpy as np
import pytest
import scipy.ndimage

from lib import augmentation

IMAGES = np.random.default_rng(0).random((3, 9, 12, 2)).astype(np.float32)
IDENTITY = np.eye(2, 3)
many_cases = hypothesis.settings(deadline=None, max_examples=40, derandomize=True, database=None)


@many_cases
@hypothesis.given(
    height=st.integers(2, 12),
    width=st.integers(2, 12),
    kinds=st.sets(st.sampled_from(augmentation.KINDS)),
    seed=st.integers(0, 2**32 - 1),
)
def test_warping_is_scipys_affine_transform_with_linear_interpolation(height, width, kinds, seed):
    random = np.random.default_rng(seed)
    images = random.random((2, height, width, 3)).astype(np.float32)
    maps = augmentation.random_maps(2, kinds, random)
    centre = np.array([height - 1, width - 1]) / 2
    for warped, image, change in zip(augmentation.warp(images, maps), images, maps, strict=True):
        offset = centre + change[:, 2] - change[:, :2] @ centre
        for channel in range(3):
            expected = scipy.ndimage.affine_transform(
                image[..., channel], change[:, :2], offset, order=1, mode="nearest"
            )
            np.testing.assert_allclose(warped[..., channel], expected, atol=1e-4)


def test_a_flip_mirrors_left_and_right_exactly():
    maps = np.array([[[1.0, 0, 0], [0, -1, 0]]] * 3)
    np.testing.assert_array_equal(augmentation.warp(IMAGES, maps), IMAGES[:, :, ::-1])


def test_a_shift_moves_and_repeats_the_edge():
    maps = np.array([[[1.0, 0, 2], [0, 1, 0]]] * 3)
    warped = augmentation.warp(IMAGES, maps)
    np.testing.assert_allclose(warped[:, :-2], IMAGES[:, 2:], atol=1e-6)
    np.testing.assert_allclose(warped[:, -1], IMAGES[:, -1], atol=1e-6)


def test_a_map_that_changes_nothing_changes_nothing():
    np.testing.assert_allclose(augmentation.warp(IMAGES, np.stack([IDENTITY] * 3)), IMAGES, atol=1e-6)


def test_images_of_one_pixel_stay_as_they_are():
    images = np.full((1, 1, 1, 3), 0.25)
    np.testing.assert_array_equal(augmentation.warp(images, IDENTITY[None]), images)


def test_flips_keep_lengths_and_happen_half_of_the_time():
    maps = augmentation.random_maps(1000, ["flip"], np.random.default_rng(0))
    determinants = np.linalg.det(maps[:, :, :2])
    np.testing.assert_allclose(np.abs(determinants), 1)
    assert 0.45 < np.mean(determinants < 0) < 0.55


def test_rotations_turn_by_at_most_the_angle_and_keep_lengths():
    turns = augmentation.random_maps(500, ["rotate"], np.random.default_rng(0))[:, :, :2]
    np.testing.assert_allclose(turns @ turns.transpose(0, 2, 1), np.tile(np.eye(2), (500, 1, 1)), atol=1e-12)
    angles = np.rad2deg(np.arctan2(turns[:, 1, 0], turns[:, 0, 0]))
    assert 14 < angles.max() <= 15
    assert -15 <= angles.min() < -14


def test_scales_and_shifts_stay_within_their_limits():
    scales = augmentation.random_maps(500, ["scale"], np.random.default_rng(0))[:, 0, 0]
    assert 1 / 1.2 <= scales.min() < 0.85
    assert 1.18 < scales.max() <= 1.2
    shifts = augmentation.random_maps(500, ["shift"], np.random.default_rng(0))[:, :, 2]
    assert 3.9 < np.abs(shifts).max() <= 4


def test_no_kinds_leave_the_images_alone():
    np.testing.assert_array_equal(augmentation.augment(IMAGES, [], np.random.default_rng(0)), IMAGES)


def test_an_unknown_kind_is_named():
    with pytest.raises(ValueError, match="kinds hold blur"):
        augmentation.random_maps(2, ["flip", "blur"], np.random.default_rng(0))


@pytest.mark.parametrize(
    ("images", "maps"),
    [
        (IMAGES[0], np.stack([IDENTITY] * 3)),
        (IMAGES, IDENTITY),
        (IMAGES[:0], np.zeros((0, 2, 3))),
        (IMAGES + np.nan, np.stack([IDENTITY] * 3)),
    ],
)
def test_warp_refuses_what_does_not_fit(images, maps):
    with pytest.raises(ValueError, match="images"):
        augmentation.warp(images, maps)


def test_the_small_network_ends_in_ten_probabilities():
    probabilities = augmentation.build_small_network().predict(np.zeros((2, 32, 32, 3)), verbose=0)
    assert probabilities.shape == (2, 10)
    np.testing.assert_allclose(probabilities.sum(axis=1), 1, rtol=1e-5)
