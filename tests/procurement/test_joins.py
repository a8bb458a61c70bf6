"""Joining parts: whatever rule leaves pairs out, those that suit are all there."""

import numpy as np
import pytest

from negotiate.procurement import joins as joins_file
from negotiate.procurement.duality import LimitPrices
from negotiate.procurement.joins import affordable
from negotiate.procurement.parts import Parts, TooManyParts


def random_parts(rng: np.random.Generator, count: int, floors: int) -> Parts:
    loss, cost = rng.exponential(1.0, count), rng.uniform(0, 10, (count, 1))
    over = rng.integers(-20, 21, (count, floors)) / 4
    return Parts(loss, np.hstack([cost, over]), np.arange(count)[:, None])


@pytest.mark.parametrize("seed", range(40))
def test_all_pairs_that_suit_are_found(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(joins_file, "CHUNK", 50)
    rng = np.random.default_rng(seed)
    floors = seed % 4
    left, right = random_parts(rng, 60, floors), random_parts(rng, 50, floors)
    prices = LimitPrices(float(rng.choice([0.0, 0.5, 3.0])), rng.choice([0.0, 1.0, 4.0], floors))
    gamma, low, high = 1.5, 9.0, 9.5 + float(rng.uniform(0, 2))
    found = affordable(left, right, gamma, prices=prices, low=low, high=high)
    pairs = {tuple(row) for row in np.round(np.c_[found.loss, found.rows], 9).tolist()}
    for i in range(len(left)):
        loss, rows = left.loss[i] + right.loss, left.rows[i] + right.rows
        used = prices.budget * np.maximum(low - rows[:, 0], 0) + rows[:, 1:] @ prices.floors
        suits = (rows[:, 0] <= high) & (rows[:, 1:] >= 0).all(axis=1) & (loss + used <= gamma)
        for row in np.round(np.c_[loss, rows][suits], 9).tolist():
            assert tuple(row) in pairs
    assert (found.loss <= gamma).all()
    assert (found.rows[:, 0] <= high + 1e-9).all()
    assert (found.rows[:, 1:] >= -1e-9).all()


def test_too_many_pairs_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(joins_file, "MOST_PAIRS", 10)
    rng = np.random.default_rng(0)
    parts = random_parts(rng, 50, 0)
    with pytest.raises(TooManyParts):
        affordable(parts, parts, 1e9, prices=LimitPrices(0.0, np.zeros(0)), low=0.0, high=99.0)
