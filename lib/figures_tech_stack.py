"""The figures of chapter 9. Each function draws one figure and shows it."""

import matplotlib.pyplot as plt
import numpy as np

import lib.figures  # noqa: F401  (sets the look of all figures)
from lib import hardware

MARKERS, STYLES = "os^Dv", ("-", "--", "-.", ":")
INPUT_COLOR, OPERATION_COLOR = "#CFE3F1", "#F7DFCC"  # pale versions of the first two colours


def speed_by_size(sizes, speeds):
    """Draw the speed of a matrix product by size; `speeds` maps a number of threads to operations a second."""
    _, axis = plt.subplots(figsize=(6.6, 3.6))
    for (threads, values), marker, style in zip(speeds.items(), MARKERS, STYLES, strict=False):
        label = f"{threads} thread" + ("s" if int(threads) > 1 else "")
        axis.plot(sizes, np.divide(values, 1e9), marker=marker, linestyle=style, label=label)
    axis.set(xscale="log", xlabel="rows and columns of both matrices", ylabel="billion operations a second")
    axis.set_xticks(sizes, [str(size) for size in sizes])
    axis.minorticks_off()
    axis.set_ylim(bottom=0)
    axis.legend()
    plt.show()


def roofline(points, peak, bandwidth):
    """Draw the roofline; `points` maps a name to (operations for each byte, operations a second)."""
    _, axis = plt.subplots(figsize=(7.2, 4.2))
    intensities = [intensity for intensity, _ in points.values()]
    line = np.geomspace(min(intensities) / 2, max(intensities) * 2, 200)
    axis.plot(line, hardware.roof(line, peak, bandwidth) / 1e9, color="black", label="the roof")
    for number, (name, (intensity, speed)) in enumerate(points.items()):
        axis.plot(intensity, speed / 1e9, MARKERS[number % len(MARKERS)], color=f"C{number}", markersize=8, label=name)
    axis.set(xscale="log", yscale="log", xlabel="operations for each byte from or to memory")
    axis.set_ylabel("billion operations a second")
    axis.legend(fontsize="small", loc="center left", bbox_to_anchor=(1, 0.5))
    plt.show()


def graphs(panels):
    """Draw computational graphs; `panels` maps a title to a list of (text, positions of its parents) in order."""
    _, axes = plt.subplots(len(panels), 1, figsize=(8.6, 2.3 * len(panels)), squeeze=False)
    for axis, (title, nodes) in zip(axes.flat, panels.items(), strict=True):
        places = _places([parents for _, parents in nodes])
        drawn = []
        for (text, parents), place in zip(nodes, places, strict=True):
            color = OPERATION_COLOR if parents else INPUT_COLOR
            box = {"boxstyle": "round" if parents else "square", "facecolor": color, "edgecolor": "0.3"}
            drawn.append(axis.text(*place, text, ha="center", va="center", fontsize="small", bbox=box).get_bbox_patch())
            for parent in parents:
                ends = {"patchA": drawn[parent], "patchB": drawn[-1], "shrinkA": 2, "shrinkB": 2}
                axis.annotate(
                    "", place, places[parent], arrowprops={"arrowstyle": "->", "color": "0.3", **ends}, zorder=4
                )
        axis.set(title=title, xlim=(-0.5, places[:, 0].max() + 0.5))
        axis.set_ylim(places[:, 1].min() - 0.6, places[:, 1].max() + 0.6)
        axis.axis("off")
    plt.show()


def boxes(nodes):
    """Return nodes of an automatic differentiation, parents first, as `graphs` takes them."""
    position = {id(node): place for place, node in enumerate(nodes)}
    return [(f"{node.name}\n{node.value.shape}", [position[id(parent)] for parent in node.parents]) for node in nodes]


def operation_boxes(graph):
    """Return the operations of a TensorFlow graph as `graphs` takes them."""
    position = {operation.name: place for place, operation in enumerate(graph.get_operations())}
    return [
        (
            operation.name if operation.type == "Placeholder" else operation.type,
            [position[source.op.name] for source in operation.inputs],
        )
        for operation in graph.get_operations()
    ]


def graph_sizes(numbers, sizes):
    """Draw how many operations a graph has for each number that the same program was given."""
    _, axis = plt.subplots(figsize=(6, 3.2))
    axis.step(numbers, sizes, where="mid", marker="o", markersize=4)
    axis.set(xscale="log", xlabel="the number whose root is taken", ylabel="operations in the graph")
    axis.set_ylim(bottom=0)
    plt.show()


def _places(parents_of):
    """Return a place (nodes, 2) for each node: operations by depth, inputs one column before their first use."""
    depth = []
    for parents in parents_of:
        depth.append(1 + max((depth[parent] for parent in parents), default=-1))
    for node, parents in enumerate(parents_of):
        children = [depth[child] for child, others in enumerate(parents_of) if node in others]
        if not parents and children:
            depth[node] = min(children) - 1
    places = np.zeros((len(depth), 2))
    for column in set(depth):
        here = [node for node, level in enumerate(depth) if level == column]
        operations = [node for node in here if parents_of[node]]
        inputs = [node for node in here if not parents_of[node]]
        for row, node in enumerate(operations + inputs):
            places[node] = column, (0 if operations else (len(here) - 1) / 2) - row
    return places
