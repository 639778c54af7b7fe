"""Ivakhnenko's group method of data handling: a network that grows layer by layer until validation says stop.

A unit is a quadratic polynomial of two features. Its six coefficients are fitted by least squares on the training
points; the units with the smallest error on the validation points survive and feed the next layer.
Ivakhnenko (1971), https://doi.org/10.1109/TSMC.1971.4308320
"""

import itertools
from dataclasses import dataclass

import numpy as np

COEFFICIENTS = 6  # of a quadratic polynomial of two features
MIN_GAIN = 0.01  # a further layer must lower the best validation error by this share


@dataclass(frozen=True)
class Unit:
    """A quadratic polynomial: the places of its two features, its coefficients (6,), and its validation error."""

    pair: tuple
    coefficients: np.ndarray
    error: float


@dataclass(frozen=True)
class Network:
    """Layers of surviving units, the best first; `errors` holds the best validation error after each grown layer.

    The errors count one layer more than `layers` when growth stopped because a layer brought no gain.
    """

    layers: list
    errors: list
    carry_inputs: bool

    @property
    def depth(self):
        """The number of layers."""
        return len(self.layers)

    @property
    def used_inputs(self):
        """The places of the inputs that the output depends on, sorted."""
        return sorted(_used(self, self.depth - 1, 0))


def quadratic_terms(first, second):
    """Return the columns 1, u, v, u², uv, v² (n, 6) of two features (n,)."""
    return np.column_stack([np.ones(len(first)), first, second, first**2, first * second, second**2])


def root_mean_square(errors):
    """Return the root mean square of an array."""
    return float(np.sqrt(np.mean(np.square(errors))))


def grow(x_train, y_train, x_validation, y_validation, width=6, max_layers=12, min_gain=MIN_GAIN, carry_inputs=True):
    """Grow a Network; at most `width` units survive in each layer.

    x (n, inputs), y (n,). Growth stops when the best validation error (root mean square) does not fall by the share
    `min_gain`, or at `max_layers`; `min_gain=None` grows all layers. With `carry_inputs` each layer sees the inputs
    beside the surviving units, without it only the units, as in 1971.
    Raises ValueError for other shapes, for numbers that are not finite, and for fewer than six training points.
    """
    x_train, y_train = _check(x_train, y_train, "training", COEFFICIENTS)
    x_validation, y_validation = _check(x_validation, y_validation, "validation", 1)
    if x_train.shape[1] != x_validation.shape[1]:
        raise ValueError(f"x_train has {x_train.shape[1]} inputs and x_validation {x_validation.shape[1]}.")
    if width < 1 or max_layers < 1:
        raise ValueError(f"width is {width} and max_layers {max_layers}, expected at least 1.")
    layers, errors = [], []
    train, validation = x_train, x_validation
    while len(layers) < max_layers:
        units = _best_units(train, y_train, validation, y_validation, width)
        errors.append(units[0].error)
        if layers and min_gain is not None and errors[-1] > (1 - min_gain) * errors[-2]:
            break
        layers.append(units)
        train = _features(units, train, x_train if carry_inputs else None)
        validation = _features(units, validation, x_validation if carry_inputs else None)
        if train.shape[1] < 2:
            break
    return Network(layers, errors, carry_inputs)


def predict(network, inputs, depth=None):
    """Return the answers (n,) of the best unit in the last layer, or in layer `depth`, for inputs (n, inputs)."""
    inputs = np.asarray(inputs, float)
    depth = network.depth if depth is None else depth
    if inputs.ndim != 2 or not 1 <= depth <= network.depth:
        raise ValueError(
            f"inputs have shape {inputs.shape} and depth is {depth}, expected (n, inputs) and 1 to {network.depth}."
        )
    features = inputs
    for units in network.layers[: depth - 1]:
        features = _features(units, features, inputs if network.carry_inputs else None)
    return _answer(network.layers[depth - 1][0], features)


def _best_units(train, y_train, validation, y_validation, width):
    """Fit a unit to every pair of features and return the `width` best on the validation points."""
    pairs = list(itertools.combinations(range(train.shape[1]), 2)) or [(0, 0)]
    units = []
    for pair in pairs:
        terms = quadratic_terms(*train.T[list(pair)])
        coefficients = np.linalg.lstsq(terms, y_train, rcond=None)[0]
        unit = Unit(pair, coefficients, 0.0)
        error = root_mean_square(_answer(unit, validation) - y_validation)
        units.append(Unit(pair, coefficients, error))
    return sorted(units, key=lambda unit: unit.error)[:width]


def _features(units, features, inputs):
    """Return what the next layer sees: the answers of the units, and the inputs unless they are None."""
    answers = np.column_stack([_answer(unit, features) for unit in units])
    return answers if inputs is None else np.column_stack([answers, inputs])


def _answer(unit, features):
    return quadratic_terms(*features.T[list(unit.pair)]) @ unit.coefficients


def _used(network, layer, place):
    """Return the inputs that feature `place` of layer `layer` depends on."""
    pair = network.layers[layer][place].pair
    if layer == 0:
        return set(pair)
    units = len(network.layers[layer - 1])
    below = [_used(network, layer - 1, feature) if feature < units else {feature - units} for feature in pair]
    return below[0] | below[1]


def _check(inputs, targets, name, least):
    inputs, targets = np.asarray(inputs, float), np.asarray(targets, float)
    if inputs.ndim != 2 or targets.shape != inputs.shape[:1] or len(inputs) < least or not inputs.shape[1]:
        raise ValueError(
            f"{name} inputs have shape {inputs.shape} and targets {targets.shape}, "
            f"expected (n, inputs) and (n,) with n at least {least}."
        )
    if not (np.isfinite(inputs).all() and np.isfinite(targets).all()):
        raise ValueError(f"{name} data hold NaN or infinity, expected finite numbers.")
    return inputs, targets
