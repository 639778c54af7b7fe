"""Two searches over architectures: random search and successive halving. Born in chapter 8.

A search sees candidates in a given order, and spends a budget on training them. Training costs
`cost(candidate)` for each epoch, and `score(candidate, epochs)` is the validation score after so many epochs.
"""

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Found:
    """What a search found: the best candidate, its score, what was spent, and how many candidates were tried."""

    candidate: object
    score: float
    spent: float
    tried: int


def random_search(candidates, score, cost, epochs, budget):
    """Train one candidate after the other for `epochs`, while the budget lasts; return the best as Found.

    A candidate that costs more than what is left is passed over, so that little of the budget stays unused.
    Raises ValueError when there is no candidate or the budget pays for none.
    Bergstra and Bengio (2012), https://jmlr.org/papers/v13/bergstra12a.html
    """
    _check(candidates, epochs)
    best, spent, tried = None, 0, 0
    for candidate in candidates:
        price = epochs * cost(candidate)
        if spent + price > budget:
            continue
        spent, tried = spent + price, tried + 1
        result = _finite(score(candidate, epochs), candidate)
        if best is None or result > best[1]:
            best = candidate, result
    if best is None:
        cheapest = epochs * min(cost(candidate) for candidate in candidates)
        raise ValueError(f"the budget is {budget}, expected at least {cheapest} for a candidate.")
    return Found(*best, spent, tried)


def successive_halving(candidates, score, cost, rungs):
    """Train all candidates a little, keep the best share, train these on, and so forth; return the best as Found.

    `rungs` are the epochs at which candidates are compared, rising: (1, 3, 9). From one rung to the next the
    epochs grow by a factor, and one in so many candidates is kept, at least one. Training goes on from where it
    stopped. Raises ValueError when there is no candidate or the rungs do not rise.
    Jamieson and Talwalkar (2016), https://proceedings.mlr.press/v51/jamieson16.html
    """
    _check(candidates, *rungs)
    if not rungs or list(rungs) != sorted(set(rungs)):
        raise ValueError(f"rungs are {tuple(rungs)}, expected epochs that rise.")
    left, spent, before = list(candidates), 0, 0
    for rung, after in zip(rungs, [*rungs[1:], None], strict=True):
        spent += sum((rung - before) * cost(candidate) for candidate in left)
        scores = {place: _finite(score(candidate, rung), candidate) for place, candidate in enumerate(left)}
        ranked = sorted(scores, key=scores.get, reverse=True)
        best = left[ranked[0]], scores[ranked[0]]
        if after:
            left = [left[place] for place in ranked[: max(1, len(left) * rung // after)]]
        before = rung
    return Found(*best, spent, len(candidates))


def _check(candidates, *epochs):
    if not len(candidates):
        raise ValueError("there are no candidates, expected at least one.")
    if any(isinstance(number, bool) or not isinstance(number, int) or number < 1 for number in epochs):
        raise ValueError(f"the epochs are {epochs}, expected whole numbers of at least 1.")


def _finite(value, candidate):
    if not math.isfinite(value):
        raise ValueError(f"the score of {candidate!r} is {value}, expected a finite number.")
    return value
