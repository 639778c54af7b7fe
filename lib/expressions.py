"""Random expressions that nodes of `lib.autodiff` and tensors of TensorFlow both evaluate."""

import numpy as np
import tensorflow as tf

from lib import autodiff

SHAPES = ((3, 4), (4,), (3, 1), (1, 4), ())  # each broadcasts with each of the others
FULL, SQUARE = np.zeros((3, 4)), (4, 4)
OPERATIONS = {
    "add": lambda library, first, second, square: first + second,
    "subtract": lambda library, first, second, square: 2.0 - first - second,
    "multiply": lambda library, first, second, square: first * second,
    "divide": lambda library, first, second, square: first / (second * second + 1.0),
    "matmul": lambda library, first, second, square: (first + FULL) @ square,
    "exp": lambda library, first, second, square: library.exp(library.tanh(first)) + second,
    "log": lambda library, first, second, square: library.log(first * first + 1.0) + second,
    "relu": lambda library, first, second, square: library.relu(first - second),
    "sigmoid": lambda library, first, second, square: library.sigmoid(first) * second,
}


class TensorFlow:
    """The functions that an expression uses, on tensors."""

    exp, log, tanh, sigmoid = tf.exp, tf.math.log, tf.tanh, tf.sigmoid
    relu, sum = tf.nn.relu, tf.reduce_sum


def random_inputs(seed):
    """Return six float64 arrays: one for each of SHAPES, and a square matrix."""
    rng = np.random.default_rng(seed)
    return [rng.normal(size=shape) for shape in (*SHAPES, SQUARE)]


def evaluate(inputs, library, seed, steps=8):
    """Return one number: the sum over all results of a random expression, which `seed` chooses.

    `inputs` are as from `random_inputs`, as nodes with the library `autodiff.Node`, or as tensors with `TensorFlow`.
    """
    rng = np.random.default_rng(seed)
    *values, square = inputs
    for _ in range(steps):
        first, second = rng.integers(len(values), size=2)
        operation = OPERATIONS[str(rng.choice(list(OPERATIONS)))]
        values.append(operation(library, values[first], values[second], square))
    total = library.sum(square)
    for value in values:
        total = total + library.sum(value)
    return total


def gradients(seed):
    """Return the gradients (six arrays) of a random expression twice: from `autodiff`, and from TensorFlow's tape."""
    arrays = random_inputs(seed)
    nodes = [autodiff.Node(array) for array in arrays]
    evaluate(nodes, autodiff.Node, seed).backward()
    tensors = [tf.constant(array) for array in arrays]
    with tf.GradientTape() as tape:
        tape.watch(tensors)
        result = evaluate(tensors, TensorFlow, seed)
    return [node.gradient for node in nodes], [slope.numpy() for slope in tape.gradient(result, tensors)]
