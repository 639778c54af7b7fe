"""Measure the machine that runs this book: seconds, speeds, and the roofline that they stay under."""

import os
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

THREAD_VARIABLES = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
VECTOR_BITS = {"avx512f": 512, "avx2": 256, "avx": 256, "asimd": 128, "sse2": 128}  # the widest first


def seconds(function, repeats=5):
    """Return how long each of some calls takes, in seconds, an array (repeats,); one call before them warms up."""
    if repeats < 1:
        raise ValueError(f"repeats is {repeats}, expected at least 1.")
    function()
    taken = []
    for _ in range(repeats):
        start = time.perf_counter()
        function()
        taken.append(time.perf_counter() - start)
    return np.array(taken)


def cores():
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()


def vector_bits(cpu_information="/proc/cpuinfo"):
    """Return the width of a core's vector registers in bits (Linux), or None when the machine does not tell."""
    path = Path(cpu_information)
    words = set(path.read_text().split()) if path.exists() else set()
    return next((bits for flag, bits in VECTOR_BITS.items() if flag in words), None)


def thread_environment(threads):
    """Return the environment variables that limit NumPy's matrix product to some threads."""
    return {name: str(threads) for name in THREAD_VARIABLES}


def add_in_parallel(first, second, result):
    """Write first + second into result, arrays (n,), with one thread for each core: NumPy itself adds with one."""
    borders = np.linspace(0, len(result), cores() + 1).astype(int)
    with ThreadPoolExecutor(cores()) as pool:
        for start, stop in zip(borders[:-1], borders[1:], strict=True):
            pool.submit(np.add, first[start:stop], second[start:stop], out=result[start:stop])


def roof(intensity, peak, bandwidth):
    """Return the largest speed (operations a second) that a roofline allows.

    `intensity` is operations for each byte moved, `peak` operations a second, `bandwidth` bytes a second.
    Raises ValueError for a number that is not positive.
    Williams, Waterman and Patterson (2009), https://doi.org/10.1145/1498765.1498785
    """
    if not (np.min(intensity) > 0 and peak > 0 and bandwidth > 0):
        raise ValueError(f"got intensity {intensity}, peak {peak}, bandwidth {bandwidth}, expected positive numbers.")
    return np.minimum(peak, np.multiply(intensity, bandwidth))


def matmul_operations(rows, inner, columns):
    """Return the additions and multiplications in the product of (rows, inner) and (inner, columns)."""
    return 2 * rows * inner * columns


def conv_operations(height, width, kernel, channels, filters):
    """Return the additions and multiplications of a convolution with a square kernel whose output is height x width."""
    return matmul_operations(height * width, kernel * kernel * channels, filters)
