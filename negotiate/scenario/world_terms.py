"""Payoff terms in the general tier: tariffs described as what they are there, and what orders do."""

from __future__ import annotations

from collections.abc import Sequence

from negotiate.payoffs import Term
from negotiate.scenario.world import WorldTrade

__all__ = ["ORDERS", "in_the_world"]

ORDERS = "orders"
_TOLD = (
    "equivalent variation of the tariff package in general equilibrium",
    "equivalent variation of the tariff package in general equilibrium, revenue weighted",
)
_ORDERS_TOLD = (
    "what the purchases do to wages and prices, their cost aside",
    "what the purchases do to wages and prices",
)


def in_the_world(terms: Sequence[Term], world: WorldTrade, side: int) -> list[Term]:
    """Return a party's terms with the first, that of tariffs, described anew, and one for orders."""
    first = terms[0]
    told = Term(
        first.name, first.player, first.function, first.weight,
        symbol="EV_J" if side == 0 else "EV_U + (κ−1)ΔTR", description=_TOLD[side],
        depends_on=first.depends_on,
    )  # fmt: skip
    if not world.orders:
        return [told, *terms[1:]]
    orders = Term(
        ORDERS,
        first.player,
        lambda outcome: world.order_gain(side, outcome.purchases),
        symbol="ΔEV(Δd) + Δd" if side == 0 else "ΔEV(Δd)",
        description=_ORDERS_TOLD[side],
        depends_on=("purchases",),
    )
    return [told, *terms[1:], orders]
