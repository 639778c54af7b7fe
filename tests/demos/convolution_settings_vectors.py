"""The kernels that Python gives to the convolution explorer."""

from lib.demos.convolution_explorer import KERNELS


def vectors():
    return {name: kernel.tolist() for name, kernel in KERNELS.items()}
