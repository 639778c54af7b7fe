"""The figures of chapter 2. Each function draws one figure and shows it."""

import matplotlib.pyplot as plt
import numpy as np

import lib.figures  # noqa: F401  (sets the look of all figures)

MARKERS, LINES = ("o", "s", "^", "D"), ("-", "--", ":", "-.")


def top_answers(photos, answers, classes, number=3):
    """Draw each photo beside the most probable classes of each network.

    photos maps a name to a picture; answers maps the name of a network to probabilities (photos, classes).
    """
    _, axes = plt.subplots(len(photos), 1 + len(answers), figsize=(9, 2.1 * len(photos)), squeeze=False)
    for row, (axis_row, (name, photo)) in enumerate(zip(axes, photos.items(), strict=True)):
        axis_row[0].imshow(photo)
        axis_row[0].set(xticks=[], yticks=[], ylabel=name)
        axis_row[0].spines[:].set_visible(False)
        for column, (axis, (network, probabilities)) in enumerate(zip(axis_row[1:], answers.items(), strict=True)):
            best = np.argsort(probabilities[row])[::-1][:number]
            bars = axis.barh([classes[label] for label in best], probabilities[row][best], color=f"C{column}")
            axis.bar_label(bars, fmt="%.2f", padding=3, fontsize="small")
            axis.invert_yaxis()
            axis.set(xlim=(0, 1.15), xlabel="probability" if row == len(photos) - 1 else "")
            axis.set_title(network if row == 0 else "")
    plt.show()


def heat_maps(photos, maps):
    """Draw each photo, and for each network what covering each part costs its answer.

    photos maps a name to a picture; maps maps the name of a network to a list of (answer, drops (height, width)).
    """
    _, axes = plt.subplots(len(photos), 1 + len(maps), figsize=(8.4, 2.6 * len(photos)), squeeze=False)
    for row, (axis_row, (name, photo)) in enumerate(zip(axes, photos.items(), strict=True)):
        axis_row[0].imshow(photo)
        axis_row[0].set_ylabel(name)
        for axis, (network, found) in zip(axis_row[1:], maps.items(), strict=True):
            answer, drops = found[row]
            reach = max(np.nanmax(np.abs(drops)), 0.01)
            picture = axis.imshow(drops, cmap="cividis", vmin=-reach, vmax=reach)
            plt.colorbar(picture, ax=axis, label="loss of probability", shrink=0.85)
            axis.set_title(f"{network}: {answer}", fontsize="medium")
        for axis in axis_row:
            axis.set(xticks=[], yticks=[])
            axis.spines[:].set_visible(False)
    plt.show()


def spectrograms(panels):
    """Draw spectrograms; panels maps a title to (times in s, frequencies in Hz, levels (frequencies, times) in dB)."""
    _, axes = plt.subplots(1, len(panels), figsize=(3.1 * len(panels), 3.2), sharey=True, squeeze=False)
    for axis, (title, (times, frequencies, levels)) in zip(axes.flat, panels.items(), strict=True):
        picture = axis.pcolormesh(times, frequencies, levels, cmap="cividis", rasterized=True)
        axis.set(title=title, xlabel="time (s)")
    axes[0, 0].set_ylabel("frequency (Hz)")
    plt.colorbar(picture, ax=axes, label="level (dB below the loudest)")
    plt.show()


def vowel_space(vowels, groups):
    """Draw the first two formants of each vowel; a line joins the vowels from heed to who'd of a group of speakers."""
    _, axis = plt.subplots(figsize=(7, 4.6))
    for number, group in enumerate(groups):
        first, second = np.array([vowel.hertz[group][1:3] for vowel in vowels]).T
        axis.plot(second[:8], first[:8], linestyle=LINES[number], color=f"C{number}", linewidth=0.8)
        axis.plot(second, first, MARKERS[number], color=f"C{number}", markersize=4, label=group)
        for vowel, x, y in zip(vowels, second, first, strict=True):
            place = {"xytext": (4, 3), "textcoords": "offset points"}
            axis.annotate(vowel.symbol, (x, y), color=f"C{number}", **place)
    axis.set(xlabel="second formant (Hz)", ylabel="first formant (Hz)", xscale="log", yscale="log")
    for ticks, set_ticks in (
        ((1000, 1500, 2000, 3000), axis.set_xticks),
        ((300, 400, 600, 800, 1000), axis.set_yticks),
    ):
        set_ticks(ticks, [str(tick) for tick in ticks])
    axis.minorticks_off()
    axis.invert_xaxis()
    axis.invert_yaxis()
    axis.legend()
    plt.show()


def word_weights(weights, names):
    """Draw the words that speak most for each of two books; weights maps a word to its weight, names are the books."""
    order = sorted(weights, key=weights.get)
    chosen = order[:10] + order[-10:]
    _, axis = plt.subplots(figsize=(6.4, 4.8))
    colors = ["C0"] * 10 + ["C1"] * 10
    axis.barh(chosen, [weights[word] for word in chosen], color=colors)
    axis.axvline(0, color="black", linewidth=0.8)
    axis.tick_params(axis="y", labelsize="small")
    axis.set_xlabel(f"weight: left for {names[0]}, right for {names[1]}")
    plt.show()


def sizes_and_bits(table, network_sizes, network_bits):
    """Draw bits for each character against the stored numbers: n-grams (order, size, bits), and seeds of a network."""
    orders, sizes, bits = zip(*table, strict=True)
    _, axis = plt.subplots(figsize=(6.6, 3.8))
    axis.plot(sizes, bits, "o-", color="C0", label="n-gram tables")
    for order, size, value in table:
        axis.annotate(f"n = {order}", (size, value), xytext=(-10, -15), textcoords="offset points", fontsize="small")
    axis.plot(network_sizes, network_bits, "s", color="C1", alpha=0.7, label="network, one square for each seed")
    axis.set(xscale="log", xlabel="stored numbers", ylabel="bits for each new character")
    axis.margins(0.1)
    axis.legend()
    plt.show()


def temperature_curves(temperatures, curves, limits):
    """Draw two measures against the temperature, left and right.

    curves maps a title to a dictionary: name of a model to values (temperatures, texts). limits maps the same title to
    the range (low, high) of the real text, drawn as a band.
    """
    _, axes = plt.subplots(1, len(curves), figsize=(4.8 * len(curves), 3.5), squeeze=False)
    for axis, (title, models) in zip(axes.flat, curves.items(), strict=True):
        axis.axhspan(*limits[title], color="0.85", label="the real text")
        for number, (name, values) in enumerate(models.items()):
            values = np.asarray(values)
            style = {"color": f"C{number}", "marker": MARKERS[number], "linestyle": LINES[number]}
            axis.plot(temperatures, values.mean(axis=1), label=name, **style)
            axis.fill_between(temperatures, values.min(axis=1), values.max(axis=1), color=f"C{number}", alpha=0.2)
        axis.set(xlabel="temperature", ylabel=title, ylim=(-0.02, 1.02))
    axes[0, 0].legend()
    plt.show()


def piano_rolls(tunes, pitch_names):
    """Draw tunes as bars over time; tunes maps a title to notes (pitch, beats); pitch_names maps pitches to names."""
    _, axes = plt.subplots(len(tunes), 1, figsize=(9, 1.9 * len(tunes)), sharey=True, squeeze=False)
    for number, (axis, (title, notes)) in enumerate(zip(axes.flat, tunes.items(), strict=True)):
        pitches, beats = np.array(notes).T
        starts = np.cumsum(beats) - beats
        axis.barh(pitches, beats - 0.1, left=starts, height=0.8, color=f"C{number}")
        for bar in np.arange(0, starts[-1] + beats[-1] + 1, 4):
            axis.axvline(bar, color="0.85", linewidth=0.8, zorder=0)
        axis.set_yticks(list(pitch_names), list(pitch_names.values()), fontsize="x-small")
        axis.set(title=title, xlim=(0, None))
    axes[-1, 0].set_xlabel("time (beats; a line for each bar of four)")
    plt.show()


def orders_of_melodies(orders, bits, copies):
    """Draw for each order the bits for a note of an unknown tune, left, and the longest copied run (tunes), right."""
    _, (left, right) = plt.subplots(1, 2, figsize=(9, 3.3))
    left.plot(orders, bits, "o-", color="C0")
    left.set(xlabel="order of the model", ylabel="bits for a note of an unknown tune", ylim=(0, 1.1 * max(bits)))
    right.boxplot(copies, positions=orders, widths=0.5, medianprops={"color": "C1"})
    right.set(xlabel="order of the model", ylabel="longest copied run (notes)", ylim=(0, None))
    for axis in (left, right):
        axis.set_xticks(orders, orders)
    plt.show()


def style_losses(transfers):
    """Draw content loss and style loss by iteration; transfers maps a title to a Transfer."""
    _, axes = plt.subplots(1, 2, figsize=(9, 3.4))
    for axis, kind in zip(axes, ("content", "style"), strict=True):
        for number, (title, transfer) in enumerate(transfers.items()):
            losses = getattr(transfer, f"{kind}_losses")
            axis.plot(losses, LINES[number], color=f"C{number}", label=title)
        axis.set(xlabel="iteration", ylabel=f"{kind} loss (1: as far off as nothing)")
    axes[1].set_yscale("log")
    axes[0].legend()
    plt.show()
