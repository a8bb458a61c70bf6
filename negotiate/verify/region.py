"""Who else reacts, worked out anew in rational arithmetic: an arms race, and answers to purchases.

The race ``ẋ = (K − A) x + g`` rests where ``(A − K) x = g``, and returns there from anywhere if weights
``v > 0`` exist with ``a_i v_i > Σ_j k_ij v_j`` (for ``K ≥ 0``). With the buyer's purchases given the
others' lasting answers to a dollar solve ``a_i = b_i + Σ_j b_ij a_j``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from negotiate.verify.entry import Claims, Entry, exact, exacts

__all__ = ["check_race", "race_of", "reaction_slopes"]

FROM_FLOATS = 1e-9  # relative, of what was worked out in floats

Matrix = list[list[Fraction]]


def check_race(entry: Entry) -> Claims:
    """Check where an arms race rests, that it returns there, and what a dollar of each makes all spend."""
    countries = entry.problem["countries"]
    reaction = [list(exacts(row)) for row in entry.problem["reaction"]]
    fatigue, grievance = exacts(entry.problem["fatigue"]), exacts(entry.problem["grievance"])
    levels, spill = _rests(reaction, fatigue, grievance)
    follows = {"levels": dict(zip(countries, map(float, levels), strict=True)), "spill_over": spill}
    yield entry.agrees(
        "where spending rests, and what a dollar makes all spend", "answer", follows, FROM_FLOATS
    )
    least = {"least_level": float(min(levels)), "residual": 0.0}
    yield entry.agrees("spending there changes no more", "certificate", least, FROM_FLOATS)
    yield from _returns(entry, reaction, fatigue)


def _rests(
    reaction: Matrix, fatigue: Sequence[Fraction], grievance: Sequence[Fraction]
) -> tuple[list[Fraction], list[list[float]]]:
    """Return where spending rests, and what a dollar of each (columns) makes all spend."""
    places = range(len(reaction))
    system = [[(i == j) * fatigue[i] - reaction[i][j] for j in places] for i in places]
    levels = _solved([[*row, given] for row, given in zip(system, grievance, strict=True)])
    spill = [_solved([[*row, (i == j) * fatigue[i]] for i, row in enumerate(system)]) for j in places]
    return levels, [[float(column[i]) for column in spill] for i in places]


def _returns(entry: Entry, reaction: Matrix, fatigue: Sequence[Fraction]) -> Claims:
    """Check by the weights given that spending returns to rest from anywhere."""
    stated = entry.certificate["weights"]
    if stated is None:
        yield entry.leaves("spending returns to rest", "it takes eigenvalues", "certificate.weights")
        return
    weights = exacts(stated)
    entry.seen.add("certificate.weights")
    holds = min(weights) > 0 and all(
        min(row) >= 0 and sum(map(_times, row, weights), Fraction(0)) < tired * own
        for row, tired, own in zip(reaction, fatigue, weights, strict=True)
    )
    yield entry.states("weights prove that spending returns to rest", holds, "they do not")
    yield entry.agrees("it says so", "answer", {"stable": True, "reason": ""})
    if holds:
        yield from _fades(entry, reaction, fatigue)


def _fades(entry: Entry, reaction: Matrix, fatigue: Sequence[Fraction]) -> Claims:
    """Check how fast the slowest disturbance fades: by the largest eigenvalue of ``K − A``.

    With ``K ≥ 0`` it is real, and below ``s`` just where all pivots of ``s I − (K − A)`` are positive.
    """
    stated, _ = rate = exacts(entry.answer["growth"])
    hair = Fraction(FROM_FLOATS) * max(fatigue)
    between = _bounds_growth(reaction, fatigue, stated + hair) and not _bounds_growth(
        reaction, fatigue, stated - hair
    )
    entry.seen.add("answer.growth")
    yield entry.states("the slowest disturbance fades at the rate given", between and rate[1] == 0)
    yield entry.agrees("and the certificate says so", "certificate", {"growth": rate})


def _bounds_growth(reaction: Matrix, fatigue: Sequence[Fraction], least: Fraction) -> bool:
    """Say whether a number is above all eigenvalues of ``K − A``, for ``K ≥ 0``."""
    places = range(len(reaction))
    rows = [[(i == j) * (least + fatigue[i]) - reaction[i][j] for j in places] for i in places]
    for k in places:
        if rows[k][k] <= 0:
            return False
        for i in range(k + 1, len(rows)):
            factor = rows[i][k] / rows[k][k]
            rows[i] = [own - factor * other for own, other in zip(rows[i], rows[k], strict=True)]
    return True


def race_of(region: Mapping[str, Any]) -> dict[str, Any]:
    """Return the race of a scenario's region: responses times speed, at rest where spending is observed."""
    countries, speed = region["countries"], _value(region, "speed", 1)
    answers = [
        [_value(country.get("answers", {}), other, 0) for other in countries]
        for country in countries.values()
    ]
    spending = [_value(country, "spending", 0) for country in countries.values()]
    return {
        "countries": list(countries),
        "reaction": [[float(speed * answer) for answer in row] for row in answers],
        "fatigue": [float(speed)] * len(countries),
        "grievance": [
            float(speed * (own - sum(map(_times, row, spending), Fraction(0))))
            for own, row in zip(spending, answers, strict=True)
        ],
    }


def reaction_slopes(region: Mapping[str, Any]) -> tuple[Fraction, Fraction]:
    """Return what the answers to a dollar of purchases are worth to the buyer and to the setter."""
    countries, buyer = region["countries"], region["buyer"]
    others = [name for name in countries if name != buyer]
    share = _value(region, "additional_share", 1)
    rows = []
    for name in others:
        answers = countries[name].get("answers", {})
        row = [(name == other) - _value(answers, other, 0) for other in others]
        rows.append([*row, _value(answers, buyer, 0)])
    induced = dict(zip(others, _solved(rows), strict=True))
    buyer_gets, setter_gets = (
        share
        * sum(
            (_value(countries[name], f"worth_to_{side}", 0) * induced[name] for name in others), Fraction(0)
        )
        for side in ("buyer", "setter")
    )
    return buyer_gets, setter_gets


def _times(one: Fraction, other: Fraction) -> Fraction:
    return one * other


def _value(table: Mapping[str, Any], key: str, default: int) -> Fraction:
    return exact(table[key]["value"]) if key in table else Fraction(default)


def _solved(rows: Matrix) -> list[Fraction]:
    """Solve a system of linear equations, the right-hand side in the last column."""
    rows = [list(row) for row in rows]
    for k in range(len(rows)):
        pivot = next(i for i in range(k, len(rows)) if rows[i][k])
        rows[k], rows[pivot] = rows[pivot], rows[k]
        rows[k] = [entry / rows[k][k] for entry in rows[k]]
        for i, row in enumerate(rows):
            if i != k and row[k]:
                rows[i] = [entry - row[k] * other for entry, other in zip(row, rows[k], strict=True)]
    return [row[-1] for row in rows]
