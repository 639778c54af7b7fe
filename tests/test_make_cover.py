import matplotlib.pyplot as plt
import numpy as np
import pytest

from lib import cifar10
from tools import make_cover, notebooks


def test_the_strongest_maps_differ_most_inside_and_reach_one():
    random = np.random.default_rng(0)
    maps = random.random((8, 8, 6)) * [1, 6, 3, 5, 2, 4]
    maps[0, :, 0] = 100  # at the border only
    chosen = make_cover.strongest(maps)
    expected = [maps[..., channel] / maps[..., channel].max() for channel in (1, 3, 5, 2)]
    np.testing.assert_array_equal(chosen, expected)


def test_the_cover_shows_the_answer_in_words_and_as_the_longest_bar():
    answer = np.full(10, 0.02)
    answer[cifar10.CLASSES.index("frog")] = 0.82
    figure = make_cover.draw(np.zeros((32, 32, 3)), [np.random.default_rng(0).random((8, 8, 6))], answer, "black")
    (bars,) = [axis for axis in figure.axes if len(axis.patches) == 10]
    bold = [label.get_text() for label in bars.get_yticklabels() if label.get_fontweight() == "bold"]
    assert bold == ["frog"]
    assert max(bars.patches, key=lambda bar: bar.get_width()).get_facecolor() != bars.patches[0].get_facecolor()
    assert [text.get_text() for text in bars.texts] == ["0.82"]
    plt.close(figure)


@pytest.mark.parametrize("name", make_cover.FILES)
def test_the_cover_is_there_and_the_landing_page_shows_its_drawings(name):
    assert (make_cover.FOLDER / name).exists()
    shown = f"{{image}} site/{name}" in (notebooks.ROOT / "intro.md").read_text(encoding="utf-8")
    assert shown == name.endswith(".svg")
