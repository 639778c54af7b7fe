"""Random pictures, colour or grey, and kernels, with the pictures that lib.convolution makes of them."""

import numpy as np

from lib import convolution
from tests.demos.pictures import table


def vectors():
    rng = np.random.default_rng(0)
    return [random_case(rng) for _ in range(200)]


def random_case(rng):
    kernel_shape = rng.integers(1, 6, size=2)
    picture = rng.integers(0, 256, size=(*(kernel_shape + rng.integers(0, 9, size=2)), rng.choice([1, 3])))
    kernel = rng.normal(size=kernel_shape)
    settings = {"stride": int(rng.integers(1, 5)), "padding": str(rng.choice(convolution.PADDINGS))}
    planes = np.moveaxis(picture, -1, 0)[..., None]
    output = np.moveaxis(convolution.convolve(planes, kernel[..., None, None], **settings)[..., 0], 0, -1)
    return {"picture": table(picture), "kernel": kernel.tolist(), "settings": settings, "output": table(output)}
