"""When to stop training, and what it costs to choose that on the test images (chapter 12)."""

import numpy as np


def stop(losses, patience):
    """Return the epochs (last, best), counted from one: training ends after `patience` epochs without a lower loss.

    losses: the validation loss by epoch. When the rule never strikes, `last` is the number of losses.
    Raises ValueError for no losses, NaN, or a patience below one. Prechelt (1998), https://doi.org/10.1007/3-540-49430-8_3
    """
    losses = np.asarray(losses, float)
    if losses.ndim != 1 or not len(losses) or np.isnan(losses).any():
        raise ValueError(f"losses are {losses}, expected one number for each of at least one epoch.")
    if patience < 1:
        raise ValueError(f"patience is {patience}, expected at least 1 epoch.")
    best = 1
    for epoch in range(2, len(losses) + 1):
        if losses[epoch - 1] < losses[best - 1]:
            best = epoch
        elif epoch - best >= patience:
            return epoch, best
    return len(losses), best


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
