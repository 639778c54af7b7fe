"""The convolution explorer of chapter 6."""

import numpy as np

from lib import convolution
from lib.demos.demo import Demo
from lib.demos.picture import image_tag, packed

KERNELS = {
    "identity": np.array([[0.0, 0, 0], [0, 1, 0], [0, 0, 0]]),
    **{name: kernel for name, kernel in convolution.KERNELS.items() if kernel.shape == (3, 3)},
    "blur": np.outer([1.0, 2, 1], [1, 2, 1]) / 16,
}
SMALLEST_SIDE, LARGEST_SIDE = 8, 256  # pixels: two kernels fit; the notebook stays small


class ConvolutionExplorer(Demo):
    """Lay a kernel of 3x3 on any place of a picture, and see the products, their sum, and the picture of all sums.

    picture (height, width) or (height, width, 3), whole numbers from 0 to 255; each side has 8 to 256 pixels.
    Raises ValueError for another one.
    """

    module = "convolution_explorer.js"
    fallback = (
        "Here runs a demo, when your browser runs JavaScript: move a kernel over the photograph or over a picture of "
        "your own, change its weights, stride and padding, and chain a second kernel. Below: a photograph, and what "
        "Sobel's kernel for vertical edges makes of it."
    )

    def __init__(self, picture):
        state = packed(picture)
        if not all(SMALLEST_SIDE <= state[side] <= LARGEST_SIDE for side in ("height", "width")):
            raise ValueError(
                f"the picture has shape {np.shape(picture)}, "
                f"expected {SMALLEST_SIDE} to {LARGEST_SIDE} rows and columns; cut out a part of it."
            )
        self._picture = np.asarray(picture)
        super().__init__(picture=state, kernels={name: kernel.tolist() for name, kernel in KERNELS.items()})

    def picture(self):
        """Return the photograph and its edges as HTML."""
        edges = convolution.apply_kernel(self._picture, convolution.SOBEL_X) / 8 + 127.5
        return image_tag(self._picture, "The photograph.", 256) + image_tag(edges, "Its vertical edges.", 256)
