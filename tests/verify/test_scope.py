"""Answers that are true, but of another problem than the scenario's, are noticed: each is solved honestly."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from negotiate import solve_case
from negotiate.analysis import find_drivers
from negotiate.bargaining import (
    BargainingProblem,
    RatificationProblem,
    Ratifier,
    deals_by_group,
    linkage,
    nash_solution,
    ratified_deal,
)
from negotiate.payoffs import additionality, demand_equilibria, demand_form, threat_credibility
from negotiate.procurement import budget_frontier
from negotiate.repeated import EnforcementProblem, critical_discount_factors
from negotiate.report.results import results_record
from negotiate.scenario import CaseSolution, Scenario
from negotiate.scenario.read import read_scenario_file
from negotiate.verify import verify
from tests.verify.tampering import redigested, renamed_problems

Record = dict[str, Any]
Other = Callable[[CaseSolution], CaseSolution]


def with_legislature() -> Record:
    """The small scenario's tables, with unease at home and a legislature that minds it more or less."""
    tables, _ = read_scenario_file("steel-for-beef")
    model = tables["model"]
    model["weights"] = {**model.get("weights", {}), "sensitivity": 1}
    stated = {"value": 0.05, "unit": "per bn USD", "low": 0.0, "high": 0.1, "source": "assumed"}
    model["parameters"]["sensitivity"] = stated
    return tables


@pytest.fixture(scope="module")
def case() -> CaseSolution:
    return solve_case(Scenario(with_legislature()))


def recorded(case: CaseSolution) -> Record:
    return dict(json.loads(json.dumps(results_record(case, find_drivers(case.deals)))))


def failing(record: Record) -> set[str]:
    return {claim.statement for claim in verify(record).failing}


def test_the_honest_file_holds(case: CaseSolution) -> None:
    assert not failing(recorded(case))
    assert len(case.beyond.ratified) == 3


def _dearer(problem: BargainingProblem) -> BargainingProblem:
    """Return a problem in which the second player gets a little more of every outcome."""
    paid = [problem.payoffs(k) for k in range(len(problem.feasible))]
    feasible = np.array([[first, second + Fraction(1, 100)] for first, second in paid], dtype=object)
    point = np.array(problem.reservation, dtype=object)
    return BargainingProblem(feasible, point, problem.players, problem.unit, problem.labels)


def other_issues(case: CaseSolution) -> CaseSolution:
    assert case.beyond.linkage is not None
    issues = {name: _dearer(problem) for name, problem in case.beyond.linkage.issues.items()}
    linked = linkage(issues, keep="efficient")
    return replace(case, beyond=replace(case.beyond, linkage=linked, groups=deals_by_group(issues)))


def a_legislature_that_likes_everything(case: CaseSolution) -> CaseSolution:
    problem = case.deals.problem
    fond = Ratifier("legislature", problem.players[0], [1] * len(problem.feasible), 0)
    ratified = ratified_deal(RatificationProblem(problem, [fond]))
    return replace(case, beyond=replace(case.beyond, ratified=dict.fromkeys(case.beyond.ratified, ratified)))


def a_legislature_that_asks_for_less(case: CaseSolution) -> CaseSolution:
    """The legislature's own payoffs, one of them a little larger."""

    def pleased(problem: RatificationProblem) -> RatificationProblem:
        (own,) = problem.ratifiers
        payoffs = [own.payoffs[0] + Fraction(1, 1000), *own.payoffs[1:]]
        return RatificationProblem(problem.bargaining, [Ratifier(own.name, own.side, payoffs, own.reversion)])

    ratified = {name: ratified_deal(pleased(found.problem)) for name, found in case.beyond.ratified.items()}
    return replace(case, beyond=replace(case.beyond, ratified=ratified))


def other_stakes(case: CaseSolution) -> CaseSolution:
    assert case.beyond.holds_by_issue is not None
    problem = case.beyond.holds_by_issue.problem
    worse = EnforcementProblem(
        problem.cooperation + 1,
        problem.deviation + 1,
        problem.reversion,
        problem.players,
        problem.unit,
        issues=problem.issues,
    )
    return replace(case, beyond=replace(case.beyond, holds_by_issue=critical_discount_factors(worse)))


def no_package_that_tempts(case: CaseSolution) -> CaseSolution:
    threat, packages = case.credibility.threat, case.credibility.packages
    alone = threat_credibility([threat], [case.credibility.payoffs[packages.index(threat)]], threat)
    return replace(case, credibility=alone)


def fewer_levels_alone(case: CaseSolution) -> CaseSolution:
    return replace(case, alone=additionality(case.alone.levels[:2], list(case.alone.payoffs[:2])))


def a_wider_cap(case: CaseSolution) -> CaseSolution:
    return replace(case, within_cap={"nash": nash_solution(case.deals.problem.restrict([0, 1, 2, 3]))})


def another_budget(case: CaseSolution) -> CaseSolution:
    return replace(case, plans={**case.plans, "cap": case.plans["deal"]})


def whole_lots_passed_off_as_divisible(case: CaseSolution) -> CaseSolution:
    return replace(case, plans={**case.plans, "cap": case.plans["cap-relaxed"]})


def fewer_claims(case: CaseSolution) -> CaseSolution:
    reverts = np.array(case.deals.reversion.payoffs, dtype=object)
    model = case.model
    agreed = model.payoffs.evaluate(o for o in model.outcomes() if o.package in model.concessions)
    return replace(case, demand=demand_equilibria(demand_form(agreed, reverts, claims=1)))


def leaders_exchanged(case: CaseSolution) -> CaseSolution:
    return replace(case, commitments=dict(reversed(case.commitments.items())))


def ties_exchanged(case: CaseSolution) -> CaseSolution:
    name, led = next(iter(case.commitments.items()))
    return replace(case, commitments={**case.commitments, name: replace(led, strong=led.weak)})


def fewer_budgets(case: CaseSolution) -> CaseSolution:
    return replace(case, frontier=budget_frontier(case.model.value, case.model.purchases[:-1]))


@pytest.mark.parametrize(
    ("other", "statement"),
    [
        (other_issues, "the issues pay what the model says of each"),
        (
            a_legislature_that_likes_everything,
            "the legislature's payoffs are the model's at its sensitivity",
        ),
        (
            a_legislature_that_asks_for_less,
            "the legislature's payoffs are the model's at its sensitivity",
        ),
        (other_stakes, "what is at stake on each issue is the game's"),
        (no_package_that_tempts, "the threat is compared with all packages"),
        (fewer_levels_alone, "it is the best of all levels"),
        (a_wider_cap, "outcomes are those within the cap"),
        (another_budget, "bundles are of the cap, the deal and the observed deal"),
        (whole_lots_passed_off_as_divisible, "bundles are of the cap, the deal and the observed deal"),
        (fewer_claims, "its claims are spaced along the frontier"),
        (leaders_exchanged, "each side leads with ties either way"),
        (ties_exchanged, "each side leads with ties either way"),
        (fewer_budgets, "they are of every level and package of the scenario"),
    ],
)
def test_an_answer_to_another_question_is_noticed(other: Other, statement: str, case: CaseSolution) -> None:
    assert statement in failing(recorded(other(case)))


def _solved_otherwise(record: Record, tables: Record) -> Record:
    """Return the results of other tables, passed off as those of the scenario in a record."""
    forged = recorded(solve_case(Scenario(tables)))
    forged["scenario"] = record["scenario"]
    forged["provenance"]["inputs"] = record["provenance"]["inputs"]
    return redigested(forged)


@pytest.mark.slow
def test_levels_are_not_left_out_of_the_grid(case: CaseSolution) -> None:
    tables = with_legislature()
    tables["model"]["levels"]["purchases"] = {"low": 0, "high": 2, "step": 0.5}
    told = failing(_solved_otherwise(recorded(case), tables))
    assert "they are of every level and package of the scenario" in told


@pytest.mark.slow
def test_purchases_are_valued_by_the_scenarios_power_law() -> None:
    tables = with_legislature()
    tables["model"]["value"]["kind"] = "power"
    honest = recorded(solve_case(Scenario(tables)))
    assert not failing(honest)
    other = copy.deepcopy(tables)
    other["model"]["value"]["exponent"]["value"] = 0.6
    assert "purchases are valued as the scenario says" in failing(_solved_otherwise(honest, other))


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["catalogue", "model", "bargaining", "game"])
def test_no_problem_hides_behind_another_kind(kind: str, case: CaseSolution) -> None:
    record = recorded(case)
    for problem in record["problems"].values():
        if problem["kind"] == kind:
            problem["kind"] = f"{kind} of mine"
    assert not verify(redigested(renamed_problems(record))).holds


def test_an_honest_model_does_not_cover_for_another(case: CaseSolution) -> None:
    record = recorded(case)
    key = next(key for key, problem in record["problems"].items() if problem["kind"] == "model")
    record["problems"]["sha256:0"] = {**record["problems"][key], "title": "spare"}
    assert "the model is the scenario's: parameters, weights, packages, sectors" in failing(
        redigested(renamed_problems(record))
    )


def test_a_unit_is_not_exchanged(case: CaseSolution) -> None:
    record = recorded(case)
    for problem in record["problems"].values():
        if problem["kind"] == "enforcement":
            problem["unit"] = "tn JPY/yr"
    assert "name, title, players and units are the document's" in failing(
        redigested(renamed_problems(record))
    )


@pytest.mark.parametrize(
    ("section", "key", "value", "words"),
    [
        ("levels", "purchases", {"low": 0, "high": 1e300, "step": 1e-9}, "more than 10,001 levels"),
        ("levels", "purchases", {"low": 0, "high": 2, "step": 0}, "ZeroDivisionError"),
        ("value", "years", 10**12, "years must be a whole number from 1 to 50"),
    ],
)
def test_a_scenario_without_end_is_not_counted_through(
    section: str, key: str, value: object, words: str, case: CaseSolution
) -> None:
    record = recorded(case)
    record["scenario"]["document"]["model"][section][key] = value
    assert words in str(verify(redigested(record)))


@pytest.mark.parametrize("key", ["name", "title", "unit"])
def test_a_file_is_not_passed_off_as_of_another_scenario(key: str, case: CaseSolution) -> None:
    record = recorded(case)
    record["scenario"][key] = "../another"
    assert failing(redigested(record)) == {"name, title, players and units are the document's"}
