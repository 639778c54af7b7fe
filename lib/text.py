"""The helpers of chapter 5 for texts: tokens, vocabularies, bags, and the task "who acts?".

A sentence is a string. Its tokens are a list of words. A vocabulary maps words to their indices.
"""

import itertools
import re

import numpy as np

PADDING, UNKNOWN = "<padding>", "<unknown>"
WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?|\d+|[.,;:!?]")

ANIMALS = ("bear", "bull", "cat", "dog", "fox", "goat", "goose", "horse", "monkey", "parrot", "sheep", "wolf")
PEOPLE = (
    "baker", "boy", "doctor", "farmer", "girl", "king", "man", "nurse", "painter", "sailor", "teacher", "woman",
)  # fmt: skip
VERBS = ("chased", "feared", "followed", "greeted", "pushed", "watched")
PLACES = ("in school", "in town", "in the garden", "in the street", "in the old barn", "in the dark forest")


def tokenize(sentence):
    """Return the tokens of a sentence in lower case: words, whole numbers and punctuation marks.

    Raises ValueError for anything but a string, and for a string without a token.
    """
    if not isinstance(sentence, str):
        raise ValueError(f"sentence is {sentence!r}, expected a string.")
    tokens = WORD.findall(sentence.lower())
    if not tokens:
        raise ValueError(f"sentence is {sentence!r}, expected at least one word.")
    return tokens


def build_vocabulary(token_lists):
    """Return a dictionary from each word to its index, in the order of first appearance.

    Index 0 is padding, index 1 stands for every unknown word.
    """
    vocabulary = {PADDING: 0, UNKNOWN: 1}
    for token in itertools.chain.from_iterable(token_lists):
        vocabulary.setdefault(token, len(vocabulary))
    return vocabulary


def encode(token_lists, vocabulary):
    """Return the indices (n, longest) of lists of tokens, filled up with zeros at the end.

    A token that the vocabulary lacks gets the index 1. Raises ValueError for an empty list.
    """
    lengths = [len(tokens) for tokens in token_lists]
    if not lengths or min(lengths) == 0:
        raise ValueError(f"token_lists have the lengths {lengths[:5]}, expected at least one list, none of them empty.")
    indices = np.zeros((len(lengths), max(lengths)), int)
    for row, tokens in zip(indices, token_lists, strict=True):
        row[: len(tokens)] = [vocabulary.get(token, vocabulary[UNKNOWN]) for token in tokens]
    return indices


def one_hot(indices, size):
    """Return for each index a vector with a single one; indices (...), result (..., size) as float32.

    Raises ValueError for an index that is not a whole number from 0 to size - 1.
    """
    return np.eye(size, dtype="float32")[check_indices(indices, size)]


def bag_of_words(indices, size):
    """Return how often each index occurs in each row; indices (n, steps), result (n, size) as float32.

    Padding is not counted. Raises ValueError for other shapes and for indices that are not below `size`.
    """
    indices = check_indices(indices, size)
    if indices.ndim != 2:
        raise ValueError(f"indices have shape {indices.shape}, expected (n, steps).")
    counts = np.zeros((len(indices), size), "float32")
    np.add.at(counts, (np.arange(len(indices))[:, None], indices), 1)
    counts[:, 0] = 0
    return counts


def bigrams(tokens):
    """Return the pairs of neighbouring tokens, each as one string; raise ValueError for fewer than two tokens."""
    if len(tokens) < 2:
        raise ValueError(f"tokens are {tokens!r}, expected at least two.")
    return [f"{first} {second}" for first, second in itertools.pairwise(tokens)]


def build_sentence(first, second, verb, passive=False, places=("", "")):
    """Return a sentence in which `first` comes before `second`; `places` are phrases that follow the two nouns."""
    verb = f"was {verb} by" if passive else verb
    parts = ("the", first, places[0], verb, "the", second, places[1])
    return " ".join(part for part in parts if part)


def who_acts(held_out, seed=0):
    """Return sentences about an animal and a person, labels (n,), and whether places follow both nouns (n,).

    The label is 1 where the person acts, 0 where the animal acts. With `held_out` the sentences are those of 36
    pairs of an animal and a person, without it those of the other 108 pairs; each noun occurs in both parts.
    Every pair meets each verb in the active and the passive voice, with places after both nouns and with a place
    after one of them or none; each such sentence comes in both orders of the two nouns.
    """
    rng = np.random.default_rng(seed)
    sentences, labels, both_placed = [], [], []
    for (row, animal), (column, person) in itertools.product(enumerate(ANIMALS), enumerate(PEOPLE)):
        for verb, passive, both in itertools.product(VERBS, (False, True), (True, False)):
            places = [str(place) for place in rng.choice(PLACES, 2, replace=False)]
            named = (True, True) if both else ((False, False), (True, False), (False, True))[rng.integers(3)]
            if ((row + column) % 4 == 0) != held_out:
                continue
            phrases = [place if is_named else "" for place, is_named in zip(places, named, strict=True)]
            for first, second in ((animal, person), (person, animal)):
                sentences.append(build_sentence(first, second, verb, passive, phrases))
                labels.append(int((first == person) != passive))
                both_placed.append(both)
    return sentences, np.array(labels), np.array(both_placed)


def check_indices(indices, size):
    """Return indices as an array of whole numbers; raise ValueError unless all are from 0 to size - 1."""
    indices = np.asarray(indices)
    if not indices.size or not np.issubdtype(indices.dtype, np.integer) or indices.min() < 0 or indices.max() >= size:
        raise ValueError(
            f"indices of shape {indices.shape} and type {indices.dtype} do not fit a vocabulary of {size}, "
            f"expected whole numbers from 0 to {size - 1}, at least one."
        )
    return indices
