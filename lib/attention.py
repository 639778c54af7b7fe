"""Attention, and a tiny transformer that reverses words (chapter 12).

Vaswani and others (2017), https://doi.org/10.48550/arXiv.1706.03762
"""

import keras
import numpy as np

LETTERS = "abcdefgh"
LENGTH = 10  # letters in a word
WIDTH = 32  # numbers that describe one letter at one place


def words(number, seed, length=LENGTH):
    """Return random words (number, length) of letters as numbers 0 to 7, and the same words backwards."""
    if number < 1 or length < 1:
        raise ValueError(f"number is {number} and length {length}, expected at least 1 word of at least 1 letter.")
    letters = np.random.default_rng(seed).integers(len(LETTERS), size=(number, length))
    return letters, letters[:, ::-1].copy()


def spell(letters):
    """Return a row of numbers as a word."""
    return "".join(LETTERS[letter] for letter in letters)


class AddPlaces(keras.layers.Layer):
    """Add to the description of each letter one of its place; without it a transformer cannot tell places apart."""

    def build(self, input_shape):
        """Make one row of weights for each place."""
        self.places = self.add_weight(shape=input_shape[1:], initializer="random_normal", name="places")

    def call(self, inputs):
        """Return the inputs (n, places, width) with the row of each place added."""
        return inputs + self.places


def build_transformer(length=LENGTH, with_places=True):
    """Return a transformer of one block, compiled, and a network that gives its attention (n, 1, length, length).

    The first takes words (n, length) and gives the probabilities of the letters at each place, (n, length, 8).
    """
    letters = keras.Input((length,), dtype="int32")
    described = keras.layers.Embedding(len(LETTERS), WIDTH)(letters)
    if with_places:
        described = AddPlaces()(described)
    look = keras.layers.MultiHeadAttention(num_heads=1, key_dim=WIDTH)
    answers, attention = look(described, described, return_attention_scores=True)
    mixed = keras.layers.LayerNormalization()(described + answers)
    hidden = keras.layers.Dense(2 * WIDTH, "relu")(mixed)
    mixed = keras.layers.LayerNormalization()(mixed + keras.layers.Dense(WIDTH)(hidden))
    probabilities = keras.layers.Dense(len(LETTERS), "softmax")(mixed)
    transformer = keras.Model(letters, probabilities)
    transformer.compile(keras.optimizers.Adam(0.005), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return transformer, keras.Model(letters, attention)
