"""Payoffs: every term from the model's formulas, totals as their sums, games from the payoffs of outcomes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import product
from math import fsum
from typing import Any

from negotiate.verify.entry import Claims, Entry, close, exact, position
from negotiate.verify.game import Game, read_game
from negotiate.verify.model import Model

__all__ = ["check_payoffs", "check_reversion"]

Table = Sequence[Sequence[int]]


def check_payoffs(entry: Entry) -> Claims:
    """Check totals as sums of terms, and every term by the formulas of the model."""
    model = Model(entry.named("model", "model"))
    outcomes, terms = entry.problem["outcomes"], entry.answer["terms"]
    units = _units(entry.answer["units"], len(terms), len(outcomes))
    entry.seen |= {"answer.units", "answer.terms"}
    players = [model.buyer, model.setter]
    totals = [_total(player, terms, units, len(outcomes)) for player in players]
    follows = {
        "players": players,
        "unit": model.record["unit"],
        "resolution": model.resolution,
        "outcomes": [_exactly(outcome) for outcome in outcomes],
        "totals": totals,
        "payoffs": [[number * model.resolution for number in row] for row in totals],
    }
    yield entry.agrees(f"payoffs at {len(outcomes)} outcomes are the sums of their terms", "answer", follows)
    yield from _terms(entry, model, terms, units)
    yield from _rounding(entry, model, totals)
    if model.world is not None:
        reason = "they come from a table that is shipped, not from the scenario"
        yield entry.leaves("the flows of the world economy", reason)
    worth = close(model.worth, model.calibrated_worth())
    yield entry.states("the worth of capability is calibrated as the model says", worth)


def _units(rows: Sequence[Any], terms: int, outcomes: int) -> list[list[int]]:
    """Return the whole numbers of units, one for each term and outcome."""
    units = [[_whole(number) for number in row] for row in rows]
    if len(units) != terms or any(len(row) != outcomes for row in units):
        raise ValueError("there must be a number for each term and outcome")
    return units


def _total(player: str, terms: Sequence[Any], units: Table, outcomes: int) -> list[int]:
    """Return the sum of a player's terms at each outcome."""
    own = [row for row, term in zip(units, terms, strict=True) if term["player"] == player]
    return [sum(row[k] for row in own) for k in range(outcomes)]


def _whole(number: object) -> int:
    if type(number) is not int:
        raise ValueError("units must be whole numbers")
    return number


def _exactly(outcome: Mapping[str, Any]) -> dict[str, Any]:
    return {**outcome, "purchases": exact(outcome["purchases"])}


def _terms(entry: Entry, model: Model, terms: Sequence[Any], units: Table) -> Claims:
    outcomes = entry.problem["outcomes"]
    names = [(term["player"], term["name"]) for term in terms]
    at = [model.terms(outcome) for outcome in outcomes]
    known = all(set(found) == set(names) for found in at) and len(set(names)) == len(names)
    yield entry.states("the terms are those that the model switches on", known)
    if not known:
        return
    wrong = [
        f"{name} of {player} at outcome {k}"
        for (player, name), row in zip(names, units, strict=True)
        for k, number in enumerate(row)
        if number not in model.units(at[k][player, name])
    ]
    statement = f"all {len(names) * len(outcomes)} terms follow from the model's formulas, to the resolution"
    yield entry.states(statement, not wrong, f"{len(wrong)} do not: {', '.join(wrong[:2])}")
    weights = [
        close(model.weight_of(*key), float(exact(term["weight"])))
        for key, term in zip(names, terms, strict=True)
    ]
    yield entry.states("their weights are the model's", all(weights))


def _rounding(entry: Entry, model: Model, totals: Table) -> Claims:
    """Check how far rounding moved a payoff at most."""
    off, most = 0.0, 0
    for k, outcome in enumerate(entry.problem["outcomes"]):
        terms = model.terms(outcome)
        for number, player in enumerate((model.buyer, model.setter)):
            own = [value for (of, _), value in terms.items() if of == player]
            most = max(most, len(own))
            off = max(off, abs(float(totals[number][k] * model.resolution - Fraction(fsum(own)))))
    yield entry.agrees("the bound on rounding", "certificate", {"bound": most * model.resolution / 2})
    size = float(model.resolution)
    stated = float(exact(entry.certificate["largest_rounding"]))
    entry.seen.add("certificate.largest_rounding")
    yield entry.states("the largest rounding", abs(stated - off) <= 1e-3 * size, f"it is {off:g}")


def check_reversion(entry: Entry) -> Claims:
    """Check that no side gains by another choice, whatever the other does, and what follows."""
    game = read_game(entry.named("game", "game"))
    outcomes = entry.problem["outcomes"]
    rows, columns = game.shape
    index = _outcome_index(entry.problem["outcome_index"], rows, columns)
    yield _pays_by_outcome(entry, index)
    pairs = list(product(_dominant(game, 0), _dominant(game, 1)))
    follows = {
        "unique": len(pairs) == 1,
        "outcomes": [_exactly(outcomes[index[row][column]]) for row, column in pairs],
        "payoffs": [[game.payoffs[i][pair] for i in (0, 1)] for pair in pairs],
    }
    statement = f"each side's choice is best against all {rows} × {columns} choices"
    yield entry.agrees(statement, "answer", follows)
    yield entry.agrees("nothing is gained by another", "certificate", {"largest_gain_from_deviating": [0, 0]})


def _outcome_index(listed: Sequence[Any], rows: int, columns: int) -> list[list[int]]:
    """Return the place of the outcome that each pair of strategies leads to."""
    index = [[position(k) for k in row] for row in listed]
    if len(index) != rows or any(len(row) != columns for row in index):
        raise ValueError("there must be an outcome for each pair of strategies")
    return index


def _dominant(game: Game, player: int) -> list[int]:
    """Return the choices of a player that no other beats, whatever the other side does."""
    payoffs, shape = game.payoffs[player], game.shape
    return [k for k in range(shape[player]) if _most_gained(payoffs, shape, player, k) == 0]


def _pays_by_outcome(entry: Entry, index: Sequence[Sequence[int]]) -> Any:
    """Check that every pair of strategies pays what the model says of the outcome that it leads to."""
    game, model = read_game(entry.named("game", "game")), Model(entry.named("model", "model"))
    at = [model.payoffs(outcome) for outcome in entry.problem["outcomes"]]
    right = all(
        game.payoffs[player][row, column] in at[place][player]
        for row, places in enumerate(index)
        for column, place in enumerate(places)
        for player in (0, 1)
    )
    return entry.states("the game pays what the model says of each outcome", right)


def _most_gained(
    payoffs: Mapping[tuple[int, ...], Fraction], shape: Sequence[int], player: int, choice: int
) -> Any:
    """Return the most that another choice gains, over all choices of the other side."""
    pairs = [
        ((own, other), (choice, other)) if player == 0 else ((other, own), (other, choice))
        for own in range(shape[player])
        for other in range(shape[1 - player])
    ]
    return max(payoffs[there] - payoffs[here] for there, here in pairs)
