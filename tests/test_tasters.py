"""The memory task, the ring of Gaussians, the cart-pole and attention of chapter 12."""

import hypothesis
import hypothesis.strategies as st
import keras
import numpy as np
import pytest
import scipy.integrate

from lib import attention, cart_pole, figures_what_next, memory_task, ring_gan
from tools import notebooks

many_cases = hypothesis.settings(deadline=None, max_examples=40, derandomize=True, database=None)


def code_of_the_chapter(start):
    """Run the cells of chapter 12 that start with one of the lines, and return the names that they define."""
    (path,) = notebooks.find(["12"])
    names = {"np": np, "cart_pole": cart_pole}
    for cell in notebooks.code_cells(notebooks.read(path)):
        if cell.source.startswith(start):
            exec(cell.source, names)
    return names


def test_the_first_step_alone_tells_the_answer():
    inputs, answers = memory_task.sequences(500, 7, seed=0)
    assert inputs.shape == (500, 7, 8)
    symbols = inputs.argmax(axis=2)
    np.testing.assert_array_equal(symbols[:, 0], answers)
    np.testing.assert_array_equal(inputs.sum(axis=2), 1)
    assert set(answers) == {0, 1, 2, 3}
    assert set(symbols[:, 1:].ravel()) == {4, 5, 6, 7}


@pytest.mark.parametrize("arguments", [(0, 5, 0), (3, 1, 0), (3, 5, 0, 1)])
def test_sequences_refuse_numbers_that_are_too_small(arguments):
    with pytest.raises(ValueError, match="expected at least"):
        memory_task.sequences(*arguments)


def test_an_unknown_cell_is_named():
    with pytest.raises(ValueError, match="'GRU'"):
        memory_task.build_network("GRU")


def test_the_forget_gates_start_as_open_as_asked():
    """With all kernels at zero one step of an LSTM keeps the sigmoid of the forget bias of its memory."""
    network = memory_task.build_network("LSTM", forget_bias=2.0)
    cell = network.layers[0].cell
    kernel, recurrent_kernel, bias = cell.get_weights()
    cell.set_weights([0 * kernel, 0 * recurrent_kernel, bias])
    memory = np.ones((1, 32), np.float32)
    _, (_, kept) = cell(np.zeros((1, 8), np.float32), [np.zeros((1, 32), np.float32), memory])
    np.testing.assert_allclose(kept, 1 / (1 + np.exp(-2.0)), rtol=1e-5)


def test_reach_agrees_with_finite_differences():
    keras.utils.set_random_seed(0)
    network = memory_task.build_network("RNN", units=4)
    inputs, answers = memory_task.sequences(1, 5, seed=0)

    def loss(moved):
        return -np.log(np.asarray(network(moved.astype(np.float32)))[0, answers[0]])

    lengths = []
    for step in range(5):
        slopes = []
        for symbol in range(8):
            change = np.zeros(inputs.shape)
            change[0, step, symbol] = 1e-2
            slopes.append((loss(inputs + change) - loss(inputs - change)) / 2e-2)
        lengths.append(np.linalg.norm(slopes))
    np.testing.assert_allclose(memory_task.reach(network, inputs, answers), np.divide(lengths, max(lengths)), atol=0.01)


def test_the_ring_has_radius_one_and_eight_modes_of_equal_share():
    points = ring_gan.ring(8_000, seed=0)
    assert np.linalg.norm(points, axis=1).mean() == pytest.approx(1, abs=0.01)
    np.testing.assert_allclose(ring_gan.mode_shares(points), 1 / 8, atol=0.02)
    assert ring_gan.count_modes(points) == 8


@pytest.mark.parametrize("number", range(9))
def test_modes_are_counted_on_known_points(number):
    on_modes = np.repeat(ring_gan.centres()[:number], 10, axis=0)
    between = np.zeros((20, 2))
    points = np.concatenate([on_modes, between])
    assert ring_gan.count_modes(points) == number
    assert ring_gan.mode_shares(points).sum() == pytest.approx(10 * number / len(points))


@pytest.mark.parametrize("points", [np.zeros((0, 2)), np.zeros((5, 3)), np.zeros(4), np.full((3, 2), np.nan)])
def test_modes_need_points(points):
    with pytest.raises(ValueError, match="points"):
        ring_gan.mode_shares(points)


def test_a_ring_needs_a_point():
    with pytest.raises(ValueError, match="number is 0"):
        ring_gan.ring(0, seed=0)


def test_the_losses_are_keras_cross_entropies_and_those_of_the_chapter():
    real, fake = np.random.default_rng(0).normal(size=(2, 30, 1)).astype(np.float32)
    entropy = keras.losses.BinaryCrossentropy(from_logits=True)
    ones, zeros = np.ones((30, 1)), np.zeros((30, 1))
    expected = float(entropy(ones, real)) + float(entropy(zeros, fake))
    assert float(ring_gan.discriminator_loss(real, fake)) == pytest.approx(expected, rel=1e-5)
    assert float(ring_gan.generator_loss(fake)) == pytest.approx(float(entropy(ones, fake)), rel=1e-5)
    names = code_of_the_chapter("def discriminator_loss")
    assert names["discriminator_loss"](real, fake) == pytest.approx(expected, rel=1e-5)
    assert names["generator_loss"](fake) == pytest.approx(float(entropy(ones, fake)), rel=1e-5)


def test_training_gives_points_at_the_moments_that_were_asked_for():
    runs = ring_gan.train(20, seed=0, pack=4, records=2)
    assert [step for step, _ in runs] == [10, 20]
    assert all(points.shape == (2_000, 2) and np.isfinite(points).all() for _, points in runs)


def exact_motion(state, force, seconds):
    """Integrate the cart-pole's two coupled equations of motion, solved as a linear system, with small steps."""

    def rates(_, values):
        _, speed, angle, spin = values
        pole_moment = cart_pole.POLE_MASS * cart_pole.HALF_LENGTH
        coupling = pole_moment * np.cos(angle)
        masses = [
            [cart_pole.CART_MASS + cart_pole.POLE_MASS, coupling],
            [coupling, 4 / 3 * pole_moment * cart_pole.HALF_LENGTH],
        ]
        forces = [force + pole_moment * spin**2 * np.sin(angle), pole_moment * cart_pole.GRAVITY * np.sin(angle)]
        return [speed, np.linalg.solve(masses, forces)[0], spin, np.linalg.solve(masses, forces)[1]]

    return scipy.integrate.solve_ivp(rates, (0, seconds), state, rtol=1e-9, atol=1e-9).y[:, -1]


@many_cases
@hypothesis.given(state=st.lists(st.floats(-0.2, 0.2), min_size=4, max_size=4), action=st.integers(0, 1))
def test_one_step_is_the_motion_to_first_order_in_time(state, action):
    after = cart_pole.move([state], [action])[0]
    exact = exact_motion(state, cart_pole.FORCE if action else -cart_pole.FORCE, cart_pole.TIME_STEP)
    np.testing.assert_allclose(after, exact, atol=0.5 * 17 * cart_pole.TIME_STEP**2 + 0.012)


@many_cases
@hypothesis.given(state=st.lists(st.floats(-0.5, 0.5), min_size=4, max_size=4), force=st.floats(-10, 10))
def test_accelerations_are_the_slopes_of_the_exact_motion(state, force):
    moment = 1e-5
    slope = (exact_motion(state, force, moment) - np.array(state)) / moment
    cart, turn = cart_pole.accelerations([state], [force])
    np.testing.assert_allclose([cart[0], turn[0]], slope[[1, 3]], atol=0.01)


def test_a_free_pole_keeps_its_energy():
    """Without a force the energy of cart and pole changes only by the error of the time step."""
    state = np.array([[0.0, 0.0, 0.3, 0.0]])

    def energy(values):
        _, speed, angle, spin = values
        mass, half = cart_pole.POLE_MASS, cart_pole.HALF_LENGTH
        kinetic = 0.5 * (cart_pole.CART_MASS + mass) * speed**2 + mass * half * speed * spin * np.cos(angle)
        return kinetic + 2 / 3 * mass * half**2 * spin**2 + mass * cart_pole.GRAVITY * half * np.cos(angle)

    cart, turn = cart_pole.accelerations(state, [0.0])
    small = 1e-4
    after = state[0] + small * np.array([0, cart[0], 0, turn[0]])
    assert energy(after) == pytest.approx(energy(state[0]), abs=1e-6)


def test_the_limits_end_an_episode():
    degree = np.deg2rad(1)
    states = [[0, 9, 0, 9], [2.5, 0, 0, 0], [-2.5, 0, 0, 0], [0, 0, 13 * degree, 0], [2.3, 0, -11 * degree, 0]]
    assert cart_pole.has_fallen(states).tolist() == [False, True, True, True, False]


@pytest.mark.parametrize(("states", "forces"), [(np.zeros((2, 3)), np.zeros(2)), (np.zeros((2, 4)), np.zeros(3))])
def test_accelerations_name_shapes_that_do_not_fit(states, forces):
    with pytest.raises(ValueError, match="expected shapes"):
        cart_pole.accelerations(states, forces)


def test_the_agents_gradient_is_that_of_the_log_probability():
    names = code_of_the_chapter("UNITS = ")
    states, weights = np.random.default_rng(0).normal(size=(6, 4)), np.array([0.3, -0.2, 0.5, 0.1])
    probability = names["probability_right"](states, weights)
    actions = np.array([0, 1, 1, 0, 1, 0])
    by_formula = (actions - probability)[:, None] * states / names["UNITS"]
    for index in range(4):
        change = 1e-6 * np.eye(4)[index]
        right = [names["probability_right"](states, weights + sign * change) for sign in (1, -1)]
        logs = [np.log(np.where(actions == 1, value, 1 - value)) for value in right]
        np.testing.assert_allclose(by_formula[:, index], (logs[0] - logs[1]) / 2e-6, atol=1e-6)


def test_the_agent_learns():
    names = code_of_the_chapter(("UNITS = ", "def learn("))
    _, curve = names["learn"](12, seed=5, num_carts=20, longest=100)
    assert curve[-1] > 2 * curve[0]


@many_cases
@hypothesis.given(
    rows=st.integers(1, 6), places=st.integers(1, 6), size=st.integers(1, 5), seed=st.integers(0, 2**32 - 1)
)
def test_attention_of_the_chapter_is_keras_dot_product_attention(rows, places, size, seed):
    random = np.random.default_rng(seed)
    queries, keys, values = (random.normal(size=(count, size)) for count in (rows, places, places))
    batch_of_one_head = [np.float32(array)[None, :, None] for array in (queries, keys, values)]
    expected = keras.ops.dot_product_attention(*batch_of_one_head)[0, :, 0]
    answers, weights = code_of_the_chapter("def attend")["attend"](queries, keys, values)
    np.testing.assert_allclose(answers, expected, atol=1e-5)
    np.testing.assert_allclose(weights.sum(axis=1), 1)


def test_words_and_their_reverse():
    letters, backwards = attention.words(50, seed=0)
    assert attention.spell([0, 2, 7]) == "ach"
    for word, answer in zip(letters, backwards, strict=True):
        assert attention.spell(word) == attention.spell(answer)[::-1]
    assert set(letters.ravel()) == set(range(8))


def test_words_need_letters():
    with pytest.raises(ValueError, match="length 0"):
        attention.words(1, 0, length=0)


def test_without_places_the_transformer_cannot_see_the_order():
    transformer, look = attention.build_transformer(with_places=False)
    word = attention.words(1, seed=0)[0]
    order = np.random.default_rng(0).permutation(10)
    np.testing.assert_allclose(transformer(word)[0].numpy()[order], transformer(word[:, order])[0], atol=1e-5)
    assert look(word).shape == (1, 1, 10, 10)
    with_places, _ = attention.build_transformer()
    assert not np.allclose(with_places(word)[0].numpy()[order], with_places(word[:, order])[0], atol=1e-3)


def test_every_figure_is_drawn(shown):
    figures = figures_what_next
    curve = {"accuracy": [0.1, 0.5], "val_accuracy": [0.2, 0.4]}
    points = np.zeros((10, 2))
    figures.stopping([3, 2, 2.5], 3, 2)
    figures.changed_images({"one": np.zeros((2, 4, 4, 3)), "two": np.ones((2, 4, 4, 3))})
    figures.filters(np.random.default_rng(0).normal(size=(2, 2, 3, 5)))
    figures.schedule([0, 1, 0])
    figures.accuracy_curve(curve, {"slide": 0.45})
    figures.seed_curves({"seed 1": [0.2, 0.4], "seed 2": [0.3, 0.5]})
    figures.memory({"RNN": {5: [0.5], 10: [0.4]}}, {"RNN": np.array([0.1, 1])}, chance=0.25)
    figures.gan_points({"single": [points, points], "packs": [points, points]})
    figures.mode_counts({"single": [([1, 2], [3, 4])]})
    figures.returns([[20, 30], [20, 40]], 200)
    figures.attention_map(np.eye(3), "abc", "cba")
    assert len(shown) == 11
    assert all(axis.get_xlabel() for axis in shown[4].axes + shown[5].axes + shown[9].axes + shown[10].axes[:1])
