"""Two networks, your picture: chapter 11."""

from lib import cifar10
from lib.demos.course_files import PHOTOS, DemoWithFiles, expect_one_of

RULES = ("nearest", "bilinear", "bicubic", "lanczos", "hamming", "box")  # as lib.photos, which needs Keras


class TwoNetworks(DemoWithFiles):
    """The networks of chapters 10 and 11, which the reader asks about pictures of their own.

    photo is a key of PHOTOS, rule one of RULES: what the demo starts with. Raises ValueError for another one.
    """

    module = "two_networks.js"
    fallback = (
        "Two networks, your picture: show a picture of your own to the networks of chapters 10 and 11. "
        "It plays here with JavaScript, and in a notebook once its cell has run."
    )

    def __init__(self, photo="chelsea", rule="box"):
        expect_one_of("photo", photo, PHOTOS)
        expect_one_of("rule", rule, RULES)
        super().__init__(classes=cifar10.CLASSES, photos=PHOTOS, start={"photo": photo, "rule": rule})
