import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib import search
from tools import notebooks

RUNGS = (1, 3, 9)


def one(candidate):
    return 1


def quality(candidate, epochs):
    """A score that grows with the epochs and keeps the order of the candidates."""
    return candidate * (1 - 0.5**epochs)


def test_random_search_trains_to_the_end_until_the_budget_is_used_up():
    found = search.random_search([3, 8, 5, 9], quality, one, epochs=9, budget=30)
    assert (found.candidate, found.spent, found.tried) == (8, 27, 3)
    assert found.score == quality(8, 9)


def test_random_search_passes_over_what_the_rest_of_the_budget_cannot_pay():
    prices = {"cheap": 1, "dear": 10, "best": 2}
    scores = {"cheap": 0.5, "dear": 0.9, "best": 0.8}
    found = search.random_search(list(prices), lambda name, _: scores[name], prices.get, epochs=2, budget=20)
    assert (found.candidate, found.tried, found.spent) == ("best", 2, 2 * (1 + 2))


def test_successive_halving_spends_what_its_rungs_cost():
    found = search.successive_halving(range(9), quality, one, RUNGS)
    assert found.spent == 9 * 1 + 3 * (3 - 1) + 1 * (9 - 3)
    assert (found.candidate, found.score, found.tried) == (8, quality(8, 9), 9)


def test_successive_halving_sees_more_candidates_than_random_search_for_the_same_budget():
    halving = search.successive_halving(range(9), quality, one, RUNGS)
    plain = search.random_search(range(9), quality, one, RUNGS[-1], halving.spent)
    assert plain.spent <= halving.spent
    assert (plain.tried, halving.tried) == (2, 9)
    assert halving.candidate > plain.candidate


def test_successive_halving_drops_a_late_bloomer_that_random_search_keeps():
    scores = {"hare": {1: 0.5, 3: 0.5, 9: 0.5}, "tortoise": {1: 0.1, 3: 0.6, 9: 0.9}, "snail": {1: 0.2, 3: 0.3, 9: 0.4}}

    def score(name, epochs):
        return scores[name][epochs]

    assert search.successive_halving(list(scores), score, one, RUNGS).candidate == "hare"
    assert search.random_search(list(scores), score, one, 9, budget=27).candidate == "tortoise"


@settings(deadline=None, max_examples=30)
@given(st.integers(1, 30), st.integers(0, 1000))
def test_the_chapters_loop_finds_what_lib_finds(number, seed):
    (path,) = notebooks.find(["08"])
    (source,) = [
        cell.source for cell in notebooks.code_cells(notebooks.read(path)) if cell.source.startswith("def halve(")
    ]
    names = {}
    exec(source.partition("\n\n\n")[0], names)
    curves = np.random.default_rng(seed).random((number, 10))

    def score(candidate, epochs):
        return curves[candidate, epochs]

    found = search.successive_halving(range(number), score, one, RUNGS)
    assert names["halve"](range(number), score, RUNGS) == found.candidate


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: search.random_search([], quality, one, 9, 100), "no candidates"),
        (lambda: search.successive_halving([], quality, one, RUNGS), "no candidates"),
        (lambda: search.random_search([1], quality, one, 0, 100), "whole numbers of at least 1"),
        (lambda: search.random_search([1], quality, one, 1.5, 100), "whole numbers of at least 1"),
        (lambda: search.random_search([1], quality, one, 9, 8), "budget is 8, expected at least 9"),
        (lambda: search.successive_halving([1], quality, one, ()), "expected epochs that rise"),
        (lambda: search.successive_halving([1], quality, one, (3, 1)), "expected epochs that rise"),
        (lambda: search.successive_halving([1], quality, one, (0, 1)), "at least 1"),
        (lambda: search.successive_halving([1], lambda *_: float("nan"), one, RUNGS), "score of 1 is nan"),
        (lambda: search.random_search([1], lambda *_: float("nan"), one, 9, 100), "score of 1 is nan"),
    ],
)
def test_a_search_that_makes_no_sense_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()
