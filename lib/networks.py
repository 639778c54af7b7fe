"""The two networks of the slides, and where their trained versions are kept."""

import logging
import os
import tempfile
from pathlib import Path

import keras

from lib import assets, cifar10, profile, vgg16
from lib.errors import NetworkError

# A chapter builds many small networks. TensorFlow takes that for a mistake and warns of "retracing".
logging.getLogger("tensorflow").setLevel(logging.ERROR)


def build_dnn():
    """Return the slides' first network (frame K6), compiled: 32x32x3 images of 0 to 1 to ten probabilities.

    One convolution, one hidden Dense layer of 128 units, RMSprop. Born in chapter 10.
    """
    network = keras.Sequential(
        [
            keras.Input((32, 32, 3)),
            keras.layers.Conv2D(64, (3, 3), padding="same"),
            keras.layers.Flatten(),
            keras.layers.Dense(128, activation="relu"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    network.compile(optimizer="rmsprop", loss="categorical_crossentropy", metrics=["accuracy"])
    return network


def build_head():
    """Return the slides' second network without its base (frame V1), compiled: 512 features to ten probabilities.

    One hidden Dense layer of 256 units, RMSprop. Born in chapter 11.
    """
    head = keras.Sequential(
        [
            keras.Input((512,)),
            keras.layers.Dense(256, activation="relu"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    head.compile(optimizer="rmsprop", loss="categorical_crossentropy", metrics=["accuracy"])
    return head


def trained_dnn():
    """Return the network that chapter 10 trained; train it in the same way when that chapter has not run here."""
    if _path("dnn").exists():
        return load("dnn")
    x_train, y_train, _, _ = cifar10.load()
    keras.utils.set_random_seed(0)
    network = build_dnn()
    network.fit(
        x_train.astype("float32") / 255,
        keras.utils.to_categorical(y_train, 10),
        epochs=profile.epochs(20),
        batch_size=128,
        verbose=profile.verbose(),
    )
    save(network, "dnn")
    return network


def trained_transfer():
    """Return the network that chapter 11 trained; train it in the same way when that chapter has not run here.

    It takes 32x32x3 images of 0 to 1. Raises AssetError when there are no weights of VGG16.
    """
    if _path("transfer").exists():
        return load("transfer")
    x_train, y_train, _, _ = cifar10.load()
    base = vgg16.build_base()
    features = vgg16.stored_features(base, x_train)
    keras.utils.set_random_seed(0)
    head = build_head()
    labels = keras.utils.to_categorical(y_train, 10)
    head.fit(features, labels, epochs=profile.epochs(20), batch_size=128, verbose=profile.verbose())
    network = keras.Sequential([base, keras.layers.Flatten(), *head.layers])
    network.compile(optimizer="rmsprop", loss="categorical_crossentropy", metrics=["accuracy"])
    save(network, "transfer")
    return network


def save(network, name):
    """Save a trained network in the cache, whole or not at all, and return its path; each profile has its own.

    Raises NetworkError when the cache cannot be written.
    """
    path = _path(name)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=path.parent) as work:
            network.save(Path(work) / path.name)
            os.replace(Path(work) / path.name, path)
    except OSError as error:
        raise NetworkError(
            f"{name!r} cannot be saved as {path}: {error}. Set COURSE_CACHE to a folder that you can write to."
        ) from error
    return path


def load(name):
    """Return the network that a chapter saved; raise NetworkError when there is none or its file is damaged."""
    path = _path(name)
    if not path.exists():
        raise NetworkError(
            f"there is no trained network {path}. Run the chapter that saves {name!r} first, in the {profile.name()} "
            "profile: chapter 10 saves 'dnn', chapter 11 saves 'transfer'."
        )
    try:
        return keras.models.load_model(path)
    except (OSError, ValueError) as error:
        raise NetworkError(
            f"{path} is damaged ({error}). Move it away and run the chapter that saves it again."
        ) from error


def _path(name):
    return assets.cache_folder() / "networks" / profile.name() / f"{name}.keras"
