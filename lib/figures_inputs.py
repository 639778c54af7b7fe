"""The figures of chapter 5. Each function draws one figure and shows it."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patches import Rectangle

import lib.figures  # noqa: F401  (sets the look of all figures)

MARKERS, STYLES = ("o", "s", "D"), ("-", "--", ":")


def patch(photo, top, left, size, channel=0):
    """Show a photo (height, width, 3) with a square marked, and beside it the numbers of one channel in the square."""
    _, (whole, zoomed) = plt.subplots(1, 2, figsize=(9.6, 3.9), width_ratios=(1.35, 1))
    whole.imshow(photo)
    whole.add_patch(Rectangle((left - 0.5, top - 0.5), size, size, fill=False, edgecolor="white", linewidth=2))
    whole.set(xlabel="column", ylabel="row")
    values = photo[top : top + size, left : left + size, channel]
    extent = (left - 0.5, left + size - 0.5, top + size - 0.5, top - 0.5)
    zoomed.imshow(values, cmap="gray", vmin=0, vmax=255, extent=extent)
    for row, column in np.ndindex(*values.shape):
        color = "black" if values[row, column] > 127 else "white"
        place = (left + column, top + row)
        zoomed.text(*place, values[row, column], ha="center", va="center", color=color, fontsize="small")
    zoomed.set(xlabel="column", ylabel="row", title=f"channel {channel} in the square")
    plt.show()


def planes(photo, names=("red", "green", "blue")):
    """Show a photo (height, width, 3) and its three channels, each as a picture in grey."""
    _, axes = plt.subplots(1, 4, figsize=(11, 2))
    axes[0].imshow(photo)
    axes[0].set_title("all three channels")
    for channel, (axis, name) in enumerate(zip(axes[1:], names, strict=True)):
        picture = axis.imshow(photo[..., channel], cmap="gray", vmin=0, vmax=255)
        axis.set_title(f"channel {channel}: {name}")
    for axis in axes:
        axis.set(xticks=[], yticks=[])
    plt.colorbar(picture, ax=axes, label="value", pad=0.01)
    plt.show()


def image_rows(rows, titles):
    """Show rows of images under common titles; `rows` maps the name of a row to images (n, height, width, 3)."""
    _, axes = plt.subplots(len(rows), len(titles), figsize=(1.5 * len(titles), 1.65 * len(rows)), squeeze=False)
    for line, (name, images) in zip(axes, rows.items(), strict=True):
        line[0].set_ylabel(name)
        for axis, image in zip(line, images, strict=True):
            axis.imshow(image)
            axis.set(xticks=[], yticks=[])
    for axis, title in zip(axes[0], titles, strict=True):
        axis.set_title(title, fontsize="small")
    plt.show()


def correlations(distances, curves):
    """Draw correlations against the distance of two pixels; `curves` maps a name to its values (distances,)."""
    _, axis = plt.subplots(figsize=(6.6, 3.6))
    for (name, values), marker, style in zip(curves.items(), MARKERS, STYLES, strict=False):
        axis.plot(distances, values, style, marker=marker, markersize=5, label=name)
    axis.axhline(0, color="0.8", linewidth=1, zorder=0)
    axis.set(xlabel="distance in a row (columns)", ylabel="correlation", ylim=(-0.15, 1.02))
    axis.legend()
    plt.show()


def seed_dots(groups, xlabel, chance):
    """Draw one dot for each seed; `groups` maps a row's name to a dictionary of named accuracies (seeds,)."""
    _, axis = plt.subplots(figsize=(7.4, 0.75 * len(groups) + 1.2))
    series = list(next(iter(groups.values())))
    for number, name in enumerate(series):
        shift = 0.24 * (number - (len(series) - 1) / 2)
        for row, values in enumerate(groups.values()):
            height = np.full(len(values[name]), row + shift)
            label = name if row == 0 else None
            axis.scatter(values[name], height, marker=MARKERS[number], color=f"C{number}", s=40, alpha=0.7, label=label)
    axis.axvline(chance, color="0.5", linestyle=":", linewidth=1.5, label="guessing")
    axis.set_yticks(range(len(groups)), list(groups))
    axis.set(xlabel=xlabel, ylim=(len(groups) - 0.5, -0.5))
    axis.legend(loc="center left", bbox_to_anchor=(1, 0.5), fontsize="small")
    plt.show()


def reading(panels):
    """Draw the answer after each word; `panels` maps a title to {name: (tokens, probabilities)} of equal lengths."""
    _, axes = plt.subplots(len(panels), 1, figsize=(9.6, 2.7 * len(panels)), squeeze=False)
    for axis, (title, lines) in zip(axes.flat, panels.items(), strict=True):
        for (name, (_, probabilities)), marker, style in zip(lines.items(), MARKERS, STYLES, strict=False):
            axis.plot(probabilities, style, marker=marker, markersize=5, label=name)
        columns = zip(*(tokens for tokens, _ in lines.values()), strict=True)
        axis.set_xticks(range(len(probabilities)), ["\n".join(dict.fromkeys(words)) for words in columns])
        axis.axhline(0.5, color="0.8", linewidth=1, zorder=0)
        axis.set(ylim=(-0.05, 1.05), ylabel='probability of\n"the person acts"', title=title)
        axis.legend(loc="center left", bbox_to_anchor=(1, 0.5), fontsize="small")
    axes[-1, 0].set_xlabel("word that was read last")
    plt.show()


def similarities(values, words):
    """Draw the cosine similarities (n, n) of n words as a table of colours."""
    _, axis = plt.subplots(figsize=(6.8, 5.8))
    picture = axis.imshow(values, vmin=-1, vmax=1)
    axis.set_xticks(range(len(words)), words, rotation=90, fontsize="small")
    axis.set_yticks(range(len(words)), words, fontsize="small")
    axis.set(xlabel="word", ylabel="word")
    plt.colorbar(picture, label="cosine similarity", shrink=0.85)
    plt.show()
