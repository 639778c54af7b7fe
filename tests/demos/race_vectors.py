"""Who arrives when by lib's numbers, and what Python allows in a race."""

import numpy as np

from lib import optimizers
from lib.demos import optimizer_race
from lib.demos.optimizer_race import LANDSCAPES, NUM_STEPS

RATES = {0.01, 0.05, 0.5}
TARGET, SADDLE_EDGE = 0.001, 1  # as in chapter 04


def vectors():
    arrivals = []
    for key, landscape in LANDSCAPES.items():
        for name, optimizer in optimizers.OPTIMIZERS.items():
            for rate in sorted(RATES):
                path = optimizers.descend(optimizer, landscape.gradient, landscape.start, NUM_STEPS, learning_rate=rate)
                with np.errstate(over="ignore", invalid="ignore"):
                    arrival = arrival_step(landscape, path)
                arrivals.append({"landscape": key, "racers": {name: rate}, "arrival": arrival})
    limits = [optimizer_race.SMALLEST_RATE, optimizer_race.LARGEST_RATE]
    return {"arrivals": arrivals, "rates": limits, "farthest": optimizer_race.FARTHEST_START, "steps": NUM_STEPS}


def arrival_step(landscape, path):
    """Return the step of the arrival, or None."""
    if landscape.minimum is None:
        left = np.abs(path[:, 1]) > SADDLE_EDGE
        return int(np.argmax(left)) if left.any() else None
    steps = optimizers.steps_to_target(landscape.value(path), TARGET)
    return int(steps) if np.isfinite(steps) else None
