"""The helpers of chapter 9: extras, processes, hardware, figures."""

import os

import keras
import numpy as np
import pytest
import scipy.signal
import tensorflow as tf

from lib import autodiff, extras, figures_tech_stack, hardware, processes
from lib.errors import MissingExtraError, ProcessError
from tools import notebooks


@pytest.fixture
def nothing_installed(monkeypatch):
    monkeypatch.setattr(extras.shutil, "which", lambda name: None)
    monkeypatch.setattr(extras.importlib.util, "find_spec", lambda name: None)
    extras.is_installed.cache_clear()
    yield
    extras.is_installed.cache_clear()


@pytest.mark.parametrize("name", extras.REMEDIES)
def test_a_missing_extra_is_told_with_its_remedy_in_one_line(nothing_installed, name):
    with pytest.raises(MissingExtraError, match=rf"^skipped: no {name}\. Install .+[^\n]$"):
        extras.require(name)


def test_a_notebook_shows_the_sentence_alone():
    assert MissingExtraError("skipped: no R.")._render_traceback_() == ["skipped: no R."]


def test_installed_extras_are_accepted(monkeypatch):
    monkeypatch.setitem(extras.MODULES, "JAX", "json")
    extras.is_installed.cache_clear()
    extras.require("JAX")
    extras.is_installed.cache_clear()


def test_an_unknown_extra_is_refused():
    with pytest.raises(ValueError, match="got the extra 'Julia', expected one of R, JAX, PyTorch"):
        extras.require("Julia")


@pytest.mark.skipif(os.environ.get("COURSE_EXTRAS") != "required", reason="extras are optional here")
@pytest.mark.parametrize("name", extras.REMEDIES)
def test_extras_are_installed_where_they_are_required(name):
    extras.require(name)


def multiply(first, second):
    import os

    return {"product": first * second, "variable": os.environ.get("COURSE_TEST"), "folder": os.getcwd()}


def find_lib():
    import lib

    return lib.__file__


def fail():
    raise RuntimeError("no luck")


def test_a_function_runs_in_a_process_of_its_own():
    result = processes.run_python(multiply, [1, 2], 2, environment={"COURSE_TEST": "yes"})
    assert result["product"] == [1, 2, 1, 2]
    assert result["variable"] == "yes"
    assert result["folder"] != os.getcwd()
    assert "COURSE_TEST" not in os.environ


def clock():
    import os
    import time

    start = time.time()
    time.sleep(1)
    return os.environ["COURSE_TEST"], start, time.time()


@pytest.mark.parametrize(("chosen", "overlap"), [("quick", True), ("full", False)])
def test_processes_run_side_by_side_in_the_quick_profile_alone(monkeypatch, chosen, overlap):
    monkeypatch.setenv("COURSE_PROFILE", chosen)
    first, second = processes.run_each(clock, environments=[{"COURSE_TEST": "first"}, {"COURSE_TEST": "second"}])
    assert (first[0], second[0]) == ("first", "second")
    assert (second[1] < first[2]) is overlap


def test_the_process_finds_the_courses_lib():
    assert processes.run_python(find_lib).startswith(str(processes.ROOT))


def test_the_last_line_of_a_failure_is_told():
    with pytest.raises(ProcessError, match="ended with status 1: RuntimeError: no luck"):
        processes.run_python(fail)


def test_a_process_that_does_not_end_is_stopped(monkeypatch):
    monkeypatch.setattr(processes, "TIMEOUT", 0.01)
    with pytest.raises(ProcessError, match="did not finish within 0.01 seconds"):
        processes.run_python(fail)


needs_r = pytest.mark.skipif(not extras.is_installed("R"), reason="skipped: no R")


@needs_r
def test_r_runs_a_program_with_this_python():
    program = "cat(reticulate::import('lib.hardware')$matmul_operations(2L, 3L, 4L), sum(1:4))"
    assert processes.run_r(program).split() == ["48", "10"]


@needs_r
def test_a_failure_in_r_is_told():
    with pytest.raises(ProcessError, match="Rscript ended with status 1: .*no luck"):
        processes.run_r("stop('no luck')")


def test_seconds_are_taken_after_a_warm_up():
    calls = []
    taken = hardware.seconds(lambda: calls.append(1), repeats=3)
    assert taken.shape == (3,)
    assert (taken >= 0).all()
    assert len(calls) == 4
    with pytest.raises(ValueError, match="repeats is 0"):
        hardware.seconds(calls.clear, repeats=0)


@pytest.mark.parametrize(
    ("flags", "bits"),
    [("fpu sse2 avx avx2", 256), ("sse2 avx avx2 avx512f", 512), ("asimd", 128), ("fpu", None), (None, None)],
)
def test_the_width_of_the_vectors_is_read_from_the_flags(tmp_path, flags, bits):
    path = tmp_path / "cpuinfo"
    if flags:
        path.write_text(f"flags\t: {flags}\n")
    assert hardware.vector_bits(path) == bits


@pytest.mark.parametrize("length", [1, 2, 7, 1000])
def test_the_threads_add_the_whole_vector(length):
    first, second = np.arange(length, dtype=float), np.full(length, 0.5)
    result = np.full(length, np.nan)
    hardware.add_in_parallel(first, second, result)
    np.testing.assert_array_equal(result, np.arange(length) + 0.5)


def test_threads_are_limited_by_the_environment():
    assert processes.run_python(thread_count, environment=hardware.thread_environment(1)) == 1


def thread_count():
    import numpy  # noqa: F401
    from threadpoolctl import threadpool_info

    return max(library["num_threads"] for library in threadpool_info())


def test_the_roof_is_the_lower_of_two_limits():
    assert hardware.roof([0.5, 2.0, 100.0], peak=10.0, bandwidth=4.0).tolist() == [2.0, 8.0, 10.0]
    with pytest.raises(ValueError, match="expected positive numbers"):
        hardware.roof(0.0, 10.0, 4.0)


def test_operations_are_those_of_a_convolution_counted_one_by_one():
    pixels, kernel = np.ones((6, 5)), np.ones((3, 3))
    products = scipy.signal.correlate2d(pixels, kernel, mode="valid").sum()  # each product of ones adds one
    assert hardware.conv_operations(4, 3, 3, channels=2, filters=7) == 2 * products * 2 * 7


def test_the_work_of_vgg16_is_that_of_the_layers_in_keras(chapter):
    base = keras.applications.VGG16(weights=None, include_top=False, input_shape=(224, 224, 3))
    convolutions = [layer for layer in base.layers if isinstance(layer, keras.layers.Conv2D)]
    products = sum(np.prod(layer.kernel.shape) * np.prod(layer.output.shape[1:3]) for layer in convolutions)
    products += 7 * 7 * 512 * 4096 + 4096 * 4096 + 4096 * 1000
    assert chapter["vgg16_operations"]() == 2 * products
    network_multiplications = 32 * 32 * 64 * 27 + 65_536 * 128 + 128 * 10
    assert chapter["dnn_operations"] == 2 * network_multiplications


@pytest.fixture
def chapter():
    """The names of the chapter's cells that only count."""
    (path,) = notebooks.find(["09"])
    names = {"np": np, "print": lambda *_: None}
    for cell in notebooks.code_cells(notebooks.read(path)):
        if cell.source.startswith(("def matmul_operations", "def vgg16_operations")):
            exec(cell.source, names)
    return names


def test_the_chapter_counts_as_lib_does(chapter):
    assert chapter["matmul_operations"](3, 5, 7) == hardware.matmul_operations(3, 5, 7)
    assert chapter["conv_operations"](3, 5, 2, 4, 6) == hardware.conv_operations(3, 5, 2, 4, 6)


def small_graph():
    inputs, weights, bias = (
        autodiff.Node(np.ones(shape), name) for shape, name in (((2, 3), "X"), ((3, 1), "W"), ((1,), "b"))
    )
    return autodiff.topological_order((inputs @ weights + bias).sum())


def test_boxes_point_to_their_parents():
    boxes = figures_tech_stack.boxes(small_graph())
    assert [text.split("\n")[0] for text, _ in boxes] == ["X", "W", "matmul", "b", "add", "sum"]
    assert [parents for _, parents in boxes] == [[], [], [0, 1], [], [2, 3], [4]]


def test_operations_of_tensorflow_point_to_their_parents():
    traced = tf.function(lambda first, second: first @ second).get_concrete_function(tf.ones((2, 3)), tf.ones((3, 1)))
    boxes = figures_tech_stack.operation_boxes(traced.graph)
    assert boxes[2] == ("MatMul", [0, 1])


def test_no_two_boxes_share_a_place_and_arrows_go_to_the_right():
    parents = [parents for _, parents in figures_tech_stack.boxes(small_graph())]
    places = figures_tech_stack._places(parents)
    assert len({tuple(place) for place in places}) == len(places)
    for place, own in zip(places, parents, strict=True):
        assert all(places[parent][0] < place[0] for parent in own)


def test_every_figure_is_drawn_and_shown_once(shown):
    figures_tech_stack.speed_by_size((2, 4), {1: [1e9, 2e9], 2: [1e9, 4e9]})
    figures_tech_stack.roofline({"addition": (0.1, 1e9), "product": (100.0, 5e10)}, peak=5e10, bandwidth=1e10)
    figures_tech_stack.graphs({"one": figures_tech_stack.boxes(small_graph()), "other": [("a", []), ("b", [0])]})
    figures_tech_stack.graph_sizes([1.0, 10.0], [3, 5])
    assert len(shown) == 4
    for figure in shown:
        assert all(axis.get_title() or axis.get_xlabel() for axis in figure.axes)
