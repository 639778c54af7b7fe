"""Reverse-mode automatic differentiation on NumPy arrays, as in chapter 9.

A Node holds a value, the nodes that it was computed from, and how a gradient goes back to them.
Computing with nodes builds the graph; `backward` walks it once, from the result to the inputs.
Linnainmaa (1976), https://doi.org/10.1007/BF01931367; Baydin and others (2018), https://jmlr.org/papers/v18/17-468.html
"""

import numpy as np


class Node:
    """An array in a computational graph.

    `value` is a float64 array of any shape, `gradient` (after `backward`) an array of the same shape.
    `parents` are the nodes that it was computed from; `pull_back` turns the gradient of this node into one
    gradient for each parent. Raises ValueError for an input that is not finite.
    """

    __array_ufunc__ = None  # array + node calls Node.__radd__

    def __init__(self, value, name="", parents=(), pull_back=None):
        self.value = np.asarray(value, float)
        self.name, self.parents, self.pull_back = name, parents, pull_back
        self.gradient = None
        if not parents and not np.isfinite(self.value).all():
            raise ValueError(f"the input of shape {self.value.shape} holds NaN or infinity, expected finite numbers.")

    def __add__(self, other):
        return _combine("add", np.add, self, other, lambda first, second: lambda slope: (slope, slope))

    def __mul__(self, other):
        return _combine(
            "multiply", np.multiply, self, other, lambda first, second: lambda slope: (slope * second, slope * first)
        )

    def __truediv__(self, other):
        return _combine(
            "divide",
            np.divide,
            self,
            other,
            lambda first, second: lambda slope: (slope / second, -slope * first / second**2),
        )

    def __matmul__(self, other):
        """Return the product of two matrices (n, k) and (k, m); raise ValueError for other shapes."""
        other = as_node(other)
        first, second = self.value, other.value
        if first.ndim != 2 or second.ndim != 2 or first.shape[1] != second.shape[0]:
            raise ValueError(f"matmul got shapes {first.shape} and {second.shape}, expected (n, k) and (k, m).")
        return Node(first @ second, "matmul", (self, other), lambda slope: (slope @ second.T, first.T @ slope))

    def __neg__(self):
        return self * -1.0

    def __sub__(self, other):
        return self + -as_node(other)

    def __rsub__(self, other):
        return as_node(other) - self

    def __rtruediv__(self, other):
        return as_node(other) / self

    def __rmatmul__(self, other):
        return as_node(other) @ self

    __radd__, __rmul__ = __add__, __mul__

    def sum(self):
        """Return the sum of all numbers, a node of shape ()."""
        return Node(self.value.sum(), "sum", (self,), lambda slope: (np.broadcast_to(slope, self.value.shape),))

    def exp(self):
        """Return e to the power of each number."""
        result = np.exp(self.value)
        return Node(result, "exp", (self,), lambda slope: (slope * result,))

    def log(self):
        """Return the natural logarithm of each number; raise ValueError when one is not positive."""
        if not (self.value > 0).all():
            raise ValueError(f"log got {self.value.min():g} in shape {self.value.shape}, expected positive numbers.")
        return Node(np.log(self.value), "log", (self,), lambda slope: (slope / self.value,))

    def relu(self):
        """Return each number, or 0 where it is negative; the slope at 0 is 0."""
        return Node(np.maximum(self.value, 0), "relu", (self,), lambda slope: (slope * (self.value > 0),))

    def tanh(self):
        """Return the hyperbolic tangent of each number."""
        result = np.tanh(self.value)
        return Node(result, "tanh", (self,), lambda slope: (slope * (1 - result**2),))

    def sigmoid(self):
        """Return 1 / (1 + exp(-x)) of each number, without overflow."""
        result = (1 + np.tanh(self.value / 2)) / 2
        return Node(result, "sigmoid", (self,), lambda slope: (slope * result * (1 - result),))

    def backward(self):
        """Set `gradient` of each node in the graph to the derivative of this node, which must be one number."""
        if self.value.size != 1:
            raise ValueError(f"backward starts at a node of shape {self.value.shape}, expected one number. Use sum().")
        nodes = topological_order(self)
        for node in nodes:
            node.gradient = np.zeros_like(node.value)
        self.gradient = np.ones_like(self.value)
        for node in reversed(nodes):
            if node.parents:
                for parent, slope in zip(node.parents, node.pull_back(node.gradient), strict=True):
                    parent.gradient = parent.gradient + unbroadcast(slope, parent.value.shape)


def as_node(value):
    """Return a node as it is, and anything else as an input of the graph."""
    return value if isinstance(value, Node) else Node(value)


def topological_order(node):
    """Return the nodes that `node` depends on and itself, each once, parents before children."""
    ordered, seen, waiting = [], set(), [(node, False)]
    while waiting:
        current, parents_done = waiting.pop()
        if parents_done:
            ordered.append(current)
        elif id(current) not in seen:
            seen.add(id(current))
            waiting.append((current, True))
            waiting.extend((parent, False) for parent in reversed(current.parents))
    return ordered


def unbroadcast(gradient, shape):
    """Sum a gradient over the axes along which an array of `shape` was repeated; return it in that shape."""
    gradient = gradient.sum(axis=tuple(range(gradient.ndim - len(shape))))
    repeated = tuple(axis for axis, length in enumerate(shape) if length == 1)
    return gradient.sum(axis=repeated, keepdims=True)


def _combine(name, operation, first, second, make_pull_back):
    """Return the node of an element-wise operation on two nodes; raise ValueError when they do not broadcast."""
    first, second = as_node(first), as_node(second)
    try:
        np.broadcast_shapes(first.value.shape, second.value.shape)
    except ValueError:
        shapes = f"{first.value.shape} and {second.value.shape}"
        raise ValueError(f"{name} got shapes {shapes}, expected shapes that broadcast.") from None
    pull_back = make_pull_back(first.value, second.value)
    return Node(operation(first.value, second.value), name, (first, second), pull_back)
