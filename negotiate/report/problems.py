"""The problems behind the answers, as a results file carries them: all that a check needs, once.

Every problem is a record with its ``kind``, kept in one table under the digest of its content, and
answers name it by that digest; a game that four answers share is written once. Numbers that are
exact are written as text (``"-241487/25000"``), others as floats. A new kind of problem is a function
here, registered for its class, or in ``records.py`` where it names no other problem, and a check in
``negotiate/verify``.
"""

from __future__ import annotations

import math
from dataclasses import fields
from functools import singledispatchmethod
from typing import Any

from negotiate.bargaining import (
    BargainingProblem,
    IssueGroups,
    Linkage,
    LotteryProblem,
    RatificationProblem,
)
from negotiate.games import NormalFormGame
from negotiate.payoffs import (
    Additionality,
    DemandForm,
    OutcomePayoffs,
    StrategicForm,
    TariffPointProblem,
    ThreatCredibility,
)
from negotiate.procurement import BudgetFrontier, BundleProblem, CatalogueValue, Item, PowerValue
from negotiate.provenance import digest, plain
from negotiate.region import Reaction
from negotiate.repeated import EnforcementProblem
from negotiate.report.records import problem_record
from negotiate.scenario import NegotiationModel
from negotiate.scenario.plan_measures import plan_measure
from negotiate.scenario.world import WorldTrade
from negotiate.solution import Solution
from negotiate.trade import Sector

__all__ = ["ProblemTable"]

OF_THE_MODEL = (StrategicForm, OutcomePayoffs, ThreatCredibility)


class ProblemTable:
    """The problems of one run by the digest of their records.

    Parameters
    ----------
    model : NegotiationModel, optional
        What the payoffs, and the value of purchases, were worked out from. Without one, problems
        that are checked against it have no record.
    """

    def __init__(self, model: NegotiationModel | None = None) -> None:
        self.model = model
        self.records: dict[str, dict[str, Any]] = {}
        self._known: dict[int, tuple[object, str | None]] = {}

    def of(self, solution: Solution) -> str | None:
        """Return the digest of a solution's problem, adding it; None for a kind that has no record."""
        for name in ("problem", "game", "form"):
            problem = getattr(solution, name, None)
            if problem is not None:
                return self.add(problem)
        return self.add(solution)

    def add(self, problem: object) -> str | None:
        """Return the digest of a problem's record, adding it to the table."""
        if id(problem) not in self._known:
            known = self.model is not None or not isinstance(problem, OF_THE_MODEL)
            record = self.record(problem) if known else None
            key = None if record is None else self._keep(record)
            self._known[id(problem)] = (problem, key)  # the object is held, so that its id stays its own
        return self._known[id(problem)][1]

    def _keep(self, record: dict[str, Any]) -> str:
        content = dict(plain(record))
        key = digest(content)
        self.records[key] = content
        return key

    @singledispatchmethod
    def record(self, problem: object) -> dict[str, Any] | None:
        """Return a problem as a record; None for a class that has none."""
        return problem_record(problem)

    @record.register
    def _(self, problem: NormalFormGame) -> dict[str, Any]:
        return {
            "kind": "game",
            "players": problem.players,
            "strategies": problem.strategies,
            "unit": problem.unit,
            "payoffs": problem.exact,
        }

    @record.register
    def _(self, problem: StrategicForm) -> dict[str, Any]:
        return {
            "kind": "form",
            "name": problem.name,
            "leader": problem.leader,
            "game": self.add(problem.game),
            "model": self.add(self.model),
            "outcomes": [outcome.to_dict() for outcome in problem.outcomes],
            "outcome_index": problem.outcome_index,
        }

    @record.register
    def _(self, problem: DemandForm) -> dict[str, Any]:
        return {
            "kind": "demand",
            "game": self.add(problem.game),
            "disagreement": problem.disagreement,
            "claims": problem.claims,
        }

    @record.register
    def _(self, problem: OutcomePayoffs) -> dict[str, Any]:
        return {
            "kind": "payoffs",
            "model": self.add(self.model),
            "outcomes": [outcome.to_dict() for outcome in problem.outcomes],
        }

    @record.register
    def _(self, problem: NegotiationModel) -> dict[str, Any]:
        scenario, payoffs = problem.scenario, problem.payoffs
        model = scenario.document["model"]
        return {
            "kind": "model",
            "players": payoffs.players,
            "unit": payoffs.unit,
            "resolution": payoffs.resolution,
            "weights": model["weights"],
            "parameters": {name: entry["value"] for name, entry in model["parameters"].items()},
            "conceded": [name for name in model["levels"]["packages"] if name != model["threat"]],
            "threat": model["threat"],
            "demand": problem.trade.demand,
            "exporter_loss": problem.trade.exporter_loss,
            "sectors": [_sector(sector) for sector in problem.trade.sectors],
            "rates": problem.rates,
            "capability_worth": problem.capability_worth,
            "slope_at_status_quo": problem.value.slope(0.0)[1],
            "gains": [[level, problem.value(level)] for level in _levels(problem)],
            **_beside_capability(problem),
            **({} if problem.world is None else {"world": _world(problem.world)}),
        }

    @record.register
    def _(self, problem: Reaction) -> dict[str, Any]:
        race = problem.race
        return {
            "kind": "arms race",
            "countries": race.countries,
            "reaction": race.reaction,
            "fatigue": race.fatigue,
            "grievance": race.grievance,
            "unit": race.unit,
        }

    @record.register
    def _(self, problem: BargainingProblem) -> dict[str, Any]:
        return {
            "kind": "bargaining",
            "players": problem.players,
            "unit": problem.unit,
            "labels": problem.labels,
            "feasible": [problem.payoffs(outcome) for outcome in range(len(problem.feasible))],
            "disagreement": problem.reservation,
        }

    @record.register
    def _(self, problem: LotteryProblem) -> dict[str, Any]:
        return {"kind": "lotteries", "over": self.add(problem.points)}

    @record.register
    def _(self, problem: RatificationProblem) -> dict[str, Any]:
        return {
            "kind": "ratification",
            "bargaining": self.add(problem.bargaining),
            "ratifiers": [_fields(ratifier) for ratifier in problem.ratifiers],
        }

    @record.register
    def _(self, problem: Linkage) -> dict[str, Any]:
        return {
            "kind": "linkage",
            "issues": {name: self.add(issue) for name, issue in problem.issues.items()},
            "joint": self.add(problem.joint),
        }

    @record.register
    def _(self, problem: IssueGroups) -> dict[str, Any]:
        return {
            "kind": "issue groups",
            "issues": {name: self.add(issue) for name, issue in problem.issues.items()},
            "joint": [[group, self.add(joint)] for group, joint in problem.joint.items()],
        }

    @record.register
    def _(self, problem: EnforcementProblem) -> dict[str, Any]:
        return {"kind": "enforcement", **_fields(problem)}

    @record.register
    def _(self, problem: TariffPointProblem) -> dict[str, Any]:
        return {"kind": "slopes", **_fields(problem)}

    @record.register
    def _(self, problem: ThreatCredibility) -> dict[str, Any]:
        return {
            "kind": "threat",
            "threat": problem.threat,
            "packages": problem.packages,
            "payoffs": problem.payoffs,
            "unit": problem.unit,
            "model": self.add(self.model),
        }

    @record.register
    def _(self, problem: Additionality) -> dict[str, Any]:
        return {
            "kind": "purchases alone",
            "levels": problem.levels,
            "payoffs": problem.payoffs,
            "unit": problem.unit,
        }

    @record.register
    def _(self, problem: BundleProblem) -> dict[str, Any]:
        return {"kind": "bundle", "catalogue": self._catalogue(problem), "budget": problem.budget}

    def _catalogue(self, problem: BundleProblem) -> str:
        return self._keep(
            {
                "kind": "catalogue",
                "years": problem.years,
                "floors": problem.floors,
                "items": [_item(item) for item in problem.catalogue],
                "missions": [
                    {
                        "name": mission.name,
                        "weight": mission.weight,
                        "stock": mission.stock,
                        "breakpoints": mission.returns.breakpoints,
                        "slopes": mission.returns.slopes,
                    }
                    for mission in problem.missions
                ],
            }
        )

    @record.register
    def _(self, problem: BudgetFrontier) -> dict[str, Any] | None:
        if self.model is None:
            return None
        return {"kind": "frontier", "value": self.add(self.model.value), "levels": problem.levels}

    @record.register
    def _(self, problem: CatalogueValue) -> dict[str, Any]:
        return {"kind": "value of a catalogue", "catalogue": self._catalogue(problem.problem)}

    @record.register
    def _(self, problem: PowerValue) -> dict[str, Any]:
        return {"kind": "power law", "base": problem.base, "exponent": problem.exponent}


def _levels(model: NegotiationModel) -> list[float]:
    """Return every level of purchases that any answer looks at, ascending."""
    stated = model.scenario.document["model"]
    levels = {0.0, *model.purchases, *map(float, stated["levels"]["offers"])}
    if "observed" in stated:
        levels.add(model.scenario.money("model.observed.purchases"))
    return sorted(levels)


def _beside_capability(model: NegotiationModel) -> dict[str, Any]:
    """Return what the terms of the region and of the bundle look at, where they are switched on."""
    found: dict[str, Any] = {}
    if model.reactions is not None:
        found["reaction_slopes"] = [model.reactions.slope(side) for side in (0, 1)]
    weights = model.scenario.document["model"]["weights"]
    measures = {
        name: [[level, measure(level)] for level in _levels(model)]
        for name in ("offset", "interop")
        if weights[name]
        for measure in [plan_measure(model.scenario, model.value, name)]
    }
    return {**found, "measures": measures} if measures else found


def _world(world: WorldTrade) -> dict[str, Any]:
    """Return the world economy of the general tier, deficits purged where they are."""
    economy = world.model.economy
    return {
        "regions": economy.countries,
        "flows": economy.flows,
        "tariffs": economy.tariffs,
        "elasticity": economy.elasticities[0].value,
        "deficits": world.model.deficits,
        "buyer": world.buyer,
        "setter": world.setter,
        "others": world.others,
        "weights": world.weights,
        "base_rates": world.base_rates,
        "base": world.base,
        "orders": world.orders,
    }


def _fields(value: Any) -> dict[str, Any]:
    """Return the fields of a frozen value, without what it has worked out since."""
    return {field.name: getattr(value, field.name) for field in fields(value)}


def _sector(sector: Sector) -> dict[str, Any]:
    """Return a sector; an infinite elasticity of supply, which JSON cannot hold, as None."""
    record = _fields(sector)
    endless = math.isinf(sector.supply_elasticity)
    return {**record, "supply_elasticity": None if endless else sector.supply_elasticity}


def _item(item: Item) -> dict[str, Any]:
    return {
        "name": item.name,
        "mission": item.mission,
        "category": item.category,
        "price": item.price,
        "unit_capability": item.unit_capability,
        "us_content": item.us_content,
        "least": item.least,
        "most": item.most,
        "lot": item.lot,
    }
