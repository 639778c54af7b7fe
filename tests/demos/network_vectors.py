"""What Keras says to ten test images: with the networks as trained, and with the rounded weights of the files."""

import base64
import json

import keras
import numpy as np

from lib import cifar10, vgg16
from lib.demos.course_files import FOLDERS
from tools.export_networks import LOGIT_IMAGES, LOGITS


def vectors():
    """Return the pixels as base64, and logits (image, class) for each network."""
    images = cifar10.load_sample()[2][:LOGIT_IMAGES]
    scaled = vgg16.scale_plain(images)
    return {
        "folder": str(FOLDERS["networks"]),
        "images": [base64.b64encode(image.tobytes()).decode() for image in images],
        "trained": json.loads(LOGITS.read_text()),
        "rounded": {name: read_network(name).predict(scaled, verbose=0).tolist() for name in ("dnn", "transfer")},
        "imagenet_scale": vgg16.scale_imagenet(images[:1]).ravel().tolist(),
    }


def read_network(name):
    """Return the network of a file as a Keras model that ends with its logits, read as the README describes it."""
    header = json.loads((FOLDERS["networks"] / f"{name}.json").read_text())
    content = (FOLDERS["networks"] / header["file"]).read_bytes()
    offset = 0

    def take(dtype, *shape):
        nonlocal offset
        numbers = np.frombuffer(content, dtype, int(np.prod(shape)), offset).reshape(shape)
        offset += numbers.nbytes
        return numbers

    model = keras.Sequential([keras.Input((32, 32, 3))])
    for entry in header["layers"]:
        activation = entry["activation"] if entry is not header["layers"][-1] else "linear"
        if entry["kind"] == "max_pooling":
            model.add(keras.layers.MaxPooling2D(entry["size"]))
            continue
        outputs, inputs = entry["outputs"], entry["inputs"]
        scales, bias = take("<f4", outputs), take("<f4", outputs)
        if entry["kind"] == "convolution":
            size = entry["size"]
            kernel = take(np.int8, outputs, size, size, inputs) * scales[:, None, None, None]
            model.add(keras.layers.Conv2D(outputs, size, padding="same", activation=activation))
        else:
            kernel = take(np.int8, outputs, inputs) * scales[:, None]
            if len(model.output_shape) > 2:
                model.add(keras.layers.Flatten())
            model.add(keras.layers.Dense(outputs, activation=activation))
        model.layers[-1].set_weights([np.moveaxis(kernel, 0, -1), bias])
    assert offset == len(content)
    return model
