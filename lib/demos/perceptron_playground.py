"""The perceptron playground of chapter 3."""

import numpy as np

from lib import perceptron
from lib.demos.demo import Demo

EDGE = 1.25
MOST_POINTS = 100
CORNERS = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
PRESETS = {
    "separable": perceptron.separable_points(num_points=20, features=2, gap=0.3, seed=1),
    "narrow": perceptron.separable_points(num_points=20, features=2, gap=0.02, seed=1),
    "xor": (CORNERS, CORNERS[:, 0] ^ CORNERS[:, 1]),
    "moons": perceptron.moons(num_points=40, noise=0.05, seed=0),
}


class PerceptronPlayground(Demo):
    """Points of two classes, and three units that learn them: threshold, sigmoid, and one hidden layer.

    inputs (n, 2) from -1.25 to 1.25, rounded to 1/64, and labels (n,) of 0 and 1, with n from 1 to 100.
    Raises ValueError for other shapes, labels or places.
    """

    module = "perceptron_playground.js"
    fallback = (
        "Perceptron playground: place points of two classes, and watch units learn them. "
        "It plays here with JavaScript, and in a notebook once its cell has run."
    )

    def __init__(self, inputs, labels):
        inputs, labels = perceptron.check_data(inputs, labels)
        if inputs.shape[1] != 2 or len(inputs) > MOST_POINTS or np.abs(inputs).max() > EDGE:
            raise ValueError(
                f"inputs have shape {inputs.shape} and reach {np.abs(inputs).max():g}, "
                f"expected (n, 2) with n at most {MOST_POINTS} and places from {-EDGE} to {EDGE}."
            )
        presets = {"given": (inputs, labels), **PRESETS}
        super().__init__(presets={key: _preset(*data) for key, data in presets.items()})

    def picture(self):
        """Return an SVG of the given points: circles are class 0, squares class 1."""
        numbers = self.state["presets"]["given"]["numbers"]
        marks = [_mark(*numbers[start : start + 3]) for start in range(0, len(numbers), 3)]
        edge = int(EDGE * perceptron.GRID)
        return (
            f'<svg role="img" aria-label="The points of two classes in the plane" width="{4 * edge}" '
            f'viewBox="{-edge} {-edge} {2 * edge} {2 * edge}">{"".join(marks)}</svg>'
        )


def _preset(inputs, labels):
    """Return the points as whole numbers x, y, label, in 1/64, and the bound on mistakes; None when it is infinite."""
    places = np.rint(np.asarray(inputs) * perceptron.GRID).astype(int)
    bound = perceptron.mistake_bound(places / perceptron.GRID, labels)
    return {
        "numbers": np.column_stack([places, labels]).ravel().tolist(),
        "bound": int(bound) if np.isfinite(bound) else None,
    }


def _mark(x, y, label):
    """Return the SVG of a point, whose y grows upwards."""
    if label == 0:
        return f'<circle cx="{x}" cy="{-y}" r="2" fill="var(--demo-class-0)"/>'
    return f'<rect x="{x - 2}" y="{-y - 2}" width="4" height="4" fill="var(--demo-class-1)"/>'
