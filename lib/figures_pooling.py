"""The figures of chapter 7. Each function draws one figure and shows it."""

import matplotlib.pyplot as plt
import numpy as np

from lib.figures import LINES, MARKERS


def windows(picture, outputs):
    """Draw a small picture (height, width) with its windows, and beside it what each output kept.

    `outputs` maps a title to a picture whose height and width divide those of the first.
    """
    _, axes = plt.subplots(1, 1 + len(outputs), figsize=(2.6 * (1 + len(outputs)), 2.7))
    panels = {"picture": picture, **outputs}
    step = picture.shape[0] // next(iter(outputs.values())).shape[0]
    for axis, (title, values) in zip(axes, panels.items(), strict=True):
        block = step if values is picture else 1
        rows, columns = np.indices(values.shape) // block
        axis.imshow((rows + columns) % 2, cmap="gray", vmin=-6, vmax=1)
        for (row, column), value in np.ndenumerate(values):
            axis.text(column, row, f"{value:g}", ha="center", va="center", fontsize=13)
        axis.set(xticks=[], yticks=[], title=title)
        axis.spines[:].set_visible(True)
    plt.show()


def pooled_photos(rows):
    """Show pooled photos, all of one printed size; `rows` maps a name to {size of the window: photo (h, w, 3)}."""
    columns = max(len(photos) for photos in rows.values())
    _, axes = plt.subplots(len(rows), columns, figsize=(2.5 * columns, 2.75 * len(rows)), squeeze=False)
    for line, (name, photos) in zip(axes, rows.items(), strict=True):
        for axis, (size, photo) in zip(line, photos.items(), strict=True):
            axis.imshow(np.clip(photo / 255, 0, 1), interpolation="nearest")
            axis.set(xticks=[], yticks=[])
            title = "the photo" if size == 1 else f"{name}, windows of {size}x{size}"
            axis.set_title(f"{title}\n{photo.shape[0]}x{photo.shape[1]} pixels", fontsize="small")
    plt.show()


def winners(picture, panels, size):
    """Draw a picture (height, width) with its windows, and mark the pixels that are not zero in each panel's array.

    `panels` maps a title to a gradient (height, width).
    """
    _, axes = plt.subplots(1, len(panels), figsize=(4.4 * len(panels), 4.3), squeeze=False)
    for axis, (title, gradient) in zip(axes.flat, panels.items(), strict=True):
        axis.imshow(picture, cmap="gray")
        for place in range(0, picture.shape[0] + 1, size):
            axis.axhline(place - 0.5, color="C4", linewidth=0.8)
            axis.axvline(place - 0.5, color="C4", linewidth=0.8)
        rows, columns = np.nonzero(gradient)
        axis.scatter(columns, rows, s=26, color="C1", edgecolor="white", linewidth=0.6)
        axis.set(xticks=[], yticks=[], title=title)
    plt.show()


def weights_and_memory(names, layers, weights, activations):
    """Draw, for each network, its weights and the numbers that it keeps for one image, by layer, as stacked bars.

    layers: the names of the layers in their order; weights and activations: for each network a list of (layer, number).
    """
    _, axes = plt.subplots(1, 2, figsize=(9.6, 0.55 * len(names) + 1.6), sharey=True)
    for axis, counts, label in zip(
        axes, (weights, activations), ("thousand weights", "thousand numbers kept for one image"), strict=True
    ):
        left = np.zeros(len(names))
        for number, layer in enumerate(layers):
            values = np.array([dict(entries).get(layer, 0) for entries in counts]) / 1000
            axis.barh(names, values, left=left, color=f"C{number}", edgecolor="white", label=layer)
            left += values
        axis.set(xlabel=label)
    axes[0].invert_yaxis()
    axes[1].legend(fontsize="small", loc="center left", bbox_to_anchor=(1, 0.5))
    plt.show()


def gap_curves(records):
    """Draw test accuracy against training accuracy, a point for each epoch and a line for each network's mean.

    `records` maps a name to training and test accuracies, each (seeds, epochs).
    """
    _, axis = plt.subplots(figsize=(7.4, 4.4))
    for number, (name, (train, test)) in enumerate(records.items()):
        color, marker = f"C{number}", MARKERS[number]
        axis.plot(train.T, test.T, color=color, alpha=0.25, linewidth=1)
        axis.plot(
            train.mean(axis=0),
            test.mean(axis=0),
            linestyle=LINES[number],
            marker=marker,
            markersize=5,
            color=color,
            label=name,
        )
    axis.plot([0, 1], [0, 1], color="0.6", linewidth=1)
    axis.text(0.47, 0.49, "no gap", ha="right", color="0.4", fontsize="small")
    axis.set(xlabel="training accuracy", ylabel="test accuracy", xlim=(0.15, 1), ylim=(0.15, 0.55))
    axis.legend(fontsize="small", loc="center left", bbox_to_anchor=(1, 0.5))
    plt.show()


def moved_signal(signals, pooled, size):
    """Draw signals (moves, length) that move by one place a row, with windows, and their pooled outputs."""
    _, axes = plt.subplots(len(signals), 2, figsize=(8.4, 1.15 * len(signals) + 0.6), sharex="col", squeeze=False)
    for move, (line, signal, values) in enumerate(zip(axes, signals, pooled, strict=True)):
        for start in range(0, len(signal), 2 * size):
            line[0].axvspan(start - 0.5, start + size - 0.5, color="0.92")
        line[0].bar(np.arange(len(signal)), signal, color="C0")
        line[1].bar(np.arange(len(values)), values, color="C1")
        line[0].set_ylabel(f"moved\nby {move}", rotation=0, ha="right", va="center")
        for axis in line:
            axis.set(ylim=(0, 1.15 * np.max(signals)), yticks=[])
    axes[0, 0].set_title("signal, windows shaded in turn")
    axes[0, 1].set_title("max of each window")
    axes[-1, 0].set_xlabel("place")
    axes[-1, 1].set_xlabel("window")
    axes[-1, 1].set_xticks(range(pooled.shape[1]))
    plt.show()


def unchanged_shares(moves, measured, theory):
    """Draw the share of outputs that a move leaves unchanged; both map a window's size to shares (moves,)."""
    _, axis = plt.subplots(figsize=(6.6, 3.8))
    for number, (size, shares) in enumerate(measured.items()):
        color, windows_of = f"C{number}", f"windows of {size}x{size}"
        axis.plot(moves, shares, MARKERS[number], color=color, label=f"photo, {windows_of}")
        axis.plot(moves, theory[size], color=color, linestyle=LINES[number], linewidth=1, label=f"noise, {windows_of}")
    axis.set(xlabel="move (pixels)", ylabel="share of outputs unchanged", ylim=(0, 1.05), xticks=moves)
    axis.legend(fontsize="small", loc="center left", bbox_to_anchor=(1, 0.5))
    plt.show()


def move_curves(moves, panels):
    """Draw curves by move; `panels` maps a y label to {network: values (seeds, moves)}: mean, and lowest to highest."""
    _, axes = plt.subplots(1, len(panels), figsize=(5.2 * len(panels), 4.2), squeeze=False)
    for axis, (label, curves) in zip(axes.flat, panels.items(), strict=True):
        for number, (name, values) in enumerate(curves.items()):
            color = f"C{number}"
            axis.fill_between(moves, values.min(axis=0), values.max(axis=0), color=color, alpha=0.2, linewidth=0)
            axis.plot(
                moves,
                values.mean(axis=0),
                linestyle=LINES[number],
                marker=MARKERS[number],
                markersize=5,
                color=color,
                label=name,
            )
        axis.set(xlabel="move (pixels)", ylabel=label, xticks=moves)
    axes[0, -1].legend(fontsize="small", loc="center left", bbox_to_anchor=(1, 0.5))
    plt.show()
