"""The optimizer race of chapter 04.

`lib.optimizers` loads TensorFlow. It is imported where it is needed, because the build of the book does not need it.
"""

import numpy as np

from lib import landscapes
from lib.demos.demo import Demo

LANDSCAPES = {
    "saddle": landscapes.saddle(),
    "ravine": landscapes.bowl(curvatures=(1, 100)),
    "turned-ravine": landscapes.bowl(curvatures=(1, 100), angle=45),
    "beale": landscapes.beale(start=(1.0, 1.5)),
}
SMALLEST_RATE, LARGEST_RATE = 0.0001, 10
FARTHEST_START = 5
NUM_STEPS = 1000
PICTURE_STEPS = 100  # of a race that begins at step 0
PICTURE_SIZE = 320  # pixels


class OptimizerRace(Demo):
    """A race of the optimizers of `lib.optimizers` down a landscape of two weights.

    `landscape` is a key of LANDSCAPES. `learning_rates` maps the name of each optimizer that runs to its learning rate.
    `start` is a point (2,); without it the landscape's own is taken. `step` is the number of steps that are shown at
    first, at most 1,000. Raises ValueError for anything else.
    """

    module = "optimizer_race.js"
    fallback = (
        "Optimizer race: move the start, change the learning rates, and follow each step. "
        "It plays here with JavaScript, and in a notebook once its cell has run. Below: the paths."
    )

    def __init__(self, landscape, learning_rates, start=None, step=0):
        _check_race(landscape, learning_rates)
        start = np.asarray(LANDSCAPES[landscape].start if start is None else start, float)
        _check_start(start, step)
        racers = {name: float(rate) for name, rate in learning_rates.items()}
        explained = next(iter(racers))
        super().__init__(landscape=landscape, start=start.tolist(), racers=racers, step=step, explained=explained)

    def picture(self):
        """Return the paths of the optimizers as an inline SVG."""
        from lib import optimizers

        gradient, start = LANDSCAPES[self.state["landscape"]].gradient, self.state["start"]
        num_steps = self.state["step"] or PICTURE_STEPS
        paths = {
            name: optimizers.descend(optimizers.OPTIMIZERS[name], gradient, start, num_steps, learning_rate=rate)
            for name, rate in self.state["racers"].items()
        }
        places = [list(optimizers.OPTIMIZERS).index(name) for name in paths]
        return _drawing(paths, [f"var(--demo-racer-{place})" for place in places])


def _drawing(paths, colors):
    """Return an SVG with a line for each path in `paths` {name: (num_steps + 1, 2)}, and the names beside it."""
    seen = {name: np.nan_to_num(path).clip(-FARTHEST_START, FARTHEST_START) for name, path in paths.items()}
    points = np.concatenate(list(seen.values()))
    corner, size = points.min(axis=0), np.ptp(points, axis=0).max()
    parts = []
    for line, ((name, path), color) in enumerate(zip(seen.items(), colors, strict=True), start=1):
        pixels = (((path - corner) / size * [1, -1] + [0, 1]) * PICTURE_SIZE).round().astype(int)
        corners = " ".join(f"{across},{down}" for across, down in pixels)
        parts.append(f'<polyline points="{corners}" fill="none" stroke="{color}" stroke-width="2"/>')
        parts.append(f'<text x="{PICTURE_SIZE + 30}" y="{24 * line}" fill="currentColor">{name}</text>')
        parts.append(f'<rect x="{PICTURE_SIZE + 8}" y="{24 * line - 8}" width="14" height="6" fill="{color}"/>')
    box = f"-5 -5 {PICTURE_SIZE + 175} {PICTURE_SIZE + 10}"
    return f'<svg viewBox="{box}" role="img" aria-label="Paths of the optimizers">{"".join(parts)}</svg>'


def _check_race(landscape, learning_rates):
    from lib import optimizers

    if landscape not in LANDSCAPES:
        raise ValueError(f"the landscape is {landscape!r}, expected one of {', '.join(LANDSCAPES)}.")
    if not learning_rates:
        raise ValueError("no optimizer runs, expected at least one with its learning rate.")
    for name, rate in learning_rates.items():
        if name not in optimizers.OPTIMIZERS:
            raise ValueError(f"the optimizer is {name!r}, expected one of {', '.join(optimizers.OPTIMIZERS)}.")
        if not SMALLEST_RATE <= rate <= LARGEST_RATE:
            raise ValueError(
                f"the learning rate of {name} is {rate!r}, expected a number from {SMALLEST_RATE} to {LARGEST_RATE}."
            )


def _check_start(start, step):
    if start.shape != (2,) or not (np.abs(start) <= FARTHEST_START).all():
        raise ValueError(f"the start is {start}, expected two numbers from {-FARTHEST_START} to {FARTHEST_START}.")
    if isinstance(step, bool) or not isinstance(step, int) or not 0 <= step <= NUM_STEPS:
        raise ValueError(f"the step is {step!r}, expected a whole number from 0 to {NUM_STEPS}.")
