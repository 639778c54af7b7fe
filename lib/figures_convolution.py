"""The figures of chapter 6. Each function draws one figure and shows it."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patches import Rectangle

import lib.figures  # noqa: F401  (sets the look of all figures)

LINES, MARKERS = ("-", "--", ":", "-."), ("o", "s", "^", "D")
SIGNED = "RdBu_r"  # for values around zero


def arithmetic(picture, kernel, feature_map, place):
    """Write a small picture, a kernel and the feature map as tables of numbers; mark one place and what it sees."""
    _, axes = plt.subplots(1, 3, figsize=(8.6, 3.2), width_ratios=[5, 3, 3])
    titles = ("picture", "kernel", "feature map")
    for axis, table, title in zip(axes, (picture, kernel, feature_map), titles, strict=True):
        rows, columns = table.shape
        limit = np.abs(table).max() * 1.6
        axis.imshow(table, cmap=SIGNED, vmin=-limit, vmax=limit)
        for row, column in np.ndindex(rows, columns):
            axis.text(column, row, f"{table[row, column]:g}", ha="center", va="center")
        axis.set(title=title, xticks=range(columns), yticks=range(rows), xlabel="column", ylabel="row")
    row, column = place
    height, width = kernel.shape
    axes[0].add_patch(Rectangle((column - 0.5, row - 0.5), width, height, fill=False, linewidth=3))
    axes[2].add_patch(Rectangle((column - 0.5, row - 0.5), 1, 1, fill=False, linewidth=3))
    plt.show()


def pictures(named, columns=4, size=2.4):
    """Show pictures, grey or in colour, under their names; values are cut to 0 to 1."""
    rows = -(-len(named) // columns)
    _, axes = plt.subplots(rows, columns, figsize=(columns * size, rows * (size + 0.25)), squeeze=False)
    for axis in axes.flat:
        axis.axis("off")
    for axis, (name, picture) in zip(axes.flat, named.items(), strict=False):
        axis.imshow(np.clip(picture, 0, 1), cmap="gray", vmin=0, vmax=1)
        axis.set_title(name, fontsize="small")
    plt.show()


def responses_by_angle(angles, curves):
    """Draw the largest response to an edge by the angle of the edge in radians; `curves` maps names to responses."""
    _, axis = plt.subplots(figsize=(6.6, 3.4))
    for number, (name, values) in enumerate(curves.items()):
        axis.plot(np.degrees(angles), values, LINES[number] + MARKERS[number], markersize=4, label=name)
    axis.set(xlabel="angle of the edge (degrees)", ylabel="largest response", ylim=(0, None), xticks=range(0, 181, 45))
    axis.legend(loc="center left", bbox_to_anchor=(1, 0.5))
    plt.show()


def corners(picture, response, places, margin):
    """Show Harris' response to a picture, and the picture with the strongest places (n, 2) marked.

    `margin` pixels on each side of the picture have no response; places count from the response's first one.
    """
    _, (left, right) = plt.subplots(1, 2, figsize=(9.4, 4.4))
    limit = np.abs(response).max() ** 0.5
    shown = left.imshow(np.sign(response) * np.abs(response) ** 0.5, cmap=SIGNED, vmin=-limit, vmax=limit)
    left.set(title="corner response: signed square root", xlabel="column (pixels)", ylabel="row (pixels)")
    plt.colorbar(shown, ax=left, shrink=0.8)
    right.imshow(picture, cmap="gray", vmin=0, vmax=1)
    right.scatter(places[:, 1] + margin, places[:, 0] + margin, s=60, facecolors="none", edgecolors="C1", linewidths=2)
    right.set(title=f"the {len(places)} strongest places", xlabel="column (pixels)", ylabel="row (pixels)")
    plt.show()


def learning_a_kernel(curves, goal, kernels):
    """Draw the largest difference from the goal by step, a line for each start, and a kernel at start, end, and goal.

    `curves` maps the name of a method to differences (steps, starts); `kernels` maps names to kernels (3, 3).
    """
    widths = [3.2] + [1.4] * len(kernels)
    _, axes = plt.subplot_mosaic([["curves", *kernels]], figsize=(11, 3.2), width_ratios=widths)
    axis = axes["curves"]
    for number, (name, differences) in enumerate(curves.items()):
        axis.plot(differences, LINES[number], color=f"C{number}", linewidth=1)
        axis.plot([], [], LINES[number], color=f"C{number}", label=name)
    axis.axhline(goal, color="0.4", linestyle=":", label=f"{goal:g}")
    axis.set(xlabel="step", ylabel="largest difference from Sobel's kernel", yscale="log", ylim=(goal / 30, None))
    axis.legend(fontsize="small")
    for name, kernel in kernels.items():
        axes[name].imshow(kernel, cmap=SIGNED, vmin=-3, vmax=3)
        for row, column in np.ndindex(3, 3):
            axes[name].text(column, row, f"{kernel[row, column]:.2f}", ha="center", va="center", fontsize="small")
        axes[name].set_title(name, fontsize="small")
        axes[name].axis("off")
    plt.show()


def filters(named):
    """Show banks of colour filters (height, width, 3, filters), each filter stretched so that grey stands for zero."""
    _, axes = plt.subplots(1, len(named), figsize=(4.1 * len(named), 4.4))
    for axis, (name, kernels) in zip(axes, named.items(), strict=True):
        tiles = kernels.transpose(3, 0, 1, 2)
        tiles = tiles / np.abs(tiles).max(axis=(1, 2, 3), keepdims=True) / 2 + 0.5
        tiles = np.pad(tiles, [(0, 0), (0, 1), (0, 1), (0, 0)], constant_values=1)
        side = int(np.sqrt(len(tiles)))
        height, width = tiles.shape[1:3]
        axis.imshow(tiles.reshape(side, side, height, width, 3).swapaxes(1, 2).reshape(side * height, side * width, 3))
        axis.set_title(name, fontsize="small")
        axis.axis("off")
    plt.show()


def hierarchy(rows, pictures_by_row, patches_by_row, columns):
    """Show for each layer and class a picture made by gradient ascent, then the patches that excite the channel most.

    rows and columns are names; pictures_by_row[name] is (classes, height, width, 3) and patches_by_row[name] a list of
    four patches for each class, all of 0 to 255.
    """
    widths = [2.2, 1, 1, 1, 1] * len(columns)
    size = (3.8 * len(columns), 1.25 * len(rows) + 0.2)
    _, axes = plt.subplots(len(rows), 5 * len(columns), figsize=size, width_ratios=widths)
    for axis in axes.flat:
        axis.set(xticks=[], yticks=[])
        axis.spines[:].set_visible(False)
    for row, name in enumerate(rows):
        axes[row, 0].set_ylabel(name.replace("_", "\n"), rotation=0, ha="right", va="center", fontsize="small")
        for column in range(len(columns)):
            first = 5 * column
            axes[row, first].imshow(pictures_by_row[name][column].astype(np.uint8))
            for axis, patch in zip(axes[row, first + 1 : first + 5], patches_by_row[name][column], strict=True):
                axis.imshow(patch)
    for column, name in enumerate(columns):
        axes[0, 5 * column].set_title(name, fontsize="small")
    plt.show()


def scores_by_block(names, scores):
    """Draw how well the best channel tells a class, by block; `scores` maps a network's name to (blocks, classes)."""
    _, axis = plt.subplots(figsize=(6.6, 3.6))
    places = np.arange(len(names))
    for number, (name, values) in enumerate(scores.items()):
        middle = np.mean(values, axis=1)
        shifted = places + 0.06 * (number - (len(scores) - 1) / 2)
        axis.vlines(shifted, np.min(values, axis=1), np.max(values, axis=1), color=f"C{number}", linewidth=1)
        axis.plot(shifted, middle, LINES[number] + MARKERS[number], color=f"C{number}", label=name)
    axis.axhline(0.5, color="0.4", linestyle=":", label="chance")
    axis.set_xticks(places, names)
    axis.set(xlabel="layer", ylabel="area under the ROC curve", ylim=(0.4, 1))
    axis.legend(loc="center left", bbox_to_anchor=(1, 0.5))
    plt.show()
