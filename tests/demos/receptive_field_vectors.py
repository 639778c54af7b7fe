"""Receptive fields of VGG16 as lib computes them, and as a change of one pixel shows them."""

import json

import keras
import numpy as np

from lib import architecture
from lib.demos.course_files import FOLDERS
from lib.demos.layer_walk import LAYERS

LENGTH = 64
PIXELS = (0, 21, 40, 63)


def vectors():
    """Return the layers, the side and the step of each field, and which units of a column a changed pixel moves."""
    header = json.loads((FOLDERS["networks"] / "transfer.json").read_text())
    layers = [layer for layer in header["layers"] if layer["name"] in LAYERS]
    fields = architecture.receptive_fields(architecture.build("VGG16"))
    return {
        "layers": layers,
        "fields": {field.name: {"side": field.side, "step": field.step} for field in fields},
        "moved": _moved(layers),
    }


def _moved(layers):
    """Run a twin with one channel and equal weights, so that no change cancels; poolings take the mean."""
    inputs = outputs = keras.Input((LENGTH, LENGTH, 1))
    all_outputs = []
    for layer in layers:
        stride = layer["size"] if layer["kind"] == "max_pooling" else 1
        outputs = keras.layers.AveragePooling2D(layer["size"], stride, "same" if stride == 1 else "valid")(outputs)
        all_outputs.append(outputs)
    twin = keras.Model(inputs, all_outputs)
    blank = np.zeros((1, LENGTH, LENGTH, 1), np.float32)
    moved = []
    for pixel in PIXELS:
        changed = blank.copy()
        changed[0, pixel, :] = 1e9
        for layer, output in zip(layers, twin.predict(changed, verbose=0), strict=True):
            units = np.flatnonzero(output[0].any(axis=(1, 2))).tolist()
            moved.append({"name": layer["name"], "pixel": pixel, "length": LENGTH, "moved": units})
    return moved
