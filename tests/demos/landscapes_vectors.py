"""The landscapes of the optimizer race at random points."""

import numpy as np

from lib.demos.optimizer_race import LANDSCAPES


def vectors():
    points = np.random.default_rng(0).uniform(-3, 3, size=(40, 2))
    return {
        "points": points.tolist(),
        "landscapes": {
            key: {
                "start": landscape.start,
                "minimum": landscape.minimum,
                "values": landscape.value(points).tolist(),
                "gradients": landscape.gradient(points).tolist(),
            }
            for key, landscape in LANDSCAPES.items()
        },
    }
