"""lib.autodiff against TensorFlow, finite differences and gradients worked out by hand."""

from pathlib import Path

import numpy as np
import pytest
import tensorflow as tf
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hypothesis_numpy

from lib import autodiff, expressions
from lib.autodiff import Node
from tools import notebooks

ONE_INPUT = {
    "exp": tf.exp,
    "log": tf.math.log,
    "relu": tf.nn.relu,
    "tanh": tf.tanh,
    "sigmoid": tf.sigmoid,
    "sum": tf.reduce_sum,
}
TWO_INPUTS = {
    "+": lambda first, second: first + second,
    "-": lambda first, second: first - second,
    "*": lambda first, second: first * second,
    "/": lambda first, second: first / second,
}


def tensorflow_gradients(function, *arrays):
    tensors = [tf.constant(array) for array in arrays]
    with tf.GradientTape() as tape:
        tape.watch(tensors)
        result = tf.reduce_sum(function(*tensors))
    return [slope.numpy() for slope in tape.gradient(result, tensors)]


@pytest.mark.parametrize("seed", range(1000, 1060))
def test_a_random_expression_has_the_gradients_of_tensorflow(seed):
    for own, other in zip(*expressions.gradients(seed), strict=True):
        np.testing.assert_allclose(own, other, rtol=1e-9, atol=1e-9)


def test_the_random_expressions_use_every_operation():
    used = set()

    class Names(dict):
        def __getitem__(self, name):
            used.add(name)
            return super().__getitem__(name)

    original, expressions.OPERATIONS = expressions.OPERATIONS, Names(expressions.OPERATIONS)
    try:
        for seed in range(20):
            nodes = [Node(array) for array in expressions.random_inputs(seed)]
            expressions.evaluate(nodes, Node, seed)
    finally:
        expressions.OPERATIONS = original
    assert used == set(expressions.OPERATIONS)


@pytest.mark.parametrize("seed", range(3))
def test_a_random_expression_has_the_gradients_of_finite_differences(seed):
    arrays, change = expressions.random_inputs(seed), 1e-6
    nodes = [Node(array) for array in arrays]
    expressions.evaluate(nodes, Node, seed).backward()
    for number, array in enumerate(arrays):
        for place in np.ndindex(array.shape):
            ends = []
            for sign in (1, -1):
                moved = [other.copy() for other in arrays]
                moved[number][place] += sign * change
                ends.append(expressions.evaluate([Node(other) for other in moved], Node, seed).value)
            slope = (ends[0] - ends[1]) / (2 * change)
            assert nodes[number].gradient[place] == pytest.approx(slope, rel=1e-4, abs=1e-4)


@pytest.mark.parametrize("name", ONE_INPUT)
@settings(deadline=None, max_examples=15)
@given(data=st.data())
def test_a_function_has_the_gradient_of_tensorflow_for_any_shape(name, data):
    shape = data.draw(hypothesis_numpy.array_shapes(max_dims=3, max_side=4))
    values = np.random.default_rng(data.draw(st.integers(0, 99))).uniform(0.1, 3, shape)
    values = values if name == "log" else values - 1.5
    node = Node(values)
    getattr(node, name)().sum().backward()
    np.testing.assert_allclose(node.gradient, tensorflow_gradients(ONE_INPUT[name], values)[0], rtol=1e-12)


@pytest.mark.parametrize("name", TWO_INPUTS)
@settings(deadline=None, max_examples=15)
@given(shapes=hypothesis_numpy.mutually_broadcastable_shapes(num_shapes=2, max_dims=3, max_side=4))
def test_an_operation_has_the_gradients_of_tensorflow_for_any_two_shapes(name, shapes):
    rng = np.random.default_rng(0)
    first, second = (rng.uniform(0.5, 2, shape) for shape in shapes.input_shapes)
    nodes = Node(first), Node(second)
    TWO_INPUTS[name](*nodes).sum().backward()
    for node, expected in zip(nodes, tensorflow_gradients(TWO_INPUTS[name], first, second), strict=True):
        assert node.gradient.shape == node.value.shape
        np.testing.assert_allclose(node.gradient, expected, rtol=1e-12)


def test_the_gradient_of_a_matrix_product_worked_by_hand():
    first, second = Node([[1.0, 2.0]]), Node([[3.0], [4.0]])
    (first @ second).sum().backward()
    assert first.gradient.tolist() == [[3.0, 4.0]]
    assert second.gradient.tolist() == [[1.0], [2.0]]


def test_a_node_that_is_used_twice_collects_both_gradients():
    node = Node(3.0)
    (node * node + node).backward()
    assert node.gradient == 7.0


def test_numbers_and_arrays_may_stand_on_either_side():
    node, array = Node([1.0, 2.0]), np.array([3.0, 5.0])
    assert (array * node).value.tolist() == [3.0, 10.0]
    assert (array - node).value.tolist() == [2.0, 3.0]
    assert (2 / node).value.tolist() == [2.0, 1.0]
    assert (np.eye(2) @ Node([[1.0], [2.0]])).value.tolist() == [[1.0], [2.0]]


def test_backward_starts_from_zero_each_time():
    node = Node(2.0)
    result = node * node
    result.backward()
    result.backward()
    assert node.gradient == 4.0


def test_a_graph_may_be_deeper_than_pythons_stack():
    node = start = Node(1.0)
    for _ in range(5000):
        node = node + 0.0
    node.backward()
    assert start.gradient == 1.0


def test_parents_come_before_children_and_each_node_once():
    start = Node(1.0)
    left, right = start * 2, start * 3
    order = autodiff.topological_order(left + right)
    assert len(order) == len({id(node) for node in order})
    for position, node in enumerate(order):
        assert all(parent in order[:position] for parent in node.parents)


def test_the_sigmoid_does_not_overflow():
    with np.errstate(all="raise", under="ignore"):
        node = Node([-1000.0, 0.0, 1000.0]).sigmoid()
    assert node.value.tolist() == [0.0, 0.5, 1.0]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (lambda: Node([1.0, np.nan]), r"shape \(2,\) holds NaN"),
        (lambda: Node(np.ones(3)) + np.ones(2), r"add got shapes \(3,\) and \(2,\), expected shapes that broadcast"),
        (lambda: Node(np.ones((2, 3))) * np.ones((3, 2)), r"multiply got shapes \(2, 3\) and \(3, 2\)"),
        (
            lambda: Node(np.ones((2, 3))) @ np.ones((2, 3)),
            r"matmul got shapes \(2, 3\) and \(2, 3\), expected \(n, k\)",
        ),
        (lambda: Node(np.ones(3)) @ np.ones(3), r"matmul got shapes \(3,\) and \(3,\)"),
        (lambda: Node([1.0, 0.0]).log(), r"log got 0 in shape \(2,\), expected positive"),
        (lambda: Node([1.0, 2.0]).backward(), r"shape \(2,\), expected one number"),
    ],
)
def test_bad_input_is_refused(wrong, message):
    with pytest.raises(ValueError, match=message):
        wrong()


def test_the_module_has_less_than_150_lines():
    assert len(Path(autodiff.__file__).read_text().splitlines()) < 150


def test_the_chapter_builds_what_lib_has():
    (path,) = notebooks.find(["09"])
    names = {"np": np}
    for cell in notebooks.code_cells(notebooks.read(path)):
        if cell.source.startswith(("class Node:", "def in_order(")):
            exec(cell.source, names)
    rng = np.random.default_rng(1)
    arrays = [rng.normal(size=shape) for shape in ((4, 3), (3, 2), (2,))]
    own, libs = [names["Node"](array, "input") for array in arrays], [Node(array) for array in arrays]
    names["backward"](((own[0] @ own[1]) + own[2]).sigmoid().sum())
    ((libs[0] @ libs[1]) + libs[2]).sigmoid().sum().backward()
    for first, second in zip(own, libs, strict=True):
        np.testing.assert_allclose(first.gradient, second.gradient, rtol=1e-12)
