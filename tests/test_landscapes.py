import numpy as np
import pytest

from lib import landscapes

ALL = [
    landscapes.bowl(),
    landscapes.bowl(curvatures=(0.5, 1000), angle=30),
    landscapes.saddle(),
    landscapes.beale(),
    landscapes.rosenbrock(),
]
WITH_MINIMUM = [landscape for landscape in ALL if landscape.minimum is not None]


def name_of(landscape):
    return landscape.name


@pytest.mark.parametrize("landscape", ALL, ids=name_of)
def test_the_gradient_equals_finite_differences(landscape):
    points = np.random.default_rng(0).uniform(-2, 2, size=(50, 2))
    step = 1e-6
    differences = [
        (landscape.value(points + step * axis) - landscape.value(points - step * axis)) / (2 * step)
        for axis in np.eye(2)
    ]
    np.testing.assert_allclose(landscape.gradient(points), np.stack(differences, axis=-1), rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("landscape", WITH_MINIMUM, ids=name_of)
def test_the_minimum_has_the_value_zero_and_no_gradient_and_all_around_is_higher(landscape):
    assert landscape.value(landscape.minimum) == pytest.approx(0, abs=1e-12)
    np.testing.assert_allclose(landscape.gradient(landscape.minimum), 0, atol=1e-12)
    around = np.random.default_rng(0).normal(landscape.minimum, 0.3, size=(200, 2))
    assert (landscape.value(around) > 0).all()


def test_the_saddle_falls_to_two_sides_and_rises_to_the_others():
    saddle = landscapes.saddle(offset=0.25)
    assert saddle.start == (1.0, 0.25)
    assert saddle.minimum is None
    np.testing.assert_array_equal(saddle.gradient((0, 0)), [0, 0])
    np.testing.assert_array_equal(saddle.value([[2, 0], [0, 2]]), [4, -4])


def test_known_values():
    assert landscapes.beale().value((1, 1)) == pytest.approx(14.203125)
    assert landscapes.rosenbrock().value((-1.2, 1)) == pytest.approx(24.2)
    assert landscapes.bowl(curvatures=(2, 8)).value((1, 1)) == pytest.approx(5)


@pytest.mark.parametrize("angle", [0, 30, 45, 200])
def test_a_turned_bowl_is_the_same_bowl_and_its_start_turns_with_it(angle):
    bowl, turned = landscapes.bowl(curvatures=(1, 50)), landscapes.bowl(curvatures=(1, 50), angle=angle)
    radians = np.radians(angle)
    rotation = np.array([[np.cos(radians), -np.sin(radians)], [np.sin(radians), np.cos(radians)]])
    points = np.random.default_rng(0).normal(size=(20, 2))
    np.testing.assert_allclose(turned.value(points @ rotation.T), bowl.value(points))
    np.testing.assert_allclose(turned.start, rotation @ bowl.start)


@pytest.mark.parametrize("landscape", ALL, ids=name_of)
def test_any_number_of_points_goes_at_once(landscape):
    points = np.random.default_rng(0).normal(size=(3, 4, 2))
    assert landscape.value(points).shape == (3, 4)
    assert landscape.gradient(points).shape == (3, 4, 2)
    assert landscape.value(points)[1, 2] == pytest.approx(landscape.value(points[1, 2]))
    assert len(landscape.start) == 2


@pytest.mark.parametrize("landscape", ALL, ids=name_of)
@pytest.mark.parametrize("points", [1.0, [1.0], [1.0, 2.0, 3.0], np.zeros((2, 3))], ids=str)
def test_points_that_are_no_pairs_are_refused(landscape, points):
    with pytest.raises(ValueError, match=r"points have the shape .* expected \(\.\.\., 2\)"):
        landscape.value(points)


@pytest.mark.parametrize("curvatures", [(1, 0), (-1, 1), (1,), (1, 2, 3), (1, np.nan), (1, np.inf)], ids=str)
def test_a_bowl_needs_two_positive_curvatures(curvatures):
    with pytest.raises(ValueError, match="expected two positive numbers"):
        landscapes.bowl(curvatures=curvatures)


@pytest.mark.parametrize("build", [landscapes.beale, landscapes.rosenbrock])
def test_a_start_that_is_no_pair_is_refused(build):
    with pytest.raises(ValueError, match="expected"):
        build(start=(1.0, 2.0, 3.0))
