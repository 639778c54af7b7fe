"""Nets of threshold units that take one time step to answer, as in McCulloch and Pitts (1943).

A net maps the name of each unit to a Unit. Inputs are named sequences of 0 and 1.
"""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Unit:
    """A unit that fires when `threshold` of its exciters were active one step ago, and none of its inhibitors."""

    exciters: tuple
    inhibitors: tuple = ()
    threshold: int = 1


def simulate(net, inputs):
    """Return what every input and every unit does in each time step: a dictionary of names to arrays (steps,).

    net: dictionary of names to Unit. inputs: dictionary of names to equally long sequences of 0 and 1.
    All units are silent in the first step; they may form loops.
    Raises ValueError for unequal lengths, other values, names that clash, and names that nothing carries.
    McCulloch and Pitts (1943), https://doi.org/10.1007/BF02478259
    """
    activity = {name: _sequence(name, values) for name, values in inputs.items()}
    steps = {len(values) for values in activity.values()}
    if len(steps) != 1:
        raise ValueError(f"the inputs have {sorted(steps)} steps, expected one length for all.")
    _check_names(net, activity)
    (steps,) = steps
    activity |= {name: np.zeros(steps, int) for name in net}
    for now in range(1, steps):
        for name, unit in net.items():
            excited = sum(activity[source][now - 1] for source in unit.exciters) >= unit.threshold
            vetoed = any(activity[source][now - 1] for source in unit.inhibitors)
            activity[name][now] = int(excited and not vetoed)
    return activity


def _sequence(name, values):
    values = np.asarray(values)
    if values.ndim != 1 or not len(values) or not np.isin(values, (0, 1)).all():
        raise ValueError(f"input {name!r} has shape {values.shape}, expected at least one step, each 0 or 1.")
    return values.astype(int)


def _check_names(net, inputs):
    both = sorted(net.keys() & inputs.keys())
    if both:
        raise ValueError(f"{', '.join(both)}: names of an input and of a unit, expected different names.")
    for name, unit in net.items():
        unknown = sorted({*unit.exciters, *unit.inhibitors} - net.keys() - inputs.keys())
        if unknown:
            raise ValueError(f"unit {name!r} listens to {', '.join(unknown)}, expected names of inputs or units.")
