"""Landscapes for optimizers: functions of two weights, with their gradients.

Points are float arrays of shape (..., 2), so that one call treats any number of points. A value then has the
shape (...), a gradient the shape of the points.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Landscape:
    """A function of two weights: its name, value, gradient, a start, and its minimum (None where it has none)."""

    name: str
    value: Callable
    gradient: Callable
    start: tuple[float, float]
    minimum: tuple[float, float] | None


def bowl(curvatures=(1.0, 100.0), angle=0.0):
    """Return a bowl: half the sum of curvature · coordinate², turned by `angle` degrees, with its minimum at (0, 0).

    Unlike curvatures make the bowl a ravine. The start is (2, 1) before the turn, and turns with the bowl. Raises
    ValueError for a curvature that is not positive.
    """
    if len(curvatures) != 2 or not all(np.isfinite(curvature) and curvature > 0 for curvature in curvatures):
        raise ValueError(f"curvatures are {curvatures!r}, expected two positive numbers.")
    cosine, sine = np.cos(np.radians(angle)), np.sin(np.radians(angle))
    first, second = curvatures
    along = first * cosine**2 + second * sine**2
    across = first * sine**2 + second * cosine**2
    mixed = (first - second) * cosine * sine

    def value(points):
        horizontal, vertical = _coordinates(points)
        return 0.5 * (along * horizontal**2 + 2 * mixed * horizontal * vertical + across * vertical**2)

    def gradient(points):
        horizontal, vertical = _coordinates(points)
        return np.stack([along * horizontal + mixed * vertical, mixed * horizontal + across * vertical], axis=-1)

    name = f"bowl {curvatures[0]:g} : {curvatures[1]:g}" + (f", turned by {angle:g} degrees" if angle else "")
    start = _start((2 * cosine - sine, 2 * sine + cosine))
    return Landscape(name, value, gradient, start, minimum=(0.0, 0.0))


def saddle(offset=1e-3):
    """Return the saddle x² - y², which starts at (1, offset); a start with the offset 0 leads to its middle."""

    def value(points):
        horizontal, vertical = _coordinates(points)
        return horizontal**2 - vertical**2

    def gradient(points):
        horizontal, vertical = _coordinates(points)
        return np.stack([2 * horizontal, -2 * vertical], axis=-1)

    return Landscape("saddle", value, gradient, start=(1.0, float(offset)), minimum=None)


def beale(start=(1.0, 1.0)):
    """Return Beale's function, a curved valley with steep walls; its minimum (3, 0.5) has the value 0.

    Source: function 5 of Moré, Garbow and Hillstrom (1981), https://doi.org/10.1145/355934.355936.
    """

    def residuals(horizontal, vertical):
        powers = (vertical, vertical**2, vertical**2 * vertical)
        return [constant - horizontal * (1 - power) for constant, power in zip((1.5, 2.25, 2.625), powers, strict=True)]

    def value(points):
        return sum(residual**2 for residual in residuals(*_coordinates(points)))

    def gradient(points):
        horizontal, vertical = _coordinates(points)
        first, second, third = residuals(horizontal, vertical)
        along = first * (vertical - 1) + second * (vertical**2 - 1) + third * (vertical**2 * vertical - 1)
        across = horizontal * (first + 2 * second * vertical + 3 * third * vertical**2)
        return np.stack([2 * along, 2 * across], axis=-1)

    return Landscape("Beale's function", value, gradient, _start(start), minimum=(3.0, 0.5))


def rosenbrock(start=(-1.2, 1.0)):
    """Return Rosenbrock's function, a bent ravine; its minimum (1, 1) has the value 0.

    Source: Rosenbrock (1960), https://doi.org/10.1093/comjnl/3.3.175.
    """

    def value(points):
        horizontal, vertical = _coordinates(points)
        return (1 - horizontal) ** 2 + 100 * (vertical - horizontal**2) ** 2

    def gradient(points):
        horizontal, vertical = _coordinates(points)
        height = vertical - horizontal**2
        return np.stack([-2 * (1 - horizontal) - 400 * horizontal * height, 200 * height], axis=-1)

    return Landscape("Rosenbrock's function", value, gradient, _start(start), minimum=(1.0, 1.0))


def _check(points):
    points = np.asarray(points, float)
    if points.ndim == 0 or points.shape[-1] != 2:
        raise ValueError(f"points have the shape {points.shape}, expected (..., 2): two weights each.")
    return points


def _coordinates(points):
    points = _check(points)
    return points[..., 0], points[..., 1]


def _start(start):
    return tuple(float(coordinate) for coordinate in _check(start))
