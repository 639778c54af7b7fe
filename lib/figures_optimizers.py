"""The figures of chapter 04. Each function draws one figure and shows it; `animate_paths` returns a GIF.

A path is an array (num_steps + 1, 2) as `optimizers.descend` makes it; `paths` maps the name of an optimizer to its
path. A frame is the part of a landscape that is drawn: (left, right, bottom, top).
"""

import io

import matplotlib.pyplot as plt
import numpy as np
from PIL import Image

from lib import figures  # noqa: F401, sets the style

MARKERS = "osD^vPX*"
LINES = ["-", "--", "-.", ":", (0, (5, 1)), (0, (3, 1, 1, 1)), "-", "--"]
RESOLUTION = 200  # points of a landscape along each side
GIF_DPI = 75
GIF_COLORS = 48
GIF_MILLISECONDS = 120  # that a picture of the animation stays


def paths_side_by_side(landscape, paths, frame, mark_every=1):
    """Draw each path on a map of its own, with a dot after every `mark_every` steps."""
    _, axes = plt.subplots(1, len(paths), figsize=(4.4 * len(paths), 3.6), sharey=True, squeeze=False)
    for number, (axis, (name, path)) in enumerate(zip(axes.flat, paths.items(), strict=True)):
        _draw_map(axis, landscape, frame)
        axis.plot(*path.T, "o-", color=f"C{number}", markersize=4, linewidth=1.2, markevery=mark_every)
        axis.set(title=name, xlabel="first weight", ylabel="" if number else "second weight")
    plt.show()


def losses_by_start(distances, steps):
    """Draw the steps that each optimizer needs by the distance of its start; `steps` maps a name to a row."""
    _, axis = plt.subplots(figsize=(7, 3.4))
    for number, (name, values) in enumerate(steps.items()):
        style = {"linestyle": LINES[number], "marker": MARKERS[number], "markersize": 5, "color": f"C{number}"}
        axis.plot(distances, values, label=name, **style)
    axis.set(xscale="log", xlabel="distance of the start from the line", ylabel="steps to leave the saddle")
    axis.set_ylim(bottom=0)
    axis.invert_xaxis()
    axis.legend(loc="center left", bbox_to_anchor=(1, 0.5))
    plt.show()


def paths_and_losses(scenes, mark_every=10):
    """Draw several landscapes: above, the paths on a map, below, the loss by step.

    `scenes` is a list of (landscape, paths, frame). A dot stands after every `mark_every` steps.
    """
    figure, axes = plt.subplots(2, len(scenes), figsize=(5.2 * len(scenes), 7.6), height_ratios=(3, 2), squeeze=False)
    for (upper, lower), (landscape, paths, frame) in zip(axes.T, scenes, strict=True):
        _draw_map(upper, landscape, frame)
        for number, (name, path) in enumerate(paths.items()):
            style = {"color": f"C{number}", "linewidth": 1.6, "marker": MARKERS[number], "markersize": 4.5}
            inside = _until_outside(path, frame)
            upper.plot(*inside.T, linestyle=LINES[number], markevery=mark_every, label=name, **style)
            losses = landscape.value(inside)
            lower.plot(losses, linestyle=LINES[number], markevery=mark_every, **style)
        upper.set(title=landscape.name, xlabel="first weight", ylabel="second weight")
        lower.set(xlabel="step", ylabel="loss")
        if landscape.minimum is not None:
            lower.set_yscale("log")
    handles, names = axes[0, 0].get_legend_handles_labels()
    figure.legend(handles, names, loc="outside lower center", ncols=4)
    plt.show()


def animate_paths(scenes, num_pictures=40):
    """Return the bytes of a looping GIF in which the paths of `scenes`, as in `paths_and_losses`, grow."""
    num_steps = max(len(path) for _, paths, _ in scenes for path in paths.values()) - 1
    pictures = []
    for last in np.linspace(0, num_steps, num_pictures).round().astype(int):
        figure, axes = plt.subplots(1, len(scenes), figsize=(4.4 * len(scenes), 4.2), dpi=GIF_DPI, squeeze=False)
        for axis, (landscape, paths, frame) in zip(axes.flat, scenes, strict=True):
            _draw_map(axis, landscape, frame)
            for number, (name, path) in enumerate(paths.items()):
                inside = _until_outside(path, frame)[: last + 1]
                axis.plot(*inside.T, linestyle=LINES[number], color=f"C{number}", linewidth=1.2)
                axis.plot(*inside[-1], MARKERS[number], color=f"C{number}", markersize=7, label=name)
            axis.set(title=f"{landscape.name}, step {last}", xticks=[], yticks=[])
        figure.legend(*axes[0, 0].get_legend_handles_labels(), loc="outside lower center", ncols=4, fontsize="small")
        figure.canvas.draw()
        pictures.append(Image.fromarray(np.asarray(figure.canvas.buffer_rgba())).convert("RGB"))
        plt.close(figure)
    palette = pictures[-1].quantize(GIF_COLORS)
    pictures = [picture.quantize(palette=palette, dither=Image.Dither.NONE) for picture in pictures]
    durations = [GIF_MILLISECONDS] * (num_pictures - 1) + [20 * GIF_MILLISECONDS]
    content = io.BytesIO()
    pictures[0].save(
        content, "GIF", save_all=True, append_images=pictures[1:], duration=durations, loop=0, optimize=True
    )
    return content.getvalue()


def rate_maps(rates, maps, label, worst, marked=None):
    """Draw a map for each title in `maps`: a row for each optimizer, a column for each learning rate.

    `maps` maps a title to a dictionary of optimizer names and rows; a row holds one number for each rate, small is
    good, infinite is a failure and stays white. `worst` is the number at the dark end of the colours. `marked`
    maps a name to the rates that get a ring, such as the default.
    """
    names = list(next(iter(maps.values())))
    figure, axes = plt.subplots(
        1, len(maps), figsize=(1.6 + 4.6 * len(maps), 0.42 * len(names) + 1.4), sharey=True, squeeze=False
    )
    for axis, (title, rows) in zip(axes.flat, maps.items(), strict=True):
        values = np.array([rows[name] for name in names], float)
        best = np.min(values[np.isfinite(values)], initial=worst)
        shown = np.ma.masked_invalid(values)
        picture = axis.imshow(shown, aspect="auto", cmap="cividis_r", vmin=best, vmax=worst)
        for number, name in enumerate(names):
            if np.isfinite(values[number]).any():
                axis.plot(np.argmin(values[number]), number, "*", color="white", markeredgecolor="black", markersize=11)
            if marked is not None:
                column = np.argmin(np.abs(np.log(rates) - np.log(marked[name])))
                axis.plot(column, number, "o", markerfacecolor="none", markeredgecolor="C1", markersize=11)
        whole = [column for column, rate in enumerate(rates) if np.isclose(np.log10(rate) % 1, [0, 1]).any()]
        axis.set_xticks(whole, [f"$10^{{{np.log10(rates[column]):.0f}}}$" for column in whole])
        axis.set_yticks(range(len(names)), names)
        axis.set(title=title, xlabel="learning rate")
    figure.colorbar(picture, ax=axes, label=label, shrink=0.9)
    plt.show()


def race(losses, epochs_label="epoch"):
    """Draw the training loss by epoch, a panel for each optimizer: mean and range of the seeds, all others in grey.

    `losses` maps the name of an optimizer to an array (seeds, epochs).
    """
    columns = 4
    rows = -(-len(losses) // columns)
    _, axes = plt.subplots(rows, columns, figsize=(10, 2.5 * rows), sharex=True, sharey=True, squeeze=False)
    for axis in axes.flat[len(losses) :]:
        axis.axis("off")
    for number, (axis, (name, values)) in enumerate(zip(axes.flat, losses.items(), strict=False)):
        epochs = np.arange(1, values.shape[1] + 1)
        for others in losses.values():
            axis.plot(epochs, others.mean(axis=0), color="0.8", linewidth=1, zorder=1)
        axis.fill_between(epochs, values.min(axis=0), values.max(axis=0), color="C0", alpha=0.3, linewidth=0)
        axis.plot(epochs, values.mean(axis=0), color="C0", zorder=3)
        axis.set(title=name)
        axis.xaxis.get_major_locator().set_params(integer=True)
        if number % columns == 0:
            axis.set_ylabel("training loss")
        if number + columns >= len(losses):
            axis.set_xlabel(epochs_label)
    axes[0, 0].set_ylim(bottom=0)
    plt.show()


def _draw_map(axis, landscape, frame):
    """Draw the contours of a landscape, its start and its minimum."""
    left, right, bottom, top = frame
    grid = np.stack(
        np.meshgrid(np.linspace(left, right, RESOLUTION), np.linspace(bottom, top, RESOLUTION)), axis=-1
    )
    heights = landscape.value(grid)
    if landscape.minimum is not None:
        heights = np.log10(heights + 1e-3)
    axis.contourf(*np.moveaxis(grid, -1, 0), heights, levels=12, cmap="Greys", alpha=0.35)
    axis.contour(*np.moveaxis(grid, -1, 0), heights, levels=12, colors="0.75", linewidths=0.6, linestyles="solid")
    axis.plot(*landscape.start, "s", color="black", markersize=6, zorder=4)
    if landscape.minimum is not None:
        axis.plot(*landscape.minimum, "*", color="black", markersize=13, zorder=4)
    axis.set(xlim=(left, right), ylim=(bottom, top))


def _until_outside(path, frame):
    """Return the part of a path before it leaves the frame, and the first point outside."""
    left, right, bottom, top = frame
    with np.errstate(invalid="ignore"):
        inside = (path >= [left, bottom]).all(axis=1) & (path <= [right, top]).all(axis=1)
    first_outside = len(path) if inside.all() else int(np.argmin(inside))
    return path[: first_outside + 1]
