"""What lib's back-propagation and gradient descent give for a single sigmoid unit and for networks of tanh units."""

import numpy as np

from lib import perceptron


def vectors():
    """Return for each network its data and start, the loss and gradients there, and the losses of 50 steps."""
    points, labels = perceptron.moons(40, noise=0.1, seed=3)
    starts = {
        "one unit": [(np.zeros((2, 1)), np.zeros(1))],
        "four hidden units": perceptron.init_layers((2, 4, 1), "tanh", seed=0),
        "two hidden layers": perceptron.init_layers((2, 3, 5, 1), "tanh", seed=1),
        "far out": [(10 * kernel, bias + 3) for kernel, bias in perceptron.init_layers((2, 2, 1), "tanh", seed=2)],
    }
    return {name: case(layers, points, labels) for name, layers in starts.items()}


def case(layers, points, labels, learning_rate=0.5, steps=50):
    start, losses = layers, []
    for _ in range(steps):
        loss, gradients = perceptron.backpropagate(layers, points, labels, "tanh")
        losses.append(loss)
        layers = [
            tuple(value - learning_rate * slope for value, slope in zip(layer, gradient, strict=True))
            for layer, gradient in zip(layers, gradients, strict=True)
        ]
    return {
        "points": points.tolist(),
        "labels": labels.tolist(),
        "learningRate": learning_rate,
        "start": as_json(start),
        "gradients": as_json(perceptron.backpropagate(start, points, labels, "tanh")[1]),
        "losses": losses,
        "end": as_json(layers),
    }


def as_json(layers):
    return [{"kernel": kernel.tolist(), "bias": bias.tolist()} for kernel, bias in layers]
