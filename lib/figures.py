"""The figures of the chapters. Each function draws one figure and shows it."""

from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np

plt.style.use(Path(__file__).parent / "course.mplstyle")

TRAIN_COLOR, TEST_COLOR = "C0", "C1"
MARKERS = "os^Dvp"
LINES = ("-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)), (0, (1, 1)))


def show_images(images, titles, columns=5, size=1.6):
    """Show images (n, height, width, 3), values 0 to 255 or 0 to 1, each under its title."""
    rows = -(-len(images) // columns)
    _, axes = plt.subplots(rows, columns, figsize=(columns * size, rows * size * 1.15), squeeze=False)
    for axis in axes.flat:
        axis.axis("off")
    for axis, image, title in zip(axes.flat, images, titles, strict=False):
        axis.imshow(image)
        axis.set_title(title, fontsize="small")
    plt.show()


def learning_curves(history):
    """Draw loss and accuracy by epoch on training and test data; `history` is Keras' history dictionary."""
    epochs = np.arange(1, len(history["loss"]) + 1)
    _, axes = plt.subplots(1, 2, figsize=(9, 3.4))
    for axis, metric in zip(axes, ("loss", "accuracy"), strict=True):
        axis.plot(epochs, history[metric], "o-", markersize=3, color=TRAIN_COLOR, label="training images")
        axis.plot(epochs, history[f"val_{metric}"], "s--", markersize=3, color=TEST_COLOR, label="test images")
        axis.set(xlabel="epoch", ylabel=f"{metric} (cross-entropy)" if metric == "loss" else metric)
        axis.xaxis.get_major_locator().set_params(integer=True)
        axis.legend()
    axes[0].set_ylim(bottom=0)
    plt.show()


def seed_curves(records, slide_accuracy, slide_loss):
    """Draw the test loss and test accuracy of several seeds by epoch; the slide's results as dotted lines."""
    _, axes = plt.subplots(1, 2, figsize=(9, 3.4))
    for axis, metric, slide in zip(axes, ("loss", "accuracy"), (slide_loss, slide_accuracy), strict=True):
        for number, record in enumerate(records):
            values = record[f"val_{metric}"]
            label = None if number else "one line for each seed"
            axis.plot(np.arange(1, len(values) + 1), values, color=TEST_COLOR, alpha=0.6, linewidth=1.3, label=label)
        axis.axhline(slide, color="black", linestyle=":", label=f"the slide's test {metric}")
        axis.set(xlabel="epoch", ylabel=f"test {metric}")
        axis.xaxis.get_major_locator().set_params(integer=True)
        axis.legend()
    plt.show()


def confusion_matrix(counts, classes):
    """Draw a confusion matrix: rows are the true classes, columns the answers, shares of a row as colours."""
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    _, axis = plt.subplots(figsize=(6.6, 5.6))
    picture = axis.imshow(shares, vmin=0, vmax=1)
    for row, column in np.ndindex(*counts.shape):
        color = "black" if shares[row, column] > 0.5 else "white"
        axis.text(column, row, f"{100 * shares[row, column]:.0f}", ha="center", va="center", color=color, fontsize=8)
    axis.set_xticks(range(len(classes)), classes, rotation=45, ha="right")
    axis.set_yticks(range(len(classes)), classes)
    axis.set(xlabel="answer of the network", ylabel="true class")
    plt.colorbar(picture, label="share of the true class (numbers in percent)", shrink=0.85)
    plt.show()


def answer_bars(answers, classes, truth=None):
    """Draw class probabilities as bars; `answers` maps the name of a network to its probabilities (10,)."""
    _, axes = plt.subplots(1, len(answers), figsize=(4.5 * len(answers), 3), sharex=True, squeeze=False)
    for axis, (name, probabilities) in zip(axes.flat, answers.items(), strict=True):
        colors = [TEST_COLOR if label == truth else TRAIN_COLOR for label in classes]
        bars = axis.barh(classes, probabilities, color=colors)
        axis.bar_label(bars, fmt="%.2f", padding=3, fontsize="small")
        axis.invert_yaxis()
        axis.set(xlim=(0, 1.15), xlabel="probability", title=name)
    plt.show()


def answer_counts(counts, classes, truth):
    """Draw how often each class was the answer for images of one class; `counts` maps a network to counts (10,)."""
    _, axis = plt.subplots(figsize=(8, 3.2))
    width = 0.8 / len(counts)
    for number, (name, values) in enumerate(counts.items()):
        places = np.arange(len(classes)) + (number - (len(counts) - 1) / 2) * width
        axis.bar(places, values, width=width, label=name)
    axis.set_xticks(range(len(classes)), classes, rotation=45, ha="right")
    axis.get_xticklabels()[classes.index(truth)].set_fontweight("bold")
    axis.set(xlabel="answer", ylabel=f"number of {truth}s")
    axis.legend()
    plt.show()


def class_gains(before, after, classes, names):
    """Draw the accuracy in each class of two networks, joined by a line and sorted by the gain."""
    order = np.argsort(np.subtract(after, before))
    places = np.arange(len(classes))
    _, axis = plt.subplots(figsize=(7, 3.8))
    axis.hlines(places, np.take(before, order), np.take(after, order), color="0.7", linewidth=3, zorder=1)
    axis.scatter(np.take(before, order), places, color=TRAIN_COLOR, marker="o", label=names[0])
    axis.scatter(np.take(after, order), places, color=TEST_COLOR, marker="s", label=names[1])
    axis.set_yticks(places, np.take(classes, order))
    axis.set(xlim=(0, 1), xlabel="share of the class that is named right")
    axis.legend(loc="center left", bbox_to_anchor=(1, 0.5))
    plt.show()
