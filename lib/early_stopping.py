"""What it costs to choose the epoch at which training stops on the test images (chapter 12)."""

import numpy as np


def optimism(right, num_splits, seed):
    """Return by how much the accuracy looks too good when the epoch is chosen on the images that also judge it.

    right (epochs, images) is True where an answer is right. In each of `num_splits` random halvings of the images the
    epoch with the best accuracy on one half is taken. The result is the mean of its accuracy there minus its accuracy
    on the other half. Raises ValueError for an array of another rank or with fewer than two images.
    """
    right = np.asarray(right, bool)
    if right.ndim != 2 or not right.shape[0] or right.shape[1] < 2:
        raise ValueError(f"right has shape {right.shape}, expected (epochs, images) with at least two images.")
    random, half = np.random.default_rng(seed), right.shape[1] // 2
    differences = []
    for _ in range(num_splits):
        order = random.permutation(right.shape[1])
        chosen, other = right[:, order[:half]].mean(axis=1), right[:, order[half : 2 * half]].mean(axis=1)
        best = chosen.argmax()
        differences.append(chosen[best] - other[best])
    return float(np.mean(differences))
