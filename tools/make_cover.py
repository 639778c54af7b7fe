"""Draw the book's cover: a photo's way through the network of chapter 11 to its answer.

    COURSE_PROFILE=full python -m tools.make_cover    # writes site/cover-light.svg, cover-dark.svg, cover.png

Photo, feature maps and answer are the course's own. It needs the weights of VGG16, and the network of chapter 11;
where that chapter has not run, it is trained first.
"""

import keras
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patches import ConnectionPatch

from lib import cifar10, figures, networks, photos, vgg16
from tools import notebooks

FOLDER = notebooks.ROOT / "site"
PHOTO = notebooks.CHAPTERS / "images" / "chelsea.png"
FILES = {  # two for the landing page, and one for cards that show the book elsewhere
    "cover-light.svg": {"ink": "#1c1f24", "paper": "none"},
    "cover-dark.svg": {"ink": "#e6e8ea", "paper": "none"},
    "cover.png": {"ink": "#1c1f24", "paper": "white"},
}
LAYERS = [layer for layer in vgg16.SHAPES if layer.endswith("conv1")]
MAPS_SHOWN = 4
SIZE = WIDTH, HEIGHT = 12.0, 2.9  # in inches, as all lengths below
STEP, GAP, NAMES = 0.07, 0.24, 0.9


def way_of(photo, network):
    """Return the feature maps (height, width, channels) of a photo (32, 32, 3) in each block, and its answer (10,)."""
    base = network.layers[0]
    outputs = [base.get_layer(layer).output for layer in LAYERS]
    image = vgg16.scale_plain(photo[np.newaxis])
    maps = keras.Model(base.inputs, outputs).predict(image, verbose=0)
    return [block[0] for block in maps], network.predict(image, verbose=0)[0]


def strongest(maps):
    """Return the MAPS_SHOWN channels that differ most from place to place, each (height, width) of 0 to 1.

    Where there is an inside it decides: the edges of many maps show only the padding.
    """
    inside = maps[1:-1, 1:-1] if len(maps) > 2 else maps
    order = np.argsort(inside.std(axis=(0, 1)))[::-1][:MAPS_SHOWN]
    return [maps[..., channel] / maps[..., channel].max() for channel in order]


def draw(photo, blocks, answer, ink):
    """Draw photo, blocks and answer from left to right; return the figure."""
    figure = plt.figure(figsize=SIZE, layout="none")
    before = picture(figure, photo, left=0.1, size=2.1)
    caption(before, "one photo", ink)
    left = 2.2 + GAP
    for block in blocks:
        size = 0.5 + 0.7 * (len(block) / len(blocks[0])) ** 0.5
        for depth, channel in reversed(list(enumerate(strongest(block)))):
            front = picture(figure, channel, left + STEP * depth, size, lift=STEP * depth)
        caption(front, f"{block.shape[2]} maps of\n{block.shape[0]} × {block.shape[1]}", ink)
        join(figure, before, front, ink)
        before, left = front, left + size + STEP * MAPS_SHOWN + GAP
    join(figure, before, bars(figure, left + NAMES, answer, ink), ink, end_before=NAMES)
    return figure


def picture(figure, pixels, left, size, lift=0.0):
    """Show pixels as a square, half-way up; return its axes."""
    bottom = (HEIGHT - size) / 2 + lift
    axis = figure.add_axes((left / WIDTH, bottom / HEIGHT, size / WIDTH, size / HEIGHT))
    axis.imshow(pixels, interpolation="none", vmin=0, vmax=1 if pixels.ndim == 2 else None)
    axis.set(xticks=[], yticks=[])
    axis.spines[:].set(visible=True, color="white", linewidth=0.8)
    return axis


def caption(axis, text, ink):
    """Write text below a picture."""
    center_below = {"xy": (0.5, 0), "xycoords": "axes fraction", "xytext": (0, -7), "textcoords": "offset points"}
    axis.annotate(text, **center_below, ha="center", va="top", color=ink, fontsize=10)


def join(figure, start, end, ink, end_before=0.0):
    """Draw a line, behind everything, from one picture to the next."""
    stop = -end_before / (end.get_position().width * WIDTH)
    places = {"xyA": (0.5, 0.5), "coordsA": start.transAxes, "xyB": (stop, 0.5), "coordsB": end.transAxes}
    line = ConnectionPatch(**places, color=ink, linewidth=1)
    line.set_zorder(-1)
    figure.add_artist(line)


def bars(figure, left, answer, ink):
    """Draw the ten probabilities as bars, the largest in another colour; return their axes."""
    height = 2.5
    axis = figure.add_axes((left / WIDTH, (HEIGHT - height) / 2 / HEIGHT, (WIDTH - left) / WIDTH, height / HEIGHT))
    best = int(np.argmax(answer))
    colors = [figures.TEST_COLOR if label == best else figures.TRAIN_COLOR for label in range(len(answer))]
    axis.barh(cifar10.CLASSES, answer, color=colors)
    axis.invert_yaxis()
    axis.tick_params(length=0, colors=ink, labelsize=10)
    axis.set(xticks=[], xlim=(0, 1.4), facecolor="none")
    axis.spines[:].set_visible(False)
    axis.get_yticklabels()[best].set_fontweight("bold")
    axis.text(answer[best] + 0.04, best, f"{answer[best]:.2f}", color=ink, va="center", fontsize=10)
    return axis


def main():
    """Write the files."""
    photo = photos.load(PHOTO, 32, "box")
    blocks, answer = way_of(photo, networks.trained_transfer())
    plt.rcParams["svg.hashsalt"] = "cover"
    for name, colors in FILES.items():
        figure = draw(photo, blocks, answer, colors["ink"])
        metadata = {"Date": None} if name.endswith(".svg") else None
        figure.savefig(FOLDER / name, facecolor=colors["paper"], metadata=metadata)
        plt.close(figure)
        print(f"wrote site/{name}")


if __name__ == "__main__":
    main()
