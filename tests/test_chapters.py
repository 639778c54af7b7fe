"""What the chapters promise about lib, the ledger and the slides."""

import json
import re

import keras
import numpy as np
import pytest

from lib import ledger, networks
from tools import check_notebooks, notebooks

FRAMES_OF_CHAPTER = {
    "01_history": "H",
    "02_applications": "A",
    "03_perceptron": "P",
    "04_optimizers": "O",
    "05_inputs": "I",
    "06_convolution": "C",
    "07_pooling": "L",
    "08_going_deep": "D",
    "09_tech_stack": "T",
    "10_keras_dnn": "K",
    "11_transfer_learning": "V",
    "12_what_next": "W",
}


def code_of(chapter):
    (path,) = notebooks.find([chapter])
    return [cell.source for cell in notebooks.code_cells(notebooks.read(path))]


def shape_of(network):
    """Return what makes a network what it is, without the names that Keras numbers."""
    layers = [layer.get_config() for layer in network.layers]
    for config in layers:
        config.pop("name")
    optimizer = {key: value for key, value in network.optimizer.get_config().items() if key != "name"}
    return json.dumps([layers, optimizer, network.loss], default=str, sort_keys=True)


def test_the_network_of_chapter_10_is_the_one_that_lib_builds():
    (source,) = [code for code in code_of("10") if "\nnetwork = keras.Sequential(" in code]
    names = {"keras": keras}
    exec(source, names)
    assert shape_of(names["network"]) == shape_of(networks.build_dnn())


def test_the_head_of_chapter_11_is_the_one_that_lib_builds():
    cells = [code for code in code_of("11") if code.startswith(("hidden = ", "head = keras.Sequential("))]
    layers, head = cells[0].partition("\n\nmodel = ")[0], cells[1]
    names = {"keras": keras}
    exec(layers + "\n" + head, names)
    assert shape_of(names["head"]) == shape_of(networks.build_head())


def test_the_range_of_the_first_networks_loss_comes_from_the_spread_of_ten_epochs():
    losses = np.array([record["val_loss"] for record in ledger.seed_records("K8")])
    low, high = ledger.prediction_interval(losses[:, -1])
    spread = losses[:, 10:].std(axis=0, ddof=1)
    reach = (high - low) / 2 * np.sqrt(np.mean(spread**2)) / spread[-1]
    entry, mean = ledger.find("K8.test_loss"), losses[:, -1].mean()
    assert (entry.low, entry.high) == pytest.approx((mean - reach, mean + reach), abs=0.005)


def test_every_ledger_entry_is_compared_in_a_chapter_and_every_compared_id_is_an_entry():
    code = "\n".join(source for path in notebooks.find() for source in code_of(path.stem))
    compared = re.findall(r'ledger\.compare\("([^"]+)"', code)
    for frame, column in re.findall(r'ledger\.compare_column\("([^"]+)", "([^"]+)"', code):
        compared += ledger.column_ids(frame, column)
    assert sorted(compared) == sorted(json.loads(ledger.ENTRIES_FILE.read_text()))


@pytest.mark.parametrize(("chapter", "part"), FRAMES_OF_CHAPTER.items())
def test_a_chapter_treats_all_frames_of_its_part_of_the_slides(chapter, part):
    (path,) = notebooks.find([chapter])
    treated = [frame for cell in notebooks.read(path).cells for frame in cell.metadata.get("frames", [])]
    assert sorted(treated) == sorted(frame for frame in check_notebooks.FRAMES if frame.startswith(part))


def test_each_frame_of_the_slides_is_treated_in_exactly_one_section():
    cells = [cell for path in notebooks.find() for cell in notebooks.read(path).cells]
    treated = [frame for cell in cells for frame in cell.metadata.get("frames", [])]
    assert sorted(treated) == sorted(check_notebooks.FRAMES)
