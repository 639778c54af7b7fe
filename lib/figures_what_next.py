"""The figures of chapter 12. Each function draws one figure and shows it."""

import matplotlib.pyplot as plt
import numpy as np

from lib import ring_gan
from lib.figures import LINES, MARKERS


def stopping(losses, last, best):
    """Draw the validation loss of one run by epoch, and mark where it stopped and which epoch it kept."""
    _, axis = plt.subplots(figsize=(6, 3.4))
    epochs = np.arange(1, len(losses) + 1)
    axis.plot(epochs, losses, "o-", markersize=4, label="validation images")
    axis.axvline(best, color="C2", linestyle="--", label="kept: lowest loss")
    axis.axvline(last, color="black", linestyle=":", label="training stopped")
    axis.set(xlabel="epoch", ylabel="loss (cross-entropy)")
    axis.xaxis.get_major_locator().set_params(integer=True)
    axis.legend()
    plt.show()


def changed_images(rows):
    """Show versions of one image; `rows` maps the name of a change to a list of images of values 0 to 1."""
    columns = max(len(images) for images in rows.values())
    _, axes = plt.subplots(len(rows), columns, figsize=(1.25 * columns, 1.25 * len(rows)), squeeze=False)
    for line, (name, images) in zip(axes, rows.items(), strict=True):
        for axis, image in zip(line, images, strict=False):
            axis.imshow(np.clip(image, 0, 1))
        for axis in line:
            axis.set(xticks=[], yticks=[])
            axis.spines[:].set_visible(False)
        line[0].set_ylabel(name, rotation=0, ha="right", va="center")
    plt.show()


def filters(kernel):
    """Show the filters of a kernel (height, width, 3, filters) as small colour pictures, each scaled to its range."""
    count = kernel.shape[-1]
    _, axes = plt.subplots(1, count, figsize=(0.72 * count, 0.95))
    for axis, picture in zip(axes, np.moveaxis(kernel, -1, 0), strict=True):
        axis.imshow(0.5 + picture / (2 * np.abs(picture).max()))
        axis.axis("off")
    plt.show()


def schedule(rates):
    """Draw a learning rate by step."""
    _, axis = plt.subplots(figsize=(5.4, 2.6))
    axis.plot(rates)
    axis.set(xlabel="step", ylabel="learning rate", ylim=(0, None))
    plt.show()


def accuracy_curve(history, others):
    """Draw training and test accuracy by epoch; `others` maps a name to an accuracy, drawn as a level line."""
    epochs = np.arange(1, len(history["accuracy"]) + 1)
    _, axis = plt.subplots(figsize=(6.6, 3.8))
    axis.plot(epochs, history["accuracy"], "o-", markersize=4, label="training crops")
    axis.plot(epochs, history["val_accuracy"], "s--", markersize=4, label="test images")
    for number, (name, accuracy) in enumerate(others.items()):
        axis.axhline(accuracy, color="0.35", linestyle=(":", "-.")[number % 2], linewidth=1.4, label=name)
    axis.set(xlabel="epoch", ylabel="accuracy", ylim=(0, 1))
    axis.xaxis.get_major_locator().set_params(integer=True)
    axis.legend(loc="center left", bbox_to_anchor=(1, 0.5))
    plt.show()


def seed_curves(curves):
    """Draw the test accuracy by epoch of several seeds; `curves` maps the name of a seed to its accuracies."""
    _, axis = plt.subplots(figsize=(6.6, 3.8))
    for number, (name, curve) in enumerate(curves.items()):
        axis.plot(np.arange(1, len(curve) + 1), curve, linestyle=LINES[number % len(LINES)], label=name)
    axis.set(xlabel="epoch", ylabel="test accuracy")
    axis.xaxis.get_major_locator().set_params(integer=True)
    axis.legend(loc="center left", bbox_to_anchor=(1, 0.5))
    plt.show()


def memory(accuracies, reaches, chance):
    """Draw accuracy by length of the sequence, and how strongly the loss depends on each step, for some networks.

    `accuracies` maps a name to {length: accuracies of the seeds}; `reaches` maps a name to shares by step.
    """
    _, axes = plt.subplots(1, 2, figsize=(9.4, 3.4))
    for number, name in enumerate(accuracies):
        style = {"color": f"C{number}", "linestyle": LINES[number], "marker": MARKERS[number], "markersize": 4}
        lengths = list(accuracies[name])
        axes[0].plot(lengths, [np.mean(values) for values in accuracies[name].values()], label=name, **style)
        for length, values in accuracies[name].items():
            axes[0].plot([length] * len(values), values, MARKERS[number], color=f"C{number}", alpha=0.4, markersize=6)
        axes[1].semilogy(np.arange(1, len(reaches[name]) + 1), reaches[name], label=name, **style)
    axes[0].axhline(chance, color="black", linestyle=":", label="guessing")
    axes[0].set(xlabel="length of the sequence (steps)", ylabel="accuracy on new sequences", ylim=(0, 1.05))
    axes[1].set(xlabel="step of the input", ylabel="gradient, share of the largest")
    for axis in axes:
        axis.legend()
    plt.show()


def gan_points(runs):
    """Draw made points over the centres of the ring, a row for each name; `runs` maps it to points (n, 2) by seed."""
    columns = max(len(points) for points in runs.values())
    _, axes = plt.subplots(
        len(runs), columns, figsize=(2.3 * columns + 1.2, 2.3 * len(runs)), sharex=True, sharey=True, squeeze=False
    )
    for line, (name, of_seeds) in zip(axes, runs.items(), strict=True):
        for seed, (axis, points) in enumerate(zip(line, of_seeds, strict=True)):
            axis.scatter(*ring_gan.centres().T, s=130, facecolor="none", edgecolor="black", label="centre of a mode")
            axis.scatter(*points[:500].T, s=5, color="C1", alpha=0.5, label="made point")
            axis.set(xlim=(-1.6, 1.6), ylim=(-1.6, 1.6), aspect="equal", xticks=[], yticks=[])
            axis.set_title(
                f"seed {seed}: {ring_gan.count_modes(points)} of {ring_gan.NUM_MODES} modes", fontsize="small"
            )
        line[0].set_ylabel(name)
    axes[0, -1].legend(fontsize="small", loc="center left", bbox_to_anchor=(1, 0.5))
    plt.show()


def mode_counts(counts):
    """Draw the number of covered modes by step; `counts` maps a name to (steps, counts) of each seed."""
    _, axis = plt.subplots(figsize=(6.4, 3.2))
    for number, (name, runs) in enumerate(counts.items()):
        for seed, (steps, values) in enumerate(runs):
            label = None if seed else f"{name}, a line for each seed"
            axis.plot(
                steps,
                values,
                linestyle=LINES[number],
                marker=MARKERS[number],
                markersize=5,
                color=f"C{number}",
                alpha=0.7,
                label=label,
            )
    axis.set(xlabel="training step", ylabel="modes covered", ylim=(-0.3, ring_gan.NUM_MODES + 0.3))
    axis.legend(loc="center left", bbox_to_anchor=(1, 0.5))
    plt.show()


def returns(curves, longest):
    """Draw the mean number of steps that the pole stays up by update, a line for each seed."""
    _, axis = plt.subplots(figsize=(6, 3.2))
    for seed, curve in enumerate(curves):
        axis.plot(
            np.arange(1, len(curve) + 1),
            curve,
            linestyle=LINES[seed % len(LINES)],
            color=f"C{seed}",
            label=f"seed {seed}",
        )
    axis.axhline(longest, color="black", linestyle=":", label="end of an episode")
    axis.set(xlabel="update of the policy", ylabel="steps until the pole falls (mean)", ylim=(0, None))
    axis.legend(loc="center left", bbox_to_anchor=(1, 0.5))
    plt.show()


def attention_map(attention, word, answer):
    """Draw one attention (rows, places): the letters of `word` below, those of `answer` at the side."""
    _, axis = plt.subplots(figsize=(4.8, 4))
    picture = axis.imshow(attention, vmin=0, vmax=1)
    axis.set_xticks(range(len(word)), list(word))
    axis.set_yticks(range(len(answer)), list(answer))
    axis.set(xlabel="letter that is looked at", ylabel="letter of the answer")
    plt.colorbar(picture, label="attention", shrink=0.85)
    plt.show()
