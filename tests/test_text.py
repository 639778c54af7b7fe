import collections

import keras
import numpy as np
import pytest
from chapter_code import definitions
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.feature_extraction.text import CountVectorizer

from lib import text

WORDS = st.lists(st.sampled_from(["the", "dog", "bit", "man", "a"]), min_size=1, max_size=8)


@pytest.mark.parametrize(
    ("sentence", "tokens"),
    [
        ("The dog bit the man.", ["the", "dog", "bit", "the", "man", "."]),
        ("Don't!  Never", ["don't", "!", "never"]),
        ("Été 42, straße", ["été", "42", ",", "straße"]),
    ],
)
def test_a_sentence_is_cut_into_tokens(sentence, tokens):
    assert text.tokenize(sentence) == tokens


@pytest.mark.parametrize("sentence", ["", "  \n", 7, None, ["a"]])
def test_what_holds_no_token_is_refused(sentence):
    with pytest.raises(ValueError, match="sentence is"):
        text.tokenize(sentence)


def test_a_vocabulary_counts_from_two_in_the_order_of_appearance():
    vocabulary = text.build_vocabulary([["b", "a"], ["a", "c"]])
    assert vocabulary == {text.PADDING: 0, text.UNKNOWN: 1, "b": 2, "a": 3, "c": 4}


def test_unknown_words_and_padding_have_their_indices():
    vocabulary = text.build_vocabulary([["b", "a"]])
    assert text.encode([["a", "x", "b"], ["b"]], vocabulary).tolist() == [[3, 1, 2], [2, 0, 0]]
    with pytest.raises(ValueError, match="none of them empty"):
        text.encode([["a"], []], vocabulary)
    with pytest.raises(ValueError, match="at least one list"):
        text.encode([], vocabulary)


@settings(deadline=None, max_examples=30)
@given(token_lists=st.lists(WORDS, min_size=1, max_size=5))
def test_encoding_loses_nothing_that_the_vocabulary_knows(token_lists):
    vocabulary = text.build_vocabulary(token_lists)
    words = {index: word for word, index in vocabulary.items()}
    for row, tokens in zip(text.encode(token_lists, vocabulary), token_lists, strict=True):
        assert [words[index] for index in row if index] == tokens


@settings(deadline=None, max_examples=30)
@given(indices=st.lists(st.integers(0, 6), min_size=1, max_size=10))
def test_one_hot_vectors_are_those_of_keras(indices):
    np.testing.assert_array_equal(text.one_hot(indices, 7), keras.utils.to_categorical(indices, 7))


@settings(deadline=None, max_examples=30)
@given(token_lists=st.lists(WORDS, min_size=1, max_size=5))
def test_bags_are_those_of_scikit_learn(token_lists):
    vocabulary = text.build_vocabulary(token_lists)
    bags = text.bag_of_words(text.encode(token_lists, vocabulary), len(vocabulary))
    reference = CountVectorizer(vocabulary=list(vocabulary)[2:], analyzer=lambda tokens: tokens)
    np.testing.assert_array_equal(bags[:, 2:], reference.transform(token_lists).toarray())
    assert not bags[:, :2].any()


@pytest.mark.parametrize("indices", [[[0, 7]], [[-1]], [[0.5]], []])
def test_indices_that_do_not_fit_are_refused(indices):
    for function in (text.one_hot, text.bag_of_words):
        with pytest.raises(ValueError, match="whole numbers from 0 to 6"):
            function(indices, 7)


def test_a_bag_needs_rows():
    with pytest.raises(ValueError, match=r"shape \(3,\), expected \(n, steps\)"):
        text.bag_of_words([1, 2, 3], 7)


def test_bigrams_are_the_neighbours():
    assert text.bigrams(["the", "dog", "bit"]) == ["the dog", "dog bit"]
    with pytest.raises(ValueError, match="at least two"):
        text.bigrams(["the"])


@settings(deadline=None, max_examples=10)
@given(n=st.integers(1, 3), steps=st.integers(1, 4), features=st.integers(1, 3), units=st.integers(1, 3))
def test_recurrent_states_of_the_chapter_are_those_of_keras(n, steps, features, units):
    rng = np.random.default_rng(n + 10 * steps)
    values, bias = rng.normal(size=(n, steps, features)), rng.normal(size=units)
    kernel, recurrent_kernel = rng.normal(size=(features, units)), rng.normal(size=(units, units))
    layer = keras.layers.SimpleRNN(units, return_sequences=True)
    layer.build(values.shape)
    layer.set_weights([kernel, recurrent_kernel, bias])
    states_of = definitions("05", "def recurrent_states", np=np)["recurrent_states"]
    states = states_of(values, kernel, recurrent_kernel, bias)
    np.testing.assert_allclose(states, keras.ops.convert_to_numpy(layer(values.astype("float32"))), atol=1e-5)


def test_sentences_are_plain_english():
    assert text.build_sentence("dog", "boy", "chased") == "the dog chased the boy"
    passive = text.build_sentence("dog", "boy", "chased", passive=True, places=("", "in town"))
    assert passive == "the dog was chased by the boy in town"


def actor(sentence):
    """Return who acts, read from the sentence alone: the noun before the verb, or after `by` in the passive voice."""
    tokens = sentence.split()
    nouns = [token for token in tokens if token in text.ANIMALS + text.PEOPLE]
    return nouns[1] if "by" in tokens else nouns[0]


@pytest.mark.parametrize("held_out", [False, True])
def test_the_label_says_who_acts(held_out):
    sentences, labels, both_placed = text.who_acts(held_out)
    assert [int(actor(sentence) in text.PEOPLE) for sentence in sentences] == labels.tolist()
    assert [sentence.split().count("in") == 2 for sentence in sentences] == both_placed.tolist()
    assert len(set(sentences)) == len(sentences) == {False: 5184, True: 1728}[held_out]
    assert both_placed.mean() == 0.5


@pytest.mark.parametrize("held_out", [False, True])
def test_every_bag_has_both_labels_equally_often(held_out):
    sentences, labels, both_placed = text.who_acts(held_out)
    for describe, chosen in ((list, labels >= 0), (text.bigrams, both_placed)):
        found = collections.defaultdict(list)
        for sentence, label, is_chosen in zip(sentences, labels, chosen, strict=True):
            if is_chosen:
                found[tuple(sorted(describe(sentence.split())))].append(label)
        assert found
        assert all(np.mean(answers) == 0.5 for answers in found.values())


def test_held_out_pairs_are_new_and_their_words_are_not():
    train, test = (text.who_acts(held_out)[0] for held_out in (False, True))
    nouns = set(text.ANIMALS + text.PEOPLE)
    train_pairs, test_pairs = ({frozenset(nouns & set(s.split())) for s in part} for part in (train, test))
    assert (len(train_pairs), len(test_pairs)) == (108, 36)
    assert not train_pairs & test_pairs
    assert set(" ".join(test).split()) == set(" ".join(train).split())
    train_edges, test_edges = ({bigram for s in part for bigram in text.bigrams(s.split())} for part in (train, test))
    assert test_edges <= train_edges


def test_the_chapter_defines_what_lib_has():
    names = definitions("05", "def build_sentence")
    for passive in (False, True):
        for places in (("", ""), ("in town", ""), ("in town", "in school")):
            arguments = ("dog", "boy", "chased", passive, places)
            assert names["build_sentence"](*arguments) == text.build_sentence(*arguments)
