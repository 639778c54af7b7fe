"""Two networks, your picture: chapter 11."""

import json

from lib import cifar10
from lib.demos.course_files import FOLDERS, DemoWithFiles, expect_one_of, network_header

RULES = ("nearest", "bilinear", "bicubic", "lanczos", "hamming", "box")  # as lib.photos, which needs Keras
LABELS = {"dnn": "chapter 10", "transfer": "chapter 11"}
PHOTOS = {
    "chelsea": {
        "file": "chelsea.png",
        "label": "Chelsea, a cat",
        "comment": "Try this: change the rule for shrinking. How much do the answers move? The slides use nearest.",
    },
    "coffee": {
        "file": "coffee.jpg",
        "label": "A cup of coffee",
        "comment": "Try this: nearest, then box. A cup is none of the ten classes, but a network must choose one.",
    },
    "rocket": {
        "file": "rocket.jpg",
        "label": "A rocket",
        "comment": "Try this: guess first. Which of the ten classes looks most like a rocket in 32 x 32 pixels?",
    },
    "camera": {
        "file": "camera.png",
        "label": "A man with a camera, grey",
        "comment": "Try this: compare the two networks. Which one is more sure of an answer that cannot be right?",
    },
}


class TwoNetworks(DemoWithFiles):
    """The networks of chapters 10 and 11, which the reader asks about pictures of their own.

    photo is a key of PHOTOS, rule one of RULES: what the demo starts with. Raises ValueError for another one.
    """

    module = "two_networks.js"
    fallback = (
        "Two networks, your picture: show a picture of your own to the networks of chapters 10 and 11. "
        "It plays here with JavaScript, and in a notebook once its cell has run."
    )
    height, narrow_height = 950, 1520

    def __init__(self, photo="chelsea", rule="box"):
        expect_one_of("photo", photo, PHOTOS)
        expect_one_of("rule", rule, RULES)
        super().__init__(
            classes=cifar10.CLASSES,
            networks={name: {"label": label, "bytes": network_header(name)["bytes"]} for name, label in LABELS.items()},
            accuracies=_accuracies(),
            photos=PHOTOS,
            start={"photo": photo, "rule": rule},
        )


def _accuracies():
    """Return what the rounding of the weights costs, in a sentence."""
    measured = json.loads((FOLDERS["networks"] / "accuracy.json").read_text("utf-8"))
    return (
        "Each weight is rounded to one byte. Right on the 10,000 test images: "
        + "; ".join(
            f"{label} {measured[name]['int8']:.4f} ({measured[name]['float']:.4f} before the rounding)"
            for name, label in LABELS.items()
        )
        + "."
    )
