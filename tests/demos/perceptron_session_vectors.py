"""The presets of the playground, and what lib says about them."""

from lib import perceptron
from lib.demos.perceptron_playground import PRESETS, PerceptronPlayground


def vectors():
    """Return the state that the page gets, and by preset the mistakes of Rosenblatt's rule when a line separates it."""
    mistakes = {
        key: sum(perceptron.train_perceptron(points, labels, epochs=1000).mistakes)
        for key, (points, labels) in PRESETS.items()
        if perceptron.margin(points, labels) > 0
    }
    return {"presets": PerceptronPlayground(*PRESETS["moons"]).state["presets"], "mistakes": mistakes}
