"""Terms of the bundle behind the purchases: work that comes back, and forces that fit together.

Both look past the sum spent at what is bought. With ``x_k`` units of item ``k`` at price ``p_k``,
``o_k`` its share of work in the setter's economy, ``θ_k`` the share of that which comes back as
offset work and ``ι_k`` how far a billion of it ties the forces together, a year of the plan gives

    offset(x) = Σ θ_k o_k p_k x_k / years        interop(x) = Σ ι_k p_k x_k / years

What a level of purchases buys comes in as a plain function of the level.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from negotiate.checks import show
from negotiate.errors import InvalidInput
from negotiate.payoffs.outcome import Outcome
from negotiate.payoffs.term import Term
from negotiate.payoffs.terms import ByPurchases, Weight

__all__ = ["interoperability", "offset_work"]


def offset_work(player: str, returned: ByPurchases, *, weight: Weight = 1) -> Term:
    """Return offset(x): the part of the purchases that comes back as work, bn USD/yr.

    Parameters
    ----------
    player : str
        The buyer.
    returned : callable
        From purchases above the status quo to what of them comes back, both in bn USD/yr.
    weight : float
        What a dollar of such work is worth to the player.

    Examples
    --------
    >>> float(offset_work("Home", lambda extra: 0.125 * extra, weight=0.5).value(Outcome(8, "deal")))
    0.5
    """
    return Term(
        "offset",
        player,
        _checked("returned", returned),
        weight,
        symbol="offset(x)",
        description="work that comes back to the buyer",
        depends_on=("purchases",),
    )


def interoperability(player: str, tied: ByPurchases, *, weight: Weight = 1) -> Term:
    """Return interop(x): how far what is bought ties the forces together.

    Parameters
    ----------
    player : str
        The buyer.
    tied : callable
        From purchases above the status quo, bn USD/yr, to a score.
    weight : float
        What a point of the score is worth to the player, bn USD/yr.

    Examples
    --------
    >>> float(interoperability("Home", lambda extra: 0.25 * extra).value(Outcome(8, "deal")))
    2.0
    """
    return Term(
        "interoperability",
        player,
        _checked("tied", tied),
        weight,
        symbol="interop(x)",
        description="forces that fit together",
        depends_on=("purchases",),
    )


def _checked(name: str, function: ByPurchases) -> Callable[[Outcome], Any]:
    """Return a function of the purchases as one of the outcome."""
    if not callable(function):
        raise InvalidInput(f"{name}={show(function)}; it must be a function of the purchases.")
    return lambda outcome: function(float(outcome.purchases))
