import numpy as np
import pytest

from lib import figures

pytestmark = pytest.mark.usefixtures("shown")

CLASSES = ("bird", "cat", "dog")
HISTORY = {
    "loss": [2.0, 1.5, 1.2],
    "val_loss": [2.1, 1.8, 1.9],
    "accuracy": [0.2, 0.4, 0.5],
    "val_accuracy": [0.2, 0.3, 0.35],
}


def read_labels(figure):
    return [(axis.get_xlabel(), axis.get_ylabel()) for axis in figure.axes]


def read_legend(axis):
    return [text.get_text() for text in axis.get_legend().get_texts()]


def read_ticks(axis):
    return [text.get_text() for text in axis.get_xticklabels()], [text.get_text() for text in axis.get_yticklabels()]


@pytest.mark.parametrize(
    "images", [np.zeros((3, 32, 32, 3), np.uint8), np.ones((3, 8, 6, 3), np.float32)], ids=["0 to 255", "0 to 1"]
)
def test_images_stand_in_rows_each_under_its_title(shown, images):
    figures.show_images(images, CLASSES, columns=2)
    (figure,) = shown
    assert [axis.get_title() for axis in figure.axes] == ["bird", "cat", "dog", ""]
    assert [len(axis.images) for axis in figure.axes] == [1, 1, 1, 0]
    assert not any(axis.axison for axis in figure.axes)


@pytest.mark.parametrize("epochs", [1, 3])
def test_learning_curves_show_loss_and_accuracy_by_epoch(shown, epochs):
    figures.learning_curves({metric: values[:epochs] for metric, values in HISTORY.items()})
    (figure,) = shown
    assert read_labels(figure) == [("epoch", "loss (cross-entropy)"), ("epoch", "accuracy")]
    for axis, metric in zip(figure.axes, ("loss", "accuracy"), strict=True):
        training, test = axis.get_lines()
        assert training.get_xdata().tolist() == list(range(1, epochs + 1))
        assert list(training.get_ydata()) == HISTORY[metric][:epochs]
        assert list(test.get_ydata()) == HISTORY[f"val_{metric}"][:epochs]
        assert read_legend(axis) == ["training images", "test images"]


def test_seed_curves_show_every_seed_and_the_slides_result(shown):
    figures.seed_curves([HISTORY, HISTORY, HISTORY], slide_accuracy=0.45, slide_loss=3.5)
    (figure,) = shown
    assert read_labels(figure) == [("epoch", "test loss"), ("epoch", "test accuracy")]
    for axis, metric, slide in zip(figure.axes, ("loss", "accuracy"), (3.5, 0.45), strict=True):
        *seeds, dotted = axis.get_lines()
        assert [list(line.get_ydata()) for line in seeds] == [HISTORY[f"val_{metric}"]] * 3
        assert list(dotted.get_ydata()) == [slide, slide]
        assert read_legend(axis) == ["one line for each seed", f"the slide's test {metric}"]


def test_a_confusion_matrix_shows_shares_of_each_row_even_of_an_empty_one(shown):
    figures.confusion_matrix(np.array([[3, 1, 0], [0, 0, 0], [1, 1, 2]]), CLASSES)
    (figure,) = shown
    axis = figure.axes[0]
    assert read_labels(figure) == [
        ("answer of the network", "true class"),
        ("", "share of the true class (numbers in percent)"),
    ]
    assert read_ticks(axis) == (list(CLASSES), list(CLASSES))
    np.testing.assert_array_equal(axis.images[0].get_array(), [[0.75, 0.25, 0], [0, 0, 0], [0.25, 0.25, 0.5]])
    assert [text.get_text() for text in axis.texts] == ["75", "25", "0", "0", "0", "0", "25", "25", "50"]


def test_answer_bars_show_each_network_and_mark_the_truth(shown):
    figures.answer_bars({"first": [0.1, 0.7, 0.2], "second": [0.3, 0.3, 0.4]}, CLASSES, truth="cat")
    (figure,) = shown
    assert [axis.get_title() for axis in figure.axes] == ["first", "second"]
    for axis, probabilities in zip(figure.axes, ([0.1, 0.7, 0.2], [0.3, 0.3, 0.4]), strict=True):
        assert axis.get_xlabel() == "probability"
        assert read_ticks(axis)[1] == list(CLASSES)
        assert [bar.get_width() for bar in axis.patches] == probabilities
        colors = [bar.get_facecolor() for bar in axis.patches]
        assert colors[0] == colors[2] != colors[1]


def test_answer_bars_of_one_network_need_no_truth(shown):
    figures.answer_bars({"only": np.array([0.0, 1.0, 0.0])}, CLASSES)
    (figure,) = shown
    assert len({bar.get_facecolor() for bar in figure.axes[0].patches}) == 1


@pytest.mark.parametrize("networks", [1, 2, 3])
def test_answer_counts_show_each_network_beside_the_others(shown, networks):
    counts = {f"network {number}": [number, 2, 1] for number in range(networks)}
    figures.answer_counts(counts, CLASSES, truth="cat")
    (figure,) = shown
    (axis,) = figure.axes
    assert read_labels(figure) == [("answer", "number of cats")]
    assert read_ticks(axis)[0] == list(CLASSES)
    assert read_legend(axis) == list(counts)
    assert [text.get_fontweight() == "bold" for text in axis.get_xticklabels()] == [False, True, False]
    bars = sorted((bar.get_x(), bar.get_x() + bar.get_width()) for bar in axis.patches)
    assert len(bars) == 3 * networks
    assert all(left[1] <= right[0] + 1e-9 for left, right in zip(bars, bars[1:], strict=False))


def test_class_gains_are_sorted_by_the_gain(shown):
    figures.class_gains([0.5, 0.2, 0.6], [0.6, 0.5, 0.5], CLASSES, ("before", "after"))
    (figure,) = shown
    (axis,) = figure.axes
    assert axis.get_xlabel() == "share of the class that is named right"
    assert read_ticks(axis)[1] == ["dog", "bird", "cat"]
    assert read_legend(axis) == ["before", "after"]
    before, after = (points.get_offsets()[:, 0].tolist() for points in axis.collections[1:])
    assert (before, after) == ([0.6, 0.5, 0.2], [0.5, 0.6, 0.5])
