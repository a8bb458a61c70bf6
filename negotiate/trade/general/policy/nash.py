"""Best tariffs of one setter, and tariffs that are best replies to one another.

A best reply maximises a setter's payoff with everybody else's tariffs held. Nash tariffs are best
replies all at once: Newton's method on all first-order conditions together, from the closed
form. Either is returned only with a vanishing gradient, a negative curvature and, among replies spread
widely, none that is better.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from negotiate.checks import finite_number, instance_of, whole_number
from negotiate.errors import InvalidInput, NoSolution, NotApplicable
from negotiate.trade.general.closed_forms import many_country_tariff
from negotiate.trade.general.model import GeneralEquilibrium
from negotiate.trade.general.policy.choice import Choice
from negotiate.trade.general.policy.proof import GRID, best_reply_proof
from negotiate.trade.general.policy.search import maximum, root
from negotiate.trade.general.policy.setter import TariffSetter, as_setter, read_setters
from negotiate.trade.general.policy.solution import ChosenTariffs

__all__ = ["nash_tariffs", "optimal_tariffs"]

Floats = NDArray[np.float64]


def optimal_tariffs(
    model: GeneralEquilibrium,
    setter: TariffSetter | str,
    *,
    held: ArrayLike | None = None,
    purchases: ArrayLike | None = None,
    tolerance: float = 1e-8,
    max_iterations: int = 60,
) -> ChosenTariffs:
    """Return the tariffs that serve a setter best while all others are held: its best reply.

    Starts from the best of a grid of equal rates, then climbs by Newton's method.

    Parameters
    ----------
    model : GeneralEquilibrium
        Take ``deficits="balanced"``: a deficit that is held is a transfer, which a tariff makes
        worth more.
    setter : TariffSetter or str
        A country's name stands for one uniform tariff on everybody.
    held : array-like, shape ``economy.shape``, optional
        Everybody's tariffs; those that the setter is free to set are ignored. Base tariffs where left out.
    purchases : array-like, shape (countries, countries), optional
        Orders of governments, as in ``effects``.
    tolerance : float
        Largest slope of Ŵ in a free rate; and largest regret of the scan, over base spending.

    Raises
    ------
    NoSolution
        Where the climb ends with a larger slope, or not at a maximum, or rates far away serve the
        setter better; where deficits are held and the payoff rises without end.

    Examples
    --------
    >>> from negotiate.trade.general import Economy
    >>> two = GeneralEquilibrium(Economy([[80, 20], [20, 80]], ("Home", "Foreign"), elasticities=4))
    >>> optimal_tariffs(two, "Home").rates.round(3)
    array([0.286])
    """
    instance_of("model", model, GeneralEquilibrium)
    choice = Choice(model, [as_setter(setter)], held, purchases)

    def payoff(logs: Floats) -> tuple[Floats, Floats]:
        values, slopes = choice.slopes(logs)
        return values[:, 0], slopes[:, 0]

    grid = np.repeat(GRID[:, None], choice.size, axis=1)
    best = int(np.argmax(choice.payoffs(grid)[:, 0]))
    if best == len(grid) - 1 and model.deficits != "balanced":
        raise NoSolution(
            f"optimal tariffs: the payoff of {choice.setters[0].name} still rises at {GRID[-1]:.0%}; "
            "a deficit that is held is a transfer, which a tariff makes worth more. Take a model with "
            "deficits='balanced'."
        )
    start = np.log1p(grid[best])
    logs, iterations = maximum(payoff, start, whole_number("max_iterations", max_iterations, low=1))
    return _proven(choice, np.expm1(logs), iterations, tolerance, "optimal tariffs")


def nash_tariffs(
    model: GeneralEquilibrium,
    setters: Sequence[TariffSetter | str] | None = None,
    *,
    by: str = "uniform",
    held: ArrayLike | None = None,
    purchases: ArrayLike | None = None,
    tolerance: float = 1e-8,
    max_iterations: int = 60,
) -> ChosenTariffs:
    """Return tariffs of a trade war: every setter's are best against all the others'.

    The equilibrium is the one that Newton's method reaches from the closed form of the best tariff
    of each. Where trade has been choked off altogether no tariff moves anything, so there are
    other equilibria, without trade.

    Parameters
    ----------
    model : GeneralEquilibrium
        Take ``deficits="balanced"``.
    setters : sequence of TariffSetter or str, optional
        Two or more; every country on its own where left out.
    by : {"uniform", "partner", "sector", "partner-sector"}
        The form of the tariffs of those given by name.
    held, purchases
        As in ``optimal_tariffs``.
    tolerance : float
        Largest slope of Ŵ in a free rate, over all setters; and largest regret, over base spending.

    Raises
    ------
    NoSolution
        Where the iterations end with a larger slope, where a setter is not at a maximum, or where
        rates far away serve it better.

    Examples
    --------
    >>> from negotiate.trade.general import Economy
    >>> two = GeneralEquilibrium(Economy([[50, 50], [50, 50]], ("Home", "Foreign"), elasticities=4))
    >>> nash_tariffs(two).rates.round(4)
    array([0.3139, 0.3139])
    """
    instance_of("model", model, GeneralEquilibrium)
    players = read_setters("setters", model.economy.countries if setters is None else setters, by)
    if len(players) < 2:
        raise InvalidInput(
            f"setters has {len(players)} entries; a tariff war needs two, optimal_tariffs takes one."
        )
    choice = Choice(model, players, held, purchases)
    start = np.log1p([_first_guess(model, players[k]) for k in choice.owner])
    logs, iterations = root(choice.own_slopes, start, whole_number("max_iterations", max_iterations, low=1))
    return _proven(choice, np.expm1(logs), iterations, tolerance, "Nash tariffs")


def _first_guess(model: GeneralEquilibrium, setter: TariffSetter) -> float:
    """Return the closed form for one member and one sector, else the inverse elasticity."""
    economy = model.economy
    try:
        guess = many_country_tariff(economy, setter.members[0])
    except NotApplicable:
        guess = 1 / float(economy.epsilon.mean())
    return min(guess, 1.0)


def _proven(choice: Choice, rates: Floats, iterations: int, tolerance: float, concept: str) -> ChosenTariffs:
    goal = finite_number("tolerance", tolerance, above=0)
    proof = best_reply_proof(choice, rates)
    if not proof.gradient.max() <= goal:
        raise NoSolution(
            f"{concept}: the search ended after {iterations} iterations with a slope of "
            f"{proof.gradient.max():.2g} for {choice.setters[int(proof.gradient.argmax())].name}, above "
            f"{goal:g}. Raise max_iterations, hold some tariffs, or take a model with balanced deficits."
        )
    if not proof.curvature.max() < 0:
        raise NoSolution(
            f"{concept}: the conditions hold at {_percent(rates)}, but "
            f"{choice.setters[int(proof.curvature.argmax())].name} is not at a maximum there. Give other "
            "held tariffs, or fewer free ones."
        )
    worst = int((proof.regret / choice.bases).argmax())
    if not proof.regret[worst] <= goal * choice.bases[worst]:
        raise NoSolution(
            f"{concept}: the conditions hold at {_percent(rates)}, but {choice.setters[worst].name} would "
            f"gain {proof.regret[worst]:.2g} {choice.model.economy.unit} by rates far from them. Give other "
            "held tariffs, or fewer free ones."
        )
    return ChosenTariffs(choice, rates, choice.equilibrium(rates), proof, iterations, concept)


def _percent(rates: Floats) -> str:
    low, high = 100 * rates.min(), 100 * rates.max()
    return f"rates of {low:.1f} to {high:.1f} %"
