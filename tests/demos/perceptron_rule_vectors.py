"""What lib's Rosenblatt rule does to four sets of points: unit and mistakes step by step."""

import numpy as np

from lib import perceptron

CORNERS = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], float)


def vectors():
    """Return for each set its points and labels, and what a Training holds of it."""
    sets = {
        "wide": perceptron.separable_points(20, features=2, gap=0.3, seed=1),
        "narrow": perceptron.separable_points(40, features=2, gap=0.02, seed=2),
        "AND": (CORNERS, CORNERS.all(axis=1).astype(int)),
        "XOR": (CORNERS, np.array([0, 1, 1, 0])),
    }
    return {name: case(*data) for name, data in sets.items()}


def case(points, labels):
    training = perceptron.train_perceptron(points, labels, epochs=200)
    return {
        "points": points.tolist(),
        "labels": labels.tolist(),
        "path": training.path.tolist(),
        "mistakes": training.mistakes,
        "converged": training.converged,
    }
