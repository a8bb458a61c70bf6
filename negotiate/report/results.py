"""results.json: problems, answers, certificates and provenance, so that others can check every claim.

Problems stand once, in a table by the digest of their content, and answers name theirs. The layout
is published as a JSON Schema beside this file; ``negotiate/verify`` reads it and checks the claims.
"""

from __future__ import annotations

import json
import platform
from importlib import resources
from typing import Any

from negotiate.analysis import Drivers
from negotiate.provenance import Provenance, digest, plain
from negotiate.report.evidence import evidence, frontier_evidence
from negotiate.report.problems import ProblemTable
from negotiate.scenario import CaseSolution
from negotiate.solution import Solution

__all__ = [
    "ENGINES",
    "SCHEMA",
    "answer_record",
    "provenance_record",
    "results_json",
    "results_record",
    "results_schema",
    "results_text",
]

SCHEMA = "negotiate/results/2"
ENGINES = ("scipy", "cvxpy", "highspy", "matplotlib")


def results_record(case: CaseSolution, drivers: Drivers) -> dict[str, Any]:
    """Return everything that a run found as a JSON-ready dict with a digest of itself.

    ``digest`` is the SHA-256 of the canonical JSON of the record without it. The order of keys
    does not count, but for the order that the scenario's digest holds.
    """
    scenario = case.model.scenario
    problems = ProblemTable(case.model)
    answers = {}
    for name, solution in case.solutions():
        answers[name] = answer_record(solution, problems)
    answers["budget-frontier"]["certificate"] |= plain(frontier_evidence(case.frontier, case.model.value))
    record = plain(
        {
            "schema": SCHEMA,
            "scenario": {
                "name": scenario.name,
                "variant": scenario.variant,
                "changes": list(scenario.changes),
                "title": scenario.title,
                "unit": scenario.unit,
                "digest": scenario.digest,
                "document": scenario.document,
            },
            "summary": _summary(case),
            "drivers": drivers.to_dict(),
            "answers": answers,
            "problems": problems.records,
            "provenance": _provenance(case),
        }
    )
    return {**record, "digest": digest(record)}


def answer_record(solution: Solution, problems: ProblemTable) -> dict[str, Any]:
    """Return one answer with what a check needs beside its certificate, and add its problem to the table."""
    answer = solution.to_dict()
    answer["certificate"] |= plain(evidence(solution))
    return {**answer, "problem": problems.of(solution)}


def results_json(case: CaseSolution, drivers: Drivers) -> str:
    """Return the record as JSON text that is the same for the same inputs, versions and platform."""
    return results_text(results_record(case, drivers))


def results_text(record: dict[str, Any]) -> str:
    """Return a record as the text of a results file."""
    return json.dumps(record, indent=1, ensure_ascii=False) + "\n"


def results_schema() -> dict[str, Any]:
    """Return the JSON Schema of a results file.

    Examples
    --------
    >>> results_schema()["properties"]["schema"]
    {'const': 'negotiate/results/2'}
    """
    text = resources.files("negotiate.report").joinpath("results-2.schema.json").read_text(encoding="utf-8")
    return dict(json.loads(text))


def _provenance(case: CaseSolution) -> dict[str, Any]:
    scenario = case.model.scenario
    return provenance_record(
        Provenance(inputs=scenario.digest, packages=ENGINES, sources=tuple(scenario.sources))
    )


def provenance_record(made: Provenance) -> dict[str, Any]:
    """Return what made a file; of the machine its family only, which rounding can depend on."""
    where = {
        "system": platform.system(),
        "machine": platform.machine(),
        "python": platform.python_implementation(),
    }
    return {**made.to_dict(), "platform": where}


def _summary(case: CaseSolution) -> dict[str, Any]:
    deal = case.deals.deal()
    return {
        "reversion": case.deals.reversion.outcome.to_dict(),
        "nash_deal": None if deal is None else deal.to_dict(),
        "no_agreement_reason": case.deals.nash.reason,
        "threat_credible": case.credibility.credible,
        "threat_credible_from_revenue_weight": case.credible_weight,
        "offers_equilibria": len(case.equilibria),
        "offers_equilibria_complete": case.equilibria.complete,
        "capability_worth": case.model.capability_worth,
        "headroom": case.model.headroom,
        "assumed_share": case.model.scenario.assumed_share,
    }
