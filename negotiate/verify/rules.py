"""The rules of the games: which outcome every pair of strategies leads to, written down anew.

In the offers game both sides' offers are conditional on the other's; in the commitment games one
side has a rule and the other a plain choice. Strategies stand in the order of the file: "nothing"
first, then by level and package.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import product
from typing import Any

from negotiate.verify.game import Game
from negotiate.verify.model import Model, Outcome

__all__ = ["Rules"]


class Rules:
    """The levels and packages of a model's games.

    Parameters
    ----------
    model : Model
        What outcomes pay.
    payoffs : mapping
        Exact payoffs of agreed outcomes by (level, package), from the table of payoffs.
    levels : mapping
        The scenario's ``levels``: what may be offered.
    """

    def __init__(
        self,
        model: Model,
        payoffs: Mapping[tuple[Fraction, str], tuple[Fraction, Fraction]],
        levels: Mapping[str, Any],
    ) -> None:
        self.model, self.payoffs = model, payoffs
        self.threat = model.record["threat"]
        self.offered = [Fraction(level) for level in levels["offers"]]
        self.packages = list(levels["packages"])
        self.pairs = list(product(self.offered, self.packages))

    def offers(self) -> Iterator[tuple[tuple[int, int], Outcome]]:
        """Yield the outcome of each pair of strategies in the offers game."""
        listed = [None, *self.pairs]
        for (row, bid), (column, ask) in product(enumerate(listed), enumerate(listed)):
            if bid is None or ask is None:
                yield (row, column), self._no_deal(0)
                continue
            (level, wanted), (demanded, granted) = bid, ask
            accepted = level >= demanded and self._worth(level, granted) >= self._worth(level, wanted)
            yield (row, column), self._outcome(level, granted) if accepted else self._no_deal(0)

    def buyer_leads(self) -> Iterator[tuple[tuple[int, int], Outcome]]:
        """Yield the outcomes where the buyer commits to a rule and the setter grants a package."""
        granted = [*self.packages, self.threat]
        for (row, bid), (column, package) in product(enumerate([None, *self.pairs]), enumerate(granted)):
            carried_out = package == self.threat
            if bid is not None and self._worth(bid[0], package) >= self._worth(*bid):
                yield (row, column), {**self._outcome(bid[0], package), "threat_executed": carried_out}
            else:
                place = {**self._outcome(Fraction(0), package), "agreed": False}
                yield (row, column), {**place, "threat_executed": carried_out}

    def setter_leads(self) -> Iterator[tuple[tuple[int, int], Outcome]]:
        """Yield the outcomes where the setter commits to a rule and the buyer buys."""
        bought = self.offered if 0 in self.offered else [Fraction(0), *self.offered]
        for (row, level), (column, rule) in product(enumerate(bought), enumerate([None, *self.pairs])):
            meets = rule is not None and level >= rule[0]
            yield (row, column), self._outcome(level, rule[1]) if meets and rule else self._no_deal(level)

    def explains(self, game: Game, places: Iterator[tuple[tuple[int, int], Outcome]]) -> str:
        """Say in words where a game pays something else than its rules lead to; blank where it does not."""
        cells = dict(places)
        if set(cells) != set(game.payoffs[0]):
            return "the game has another size than its rules give"
        seen: dict[str, tuple[Fraction, Fraction]] = {}
        for cell, outcome in cells.items():
            paid = (game.payoffs[0][cell], game.payoffs[1][cell])
            key = repr(sorted(outcome.items()))
            if key not in seen:
                told = self.model.payoffs(outcome)
                if paid[0] not in told[0] or paid[1] not in told[1]:
                    return f"strategies {cell} pay something else than their outcome"
            if seen.setdefault(key, paid) != paid:
                return f"strategies {cell} lead to an outcome that pays differently elsewhere"
        return ""

    def _worth(self, level: Fraction, package: str) -> Fraction:
        """Return what an agreed package is worth to the buyer at a level."""
        if (level, package) in self.payoffs:
            return self.payoffs[level, package][0]
        return min(self.model.payoffs(self._outcome(level, package))[0])

    def _outcome(self, level: Fraction, package: str) -> dict[str, Any]:
        return {"purchases": float(level), "package": package, "agreed": True, "threat_executed": False}

    def _no_deal(self, level: Fraction | int) -> Outcome:
        place = self._outcome(Fraction(level), self.threat)
        return {**place, "agreed": False, "threat_executed": True}
