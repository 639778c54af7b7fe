"""The figures of chapter 8. Each function draws one figure and shows it."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patches import Polygon, Rectangle

import lib.figures  # noqa: F401  (sets the look of all figures)

CHANNEL_WIDTH = 0.1  # drawn width of a channel, in pixels of the feature maps
SLANT = 0.35  # how far the third direction of a box goes to the right and up
GAP = 6
DENSE_DISTANCE = 42
LEFT, RIGHT, BELOW = ((-6, 0), ("right", "center")), ((6, 0), ("left", "center")), ((0, -6), ("center", "top"))
LABEL_PLACES = {
    **dict.fromkeys(("DenseNet121", "DenseNet169", "DenseNet201"), LEFT),
    **dict.fromkeys(("ResNet50", "InceptionV3"), RIGHT),
    **dict.fromkeys(("VGG16", "MobileNet", "NASNetMobile"), BELOW),
}  # of accuracy_by_size, above for all others
KINDS = {"Conv2D": "C0", "MaxPooling2D": "C1", "AveragePooling2D": "C1", "Dense": "C2"}


def to_scale(rows):
    """Draw a network of LayerRows as boxes: height and (foreshortened) depth are the map's, the width its channels."""
    _, axis = plt.subplots(figsize=(10, 3.2))
    left = 0
    maps = [row for row in rows if len(row.shape) == 3]
    for row in maps:
        height, depth, channels = row.shape
        color = KINDS.get(row.kind, "0.75")
        left += _box(axis, left, height, depth, channels * CHANNEL_WIDTH, color) + GAP
    vectors = [row for row in rows if len(row.shape) == 1 and row.parameters]
    for number, row in enumerate(vectors):
        level = -DENSE_DISTANCE * number
        axis.plot([left, left + row.shape[0] * CHANNEL_WIDTH], [level, level], color="C2", linewidth=1.5)
        axis.text(left, level + 4, f"{row.name}: {row.shape[0]:,}", fontsize="small", va="bottom")
    for row in (maps[0], maps[-1]):
        height, width, channels = row.shape
        place = 0 if row is maps[0] else left - GAP
        align = "left" if row is maps[0] else "right"
        axis.text(place, -height / 2 - 6, f"{height}x{width}x{channels}", fontsize="small", va="top", ha=align)
    handles = [Rectangle((0, 0), 1, 1, color=color) for color in ("0.75", "C0", "C1", "C2")]
    axis.legend(handles, ["input", "convolution", "pooling", "Dense"], loc="upper right", ncols=4, fontsize="small")
    axis.set(aspect="equal", yticks=[-112, 0, 112], yticklabels=["0", "112", "224"], ylabel="height in pixels")
    axis.set(xlabel=f"width of a box: {1 / CHANNEL_WIDTH:.0f} channels for each pixel of the height")
    axis.spines.bottom.set_visible(False)
    axis.set_xticks([])
    plt.show()


def costs(rows):
    """Draw the weights and the multiply-adds of the LayerRows that have weights, one bar for each layer."""
    rows = [row for row in rows if row.parameters]
    places = np.arange(len(rows))
    _, (left, right) = plt.subplots(1, 2, figsize=(9.6, 4.2), sharey=True)
    colors = [KINDS[row.kind] for row in rows]
    left.barh(places, [row.parameters / 1e6 for row in rows], color=colors)
    right.barh(places, [row.multiply_adds / 1e9 for row in rows], color=colors)
    left.set_yticks(places, [row.name for row in rows], fontsize="small")
    left.invert_yaxis()
    left.set(xlabel="million weights")
    right.set(xlabel="billion multiply-adds for one image")
    handles = [Rectangle((0, 0), 1, 1, color=color) for color in ("C0", "C2")]
    right.legend(handles, ["convolution", "Dense"], loc="lower right")
    plt.show()


def fields_on_photo(photo, fields, measured):
    """Draw the last field of each block on a photo (height, width, 3), and the sides of all Fields by depth."""
    _, (left, right) = plt.subplots(1, 2, figsize=(10, 4.2))
    left.imshow(photo)
    middle = (photo.shape[1] / 2, photo.shape[0] / 2)
    for field in [field for field in fields if field.name.endswith("pool")]:
        corner = (middle[0] - field.side / 2, middle[1] - field.side / 2)
        left.add_patch(Rectangle(corner, field.side, field.side, fill=False, color="white", linewidth=3))
        left.add_patch(Rectangle(corner, field.side, field.side, fill=False, color="black", linewidth=1))
    left.set(xlabel="pixels", ylabel="pixels", title="from the inside: after blocks 1, 2, 3, 4, 5")
    places = np.arange(len(fields))
    right.plot(places, [field.side for field in fields], color="C0", label="computed from windows and strides")
    right.plot(places, measured, "o", color="C1", markersize=5, label="measured with the gradient")
    right.set_xticks(places, [field.name for field in fields], rotation=90, fontsize="x-small")
    right.set(ylabel="side of the receptive field (pixels)", ylim=(0, None))
    right.legend(fontsize="small")
    plt.show()


def probes(scores, chance):
    """Draw accuracies by depth; `scores` maps a network to {place: accuracies (splits,)}; chance is a dotted line."""
    _, axis = plt.subplots(figsize=(7, 3.8))
    for number, ((name, places), style) in enumerate(zip(scores.items(), ("o-", "s--"), strict=False)):
        positions = np.arange(len(places)) + 0.06 * (2 * number - 1)
        values = np.array(list(places.values()))
        middle = values.mean(axis=1)
        spread = [middle - values.min(axis=1), values.max(axis=1) - middle]
        axis.errorbar(positions, middle, spread, fmt=style, capsize=3, label=name)
    axis.axhline(chance, color="black", linewidth=1, linestyle=":")
    axis.text(len(places) - 1, chance, "guessing", ha="right", va="bottom", fontsize="small")
    axis.set_xticks(range(len(places)), list(places))
    axis.set(xlabel="features after", ylabel="accuracy on new images", ylim=(0, None))
    axis.legend(fontsize="small")
    plt.show()


def accuracy_by_size(models):
    """Draw top-1 accuracy against parameters and multiply-adds.

    `models` maps a name to (accuracy, parameters, multiply-adds, True when it is on the slide).
    """
    _, axes = plt.subplots(1, 2, figsize=(10.5, 5), sharey=True)
    for axis, column, label in zip(axes, (1, 2), ("parameters", "multiply-adds for one image"), strict=True):
        for name, values in models.items():
            on_slide = values[3]
            axis.scatter(values[column], 100 * values[0], color="C0" if on_slide else "C1", marker="os"[not on_slide])
            offset, align = LABEL_PLACES.get(name, ((0, 6), ("center", "bottom")))
            place = (values[column], 100 * values[0])
            side, level = align
            axis.annotate(name, place, offset, textcoords="offset points", ha=side, va=level, fontsize=7)
        axis.set(xscale="log", xlabel=label)
        axis.margins(0.12)
    axes[0].set_ylabel("top-1 accuracy on ImageNet (percent)")
    handles = [
        plt.Line2D([], [], color=color, marker=marker, linestyle="") for color, marker in (("C0", "o"), ("C1", "s"))
    ]
    axes[0].legend(handles, ["on the slide", "newer"], fontsize="small", loc="lower center")
    plt.show()


def search_result(curves, chosen):
    """Draw validation accuracy by epoch, and how good the chosen networks of both searches were over all replays.

    `curves` holds values (networks, epochs); `chosen` maps a search to the validation accuracies (replays,).
    """
    _, (left, right) = plt.subplots(1, 2, figsize=(9.6, 3.8), sharey=True)
    curves = np.asarray(curves)
    epochs = np.arange(1, curves.shape[1] + 1)
    left.plot(epochs, curves.T, color="0.6", linewidth=1)
    best = curves[:, -1].argmax()
    left.plot(epochs, curves[best], "o-", color="C1", markersize=4, label="best after the last epoch")
    left.set(xlabel="epoch", ylabel="validation accuracy")
    left.xaxis.get_major_locator().set_params(integer=True)
    left.legend(fontsize="small", loc="upper left")
    right.boxplot(list(chosen.values()), tick_labels=list(chosen), whis=(0, 100), medianprops={"color": "C0"})
    right.set(xlabel="search, box: middle half, whiskers: all")
    plt.show()


def training_days(days):
    """Draw days of training as bars on a logarithmic axis; `days` maps a machine to the shortest and longest time."""
    _, axis = plt.subplots(figsize=(8, 0.55 * len(days) + 1.2))
    for place, (name, (low, high)) in enumerate(days.items()):
        published = "published" in name
        axis.plot([low, high], [place, place], linewidth=7, color="C1" if published else "C0", solid_capstyle="butt")
        axis.plot([low, high], [place, place], "|", color="black", markersize=12)
    axis.set_yticks(range(len(days)), list(days))
    axis.invert_yaxis()
    axis.set(xscale="log", xlabel="days of training (logarithmic)")
    plt.show()


def _box(axis, left, height, depth, width, color):
    """Draw a box centred at level zero from `left` on, and return how far it reaches to the right."""
    low, high, right, slant = -height / 2, height / 2, left + width, depth * SLANT / 2
    top = [(left, high), (right, high), (right + slant, high + slant), (left + slant, high + slant)]
    side = [(right, low), (right + slant, low + slant), (right + slant, high + slant), (right, high)]
    for corners, shade in ((top, 0.5), (side, 0.75)):
        axis.add_patch(Polygon(corners, facecolor=color, edgecolor="white", linewidth=0.4, alpha=shade))
    axis.add_patch(Rectangle((left, low), width, height, facecolor=color, edgecolor="white", linewidth=0.4))
    axis.plot([left, right + slant], [low, high + slant], alpha=0)
    return width + slant / 2
