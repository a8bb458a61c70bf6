"""A results file as a chain of answers: what the links between them look at, worked out once."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from negotiate.verify.entry import exact
from negotiate.verify.game import Game, read_game
from negotiate.verify.model import Model

__all__ = ["Chain"]

MOST_YEARS = 50
Payoffs = dict[tuple[Fraction, str], tuple[Fraction, Fraction]]


class Chain:
    """A file as a chain of answers; what several links look at is worked out once."""

    def __init__(self, record: Mapping[str, Any]) -> None:
        self.record = record
        self.answers, self.problems = record["answers"], record["problems"]
        self.document = record["scenario"]["document"]
        self.scenario = self.document["model"]
        self.model = Model(next(p for p in self.problems.values() if p["kind"] == "model"))
        table = self.answers["payoffs"]["answer"]
        resolution = exact(table["resolution"])
        self.payoffs: Payoffs = {
            (exact(outcome["purchases"]), outcome["package"]): (
                table["totals"][0][k] * resolution,
                table["totals"][1][k] * resolution,
            )
            for k, outcome in enumerate(table["outcomes"])
        }

    @property
    def players(self) -> list[str]:
        """The scenario's players, the buyer first."""
        return [self.document["players"]["buyer"], self.document["players"]["setter"]]

    @property
    def years(self) -> int:
        """The years of the plan, bounded as a scenario bounds them."""
        years = self.scenario["value"]["years"]
        if type(years) is not int or not 1 <= years <= MOST_YEARS:
            raise ValueError(f"years must be a whole number from 1 to {MOST_YEARS}")
        return years

    @property
    def deals(self) -> dict[str, tuple[Fraction, str]]:
        """Level and package of every outcome that may be agreed, by its label, in the table's order."""
        allowed = self.scenario["levels"]["packages"]
        return {
            f"{float(level):+.12g} / {package}": (level, package)
            for level, package in self.payoffs
            if package in allowed
        }

    def agreed(self, level: Fraction | float, package: str) -> dict[str, Any]:
        """Return an outcome that both sides agreed on."""
        return {"purchases": float(level), "package": package, "agreed": True, "threat_executed": False}

    def reverts_to(self) -> Mapping[str, Any]:
        """Return the outcome without agreement."""
        found: Mapping[str, Any] = self.answers["reversion"]["answer"]["outcomes"][0]
        return found

    def problem(self, answer: str) -> Mapping[str, Any]:
        """Return the problem of an answer."""
        found: Mapping[str, Any] = self.problems[self.answers[answer]["problem"]]
        return found

    def reversion(self) -> tuple[Game, tuple[int, int], tuple[Fraction, ...]]:
        """Return the instruments game, the pair of choices that are made, and what they pay."""
        game = read_game(self.problems[self.problem("reversion")["game"]])
        at = self.answers["reversion"]["answer"]["outcomes"][0]
        index = self.problem("reversion")["outcome_index"]
        outcomes = self.problem("reversion")["outcomes"]
        pair = next(
            (row, column)
            for row, places in enumerate(index)
            for column, place in enumerate(places)
            if outcomes[place] == at
        )
        return game, pair, (game.payoffs[0][pair], game.payoffs[1][pair])

    def money(self, entry: Mapping[str, Any]) -> float:
        """Return an amount of the scenario in billions of its currency."""
        scale, _, currency = entry["unit"].partition(" ")
        factor = {"m": 1e-3, "bn": 1.0, "tn": 1e3}[scale]
        foreign = currency[:3] != self.document["unit"][3:6]
        rate = float(self.scenario["budget"]["exchange_rate"]["value"]) if foreign else 1.0
        return float(entry["value"]) * factor / rate
