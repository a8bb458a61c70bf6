"""Payoff models over arbitrary tables, and brute-force answers, that several tests share."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

from hypothesis import settings
from hypothesis import strategies as st

from negotiate.games import NormalFormGame
from negotiate.payoffs import PayoffModel, Term

CALM = settings(deadline=None, max_examples=50)

LEVELS = (2, 5, 7)
PACKAGES = ("low", "middle", "high")
THREAT = "threat"
PLAYERS = ("Buyer", "Setter")
SMALL = st.integers(-3, 3)
PLACES = tuple(product((0, *LEVELS), (*PACKAGES, THREAT)))

Payoffs = Mapping[tuple[float, str], int]


def payoff_tables() -> st.SearchStrategy[dict[tuple[float, str], int]]:
    """Draw one player's payoff at every level and package, tied together in any way."""
    return st.fixed_dictionaries(dict.fromkeys(PLACES, SMALL))


def table_model(buyer: Payoffs, setter: Payoffs) -> PayoffModel:
    """Pay what the tables say, by purchases and package."""
    terms = [
        Term("all", player, lambda outcome, table=table: table[outcome.purchases, outcome.package])
        for player, table in zip(PLAYERS, (buyer, setter), strict=True)
    ]
    return PayoffModel(PLAYERS, terms, "bn USD/yr", 1)


def pure_equilibria(game: NormalFormGame) -> list[tuple[int, int]]:
    """Compare every cell of a two-player game with its column and its row."""
    first, second = game.exact
    return [
        (row, column)
        for row, column in product(*map(range, game.shape))
        if first[row, column] == max(first[:, column]) and second[row, column] == max(second[row])
    ]
