"""Beyond the deal: who gains from linking the issues, whether it is ratified, whether it holds.

The issues are the tariff on each sector, and the purchases; without a deal on an issue, it stays
where the reversion point has it. Payoffs that tie issues together (other concessions that come
with a package) have no separate issues, and then there is no linkage to measure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negotiate.bargaining import (
    BargainingProblem,
    IssueGroups,
    Linkage,
    LotteryProblem,
    RatificationProblem,
    RatifiedDeal,
    Ratifier,
    conley_wilkie_solution,
    deals_by_group,
    egalitarian_solution,
    equal_loss_solution,
    linkage,
    nash_lottery,
    nash_solution,
    perles_maschler_lottery,
    ratified_deal,
    utilitarian_solution,
)
from negotiate.checks import instance_of
from negotiate.payoffs import Outcome
from negotiate.repeated import (
    CriticalDiscountFactors,
    EnforcementProblem,
    critical_discount_factors,
    enforcement_problem,
)
from negotiate.scenario.build import NegotiationModel, build_model
from negotiate.scenario.deals import Deals
from negotiate.solution import Solution

__all__ = ["Beyond", "solve_beyond"]

SENSITIVITY = "model.parameters.sensitivity"
TIED = ("organised", "buyer_other", "setter_other", "setter_audience", "buyer_audience")


@dataclass(frozen=True, eq=False)
class Beyond:
    """What follows from the deals of a scenario.

    Attributes
    ----------
    solutions : mapping of str to Solution
        The deal by other solutions and by bargaining weights, of the same problem.
    linkage : Linkage or None
        Issues settled one by one and together; None where payoffs tie them.
    groups : IssueGroups or None
        Which groups of issues have a deal.
    ratified : mapping of str to RatifiedDeal
        The deal that the buyer's legislature passes, by how sensitive it is.
    holds : CriticalDiscountFactors or None
        The patience that the deal needs; None without a deal.
    holds_by_issue : CriticalDiscountFactors or None
        The same for tariffs and purchases apart and pooled.
    """

    solutions: Mapping[str, Solution]
    linkage: Linkage | None
    groups: IssueGroups | None
    ratified: Mapping[str, RatifiedDeal]
    holds: CriticalDiscountFactors | None
    holds_by_issue: CriticalDiscountFactors | None

    def named(self) -> Iterator[tuple[str, Solution]]:
        """Yield every solution with its name in results files."""
        for number, solution in enumerate(self.solutions.values(), 1):
            yield f"other-solution-{number}", solution
        for number, ratified in enumerate(self.ratified.values(), 1):
            yield f"ratified-{number}", ratified
        single = {
            "linkage": self.linkage,
            "issue-groups": self.groups,
            "enforcement": self.holds,
            "enforcement-by-issue": self.holds_by_issue,
        }
        for name, found in single.items():
            if found is not None:
                yield name, found


def solve_beyond(deals: Deals) -> Beyond:
    """Solve for what follows from the deals.

    Examples
    --------
    >>> from negotiate.scenario import build_model, load_scenario, solve_deals
    >>> beyond = solve_beyond(solve_deals(build_model(load_scenario("steel-for-beef"))))
    >>> [deal.agreement for deal in beyond.linkage.separate.values()]
    [False, False, False]
    """
    instance_of("deals", deals, Deals, hint=", which solve_deals() finds")
    issues = _issues(deals)
    return Beyond(
        solutions=_by_solution(deals.problem),
        linkage=None if issues is None else linkage(issues, keep="efficient"),
        groups=None if issues is None else deals_by_group(issues),
        ratified=_ratified(deals),
        holds=_holds(deals),
        holds_by_issue=_holds_by_issue(deals),
    )


def _by_solution(problem: BargainingProblem) -> dict[str, Solution]:
    """Return other solutions and Nash solutions by weight; lotteries where their theory needs them."""
    lotteries = LotteryProblem(problem)
    buyer = problem.players[0]
    found: dict[str, Solution] = {
        f"Nash, {buyer}'s weight {weight}": nash_solution(problem, weights=(weight, 1 - weight))
        for weight in (Fraction(1, 4), Fraction(3, 4))
    }
    found["egalitarian"] = egalitarian_solution(problem)
    found["equal loss"] = equal_loss_solution(problem)
    found["Conley–Wilkie"] = conley_wilkie_solution(problem)
    found["utilitarian"] = utilitarian_solution(problem)
    found["Nash, lotteries"] = nash_lottery(lotteries)
    found["Perles–Maschler, lotteries"] = perles_maschler_lottery(lotteries)
    return found


def _issues(deals: Deals) -> dict[str, BargainingProblem] | None:
    """Return one problem for each sector's tariff and one for purchases, None where payoffs tie them."""
    model, scenario = deals.model, deals.model.scenario
    if _tied(model) or deals.reversion.outcome.purchases:
        return None
    threat = model.rates[deals.reversion.outcome.package]
    issues = {}
    for place, sector in enumerate(model.trade.sectors):
        rates = sorted({float(model.rates[name][place]) for name in model.concessions} - {threat[place]})
        if not rates:
            continue
        grid = np.tile(threat, (len(rates), 1))
        grid[:, place] = rates
        labels = [f"{sector.name} {100 * rate:g} %" for rate in rates]
        payoffs, without = _tariffs(model, grid)[:, place], _tariffs(model, threat)[place]
        issues[sector.name] = BargainingProblem(payoffs, without, scenario.players, scenario.unit, labels)
    base = str(scenario.document["model"]["status_quo_package"])
    levels = [level for level in model.purchases if level]
    worth = model.payoffs.evaluate([Outcome(level, base) for level in levels]).exact.T
    labels = [f"{level:g} {scenario.unit}" for level in levels]
    issues["purchases"] = BargainingProblem(worth, (0, 0), scenario.players, scenario.unit, labels)
    return issues


def _tied(model: NegotiationModel) -> bool:
    """Say whether sectors or issues enter payoffs together: by a term, or by the package's mean rate."""
    weights = model.scenario.document["model"]["weights"]
    return model.world is not None or any(weights[name] for name in TIED)


def _tariffs(model: NegotiationModel, rates: NDArray[np.float64]) -> NDArray[np.object_]:
    """Return what tariffs are worth, exact to the resolution, shape (..., sectors, players)."""
    weights = model.scenario.document["model"]["weights"]
    kappa = model.scenario.value("model.parameters.revenue_weight", 1.0)
    effects = model.trade.effects(rates)
    buyer = weights["tariff"] * effects.exporter_gain
    setter = weights["consumers_and_revenue"] * (effects.consumer_surplus + kappa * effects.revenue)
    step = model.payoffs.resolution
    units = np.rint(np.stack([buyer, setter], axis=-1) / float(step)).astype(np.int64).astype(object)
    exact: NDArray[np.object_] = units * step
    return exact


def _ratified(deals: Deals) -> dict[str, RatifiedDeal]:
    """Return the deal that a legislature passes at the low, stated and high value of its sensitivity."""
    scenario = deals.model.scenario
    known = scenario.parameters.get(SENSITIVITY)
    if known is None:
        return {}
    values = {"low": known.low, "stated": known.value, "high": known.high}
    labels = {outcome.label: outcome for outcome in deals.payoffs.outcomes}
    outcomes = [labels[label] for label in deals.problem.labels or ()]
    found = {}
    for name, value in values.items():
        if value is None:
            continue
        judged = build_model(scenario.with_values({SENSITIVITY: value}), reuse=deals.model)
        payoffs = judged.payoffs.evaluate([*outcomes, deals.reversion.outcome]).exact[0]
        legislature = Ratifier("legislature", scenario.players[0], payoffs[:-1], payoffs[-1])
        found[f"{name}, {value:g}"] = ratified_deal(RatificationProblem(deals.problem, [legislature]))
    return found


def _holds(deals: Deals) -> CriticalDiscountFactors | None:
    """Return the patience that the deal needs, kept by the threat of going back for ever."""
    deal, form = deals.deal(), deals.reversion.form
    if deal is None:
        return None
    agreement = (deals.model.purchases.index(deal.purchases), deals.model.packages.index(deal.package))
    problem = enforcement_problem(form.game, agreement, deals.reversion.profiles[0], issue=deal.label)
    return critical_discount_factors(problem)


def _holds_by_issue(deals: Deals) -> CriticalDiscountFactors | None:
    """Return the patience that tariffs and purchases need apart, and pooled."""
    deal = deals.deal()
    if deal is None or _issues(deals) is None:
        return None
    form, (row, column) = deals.reversion.form, deals.reversion.profiles[0]
    exact = form.game.exact
    levels, packages = deals.model.purchases, deals.model.packages
    kept: list[Any] = []
    for own, agreed in ((0, packages.index(deal.package)), (1, levels.index(deal.purchases))):
        payoffs = exact[:, row, :] if own == 0 else exact[:, :, column] - exact[:, row, column][:, None]
        before = payoffs[:, column if own == 0 else row]
        chooser = 1 - own
        best = payoffs[:, agreed].copy()
        best[chooser] = max(payoffs[chooser])
        kept.append((payoffs[:, agreed], best, before))
    cooperation, deviation, reversion = (list(part) for part in zip(*kept, strict=True))
    problem = EnforcementProblem(
        cooperation, deviation, reversion, form.game.players, form.game.unit, issues=["tariffs", "purchases"]
    )
    return critical_discount_factors(problem)
