"""Write the trained networks of chapters 10 and 11 for the demos in the page: `python -m tools.export_networks`.

The networks are those that the full profile keeps in the cache; one that is missing is trained first, as in its
chapter. Weights become whole numbers of one byte, with a scale for each output channel: site/networks/README.md has the
format. The networks' logits for some images, before the rounding, go to a file for the tests.
"""

import hashlib
import json
import os
from pathlib import Path

import numpy as np

from lib import runtime

FOLDER = Path(__file__).parents[1] / "site" / "networks"
FORMAT = 1
ACTIVATIONS = ("linear", "relu", "softmax")
LOGITS = Path(__file__).parents[1] / "tests" / "demos" / "keras_logits.json"
LOGIT_IMAGES = 10  # the first test images of the sample
LARGEST = 127  # of a signed byte; -128 stays unused, so that the numbers are symmetric


def main():
    """Write a header (.json) and a file of numbers (.bin) for each network."""
    os.environ["COURSE_PROFILE"] = "full"
    runtime.restart_with_environment("tools.export_networks")

    from lib import cifar10, networks, vgg16

    images = vgg16.scale_plain(cifar10.load_sample()[2][:LOGIT_IMAGES])
    logits_before = {}
    for name, network in {"dnn": networks.trained_dnn(), "transfer": networks.trained_transfer()}.items():
        header = export(network, name)
        logits_before[name] = np.round(logits(network, images).astype(float), 4).tolist()
        print(f"{name}: {len(header['layers'])} layers, {header['bytes'] / 1e6:.1f} MB in {FOLDER}")
    LOGITS.write_text(json.dumps(logits_before) + "\n")


def export(network, name, folder=FOLDER):
    """Write a network as NAME.json and NAME.bin and return the header; each layer's weights follow one another."""
    layers, chunks = [], []
    for layer in flat_layers(network):
        layers.append(describe(layer))
        if layer.weights:
            kernel, bias = layer.get_weights()
            numbers, scales = quantize(np.moveaxis(kernel, -1, 0))
            chunks += [scales.tobytes(), bias.astype("<f4").tobytes(), numbers.tobytes()]
    content = b"".join(chunks)
    header = {
        "format": FORMAT,
        "name": name,
        "file": f"{name}.bin",
        "bytes": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        "layers": layers,
    }
    folder.mkdir(parents=True, exist_ok=True)
    (folder / header["file"]).write_bytes(content)
    (folder / f"{name}.json").write_text(json.dumps(header, indent=1) + "\n")
    return header


def flat_layers(network):
    """Return the layers that compute something, in order; networks within the network are opened."""
    import keras

    layers = []
    for layer in network.layers:
        if isinstance(layer, keras.Model):
            layers += flat_layers(layer)
        elif not isinstance(layer, keras.layers.InputLayer | keras.layers.Flatten):
            layers.append(layer)
    return layers


def describe(layer):
    """Return the entry of a layer in the header; raise ValueError for a layer that the format does not know."""
    import keras

    activation = getattr(layer, "activation", keras.activations.linear).__name__
    if isinstance(layer, keras.layers.MaxPooling2D):
        size = layer.pool_size[0]
        entry = {"kind": "max_pooling", "size": size}
        known = layer.pool_size == layer.strides == (size, size) and layer.padding == "valid"
    elif isinstance(layer, keras.layers.Conv2D):
        size, _, inputs, outputs = layer.kernel.shape
        entry = {"kind": "convolution", "size": size, "inputs": inputs, "outputs": outputs}
        square = layer.kernel_size == (size, size) and size % 2 == 1
        known = square and layer.strides == layer.dilation_rate == (1, 1) and layer.padding == "same"
    elif isinstance(layer, keras.layers.Dense):
        inputs, outputs = layer.kernel.shape
        entry = {"kind": "dense", "inputs": inputs, "outputs": outputs}
        known = True
    else:
        known = False
    if not known or activation not in ACTIVATIONS:
        raise ValueError(f"the layer {layer.name!r} ({type(layer).__name__}) does not fit into the format.")
    return {"name": layer.name, **entry, "activation": activation}


def quantize(kernel):
    """Return int8 numbers of a kernel (outputs, ...) and their float32 scales (outputs,).

    A number times the scale of its output is at most half a scale away from the weight.
    """
    largest = np.abs(kernel).reshape(len(kernel), -1).max(axis=1)
    scales = np.where(largest > 0, largest / LARGEST, 1).astype("<f4")
    numbers = np.rint(kernel / scales.reshape(-1, *[1] * (kernel.ndim - 1)))
    return np.clip(numbers, -LARGEST, LARGEST).astype(np.int8), scales


def logits(network, images):
    """Return what a network computes for images before the softmax of its last layer, without rounded weights."""
    import keras

    *others, last = network.layers
    features = keras.Sequential([keras.Input(images.shape[1:]), *others]).predict(images, verbose=0)
    kernel, bias = last.get_weights()
    return features @ kernel + bias


if __name__ == "__main__":
    main()
