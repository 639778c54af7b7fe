import matplotlib.pyplot as plt
import numpy as np
import pytest


@pytest.fixture
def shown(monkeypatch):
    """Return the list of figures that were shown; each is drawn to the end, in memory."""
    plt.switch_backend("Agg")
    drawn = []

    def show():
        plt.gcf().canvas.draw()
        drawn.append(plt.gcf())

    monkeypatch.setattr(plt, "show", show)
    with np.errstate(all="raise", under="ignore"):
        yield drawn
    plt.close("all")
