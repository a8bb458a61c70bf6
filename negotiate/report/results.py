"""results.json: the problem, the answers, their certificates and their provenance."""

from __future__ import annotations

import json
from typing import Any

from negotiate.analysis import Drivers
from negotiate.provenance import Provenance, digest, plain
from negotiate.scenario import CaseSolution

__all__ = ["SCHEMA", "results_json", "results_record"]

SCHEMA = "negotiate/results/1"
ENGINES = ("scipy", "cvxpy", "highspy", "matplotlib")


def results_record(case: CaseSolution, drivers: Drivers) -> dict[str, Any]:
    """Return everything that a run found as a JSON-ready dict with a digest of itself.

    ``digest`` is the SHA-256 of the canonical JSON of the record without it.
    """
    scenario = case.model.scenario
    provenance = Provenance(inputs=scenario.digest, packages=ENGINES, sources=tuple(scenario.sources))
    record = {
        "schema": SCHEMA,
        "scenario": {
            "name": scenario.name,
            "variant": scenario.variant,
            "title": scenario.title,
            "unit": scenario.unit,
            "digest": scenario.digest,
            "document": plain(scenario.document),
        },
        "answers": {name: solution.to_dict() for name, solution in case.solutions()},
        "drivers": drivers.to_dict(),
        "summary": _summary(case),
        "provenance": provenance.to_dict(),
    }
    return {**dict(plain(record)), "digest": digest(record)}


def results_json(case: CaseSolution, drivers: Drivers) -> str:
    """Return the record as JSON text that is the same for the same inputs and versions."""
    record = results_record(case, drivers)
    return json.dumps(record, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def _summary(case: CaseSolution) -> dict[str, Any]:
    deal = case.deals.deal()
    return dict(
        plain(
            {
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
        )
    )
