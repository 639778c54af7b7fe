"""The pooling explorer of chapter 7."""

import numpy as np

from lib import pooling
from lib.demos.demo import Demo
from lib.demos.picture import image_tag, packed

SMALLEST_SIDE, LARGEST_SIDE = 8, 64  # pixels: the largest window fits; the page stays quick


class PoolingExplorer(Demo):
    """Pool a picture in windows, move it by pixels, and see which outputs stay the same.

    numbers (height, width) are shown as numbers in the cells, photo (height, width) as a picture; whole numbers from 0
    to 255, each side 8 to 64 pixels. Raises ValueError for others.
    """

    module = "pooling_explorer.js"
    fallback = (
        "Here runs a demo, when your browser runs JavaScript: pool small numbers or a photo with windows of your "
        "choice, move the picture by a pixel, and see which outputs stay. Below: the photo, and its largest pixels "
        "in windows of 2."
    )

    def __init__(self, numbers, photo):
        for name, picture in {"numbers": numbers, "photo": photo}.items():
            shape = np.shape(picture)
            if len(shape) != 2 or not all(SMALLEST_SIDE <= side <= LARGEST_SIDE for side in shape):
                raise ValueError(
                    f"{name} has shape {shape}, expected (height, width), "
                    f"each {SMALLEST_SIDE} to {LARGEST_SIDE}; cut out a part of it."
                )
        self._photo = np.asarray(photo)
        super().__init__(numbers=packed(numbers), photo=packed(photo))

    def picture(self):
        """Return the photo and its pooled form as HTML."""
        pooled = pooling.max_pool(self._photo[None, :, :, None])[0, :, :, 0]
        return image_tag(self._photo, "The photo.", 256) + image_tag(pooled, "Its largest pixels.", 256)
