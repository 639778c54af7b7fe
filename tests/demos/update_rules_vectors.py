"""Paths of all optimizers of lib on all landscapes of the race, every tenth step of 300."""

import numpy as np

from lib import optimizers
from lib.demos.optimizer_race import LANDSCAPES

RATES = (0.003, 0.02, 0.1, 0.5, 3.0)
OTHER_START = (-0.7, 0.9)


def vectors():
    paths = []
    for key, landscape in LANDSCAPES.items():
        for name, optimizer in optimizers.OPTIMIZERS.items():
            for start in (landscape.start, OTHER_START):
                for rate in RATES:
                    path = optimizers.descend(optimizer, landscape.gradient, start, 300, learning_rate=rate)
                    if np.isfinite(path).all():
                        case = {"landscape": key, "optimizer": name, "start": start, "learningRate": rate}
                        paths.append({**case, "path": path[::10].tolist()})
    return {"optimizers": list(optimizers.OPTIMIZERS), "landscapes": list(LANDSCAPES), "paths": paths}
