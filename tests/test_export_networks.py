import hashlib
import json

import keras
import numpy as np
import pytest

from lib.demos.course_files import FOLDERS
from tools import export_networks, measure_browser_networks


@pytest.fixture
def network():
    base = keras.Sequential(
        [
            keras.Input((4, 4, 3)),
            keras.layers.Conv2D(2, 3, padding="same", activation="relu", name="conv"),
            keras.layers.MaxPooling2D(2, name="pool"),
        ]
    )
    return keras.Sequential([base, keras.layers.Flatten(), keras.layers.Dense(5, activation="softmax", name="dense")])


def test_a_rounded_weight_is_at_most_half_a_scale_away():
    kernel = np.random.default_rng(0).normal(size=(4, 3, 3, 5)) * np.array([1, 100, 1e-6, 0])[:, None, None, None]
    numbers, scales = export_networks.quantize(kernel)
    assert (numbers.dtype, scales.dtype) == (np.int8, np.float32)
    assert np.abs(numbers.astype(int)).max(axis=(1, 2, 3)).tolist() == [127, 127, 127, 0]
    error = np.abs(numbers * scales[:, None, None, None] - kernel).max(axis=(1, 2, 3))
    assert (error <= 0.5001 * scales).all()


def test_the_file_holds_scales_bias_and_numbers_of_each_layer(network, tmp_path):
    header = export_networks.export(network, "small", tmp_path)
    assert json.loads((tmp_path / "small.json").read_text()) == header
    assert header["layers"] == [
        {"name": "conv", "kind": "convolution", "size": 3, "inputs": 3, "outputs": 2, "activation": "relu"},
        {"name": "pool", "kind": "max_pooling", "size": 2, "activation": "linear"},
        {"name": "dense", "kind": "dense", "inputs": 8, "outputs": 5, "activation": "softmax"},
    ]
    content = (tmp_path / "small.bin").read_bytes()
    assert header["bytes"] == len(content) == 2 * 8 + 2 * 27 + 5 * 8 + 5 * 8
    assert header["sha256"] == hashlib.sha256(content).hexdigest()
    kernel, bias = network.layers[0].layers[0].get_weights()
    scales = np.frombuffer(content, "<f4", 2)
    np.testing.assert_array_equal(np.frombuffer(content, "<f4", 2, 8), bias)
    numbers = np.frombuffer(content, np.int8, 54, 16).reshape(2, 3, 3, 3)
    np.testing.assert_allclose(np.moveaxis(numbers * scales[:, None, None, None], 0, -1), kernel, atol=scales.max() / 2)


@pytest.mark.parametrize(
    "layer",
    [
        keras.layers.Conv2D(2, 3, padding="valid"),
        keras.layers.Conv2D(2, 3, padding="same", strides=2),
        keras.layers.Conv2D(2, 2, padding="same"),
        keras.layers.Conv2D(2, 3, padding="same", activation="tanh"),
        keras.layers.MaxPooling2D(3, strides=2),
        keras.layers.AveragePooling2D(2),
    ],
)
def test_a_layer_that_the_format_does_not_know_is_named(layer):
    layer.build((None, 8, 8, 3))
    with pytest.raises(ValueError, match=f"{layer.name}.*does not fit"):
        export_networks.describe(layer)


def test_logits_are_what_the_softmax_gets(network):
    images = np.random.default_rng(0).random((3, 4, 4, 3), np.float32)
    probabilities = network.predict(images, verbose=0)
    logits = export_networks.logits(network, images)
    np.testing.assert_allclose(keras.ops.softmax(logits), probabilities, rtol=1e-4)


@pytest.mark.parametrize("name", ["dnn", "transfer"])
def test_the_files_of_the_course_are_whole(name):
    header = json.loads((FOLDERS["networks"] / f"{name}.json").read_text())
    content = (FOLDERS["networks"] / header["file"]).read_bytes()
    assert (len(content), hashlib.sha256(content).hexdigest()) == (header["bytes"], header["sha256"])


def test_the_comparison_counts_right_and_equal_answers():
    exact = np.eye(3)[[0, 1, 2, 0]]
    rounded = np.eye(3)[[0, 1, 1, 1]]
    found = measure_browser_networks.compare(exact, rounded, np.array([0, 1, 1, 0]))
    assert found == {"images": 4, "float": 0.75, "int8": 0.75, "same_answer": 0.5}


def test_a_line_that_was_cut_off_is_computed_again(tmp_path):
    (tmp_path / "answers.jsonl").write_text('{"a": 1}\n{"a": 2}\n{"a"')
    assert measure_browser_networks.whole_lines(tmp_path / "answers.jsonl") == ['{"a": 1}\n', '{"a": 2}\n']
    assert measure_browser_networks.whole_lines(tmp_path / "none.jsonl") == []


@pytest.mark.parametrize(
    ("name", "chapter", "entry"), [("dnn", "10_keras_dnn", "K8"), ("transfer", "11_transfer_learning", "V3")]
)
def test_the_networks_of_the_demos_are_those_of_the_chapters(name, chapter, entry):
    """The accuracy before rounding is the one that the chapter recorded, and rounding costs at most half a point."""
    measured = json.loads((FOLDERS["networks"] / "accuracy.json").read_text())[name]
    recorded = (FOLDERS["networks"].parents[1] / "chapters" / f"{chapter}.ipynb").read_text()
    assert f"{entry}.test_accuracy | " in recorded
    assert f"| here {measured['float']:.4g} |" in recorded.split(f"{entry}.test_accuracy | ")[1].split("\\n")[0]
    assert measured["images"] == 10_000
    assert abs(measured["int8"] - measured["float"]) <= 0.005
