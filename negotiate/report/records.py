"""Problems that stand alone, as records: all that a check needs, and no other problem.

Each has its ``kind``. Numbers that are exact are written as text (``"-241487/25000"``), others as
floats. A new kind of problem is a function here, registered for its class, and a check in
``negotiate/verify``; one that names other problems is registered in ``problems.py``.
"""

from __future__ import annotations

from fractions import Fraction
from functools import singledispatch
from typing import Any

from negotiate.coalition import CoalitionGame
from negotiate.trade.general import TradeEquilibrium

__all__ = ["problem_record"]


@singledispatch
def problem_record(_problem: object) -> dict[str, Any] | None:
    """Return a problem as a record; None for a class that has none."""
    return None


@problem_record.register
def _(problem: TradeEquilibrium) -> dict[str, Any]:
    """Return the base year, deficits purged where they are, the rules and what was asked."""
    model, economy = problem.model, problem.model.economy
    return {
        "kind": "general equilibrium",
        "countries": economy.countries,
        "sectors": economy.sectors,
        "unit": economy.unit,
        "flows": economy.flows,
        "tariffs": economy.tariffs,
        "elasticities": economy.epsilon,
        "margins": economy.margins,
        "deficits": model.deficits,
        "revenue": model.revenue,
        "labour_supply": model.labour_supply,
        "scale": model.scale,
        "numeraire": model.numeraire,
        "rates": problem.tariffs,
        "iceberg": problem.iceberg if problem.iceberg.ndim else None,
        "purchases": problem.purchases if problem.purchases.ndim else None,
    }


@problem_record.register
def _(problem: CoalitionGame) -> dict[str, Any]:
    """Return worths in the order of bits: nobody, the first, the second, the first two, the third."""
    return {
        "kind": "coalition game",
        "players": problem.players,
        "unit": problem.unit,
        "worths": [Fraction(int(worth), problem.scale) for worth in problem.scaled],
    }
