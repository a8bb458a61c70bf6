"""A scenario solved: threat point, equilibria, deals, prices and the bundle behind each deal.

Each answer is a solution with its own certificate; here they are only put together, in the
order in which a report tells them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

import numpy as np

from negotiate.bargaining import (
    BargainingSolution,
    kalai_smorodinsky_solution,
    nash_solution,
)
from negotiate.checks import instance_of
from negotiate.equilibria import EquilibriumSet, PureCommitment, nash_equilibria, pure_commitment
from negotiate.errors import NoSolution
from negotiate.payoffs import (
    Additionality,
    DemandEquilibria,
    Outcome,
    StrategicForm,
    TariffPointPrices,
    TariffPointProblem,
    ThreatCredibility,
    additionality,
    commitment_form,
    demand_equilibria,
    demand_form,
    offers_form,
    tariff_point_prices,
)
from negotiate.procurement import (
    BudgetFrontier,
    BundleProblem,
    CatalogueValue,
    Plan,
    budget_frontier,
    optimal_bundle,
    relaxed_bundle,
)
from negotiate.scenario.build import NegotiationModel, build_model
from negotiate.scenario.deals import Deals, solve_deals
from negotiate.scenario.linking import Beyond, solve_beyond
from negotiate.scenario.scenario import Scenario
from negotiate.scenario.threat import credibility_of, credible_weight
from negotiate.solution import Solution

__all__ = ["CaseSolution", "Led", "solve_case"]

Progress = Callable[[str], None]


@dataclass(frozen=True, eq=False)
class Led:
    """What follows when one side commits to its rule first, ties broken either way.

    Attributes
    ----------
    form : StrategicForm
        The commitment form.
    strong, weak : PureCommitment
        With the follower's ties broken for the leader, and against it.
    """

    form: StrategicForm
    strong: PureCommitment
    weak: PureCommitment

    @classmethod
    def by(cls, leader: str, form: StrategicForm) -> Led:
        """Solve a commitment form for its leader."""
        return cls(
            form, *(pure_commitment(form.game, leader=leader, ties=ties) for ties in ("strong", "weak"))
        )

    def ends(self, commitment: PureCommitment) -> Iterator[tuple[str, Outcome, tuple[Fraction, ...]]]:
        """Yield each best rule with an outcome that it leads to, and its payoffs; no outcome twice."""
        seen: set[Outcome] = set()
        leads = self.form.game.players.index(commitment.leader) == 0
        for best in commitment.best:
            for reply in best.replies:
                profile = (best.strategy, reply) if leads else (reply, best.strategy)
                place = self.form.outcome(profile)
                if place not in seen:
                    seen.add(place)
                    yield best.strategy, place, self.form.payoffs.at(place)


@dataclass(frozen=True, eq=False)
class CaseSolution:
    """Everything that ``negotiate run`` reports on one scenario.

    Attributes
    ----------
    deals : Deals
        Reversion point and deals among all levels.
    within_cap : mapping of str to BargainingSolution
        The deals among the levels that the budget cap leaves room for.
    credibility : ThreatCredibility
        Whether the setter would carry the threat out.
    credible_weight : Fraction or None
        The least revenue weight, from 1 up, at which it would; None where no weight does it.
    alone : Additionality
        What the buyer would buy without a deal.
    offers : StrategicForm
        The coupled game: purchase levels against tariff concessions, both conditional.
    equilibria : EquilibriumSet
        The Nash equilibria of the offers game.
    commitments : mapping of str to Led
        What follows when one side commits to its rule first, by leader.
    demand : DemandEquilibria or None
        The equilibria of the demand game; None where no deal is better for both.
    prices : mapping of str to TariffPointPrices
        Prices of a tariff point where they are asked for, by the outcome's label.
    frontier : BudgetFrontier
        What each level of purchases is worth, and the price of the budget.
    plans : mapping of str to Plan
        The bundle under the cap, in whole lots and divisible, and those behind the deal and the
        observed deal; empty without a catalogue.
    observed : Outcome or None
        What happened, where the scenario says so.
    beyond : Beyond
        Linkage, ratification, enforcement, and deals by other solutions.
    """

    deals: Deals
    within_cap: Mapping[str, BargainingSolution]
    credibility: ThreatCredibility
    credible_weight: Fraction | None
    alone: Additionality
    offers: StrategicForm
    equilibria: EquilibriumSet
    commitments: Mapping[str, Led]
    demand: DemandEquilibria | None
    prices: Mapping[str, TariffPointPrices]
    frontier: BudgetFrontier
    plans: Mapping[str, Plan]
    observed: Outcome | None
    beyond: Beyond

    @property
    def model(self) -> NegotiationModel:
        """The model that was solved."""
        return self.deals.model

    def solutions(self) -> Iterator[tuple[str, Solution]]:
        """Yield every solution with its name in results files."""
        yield "payoffs", self.deals.payoffs
        yield "reversion", self.deals.reversion
        yield "credibility", self.credibility
        yield "additionality", self.alone
        yield "deal-nash", self.deals.nash
        yield "deal-kalai-smorodinsky", self.deals.kalai_smorodinsky
        for concept, solution in self.within_cap.items():
            yield f"deal-{concept}-within-cap", solution
        yield "offers-equilibria", self.equilibria
        for number, led in enumerate(self.commitments.values(), 1):
            yield f"commitment-player-{number}-strong", led.strong
            yield f"commitment-player-{number}-weak", led.weak
        if self.demand is not None:
            yield "demand-equilibria", self.demand
        for number, prices in enumerate(self.prices.values(), 1):
            yield f"tariff-point-prices-{number}", prices
        yield from self.beyond.named()
        if self.model.reactions is not None:
            yield "region", self.model.reactions.reaction
        yield "budget-frontier", self.frontier
        for name, plan in self.plans.items():
            yield f"bundle-{name}", plan


def solve_case(scenario: Scenario, *, progress: Progress | None = None) -> CaseSolution:
    """Solve a scenario: everything but its sensitivity.

    Parameters
    ----------
    scenario : Scenario
        As loaded, in one of its variants.
    progress : callable, optional
        Told in a few words what is being done.

    Examples
    --------
    >>> from negotiate.scenario import load_scenario
    >>> case = solve_case(load_scenario("steel-for-beef"))
    >>> case.equilibria.complete, max(e.max_regret for e in case.equilibria)
    (True, 0.0)
    """
    instance_of("scenario", scenario, Scenario, hint=", which load_scenario() reads")
    say = progress or (lambda _: None)
    say("building the model")
    model = build_model(scenario)
    say("finding the reversion point and the deals")
    deals = solve_deals(model)
    levels = scenario.document["model"]["levels"]
    say("finding the equilibria of the offers game")
    grid = (levels["offers"], levels["packages"], model.threat)
    offers = offers_form(model.payoffs, *grid)
    say("pricing a tariff point and choosing bundles")
    observed = _observed(scenario)
    return CaseSolution(
        deals=deals,
        within_cap=_within_cap(deals),
        credibility=credibility_of(model),
        credible_weight=credible_weight(model),
        alone=_alone(deals),
        offers=offers,
        equilibria=nash_equilibria(offers.game),
        commitments=MappingProxyType(
            {
                player: Led.by(player, commitment_form(model.payoffs, *grid, leader=player))
                for player in scenario.players
            }
        ),
        demand=_demand(deals, levels.get("claims", 4)),
        prices=_prices(deals, observed),
        frontier=budget_frontier(model.value, model.purchases),
        plans=_plans(deals, observed),
        observed=observed,
        beyond=solve_beyond(deals),
    )


def _observed(scenario: Scenario) -> Outcome | None:
    entry = scenario.document["model"].get("observed")
    if entry is None:
        return None
    return Outcome(scenario.money("model.observed.purchases"), entry["package"])


def _within_cap(deals: Deals) -> Mapping[str, BargainingSolution]:
    """Solve again among the levels that the budget cap leaves room for."""
    room = deals.model.headroom
    levels = {outcome.label: outcome.purchases for outcome in deals.payoffs.outcomes}
    kept = [k for k, label in enumerate(deals.problem.labels or ()) if levels[label] <= room]
    if not kept:
        return MappingProxyType({})
    problem = deals.problem.restrict(kept)
    return MappingProxyType(
        {"nash": nash_solution(problem), "kalai-smorodinsky": kalai_smorodinsky_solution(problem)}
    )


def _alone(deals: Deals) -> Additionality:
    """Find what the buyer would buy anyway, at the reversion package."""
    package = deals.reversion.outcome.package
    outcomes = [Outcome(level, package, agreed=False) for level in deals.model.purchases]
    payoffs = deals.model.payoffs.evaluate(outcomes).exact[0]
    return additionality(deals.model.purchases, payoffs, unit=deals.model.scenario.unit)


def _demand(deals: Deals, claims: int) -> DemandEquilibria | None:
    """Solve the demand game on the deals; None where no deal is better for both."""
    model = deals.model
    payoffs = model.payoffs.evaluate(o for o in model.outcomes() if o.package in model.concessions)
    try:
        form = demand_form(payoffs, np.array(deals.reversion.payoffs, dtype=object), claims=claims)
    except NoSolution:
        return None
    return demand_equilibria(form)


def _places(deals: Deals, observed: Outcome | None) -> list[Outcome]:
    """Return where prices and bundles are wanted: without agreement, observed, agreed."""
    places = [deals.reversion.outcome, observed, deals.deal(), deals.deal(deals.kalai_smorodinsky)]
    return list(dict.fromkeys(place for place in places if place is not None))


def _prices(deals: Deals, observed: Outcome | None) -> Mapping[str, TariffPointPrices]:
    model = deals.model
    sectors = [sector.title for sector in model.trade.sectors]
    return MappingProxyType(
        {
            place.label: tariff_point_prices(
                TariffPointProblem(
                    model.scenario.players,
                    sectors,
                    model.tariff_slopes(place.package),
                    model.purchase_slopes(place.purchases),
                )
            )
            for place in _places(deals, observed)
        }
    )


def _plans(deals: Deals, observed: Outcome | None) -> Mapping[str, Plan]:
    """Return the bundles behind the levels that matter; none without a catalogue.

    They are solved by HiGHS through cvxpy; the relaxation's dual prices the cap.
    """
    value, deal = deals.model.value, deals.deal()
    if not isinstance(value, CatalogueValue):
        return MappingProxyType({})
    problem = value.problem
    capped = BundleProblem(problem.catalogue, problem.missions, deals.model.cap, floors=problem.floors)
    plans = {"cap": optimal_bundle(capped), "cap-relaxed": relaxed_bundle(capped)}
    for name, place in (("deal", deal), ("observed", observed)):
        if place is not None and place.purchases > 0:
            plans[name] = optimal_bundle(problem.with_budget(place.purchases))
    return MappingProxyType(plans)
