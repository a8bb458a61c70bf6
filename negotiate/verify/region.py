"""Who else reacts, worked out anew: the answers to a dollar of purchases, in rational arithmetic.

With the buyer's purchases given the others' lasting answers solve ``a_i = b_i + Σ_j b_ij a_j``.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from negotiate.verify.entry import exact

__all__ = ["reaction_slopes"]


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


def _value(table: Mapping[str, Any], key: str, default: int) -> Fraction:
    return exact(table[key]["value"]) if key in table else Fraction(default)


def _solved(rows: list[list[Fraction]]) -> list[Fraction]:
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
