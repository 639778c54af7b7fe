"""Make the sample of CIFAR-10 that the repository carries: `python -m tools.make_sample`.

The first 100 training and the first 20 test images of each class, as one lossless WebP picture of 40 tiles a
row beside a JSON file of labels and positions. Training image 2305, which the slides show, is always in it.
"""

import hashlib
import json

import numpy as np
from PIL import Image

from lib import cifar10

SHOWN_ON_THE_SLIDES = 2305


def main():
    """Write the sample and print the digests that belong into lib/cifar10.py."""
    x_train, y_train, x_test, y_test = cifar10.load_whole()
    cifar10.SAMPLE_FOLDER.mkdir(exist_ok=True)
    write_part("train", x_train, y_train, choose(y_train, 100, keep=SHOWN_ON_THE_SLIDES))
    write_part("test", x_test, y_test, choose(y_test, 20))
    for path in sorted(cifar10.SAMPLE_FOLDER.iterdir()):
        print(f'    "{path.name}": "{hashlib.sha256(path.read_bytes()).hexdigest()}",')


def choose(labels, number, keep=None):
    """Return the positions, in order, of the first `number` images of each class; `keep` replaces its class's last."""
    chosen = []
    for label in range(len(cifar10.CLASSES)):
        positions = np.flatnonzero(labels == label)[:number].tolist()
        if keep is not None and labels[keep] == label and keep not in positions:
            positions[-1] = keep
        chosen += positions
    return sorted(chosen)


def write_part(name, images, labels, positions):
    """Write the chosen images as one picture and their labels and positions as JSON."""
    rows = len(positions) // cifar10.SAMPLE_TILES
    tiles = images[positions].reshape(rows, cifar10.SAMPLE_TILES, 32, 32, 3).swapaxes(1, 2)
    picture = Image.fromarray(tiles.reshape(rows * 32, cifar10.SAMPLE_TILES * 32, 3))
    picture.save(cifar10.SAMPLE_FOLDER / f"{name}.webp", lossless=True, quality=100, method=6)
    index = {"positions": positions, "labels": labels[positions].tolist()}
    (cifar10.SAMPLE_FOLDER / f"{name}.json").write_text(json.dumps(index) + "\n")


if __name__ == "__main__":
    main()
