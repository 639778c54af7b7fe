"""Random pictures as Pillow shrinks and enlarges them, bytes as base64."""

import base64

import numpy as np
from PIL import Image

from lib import photos

SIZES = [  # width, height, side of the result
    (451, 300, 32),
    (33, 47, 32),  # from here on, Pillow sometimes shortens a picture before it narrows it
    (33, 34, 32),
    (33, 35, 32),
    (100, 168, 32),
    (100, 169, 32),
    (12, 90, 32),
    (12, 20, 32),
    (32, 32, 32),
    (1, 1, 32),
    (1021, 69, 32),
    (97, 31, 64),
]


def vectors():
    """Return each size with each rule; one of the pictures is black and white, where sums leave 0 to 255."""
    rng = np.random.default_rng(0)
    cases = []
    for number, (width, height, size) in enumerate(SIZES):
        original = rng.integers(0, 256, (height, width, 3), dtype=np.uint8)
        if number == 0:
            original = np.where(original > 127, 255, 0).astype(np.uint8)
        for rule in photos.INTERPOLATIONS:
            expected = Image.fromarray(original).resize((size, size), Image.Resampling[rule.upper()])
            cases.append(
                {
                    "width": width,
                    "height": height,
                    "size": size,
                    "rule": rule,
                    "original": _text(original),
                    "expected": _text(np.asarray(expected)),
                }
            )
    return {"cases": cases, "rules": photos.INTERPOLATIONS}


def _text(array):
    return base64.b64encode(array.tobytes()).decode()
