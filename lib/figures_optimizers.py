"""The figures of chapter 04. Each function draws one figure and shows it; `animate_paths` returns a GIF.

A path is an array (num_steps + 1, 2) as `optimizers.descend` makes it; `paths` maps the name of an optimizer to its
path. A frame is the part of a landscape that is drawn: (left, right, bottom, top).
"""

import io

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.colors import LogNorm, Normalize, to_rgb
from PIL import Image

from lib import figures  # noqa: F401, sets the style

MARKERS = "osD^vPX*"
LINES = ["-", "--", "-.", ":", (0, (5, 1)), (0, (3, 1, 1, 1)), "-", "--"]
RESOLUTION = 200  # points of a landscape along each side
LARGEST_LOSS = 1e6  # that is drawn of a path that diverges
GIF_DPI = 75
GIF_GREYS = 32
GIF_MILLISECONDS = 180  # for which a picture of the animation stays
GIF_LAST_MILLISECONDS = 2400


def paths_side_by_side(landscape, paths, frame, mark_every=1):
    """Draw each path on a map of its own, with a dot after every `mark_every` steps."""
    _, axes = plt.subplots(1, len(paths), figsize=(4.4 * len(paths), 3.6), sharey=True, squeeze=False)
    for number, (axis, (name, path)) in enumerate(zip(axes.flat, paths.items(), strict=True)):
        _draw_map(axis, landscape, frame)
        axis.plot(*path.T, "o-", color=f"C{number}", markersize=4, linewidth=1.2, markevery=mark_every)
        axis.set(title=name, xlabel="first weight", ylabel="" if number else "second weight")
    plt.show()


def steps_by_distance(distances, steps):
    """Draw the steps that each optimizer needs by the distance of its start; `steps` maps a name to a row."""
    _, axis = plt.subplots(figsize=(7, 3.4))
    for number, (name, values) in enumerate(steps.items()):
        style = {"linestyle": LINES[number], "marker": MARKERS[number], "markersize": 5, "color": f"C{number}"}
        axis.plot(distances, values, label=name, **style)
    axis.set(xscale="log", xlabel="distance of the start from the line", ylabel="steps to leave the saddle")
    axis.set_ylim(bottom=0)
    axis.minorticks_off()
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
            with np.errstate(over="ignore", invalid="ignore"):
                losses = landscape.value(path if landscape.minimum else inside)
            losses = np.where(losses < LARGEST_LOSS, losses, np.nan)
            lower.plot(losses, linestyle=LINES[number], markevery=mark_every, **style)
        upper.set(title=landscape.name, xlabel="first weight", ylabel="second weight")
        lower.set(xlabel="step", ylabel="loss")
        if landscape.minimum is not None:
            lower.set_yscale("log")
    handles, names = axes[0, 0].get_legend_handles_labels()
    figure.legend(handles, names, loc="outside lower center", ncols=4)
    plt.show()


def animate_paths(scenes, num_pictures=26):
    """Return the bytes of a looping GIF in which the paths of `scenes`, as in `paths_and_losses`, grow."""
    num_steps = max(len(path) for _, paths, _ in scenes for path in paths.values()) - 1
    figure, axes = plt.subplots(1, len(scenes), figsize=(4.4 * len(scenes), 4.2), dpi=GIF_DPI, squeeze=False)
    moving = []
    for axis, (landscape, paths, frame) in zip(axes.flat, scenes, strict=True):
        _draw_map(axis, landscape, frame)
        axis.set(xticks=[], yticks=[])
        for number, (name, path) in enumerate(paths.items()):
            (trail,) = axis.plot([], [], linestyle=LINES[number], color=f"C{number}", linewidth=1.2)
            (head,) = axis.plot([], [], MARKERS[number], color=f"C{number}", markersize=7, label=name)
            moving.append((_until_outside(path, frame), trail, head))
    figure.legend(*axes[0, 0].get_legend_handles_labels(), loc="outside lower center", ncols=4, fontsize="small")
    pictures = []
    for step in np.linspace(0, num_steps, num_pictures).round().astype(int):
        for path, trail, head in moving:
            trail.set_data(*path[: step + 1].T)
            head.set_data(*path[: step + 1][-1:].T)
        for axis, (landscape, _, _) in zip(axes.flat, scenes, strict=True):
            axis.set_title(f"{landscape.name}, step {step}")
        figure.canvas.draw()
        pictures.append(Image.fromarray(np.asarray(figure.canvas.buffer_rgba())).convert("RGB"))
    plt.close(figure)
    palette = _gif_palette()
    first, *others = [picture.quantize(palette=palette, dither=Image.Dither.NONE) for picture in pictures]
    durations = [GIF_MILLISECONDS] * (num_pictures - 1) + [GIF_LAST_MILLISECONDS]
    content = io.BytesIO()
    first.save(content, "GIF", save_all=True, append_images=others, duration=durations, loop=0)
    return content.getvalue()


def _gif_palette():
    """Return a picture whose palette has the colours of the lines, their blends with a light grey, and greys."""
    colors = np.array([to_rgb(f"C{number}") for number in range(len(plt.rcParams["axes.prop_cycle"]))])
    greys = np.linspace(0, 1, GIF_GREYS)[:, None] * np.ones(3)
    palette = Image.new("P", (1, 1))
    palette.putpalette((255 * np.concatenate([colors, (colors + 0.85) / 2, greys])).astype(np.uint8).tobytes())
    return palette


def rate_maps(rates, maps, label, worst, logarithmic=False, defaults=None):
    """Draw a map for each title in `maps`: a row for each optimizer, a column for each learning rate.

    `maps` maps a title to rows by the name of the optimizer. A row holds a number for each rate: small is good,
    infinite is a failure and stays white. `worst` is the number at the dark end of the colours. A star marks the
    best rate of a row, a ring its default, where `defaults` has one for each name.
    """
    names = list(next(iter(maps.values())))
    figure, axes = plt.subplots(
        1, len(maps), figsize=(1.6 + 4.6 * len(maps), 0.42 * len(names) + 1.4), sharey=True, squeeze=False
    )
    for axis, (title, rows) in zip(axes.flat, maps.items(), strict=True):
        values = np.array([rows[name] for name in names], float)
        best = np.min(values[np.isfinite(values)], initial=worst)
        scale = (LogNorm if logarithmic else Normalize)(min(best, 0.99 * worst), worst)
        picture = axis.imshow(np.ma.masked_invalid(values), aspect="auto", cmap="cividis_r", norm=scale)
        for number, name in enumerate(names):
            if np.isfinite(values[number]).any():
                axis.plot(np.argmin(values[number]), number, "*", color="white", markeredgecolor="black", markersize=11)
            if defaults is not None:
                column = np.argmin(np.abs(np.log(rates) - np.log(defaults[name])))
                axis.plot(column, number, "o", color="none", markeredgecolor="C1", markeredgewidth=2, markersize=12)
        whole = [column for column, rate in enumerate(rates) if np.isclose(np.log10(rate) % 1, [0, 1]).any()]
        axis.set_xticks(whole, [f"$10^{{{np.log10(rates[column]):.0f}}}$" for column in whole])
        axis.set_yticks(range(len(names)), names)
        axis.set(title=title, xlabel="learning rate")
        figure.colorbar(picture, ax=axis, label=label)
    plt.show()


def race(losses):
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
            axis.set_xlabel("epoch")
    axes[0, 0].set_ylim(bottom=0)
    plt.show()


def _draw_map(axis, landscape, frame):
    """Draw the contours of a landscape, its start and its minimum."""
    left, right, bottom, top = frame
    grid = np.stack(np.meshgrid(np.linspace(left, right, RESOLUTION), np.linspace(bottom, top, RESOLUTION)), axis=-1)
    heights = landscape.value(grid)
    if landscape.minimum is not None:
        heights = np.log10(heights + 1e-3)
    axis.contourf(*np.moveaxis(grid, -1, 0), heights, levels=12, cmap="Greys", alpha=0.35)
    axis.contour(*np.moveaxis(grid, -1, 0), heights, levels=12, colors="white", linewidths=0.6, linestyles="solid")
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
