"""Train a network of the slides with several seeds and keep the results for the ledger's bands.

    python -m tools.measure_seeds K8     # the first network: about a quarter of an hour for a seed on two cores
    python -m tools.measure_seeds V3     # the head on VGG16: minutes for all seeds

A finished seed is written at once, and a seed that is there already is not trained again.
"""

import argparse
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
    parser.add_argument("frame", choices=("K8", "V3"))
    parser.add_argument("--seeds", type=int, nargs="+", default=SEEDS)
    options = parser.parse_args()
    frame = options.frame
    runtime.restart_with_environment("tools.measure_seeds")

    from lib import ledger

    measured = [record["seed"] for record in ledger.seed_records(frame)]
    missing = [seed for seed in options.seeds if seed not in measured]
    if missing:
        build, transform = _network_of(frame)
        images, labels = _load(transform)
        for seed in missing:
            _keep(ledger.SEEDS_FILE, frame, {"seed": seed, **_train(build, seed, images, labels)})
            print(f"{frame}: seed {seed} measured", flush=True)
    print(f"{frame}: {len(ledger.seed_records(frame))} seeds are in {ledger.SEEDS_FILE}")


def _network_of(frame):
    """Return the function that builds the frame's network and the one that turns images into its inputs."""
    from lib import networks, vgg16

    if frame == "K8":
        return networks.build_dnn, vgg16.scale_plain
    base = vgg16.build_base()
    return networks.build_head, lambda images: vgg16.stored_features(base, images)


def _load(transform):
    """Return the inputs for training, test and the photo in each interpolation, and the labels of the first two."""
    import numpy as np

    from lib import cifar10, photos

    x_train, y_train, x_test, y_test = cifar10.load_whole()
    photo = np.stack([photos.load(PHOTO, 32, interpolation) for interpolation in photos.INTERPOLATIONS])
    return [transform(images) for images in (x_train, x_test, photo)], (y_train, y_test)


def _train(build, seed, images, labels):
    """Train one network; return its curves, its recall by class, and its answer to the photo by interpolation."""
    import keras

    from lib import photos

    y_train, y_test = (keras.utils.to_categorical(values, 10) for values in labels)
    x_train, x_test, photo = images
    keras.utils.set_random_seed(seed)
    network = build()
    history = network.fit(
        x_train, y_train, epochs=EPOCHS, batch_size=BATCH_SIZE, validation_data=(x_test, y_test), verbose=0
    ).history
    answers = network.predict(x_test, batch_size=500, verbose=0).argmax(axis=1)
    photo_answers = network.predict(photo, verbose=0).astype(float).round(4).tolist()
    return {
        **{name: [round(float(value), 5) for value in values] for name, values in history.items()},
        "recall": [round(float((answers[labels[1] == label] == label).mean()), 4) for label in range(10)],
        "photo": dict(zip(photos.INTERPOLATIONS, photo_answers, strict=True)),
    }


def _keep(path, frame, record):
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
