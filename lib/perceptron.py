"""The helpers of chapter 3: threshold units, Rosenblatt's rule, logistic regression, small networks, and drawn data.

A unit has one weight for each feature and a bias. Its weighted sum is `inputs @ weights + bias`.
"""

from dataclasses import dataclass

import numpy as np
import scipy.optimize

FIELD = (20, 20)  # photocells of the Mark I, rows and columns
GRID = 64  # drawn points are multiples of 1/64, so that every sum of theirs is exact on every machine
BAR_WIDTH = 4
LETTERS = {
    "C": ".###. #...# #.... #.... #.... #...# .###.",
    "E": "##### #.... #.... ####. #.... #.... #####",
    "F": "##### #.... #.... ####. #.... #.... #....",
    "H": "#...# #...# #...# ##### #...# #...# #...#",
    "L": "#.... #.... #.... #.... #.... #.... #####",
    "O": ".###. #...# #...# #...# #...# #...# .###.",
    "T": "##### ..#.. ..#.. ..#.. ..#.. ..#.. ..#..",
    "X": "#...# #...# .#.#. ..#.. .#.#. #...# #...#",
}


@dataclass(frozen=True)
class Training:
    """What Rosenblatt's rule did: the last weights, the path (changes + 1, features + 1), and mistakes by epoch."""

    weights: np.ndarray
    bias: float
    path: np.ndarray
    mistakes: list

    @property
    def converged(self):
        """True when the last epoch was free of mistakes."""
        return self.mistakes[-1] == 0


@dataclass(frozen=True)
class LogisticFit:
    """A logistic regression: weights (features,), bias, standard errors (features + 1,), Newton steps."""

    weights: np.ndarray
    bias: float
    standard_errors: np.ndarray
    steps: int


def threshold_unit(inputs, weights, bias):
    """Return 1 where the weighted sum reaches zero, and 0 elsewhere.

    inputs (..., features), weights (features,) or (features, units), bias a number or (units,).
    Raises ValueError when the features do not match or a number is not finite.
    McCulloch and Pitts (1943), https://doi.org/10.1007/BF02478259
    """
    inputs, weights = _finite(inputs, "inputs"), _finite(weights, "weights")
    if inputs.ndim == 0 or weights.ndim not in (1, 2) or inputs.shape[-1] != weights.shape[0]:
        raise ValueError(
            f"inputs have shape {inputs.shape} and weights {weights.shape}, "
            "expected (..., features) and (features,) or (features, units)."
        )
    return (inputs @ weights + _finite(bias, "bias") >= 0).astype(int)


def train_perceptron(inputs, labels, epochs=100):
    """Train a threshold unit by Rosenblatt's rule, from zero, until an epoch brings no mistake or none is left.

    inputs (n, features), labels (n,) of 0 and 1; returns a Training. Raises ValueError for other shapes or labels.
    Rosenblatt (1958), https://doi.org/10.1037/h0042519
    """
    inputs, labels = check_data(inputs, labels)
    if epochs < 1:
        raise ValueError(f"epochs is {epochs}, expected at least 1.")
    extended = _extend(inputs)
    weights = np.zeros(extended.shape[1])
    path, mistakes = [weights.copy()], []
    for _ in range(epochs):
        before = len(path)
        for point, label in zip(extended, labels, strict=True):
            error = label - (point @ weights >= 0)
            if error:
                weights += error * point
                path.append(weights.copy())
        mistakes.append(len(path) - before)
        if mistakes[-1] == 0:
            break
    return Training(weights[:-1].copy(), float(weights[-1]), np.array(path), mistakes)


def margin(inputs, labels):
    """Return the largest possible distance between a separating plane and its nearest point, or 0.0 without a plane.

    Distances are taken among the points (x, 1), where the plane passes through the origin.
    inputs (n, features), labels (n,) of 0 and 1. Raises ValueError for other shapes or labels.
    The shortest weights with all signed sums of at least 1: Lawson and Hanson, Solving Least Squares Problems (1974),
    chapter 23, least distance programming.
    """
    inputs, labels = check_data(inputs, labels)
    signed = _extend(inputs) * np.where(labels == 1, 1.0, -1.0)[:, None]
    table = np.vstack([signed.T, np.ones(len(signed))])
    target = np.zeros(len(table))
    target[-1] = 1
    solution, distance = scipy.optimize.nnls(table, target)
    if distance < 1e-9:
        return 0.0
    residual = table @ solution - target
    return float(-residual[-1] / np.linalg.norm(residual[:-1]))


def mistake_bound(inputs, labels):
    """Return (R / gamma)², the largest number of mistakes that Rosenblatt's rule can make; infinite without a plane.

    R is the length of the longest point (x, 1), gamma the margin. Raises ValueError as `margin` does.
    Block (1962), https://doi.org/10.1103/RevModPhys.34.123, and Novikoff (1962)
    """
    gap = margin(inputs, labels)
    radius = np.linalg.norm(_extend(np.asarray(inputs, float)), axis=1).max()
    return float((radius / gap) ** 2) if gap else np.inf


def sigmoid(sums):
    """Return 1 / (1 + exp(-sum)) for an array of any shape, without overflow."""
    sums = np.asarray(sums, float)
    small = np.exp(-np.abs(sums))
    return np.where(sums >= 0, 1, small) / (1 + small)


ACTIVATIONS = {  # by name: the function of the sums, and its slope as a function of its values
    "sigmoid": (sigmoid, lambda values: values * (1 - values)),
    "relu": (lambda sums: np.maximum(sums, 0), lambda values: values > 0),
    "tanh": (np.tanh, lambda values: 1 - values**2),
}


def fit_logistic(inputs, labels, steps=50):
    """Fit logistic regression by Newton's method, which is iteratively reweighted least squares.

    inputs (n, features), labels (n,) of 0 and 1; returns a LogisticFit. Raises ValueError for other shapes or labels,
    for columns that determine each other, and for classes that a plane separates: their best weights are infinite.
    Nelder and Wedderburn (1972), https://doi.org/10.2307/2344614
    """
    inputs, labels = check_data(inputs, labels)
    extended = _extend(inputs)
    if np.linalg.matrix_rank(extended) < extended.shape[1]:
        raise ValueError(f"the {extended.shape[1]} columns (inputs and 1) determine each other, expected full rank.")
    if labels.min() == labels.max() or margin(inputs, labels) > 0:
        raise ValueError("a plane separates the classes, so no finite weights are best; expected classes that overlap.")
    weights = np.zeros(extended.shape[1])
    for step in range(1, steps + 1):
        probabilities = sigmoid(extended @ weights)
        hessian = (extended * (probabilities * (1 - probabilities))[:, None]).T @ extended
        change = np.linalg.solve(hessian, extended.T @ (labels - probabilities))
        weights += change
        if np.abs(change).max() < 1e-10:
            errors = np.sqrt(np.diag(np.linalg.inv(hessian)))
            return LogisticFit(weights[:-1], float(weights[-1]), errors, step)
    raise ValueError(f"{steps} steps did not reach the best weights, expected classes that overlap more.")


def count_parameters(sizes):
    """Return the number of weights and biases of a multilayer perceptron.

    `sizes` lists the units of each layer, the inputs first: (3072, 128, 10). Raises ValueError for fewer than two.
    """
    if len(sizes) < 2 or min(sizes) < 1:
        raise ValueError(f"sizes is {tuple(sizes)}, expected at least two whole numbers of at least 1.")
    return sum((before + 1) * units for before, units in zip(sizes[:-1], sizes[1:], strict=True))


def init_layers(sizes, activation, seed):
    """Return random layers, a list of (kernel, bias), for the units in `sizes`, the inputs first; biases are zero.

    The variance of a kernel is 2 / (inputs + outputs) for sigmoid and tanh: Glorot and Bengio
    (2010), https://proceedings.mlr.press/v9/glorot10a.html; and 2 / inputs for ReLU: He and others (2015),
    https://doi.org/10.1109/ICCV.2015.123. Raises ValueError for an unknown activation or fewer than two sizes.
    """
    _check_activation(activation)
    if len(sizes) < 2:
        raise ValueError(f"sizes is {tuple(sizes)}, expected at least two whole numbers.")
    rng = np.random.default_rng(seed)
    layers = []
    for before, units in zip(sizes[:-1], sizes[1:], strict=True):
        variance = 2 / before if activation == "relu" else 2 / (before + units)
        layers.append((rng.normal(0, np.sqrt(variance), (before, units)), np.zeros(units)))
    return layers


def backpropagate(layers, inputs, labels, activation):
    """Return the mean cross-entropy of a network with one sigmoid output, and its gradient for each layer.

    layers as from `init_layers`, inputs (n, features), labels (n,) of 0 and 1; the gradients are a list of
    (kernel, bias) of the layers' shapes. Raises ValueError for other shapes, labels or activations.
    Rumelhart, Hinton and Williams (1986), https://doi.org/10.1038/323533a0
    """
    _check_activation(activation)
    inputs, labels = check_data(inputs, labels)
    if inputs.shape[1] != layers[0][0].shape[0] or layers[-1][0].shape[1] != 1:
        raise ValueError(
            f"inputs have shape {inputs.shape}, the first kernel {layers[0][0].shape} and the last "
            f"{layers[-1][0].shape}, expected (n, features), (features, units) and (units, 1)."
        )
    function, slope = ACTIVATIONS[activation]
    values = [inputs]
    for kernel, bias in layers[:-1]:
        values.append(function(values[-1] @ kernel + bias))
    kernel, bias = layers[-1]
    sums = (values[-1] @ kernel + bias)[:, 0]
    loss = np.mean(np.logaddexp(0, sums) - labels * sums)
    slopes = (sigmoid(sums) - labels)[:, None] / len(labels)
    gradients = []
    for (kernel, _), value in zip(reversed(layers), reversed(values), strict=True):
        gradients.insert(0, (value.T @ slopes, slopes.sum(axis=0)))
        slopes = slopes @ kernel.T * slope(value)
    return float(loss), gradients


def two_clouds(num_points, distance, seed):
    """Return points (n, 2) from two round clouds whose centres are `distance` apart, and labels (n,) of 0 and 1."""
    rng = np.random.default_rng(seed)
    labels = np.arange(num_points) % 2
    centres = np.outer(2 * labels - 1, [0.8, 0.6]) * distance / 2
    return _on_grid(rng.normal(size=(num_points, 2)) + centres), labels


def separable_points(num_points, features, gap, seed):
    """Return points (n, features) in a cube from -1 to 1 on both sides of a random plane, and labels (n,) of 0 and 1.

    No point is nearer to the plane than `gap`. Both classes occur. Raises ValueError for a gap outside of 0 to 0.5.
    """
    if not 0 <= gap <= 0.5:
        raise ValueError(f"gap is {gap}, expected 0 to 0.5.")
    rng = np.random.default_rng(seed)
    normal = rng.normal(size=features)
    normal /= np.linalg.norm(normal)
    while True:
        points = _on_grid(rng.uniform(-1, 1, (50 * num_points, features)))
        points = points[np.abs(points @ normal) >= gap][:num_points]
        labels = (points @ normal > 0).astype(int)
        if len(points) == num_points and 0 < labels.mean() < 1:
            return points, labels


def noisy_xor(num_points, seed):
    """Return points (n, 2) scattered around the corners of the unit square, and the XOR (n,) of the corner."""
    rng = np.random.default_rng(seed)
    corners = rng.integers(2, size=(num_points, 2))
    return _on_grid(corners + rng.normal(0, 0.12, (num_points, 2))), corners[:, 0] ^ corners[:, 1]


def disc(num_points, seed):
    """Return points (n, 2) in a square from -1.5 to 1.5, and labels (n,): 1 within a distance of 1 of the centre."""
    points = _on_grid(np.random.default_rng(seed).uniform(-1.5, 1.5, (num_points, 2)))
    return points, (np.sum(points**2, axis=1) < 1).astype(int)


def moons(num_points, noise, seed):
    """Return points (n, 2) from two half circles that reach into each other, and labels (n,) of 0 and 1."""
    rng = np.random.default_rng(seed)
    labels = np.arange(num_points) % 2
    angles = rng.uniform(0, np.pi, num_points) + np.pi * labels
    centres = np.outer(2 * labels - 1, [0.35, 0.15])
    circles = 0.7 * np.column_stack([np.cos(angles), np.sin(angles)])
    return _on_grid(circles + centres + rng.normal(0, noise, (num_points, 2))), labels


def draw_letters(letters, num_images, shift, noise, seed):
    """Return letters (n, 20, 20) of 0 and 1 in the field of the Mark I, and their places (n,) in `letters`.

    Each letter lies up to `shift` photocells from the middle; each photocell errs with probability `noise`.
    Raises ValueError for a letter that is not in LETTERS and for a shift that leaves the field.
    """
    unknown = [letter for letter in letters if letter not in LETTERS]
    if unknown or not 0 <= shift <= 3:
        raise ValueError(f"got letters {letters!r} and shift {shift}, expected letters of {''.join(LETTERS)}, 0 to 3.")
    rng = np.random.default_rng(seed)
    labels = rng.integers(len(letters), size=num_images)
    images = np.zeros((num_images, *FIELD), int)
    for image, label in zip(images, labels, strict=True):
        picture = _picture(letters[label])
        height, width = picture.shape
        top, left = np.subtract(FIELD, picture.shape) // 2 + rng.integers(-shift, shift + 1, size=2)
        image[top : top + height, left : left + width] = picture
    return _with_noise(images, noise, rng), labels


def draw_bars(num_images, noise, seed):
    """Return bars (n, 20, 20) of 0 and 1, and labels (n,): 0 for a horizontal bar, 1 for a vertical one.

    A bar is four photocells wide and as long as the field; at the edge it goes on at the other side.
    """
    rng = np.random.default_rng(seed)
    labels, starts = rng.integers(2, size=num_images), rng.integers(FIELD[0], size=num_images)
    images = np.array([bar(label, start) for label, start in zip(labels, starts, strict=True)])
    return _with_noise(images, noise, rng), labels


def bar(vertical, start):
    """Return one bar (20, 20) of 0 and 1 that begins in row `start`, or in column `start` when it is vertical."""
    image = np.zeros(FIELD, int)
    image[(start + np.arange(BAR_WIDTH)) % FIELD[0]] = 1
    return image.T.copy() if vertical else image


def check_data(inputs, labels):
    """Return inputs (n, features) and labels (n,) as arrays; raise ValueError when they cannot be trained on."""
    inputs, labels = _finite(inputs, "inputs"), np.asarray(labels)
    if inputs.ndim != 2 or labels.ndim != 1 or len(inputs) != len(labels) or not len(inputs):
        raise ValueError(
            f"inputs have shape {inputs.shape} and labels {labels.shape}, "
            "expected (n, features) and (n,) with n at least 1."
        )
    if not np.isin(labels, (0, 1)).all():
        raise ValueError(f"labels hold {np.unique(labels)[:5]}, expected only 0 and 1.")
    return inputs, labels.astype(int)


def _finite(values, name):
    values = np.asarray(values, float)
    if not np.isfinite(values).all():
        raise ValueError(f"{name} of shape {values.shape} hold NaN or infinity, expected finite numbers.")
    return values


def _extend(inputs):
    """Add a column of ones: the bias becomes one more weight."""
    return np.column_stack([inputs, np.ones(len(inputs))])


def _check_activation(activation):
    if activation not in ACTIVATIONS:
        raise ValueError(f"activation is {activation!r}, expected one of {', '.join(ACTIVATIONS)}.")


def _on_grid(points):
    return np.round(points * GRID) / GRID


def _picture(letter):
    """Draw a letter of 7 rows of 5, each doubled."""
    small = np.array([[mark == "#" for mark in row] for row in LETTERS[letter].split()], int)
    return np.kron(small, np.ones((2, 2), int))


def _with_noise(images, noise, rng):
    return images ^ (rng.random(images.shape) < noise)
