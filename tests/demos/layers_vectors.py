"""What Keras' layers give for small random inputs; kernels in the order of the demos, output channel first."""

import keras
import numpy as np

CONVOLUTIONS = [  # height, width, inputs, outputs, size of the kernel: also numbers that are no multiples of 2 or 4
    (6, 8, 3, 4, 3),
    (5, 3, 2, 5, 3),
    (1, 1, 4, 3, 3),
    (2, 2, 3, 1, 1),
    (7, 6, 1, 2, 5),
]
POOLINGS = [(4, 6, 3, 2), (5, 7, 2, 2), (6, 6, 1, 3)]  # height, width, channels, size of the window


def vectors():
    """Return inputs, weights and outputs as nested lists."""
    rng = np.random.default_rng(0)
    return {
        "convolutions": [_convolution(rng, *shape) for shape in CONVOLUTIONS],
        "poolings": [_pooling(rng, *shape) for shape in POOLINGS],
        "dense": _dense(rng),
    }


def _convolution(rng, height, width, inputs, outputs, size):
    values = rng.normal(size=(1, height, width, inputs)).astype(np.float32)
    kernel, bias = rng.normal(size=(size, size, inputs, outputs)), rng.normal(size=outputs)
    expected = _apply(keras.layers.Conv2D(outputs, size, padding="same"), values, kernel, bias)
    weights = {"kernel": _outputs_first(kernel), "bias": bias.tolist()}
    layer = {"size": size, "inputs": inputs, "outputs": outputs, **weights}
    name = f"{height}x{width}, {inputs} to {outputs} channels, kernel {size}x{size}"
    return {"name": name, "input": values[0].tolist(), "layer": layer, "expected": expected}


def _pooling(rng, height, width, channels, size):
    values = rng.normal(size=(1, height, width, channels)).astype(np.float32)
    expected = _apply(keras.layers.MaxPooling2D(size), values)
    return {"name": f"{height}x{width} by {size}", "input": values[0].tolist(), "size": size, "expected": expected}


def _dense(rng):
    values = rng.normal(size=(1, 2, 3, 4)).astype(np.float32)
    kernel, bias = rng.normal(size=(24, 5)), rng.normal(size=5)
    expected = _apply(keras.layers.Dense(5), values.reshape(1, 24), kernel, bias)
    layer = {"inputs": 24, "outputs": 5, "kernel": _outputs_first(kernel), "bias": bias.tolist()}
    return {"input": values[0].tolist(), "layer": layer, "expected": expected}


def _apply(layer, values, *weights):
    layer.build(values.shape)
    layer.set_weights(weights)
    return np.asarray(layer(values))[0].tolist()


def _outputs_first(kernel):
    return np.moveaxis(kernel, -1, 0).tolist()
