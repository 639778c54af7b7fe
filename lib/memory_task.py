"""A task for long memory, and how much of the first input reaches the end of a recurrent network (chapter 12)."""

import keras
import numpy as np
import tensorflow as tf


def sequences(number, length, seed, num_symbols=4):
    """Return one-hot sequences (number, length, 2 · num_symbols) and the first symbol of each, (number,).

    The first step shows one of `num_symbols` symbols. Each later step shows one of as many distractors, which say
    nothing about the first. Raises ValueError for a number, length or num_symbols that is too small.
    """
    if number < 1 or length < 2 or num_symbols < 2:
        raise ValueError(
            f"number is {number}, length {length} and num_symbols {num_symbols}; "
            "expected at least 1 sequence of at least 2 steps and 2 symbols."
        )
    random = np.random.default_rng(seed)
    first = random.integers(num_symbols, size=number)
    steps = random.integers(num_symbols, 2 * num_symbols, size=(number, length))
    steps[:, 0] = first
    return np.eye(2 * num_symbols, dtype=np.float32)[steps], first


def build_network(cell, num_symbols=4, units=32, forget_bias=4.0):
    """Return a recurrent network that names the first symbol at the end of a sequence; `cell` is "RNN" or "LSTM".

    forget_bias: the LSTM's forget gates start at its sigmoid, the share of the memory that one step keeps.
    Hochreiter and Schmidhuber (1997), https://doi.org/10.1162/neco.1997.9.8.1735, with the forget gate of Gers,
    Schmidhuber and Cummins (2000), https://doi.org/10.1162/089976600300015015. Raises ValueError for another cell.
    """
    layers = {"RNN": keras.layers.SimpleRNN, "LSTM": keras.layers.LSTM}
    if cell not in layers:
        raise ValueError(f"cell is {cell!r}, expected one of {', '.join(layers)}.")
    recurrent = layers[cell](units)
    network = keras.Sequential(
        [keras.Input((None, 2 * num_symbols)), recurrent, keras.layers.Dense(num_symbols, "softmax")]
    )
    if cell == "LSTM":
        kernel, recurrent_kernel, bias = recurrent.get_weights()
        bias[units : 2 * units] = forget_bias  # Keras orders the gates: input, forget, candidate, output
        recurrent.set_weights([kernel, recurrent_kernel, bias])
    optimizer = keras.optimizers.Adam(0.005, clipnorm=1.0)
    network.compile(optimizer=optimizer, loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return network


def train(cell, length, num_steps, seed, batch_size=64):
    """Train a network on fresh sequences for a number of steps; return its accuracy on 1,000 new ones."""
    keras.utils.set_random_seed(seed)
    network = build_network(cell)
    network.fit(*sequences(num_steps * batch_size, length, seed), batch_size=batch_size, shuffle=False, verbose=0)
    return float(network.evaluate(*sequences(1_000, length, seed + 1_000), batch_size=1_000, verbose=0)[1])


def reach(network, inputs, answers):
    """Return how strongly the loss depends on each step of the input, as shares of the strongest, (length,).

    inputs (n, length, symbols), answers (n,): the length of the gradient of the loss for each step's input, averaged
    over the sequences. Bengio, Simard and Frasconi (1994), https://doi.org/10.1109/72.279181
    """
    inputs = tf.convert_to_tensor(inputs)
    with tf.GradientTape() as tape:
        tape.watch(inputs)
        loss = tf.reduce_sum(keras.losses.sparse_categorical_crossentropy(answers, network(inputs)))
    lengths = np.linalg.norm(tape.gradient(loss, inputs), axis=2).mean(axis=0)
    return lengths / lengths.max()
