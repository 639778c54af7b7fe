"""Train a network of the course with several seeds and keep the results for the ledger's bands.

    python -m tools.measure_seeds K8     # the first network: about a quarter of an hour for a seed on two cores
    python -m tools.measure_seeds V3     # the head on VGG16: minutes for all seeds
    python -m tools.measure_seeds W2     # chapter 12's residual network: about as long as K8

A finished seed is written at once, and a seed that is there already is not trained again.
"""

import argparse
import functools
import json
import os
from pathlib import Path

from lib import runtime

SEEDS = (1, 2, 3, 4, 5)  # the chapters themselves use seed 0
EPOCHS = 20
BATCH_SIZE = 128
PHOTO = Path(__file__).parents[1] / "chapters" / "images" / "chelsea.png"


def main():
    """Measure the seeds of the frame named on the command line that are not measured yet."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("frame", choices=("K8", "V3", "W2"))
    parser.add_argument("--seeds", type=int, nargs="+", default=SEEDS)
    options = parser.parse_args()
    frame = options.frame
    runtime.restart_with_environment("tools.measure_seeds")

    from lib import ledger

    measured = [record["seed"] for record in ledger.seed_records(frame)]
    missing = [seed for seed in options.seeds if seed not in measured]
    if missing:
        train, images, labels = _prepare(frame)
        for seed in missing:
            keep(ledger.SEEDS_FILE, frame, {"seed": seed, **train(seed, images, labels)})
            print(f"{frame}: seed {seed} measured", flush=True)
    print(f"{frame}: {len(ledger.seed_records(frame))} seeds are in {ledger.SEEDS_FILE}")


def _prepare(frame):
    """Return the function that trains the frame's network with a seed, and the images and labels that it takes."""
    from lib import networks, vgg16

    if frame == "W2":
        return _train_good_practice, *load(lambda images: images)
    if frame == "K8":
        return functools.partial(_train, networks.build_dnn), *load(vgg16.scale_plain)
    base = vgg16.build_base()
    return functools.partial(_train, networks.build_head), *load(lambda images: vgg16.stored_features(base, images))


def load(transform):
    """Return the inputs for training, test and the photo in each interpolation, and the labels of the first two."""
    import numpy as np

    from lib import cifar10, photos

    x_train, y_train, x_test, y_test = cifar10.load_whole()
    photo = np.stack([photos.load(PHOTO, 32, interpolation) for interpolation in photos.INTERPOLATIONS])
    return [transform(images) for images in (x_train, x_test, photo)], (y_train, y_test)


def _train(build, seed, images, labels):
    """Train one network; return its curves, its recall by class, and its answer to the photo by interpolation."""
    import keras

    y_train, y_test = (keras.utils.to_categorical(values, 10) for values in labels)
    x_train, x_test, _ = images
    keras.utils.set_random_seed(seed)
    network = build()
    history = network.fit(
        x_train, y_train, epochs=EPOCHS, batch_size=BATCH_SIZE, validation_data=(x_test, y_test), verbose=0
    ).history
    return _record(network, history, images, labels)


def _train_good_practice(seed, images, labels):
    """Train chapter 12's network with its recipe; return the same record as `_train`."""
    import keras

    from lib import good_practice

    y_train, y_test = (keras.utils.to_categorical(values, 10) for values in labels)
    x_train, x_test, photo = standardise(images)
    network, history = good_practice.train_on(x_train, y_train, good_practice.EPOCHS, seed, (x_test, y_test))
    return _record(network, history, (x_train, x_test, photo), labels)


def standardise(images):
    """Return chapter 12's inputs: the training images standardised, and of the others the crops from their centres."""
    from lib import good_practice

    mean, deviation = images[0].mean(axis=(0, 1, 2)), images[0].std(axis=(0, 1, 2))
    x_train, *others = (good_practice.standardise(values, mean, deviation) for values in images)
    return [x_train, *map(good_practice.centre, others)]


def curves(history):
    """Return the curves of a training, by name, rounded for the file."""
    return {name: [round(float(value), 5) for value in values] for name, values in history.items()}


def _record(network, history, images, labels):
    from lib import photos

    _, x_test, photo = images
    answers = network.predict(x_test, batch_size=500, verbose=0).argmax(axis=1)
    photo_answers = network.predict(photo, verbose=0).astype(float).round(4).tolist()
    return {
        **curves(history),
        "recall": [round(float((answers[labels[1] == label] == label).mean()), 4) for label in range(10)],
        "photo": dict(zip(photos.INTERPOLATIONS, photo_answers, strict=True)),
    }


def keep(path, frame, record):
    """Add a record to the JSON file, one line a record."""
    measured = json.loads(path.read_text()) if path.exists() else {}
    measured[frame] = sorted([*measured.get(frame, []), record], key=lambda record: record["seed"])
    lines = [
        f'"{name}": [\n' + ",\n".join(json.dumps(record) for record in records) + "\n]"
        for name, records in measured.items()
    ]
    draft = path.with_suffix(".part")
    draft.write_text("{\n" + ",\n".join(lines) + "\n}\n")
    os.replace(draft, path)


if __name__ == "__main__":
    main()
