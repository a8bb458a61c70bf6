"""The deals of a model: what follows without agreement, and what is agreed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from negotiate.bargaining import (
    BargainingProblem,
    BargainingSolution,
    kalai_smorodinsky_solution,
    nash_solution,
)
from negotiate.checks import instance_of
from negotiate.payoffs import Outcome, OutcomePayoffs, ReversionPoint, instruments_form, reversion_point
from negotiate.scenario.build import NegotiationModel

__all__ = ["Deals", "solve_deals"]


@dataclass(frozen=True, eq=False)
class Deals:
    """What follows without agreement, and what is agreed.

    Attributes
    ----------
    model : NegotiationModel
        The model that was solved.
    payoffs : OutcomePayoffs
        Payoffs of every outcome on the grid, with their decomposition.
    reversion : ReversionPoint
        What each side does without agreement.
    problem : BargainingProblem
        The deals: each level with each package that the setter may concede, against the payoffs
        at the reversion point.
    nash : BargainingSolution
        The deal among all levels of purchases.
    """

    model: NegotiationModel
    payoffs: OutcomePayoffs
    reversion: ReversionPoint
    problem: BargainingProblem
    nash: BargainingSolution

    @cached_property
    def kalai_smorodinsky(self) -> BargainingSolution:
        """The Kalai–Smorodinsky deal among all levels of purchases; worked out when first asked for."""
        return kalai_smorodinsky_solution(self.problem)

    def deal(self, solution: BargainingSolution | None = None) -> Outcome | None:
        """Return the (first) outcome that a solution picks, None for no agreement."""
        picked = self.nash if solution is None else solution
        if not picked.agreement:
            return None
        labels = {outcome.label: outcome for outcome in self.payoffs.outcomes}
        return labels[picked.labels[0]]


def solve_deals(model: NegotiationModel) -> Deals:
    """Solve for the reversion point and for the deals; the part that sensitivity analysis repeats.

    Exact comparisons of payoffs that are whole multiples of the scenario's resolution. The
    feasible set is every purchase level on the grid with every package that the setter may
    concede; the disagreement point is what both get when each side sets its own instrument.

    Examples
    --------
    >>> from negotiate.scenario import build_model, load_scenario
    >>> deals = solve_deals(build_model(load_scenario("steel-for-beef")))
    >>> print(deals.reversion.outcome)
    +0 / threat (no deal)
    """
    instance_of("model", model, NegotiationModel, hint=", which build_model() makes of a scenario")
    form = instruments_form(model.payoffs, model.purchases, model.packages, model.threat)
    reversion = reversion_point(form)
    payoffs = model.payoffs.evaluate(model.outcomes())
    deals = [k for k, outcome in enumerate(payoffs.outcomes) if outcome.package in model.concessions]
    problem = BargainingProblem(
        payoffs.exact[:, deals].T,
        np.array(reversion.payoffs, dtype=object),
        payoffs.players,
        model.scenario.unit,
        [payoffs.outcomes[k].label for k in deals],
    )
    return Deals(model, payoffs, reversion, problem, nash_solution(problem))
