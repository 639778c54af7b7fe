"""Random pictures and windows, with what lib.pooling makes of them before and after they have moved."""

import numpy as np

from lib import pooling
from tests.demos.pictures import table

OPERATIONS = {"max": pooling.max_pool, "average": pooling.average_pool}


def vectors():
    rng = np.random.default_rng(0)
    return [random_case(rng) for _ in range(200)]


def random_case(rng):
    size, stride = (int(number) for number in rng.integers(1, 5, size=2))
    picture = rng.integers(0, 10, size=(*(size + rng.integers(0, 9, size=2)), 1))
    down, right = (int(number) for number in rng.integers(-9, 10, size=2))
    operation = str(rng.choice(list(OPERATIONS)))
    moved = np.roll(picture, (down, right), axis=(0, 1))
    before, after = (OPERATIONS[operation](each[None], size, stride)[0] for each in (picture, moved))
    return {
        "picture": table(picture),
        "settings": {"operation": operation, "size": size, "stride": stride},
        "move": {"down": down, "right": right},
        "before": table(before),
        "after": table(after),
        "stayed": (before == after).ravel().tolist(),
    }
