"""The figures of chapter 1. Each function draws one figure and shows it."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.lines import Line2D
from scipy.optimize import isotonic_regression

import lib.figures  # noqa: F401  (sets the look of all figures)

THEME_COLORS = {"networks": "C0", "learning": "C2", "milestones": "C4", "setbacks": "C1"}
THEME_MARKERS = {"networks": "o", "learning": "s", "milestones": "D", "setbacks": "v"}
LABEL_GAP = 2.75  # years between two labels on one side
SIDE = 0.16  # distance of the labels from the axis
MODEL_LABELS = {  # where a label does not stand to the left of its point: offset in points, alignment
    name: ((6, down), "left")
    for name, down in {
        "digit network": -3, "transformer (big)": -5, "BERT (large)": 2, "GPT-2": 0, "Megatron-LM": -2,
        "Gopher": 0, "Chinchilla": 0, "PaLM": 2, "Llama 3": 0,
    }.items()
}  # fmt: skip


def timeline(entries, winters):
    """Draw the entries along a vertical axis of years, with the winters as grey bands; labels alternate sides."""
    _, axis = plt.subplots(figsize=(9.8, 11.5))
    for winter in winters:
        axis.axhspan(winter["first"], winter["last"], color="0.9", zorder=0)
        middle = (winter["first"] + winter["last"]) / 2
        axis.text(0, middle, winter["name"], rotation=90, ha="center", va="center", fontsize=7, color="0.3")
    axis.axvline(-0.05, color="0.4", linewidth=1)
    axis.axvline(0.05, color="0.4", linewidth=1)
    for side, chosen in ((-1, entries[::2]), (1, entries[1::2])):
        years = np.array([entry["year"] for entry in chosen], float)
        for entry, place in zip(chosen, spread(years, LABEL_GAP), strict=True):
            _timeline_label(axis, entry, side, place)
    handles = [
        Line2D([], [], color=THEME_COLORS[theme], marker=THEME_MARKERS[theme], linestyle="", label=theme)
        for theme in THEME_COLORS
    ]
    axis.legend(handles=handles, loc="lower left", bbox_to_anchor=(0, 1), ncols=4)
    axis.set(xlim=(-1.06, 1.06), ylim=(2032, 1939), xticks=[], yticks=range(1940, 2021, 10), ylabel="year")
    axis.spines["bottom"].set_visible(False)
    plt.show()


def spread(places, gap):
    """Return places (n,), in the order of `places`, that are at least `gap` apart and as near to them as possible."""
    steps = gap * np.arange(len(places))
    return isotonic_regression(np.asarray(places, float) - steps).x + steps


def activity(rows):
    """Draw which units fire when; `rows` maps a title to a dictionary of names to activities (steps,) of 0 and 1."""
    _, axes = plt.subplots(1, len(rows), figsize=(4.6 * len(rows), 2.6), squeeze=False, sharey=True)
    for axis, (title, units) in zip(axes.flat, rows.items(), strict=True):
        picture = np.array(list(units.values()))
        axis.imshow(picture, cmap="Greys", vmin=0, vmax=1.3, aspect="auto")
        axis.set_xticks(range(picture.shape[1]))
        axis.set_yticks(range(len(units)), list(units))
        axis.set_xticks(np.arange(picture.shape[1]) - 0.5, minor=True)
        axis.set_yticks(np.arange(len(units)) - 0.5, minor=True)
        axis.grid(which="minor", color="0.8", linewidth=0.8)
        axis.tick_params(which="minor", length=0)
        axis.set(xlabel="time step", title=title)
    plt.show()


def flight(paths, tangents, times):
    """Draw flight paths and the tangents of their thrust angles; both map a name to values of the stages.

    paths: height (stages + 1,) and forward speed (stages + 1,); tangents (stages,) at `times` (stages,).
    """
    _, (left, right) = plt.subplots(1, 2, figsize=(9.6, 3.6))
    styles = ("--", "-")
    for number, (name, path) in enumerate(paths.items()):
        ends = np.append(times, 2 * times[-1] - times[-2])
        left.plot(ends, path, styles[number], color=f"C{number}", label=name)
        right.plot(times, tangents[name], styles[number], color=f"C{number}", label=name)
    left.axhline(1, color="0.5", linestyle=":", label="wanted height at the end")
    left.set(xlabel="time", ylabel="height")
    right.set(xlabel="time", ylabel="tangent of the thrust angle")
    left.legend(fontsize="small", loc="upper left", bbox_to_anchor=(0, 0.85))
    right.legend(fontsize="small")
    plt.show()


def curve_fits(points, fits, truth, errors, chosen):
    """Draw fits of growing depth to noisy points, and the errors by depth.

    points: inputs (n,) and targets (n,); fits maps a label to (grid (m,), answers (m,)); truth: grid and values;
    errors maps a label to errors (layers,); chosen: the depth at which growth stopped.
    """
    _, (left, right) = plt.subplots(1, 2, figsize=(9.6, 3.8))
    left.plot(*points, ".", color="0.6", label="training points")
    left.plot(*truth, color="black", linewidth=1, label="true curve")
    for number, (label, fit) in enumerate(fits.items()):
        left.plot(*fit, ("--", "-.", "-")[number % 3], color=f"C{number}", label=label)
    left.set(xlabel="input", ylabel="output")
    left.legend(fontsize="small")
    for number, (label, values) in enumerate(errors.items()):
        depths = np.arange(1, len(values) + 1)
        right.plot(depths, values, ("o-", "s--", "^:")[number], color=f"C{number}", markersize=4, label=label)
    right.axvline(chosen, color="0.5", linewidth=1, label="growth stopped here")
    right.set(xlabel="layers", ylabel="error (root mean square)", ylim=(0, None))
    right.legend(fontsize="small")
    plt.show()


def depth_counts(counts):
    """Draw how often each depth was chosen; `counts` maps the size of the noise to a dictionary of depths to counts."""
    depths = range(1, max(max(chosen) for chosen in counts.values()) + 1)
    _, axis = plt.subplots(figsize=(7.5, 3.2))
    width = 0.8 / len(counts)
    for number, (noise, chosen) in enumerate(counts.items()):
        places = np.array(depths) + (number - (len(counts) - 1) / 2) * width
        heights = [chosen.get(depth, 0) for depth in depths]
        hatch = ("", "//", "..", "xx")[number % 4]
        axis.bar(places, heights, width, color=f"C{number}", hatch=hatch, edgecolor="white", label=f"noise {noise}")
    axis.set(xlabel="chosen number of layers", ylabel="number of data sets", xticks=list(depths))
    axis.legend()
    plt.show()


def growth(models, lines):
    """Draw parameters by year on a logarithmic axis; `lines` maps a label to years (2,) and fitted values (2,)."""
    _, axis = plt.subplots(figsize=(9.2, 5.6))
    for sparse, marker, label in ((False, "o", "dense network"), (True, "s", "sparse network (not in the fits)")):
        chosen = [model for model in models if bool(model.get("sparse")) == sparse]
        fill = "none" if sparse else "C0"
        places = [[model[field] for model in chosen] for field in ("year", "parameters")]
        axis.plot(*places, marker, markerfacecolor=fill, markeredgecolor="C0", label=label)
    for number, (label, line) in enumerate(lines.items()):
        axis.plot(*line, ("--", "-")[number % 2], color=f"C{number + 1}", linewidth=1.6, label=label)
    for model in models:
        offset, alignment = MODEL_LABELS.get(model["name"], ((-6, 0), "right"))
        place = model["year"], model["parameters"]
        text = {"textcoords": "offset points", "ha": alignment, "va": "center", "fontsize": 7.5}
        axis.annotate(model["name"], place, xytext=offset, **text)
    axis.set(yscale="log", xlabel="year", ylabel="parameters", xlim=(1984, 2028))
    axis.legend(loc="upper left", fontsize="small")
    plt.show()


def _timeline_label(axis, entry, side, place):
    color, marker = THEME_COLORS[entry["theme"]], THEME_MARKERS[entry["theme"]]
    axis.plot([side * 0.05, side * SIDE], [entry["year"], place], color="0.7", linewidth=0.8, zorder=1)
    axis.plot(side * SIDE, place, marker, color=color, markersize=6, zorder=2)
    slide = f" ({entry['frame']})" if entry["frame"] else ""
    words = f"{entry['year']}  {entry['title']}{slide}"
    alignment = "left" if side > 0 else "right"
    axis.text(side * (SIDE + 0.03), place, words, ha=alignment, va="center", fontsize=8.5)
