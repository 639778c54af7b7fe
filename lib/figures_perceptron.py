"""The figures of chapter 3. Each function draws one figure and shows it."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.colors import ListedColormap

import lib.figures  # noqa: F401  (sets the look of all figures)

CLASS_COLORS, CLASS_MARKERS = ("C0", "C1"), ("o", "s")
SURFACE = ListedColormap(["#CFE3F1", "#F7DFCC"])  # pale versions of the two class colours
RESOLUTION = 200  # points along each side of a decision surface


def gates(panels):
    """Draw the unit's line among the four corners; `panels` maps a name to labels (4,), weights (2,) and bias.

    The corners are (0, 0), (0, 1), (1, 0) and (1, 1). Weights of None draw no line.
    """
    corners = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    _, axes = plt.subplots(1, len(panels), figsize=(3.2 * len(panels), 3.1), squeeze=False)
    for axis, (name, (labels, weights, bias)) in zip(axes.flat, panels.items(), strict=True):
        _scatter(axis, corners, np.asarray(labels), size=90)
        axis.set(xlim=(-0.5, 1.5), ylim=(-0.5, 1.5), xticks=[0, 1], yticks=[0, 1], aspect="equal", title=name)
        axis.set(xlabel="first input", ylabel="second input")
        if weights is not None:
            _line(axis, weights, bias, color="black")
    _legend(axes[0, 0], loc="lower left")
    plt.show()


def learning_path(inputs, labels, path):
    """Draw the lines after each change among the points (n, 2), and the path (changes + 1, 3) of the two weights."""
    _, (left, right) = plt.subplots(1, 2, figsize=(9.6, 4.2))
    _scatter(left, inputs, labels)
    left.set(xlim=(-1.1, 1.1), ylim=(-1.1, 1.1), aspect="equal", xlabel="first input", ylabel="second input")
    for number, (first, second, bias) in enumerate(path[1:], start=1):
        last = number == len(path) - 1
        shade = "black" if last else str(0.85 - 0.45 * number / len(path))
        _line(left, (first, second), bias, color=shade, linewidth=2.5 if last else 1)
    left.set_title("light: early lines; black: the last")
    right.plot(path[:, 0], path[:, 1], color="0.6", linewidth=1, zorder=1)
    right.scatter(path[:, 0], path[:, 1], c=np.arange(len(path)), cmap="cividis", s=40, zorder=2)
    for number in {0, len(path) - 1}:
        right.annotate(str(number), path[number, :2], xytext=(6, 6), textcoords="offset points")
    right.set(xlabel="first weight", ylabel="second weight", title="the weights, numbered by change")
    right.margins(0.15)
    plt.show()


def squeeze(floor, measured, ceiling, bound):
    """Draw the length of the weights after each mistake between its lower and its upper limit, and the bound."""
    _, axis = plt.subplots(figsize=(7, 3.8))
    steps = np.arange(max(len(measured), int(1.15 * bound) + 2))
    axis.plot(steps, ceiling * np.sqrt(steps), color="C1", label="at most: R times the root of the mistakes")
    axis.plot(steps, floor * steps, color="C0", label="at least: gamma times the mistakes")
    axis.plot(np.arange(len(measured)), measured, "k.-", linewidth=1, label="measured length of the weights")
    axis.axvline(bound, color="0.5", linestyle=":", label="the bound: here the two limits meet")
    axis.set(xlabel="number of mistakes", ylabel="length of the weights", xlim=(0, steps[-1]), ylim=(0, None))
    axis.legend(fontsize="small")
    plt.show()


def bounds(limits, counts):
    """Draw counted mistakes against the bound for many data sets, both (sets,), on logarithmic axes."""
    _, axis = plt.subplots(figsize=(5.4, 4.2))
    ends = np.array([min(counts) / 1.5, max(limits) * 1.5])
    axis.fill_between(ends, ends, ends[1], color="0.92", linewidth=0)
    axis.plot(ends, ends, color="black", linewidth=1)
    axis.text(ends[0] * 2, ends[1] / 3, "impossible: more mistakes\nthan the bound allows", va="center")
    axis.scatter(limits, counts, s=14, alpha=0.6, color="C0", linewidth=0)
    axis.set(xscale="log", yscale="log", xlim=ends, ylim=ends)
    axis.set(xlabel="the bound, (R / gamma) squared", ylabel="counted mistakes")
    plt.show()


def fields(images, titles, columns=8, size=1.2):
    """Show pictures (n, 20, 20) of 0 and 1 as the photocells see them, each under its title."""
    rows = -(-len(images) // columns)
    _, axes = plt.subplots(rows, columns, figsize=(columns * size, rows * size * 1.2), squeeze=False)
    for axis in axes.flat:
        axis.set(xticks=[], yticks=[])
        axis.axis("off")
    for axis, image, title in zip(axes.flat, images, titles, strict=False):
        axis.axis("on")
        axis.spines[:].set_visible(True)
        axis.imshow(image, cmap="gray_r", vmin=0, vmax=1)
        axis.set_title(title, fontsize="small")
    plt.show()


def mistake_curves(curves):
    """Draw the mistakes of each epoch; `curves` maps a name to its list of numbers."""
    _, axis = plt.subplots(figsize=(6.6, 3.4))
    for (name, mistakes), marker in zip(curves.items(), "os^D", strict=False):
        axis.plot(np.arange(1, len(mistakes) + 1), mistakes, marker=marker, markersize=4, linewidth=1.3, label=name)
    axis.set(xlabel="epoch", ylabel="mistakes in the epoch", ylim=(0, None))
    axis.legend()
    plt.show()


def activations(sums, panels):
    """Draw outputs against the weighted sum; `panels` maps a title to a dictionary of named outputs (n,)."""
    _, axes = plt.subplots(1, len(panels), figsize=(4.6 * len(panels), 3.2), sharey=True, squeeze=False)
    for axis, (title, lines) in zip(axes.flat, panels.items(), strict=True):
        for (name, values), style in zip(lines.items(), ("-", "--", ":"), strict=False):
            axis.plot(sums, values, style, label=name)
        axis.axhline(0.5, color="0.8", linewidth=1, zorder=0)
        axis.set(xlabel="weighted sum", title=title)
        axis.legend(fontsize="small")
    axes[0, 0].set_ylabel("output")
    plt.show()


def compare_lines(inputs, labels, lines):
    """Draw points (n, 2) and one line for each entry of `lines`, a name with weights (2,) and bias."""
    _, axis = plt.subplots(figsize=(5.6, 4.4))
    _scatter(axis, inputs, labels, size=16)
    axis.set(xlabel="first input", ylabel="second input")
    axis.set(xlim=axis.get_xlim(), ylim=axis.get_ylim())
    styles = (("-", 5, "0.7"), ("--", 2, "black"), (":", 2, "C2"))
    for (name, (weights, bias)), (style, width, color) in zip(lines.items(), styles, strict=False):
        _line(axis, weights, bias, linestyle=style, linewidth=width, color=color, label=name)
    _legend(axis, loc="center left", bbox_to_anchor=(1, 0.5))
    plt.show()


def surfaces(panels):
    """Draw decision surfaces; `panels` maps a title to points (n, 2), labels (n,) and a function of points.

    The function returns the answer (n,), 0 or 1, for points (n, 2).
    """
    _, axes = plt.subplots(1, len(panels), figsize=(3 * len(panels), 3.2), squeeze=False)
    for axis, (title, (inputs, labels, answer)) in zip(axes.flat, panels.items(), strict=True):
        low, high = inputs.min(axis=0) - 0.1, inputs.max(axis=0) + 0.1
        across, up = (np.linspace(low[side], high[side], RESOLUTION) for side in (0, 1))
        mesh = np.stack(np.meshgrid(across, up), axis=-1)
        picture = answer(mesh.reshape(-1, 2)).reshape(RESOLUTION, RESOLUTION)
        extent = (low[0], high[0], low[1], high[1])
        axis.imshow(picture, cmap=SURFACE, vmin=0, vmax=1, origin="lower", extent=extent, aspect="auto")
        _scatter(axis, inputs, labels, size=9)
        axis.set(xticks=[], yticks=[], title=title)
    plt.show()


def parameter_growth(widths, depths, counts):
    """Draw parameters against width and against depth; `counts` (depths, widths)."""
    counts = np.asarray(counts)
    _, (left, right) = plt.subplots(1, 2, figsize=(9.6, 3.6))
    for depth, row in zip(depths, counts, strict=True):
        left.plot(widths, row, "o-", markersize=3, label=f"{depth} hidden")
    left.set(xscale="log", yscale="log", xlabel="units in each hidden layer", ylabel="parameters")
    left.set_xticks(widths, [str(width) for width in widths])
    left.minorticks_off()
    left.legend(fontsize="small")
    for width, column in list(zip(widths, counts.T, strict=True))[-3:]:
        right.plot(depths, column / 1e6, "o-", markersize=3, label=f"{width} units")
    right.set(xlabel="hidden layers", ylabel="million parameters", xticks=depths, ylim=(0, None))
    right.legend(fontsize="small")
    plt.show()


def gradients_by_layer(norms):
    """Draw gradient norms by layer; `norms` maps the name of an activation to values (seeds, layers)."""
    _, axis = plt.subplots(figsize=(6.6, 3.6))
    for (name, values), marker in zip(norms.items(), "os", strict=False):
        values = np.asarray(values)
        layers = np.arange(1, values.shape[1] + 1)
        axis.plot(layers, values.T, color="C0" if marker == "o" else "C1", alpha=0.2, linewidth=1)
        axis.plot(layers, np.median(values, axis=0), marker=marker, markersize=5, label=f"{name}, median", linewidth=2)
    axis.set(yscale="log", xlabel="layer, the first is next to the input", ylabel="norm of the gradient")
    axis.xaxis.get_major_locator().set_params(integer=True)
    axis.legend()
    plt.show()


def losses_by_depth(curves, floor, floor_name):
    """Draw training losses; `curves` maps an activation to {depth: losses (steps,)}; `floor` is a dotted line."""
    _, axes = plt.subplots(1, len(curves), figsize=(4.6 * len(curves), 3.4), sharey=True, squeeze=False)
    for axis, (name, lines) in zip(axes.flat, curves.items(), strict=True):
        for (depth, losses), style in zip(lines.items(), ("-", "--", "-.", ":"), strict=False):
            axis.plot(losses, style, label=f"{depth} hidden")
        axis.axhline(floor, color="black", linewidth=1, linestyle=":")
        axis.text(len(losses), floor, floor_name, ha="right", va="bottom", fontsize="small")
        axis.set(xlabel="step of gradient descent", title=name, ylim=(0, 2 * floor))
        axis.legend(fontsize="small", loc="upper right")
    axes[0, 0].set_ylabel("training loss")
    plt.show()


def _scatter(axis, inputs, labels, size=30):
    inputs, labels = np.asarray(inputs), np.asarray(labels)
    for label in (0, 1):
        chosen = inputs[labels == label]
        axis.scatter(
            chosen[:, 0],
            chosen[:, 1],
            s=size,
            color=CLASS_COLORS[label],
            marker=CLASS_MARKERS[label],
            edgecolor="white",
            linewidth=0.4,
            label=f"class {label}",
            zorder=3,
        )


def _line(axis, weights, bias, **style):
    """Draw where the weighted sum is zero; weights (2,) that are both zero have no line."""
    weights = np.asarray(weights, float)
    length = weights @ weights
    if length == 0:
        return
    foot = -bias * weights / length
    axis.axline(foot, foot + [-weights[1], weights[0]], **style)


def _legend(axis, **place):
    axis.legend(fontsize="small", **place)
