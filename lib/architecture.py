"""The helpers of chapter 8: what a network is made of, counted from the Keras model itself.

An operation is one multiplication or one addition; a multiply-add is one of each, so two operations.
"""

import logging
import math
import tempfile
from dataclasses import dataclass
from pathlib import Path

import h5py
import keras
import numpy as np

# The profiler is old; TensorFlow warns of that with every use.
logging.getLogger("tensorflow").setLevel(logging.ERROR)

MODELS = (
    "Xception",
    "VGG16",
    "VGG19",
    "ResNet50",
    "InceptionV3",
    "InceptionResNetV2",
    "MobileNet",
    "MobileNetV2",
    "DenseNet121",
    "DenseNet169",
    "DenseNet201",
    "NASNetMobile",
    "NASNetLarge",
)  # in the order of frame D2

KERNELS_PLACED = (
    keras.layers.Conv2D,
    keras.layers.DepthwiseConv2D,
    keras.layers.SeparableConv2D,
    keras.layers.Dense,
)
CONVOLUTIONS = (keras.layers.Conv2D, keras.layers.DepthwiseConv2D)
POOLINGS = (keras.layers.MaxPooling2D, keras.layers.AveragePooling2D)
FREE = (
    keras.layers.InputLayer,
    keras.layers.Activation,
    keras.layers.ReLU,
    keras.layers.Dropout,
    keras.layers.BatchNormalization,
)  # layers that leave each place of a feature map where it is


@dataclass(frozen=True)
class LayerRow:
    """One layer: its name, its kind, the shape of its output without the batch, parameters, and multiply-adds."""

    name: str
    kind: str
    shape: tuple
    parameters: int
    multiply_adds: int


@dataclass(frozen=True)
class Field:
    """The receptive field of one unit of a layer, in pixels: its side, and the step to the next unit's field."""

    name: str
    side: int
    step: int


def build(name, **arguments):
    """Return an architecture of Keras by its name, without giving its weights any values.

    It has every shape and can be counted, but it cannot be run: NASNetLarge takes seconds, and no memory for weights.
    `arguments` go to the constructor, such as include_top. Raises ValueError for a name that Keras does not have.
    """
    constructor = getattr(keras.applications, str(name), None)
    if not isinstance(name, str) or not name[:1].isupper() or constructor is None:
        raise ValueError(f"there is no architecture {name!r}, expected a name such as {', '.join(MODELS[:3])}.")
    with keras.StatelessScope(initialize_variables=False):
        return constructor(weights=None, **arguments)


def layer_table(model):
    """Return a LayerRow for each layer of a built model, in the model's order.

    Raises ValueError for a model that is not built, and for layers that `multiply_adds` cannot count.
    """
    if not model.built:
        raise ValueError(f"the model {model.name!r} is not built, expected one with an input shape.")
    return [
        LayerRow(
            layer.name, type(layer).__name__, layer.output.shape[1:], int(layer.count_params()), multiply_adds(layer)
        )
        for layer in model.layers
    ]


def multiply_adds(layer):
    """Return the multiply-adds of one layer for one input.

    The rule: each weight of a kernel is used once at each place of the output (a place is a pixel of the feature
    map; a Dense layer has one). A SeparableConv2D has two kernels. Everything else (biases, activations, pooling,
    normalisation, additions) counts as zero. Raises ValueError for another layer with a matrix of weights, and for
    an output whose size is not fixed.
    """
    kernels = [weights for weights in layer.weights if len(weights.shape) > 1]
    if not kernels:
        return 0
    if not isinstance(layer, KERNELS_PLACED) or isinstance(layer, keras.layers.Conv2DTranspose):
        known = ", ".join(kind.__name__ for kind in KERNELS_PLACED)
        raise ValueError(f"layer {layer.name!r} is a {type(layer).__name__}, expected one of {known}.")
    places = layer.output.shape[1:-1]
    if None in places:
        raise ValueError(f"layer {layer.name!r} has an output of shape {layer.output.shape}, expected a fixed size.")
    return math.prod(places) * sum(math.prod(kernel.shape) for kernel in kernels)


def profiled_operations(model):
    """Return the operations for one input that TensorFlow's profiler finds in the graph of a model with weights.

    An independent count: the profiler knows nothing of layers, it looks up the formula of each node of the graph.
    """
    import tensorflow as tf

    inputs = tf.TensorSpec((1, *model.input_shape[1:]))
    graph = tf.function(lambda images: model(images)).get_concrete_function(inputs).graph
    options = tf.compat.v1.profiler.ProfileOptionBuilder.float_operation()
    options["output"] = "none"
    return tf.compat.v1.profiler.profile(graph, options=options).total_float_ops


def longest_path(model):
    """Return the number of layers on the longest way from the input to the output, both ends counted."""
    lengths = {}
    for layer in model.layers:
        before = [lengths.get(id(tensor), 0) for tensor in keras.tree.flatten(layer.input)]
        lengths[id(layer.output)] = 1 + max(before, default=0)
    return max(lengths.values())


def count_layers(model, least_rank=1):
    """Return the number of layers that have a weight array of at least this rank: 1 for any, 2 for a kernel."""
    return sum(any(len(weights.shape) >= least_rank for weights in layer.weights) for layer in model.layers)


def weight_file_bytes(model):
    """Return the size in bytes of a HDF5 file with the weights, float32, a group for each layer.

    This is the layout of Keras' `.h5` files: each weight lies in its layer's group, under its path. The file is laid
    out in full, but no weight is written.
    """
    settings = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    settings.set_alloc_time(h5py.h5d.ALLOC_TIME_EARLY)
    settings.set_fill_time(h5py.h5d.FILL_TIME_NEVER)
    with tempfile.TemporaryDirectory() as folder, h5py.File(Path(folder) / "weights.h5", "w") as file:
        file.attrs["layer_names"] = [layer.name.encode() for layer in model.layers]
        for layer in model.layers:
            group = file.create_group(layer.name)
            group.attrs["weight_names"] = [weights.path.encode() for weights in layer.weights]
            for weights in layer.weights:
                group.create_dataset(weights.path, weights.shape, np.float32, dcpl=settings)
        file.flush()
        return file.id.get_filesize()


def receptive_fields(model):
    """Return a Field for each convolution and pooling layer of a chain, from the input to the first other layer.

    A window of k places that are `step` pixels apart widens the field by (k - 1) * step; its stride multiplies
    the step. Raises ValueError for a model with branches or without an image as its input, and for windows that
    are not square. Le and Borji (2017), https://doi.org/10.48550/arXiv.1705.07049
    """
    fields, side, step = [], 1, 1
    for layer in _chain(model):
        window, stride = _window(layer)
        if window:
            side, step = side + (window - 1) * step, step * stride
            fields.append(Field(layer.name, side, step))
    return fields


def gradient_field(model, name):
    """Return the side in pixels of the region of the input that moves the middle unit of the layer `name`.

    Measured on a twin of the chain: the same windows, strides and paddings, but one channel, and each window takes
    the mean, which is a convolution with equal positive weights. So no pixel's influence can cancel or be switched
    off. The region is where the gradient for the input is not zero. Raises ValueError as `receptive_fields` does,
    for a name that is not a convolution or pooling layer, and when the region reaches the edge of the image, which
    may cut it off.
    """
    names = [field.name for field in receptive_fields(model)]
    if name not in names:
        raise ValueError(f"the model has no convolution or pooling layer {name!r}, expected one of {', '.join(names)}.")
    inputs = outputs = keras.Input((*model.input_shape[1:3], 1))
    for layer in _chain(model):
        window, stride = _window(layer)
        if window:
            outputs = keras.layers.AveragePooling2D(window, stride, layer.padding)(outputs)
        if layer.name == name:
            break
    gradient = _gradient_of_middle(keras.Model(inputs, outputs), np.ones((1, *inputs.shape[1:]), np.float32))
    rows = np.flatnonzero(gradient.any(axis=1))
    if rows[0] == 0 or rows[-1] == len(gradient) - 1:
        raise ValueError(f"the field of {name!r} reaches the edge of {len(gradient)} pixels, expected a larger input.")
    return int(rows[-1] - rows[0] + 1)


def _chain(model):
    """Return the layers up to the first one that is no convolution, pooling or free layer."""
    shape = model.input_shape
    if not isinstance(shape, tuple) or len(shape) != 4 or None in shape[1:]:
        raise ValueError(f"the model takes {shape}, expected images (batch, height, width, channels) of fixed size.")
    chain = []
    for layer in model.layers:
        if len(keras.tree.flatten(layer.input)) > 1 or (chain and layer.input is not chain[-1].output):
            raise ValueError(f"layer {layer.name!r} does not follow the layer before it, expected a chain of layers.")
        if not isinstance(layer, CONVOLUTIONS + POOLINGS + FREE):
            break
        chain.append(layer)
    return chain


def _window(layer):
    """Return the side of a layer's window and its stride; (0, 1) for a layer without one."""
    if not isinstance(layer, CONVOLUTIONS + POOLINGS):
        return 0, 1
    window = layer.pool_size if isinstance(layer, POOLINGS) else layer.kernel_size
    if len({*window}) > 1 or len({*layer.strides}) > 1 or {*getattr(layer, "dilation_rate", (1,))} != {1}:
        raise ValueError(f"layer {layer.name!r} has a window {window}, expected a square one without dilation.")
    return window[0], layer.strides[0]


def _gradient_of_middle(model, image):
    """Return the gradient (height, width) of the middle unit of a model for an image (1, height, width, 1)."""
    import tensorflow as tf

    image = tf.convert_to_tensor(image)
    with tf.GradientTape() as tape:
        tape.watch(image)
        outputs = model(image)
        middle = outputs[0, outputs.shape[1] // 2, outputs.shape[2] // 2, 0]
    return tape.gradient(middle, image).numpy()[0, :, :, 0]
