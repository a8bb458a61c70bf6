"""The threat of a model: whether the setter would carry it out, and what would make it do so."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from negotiate.payoffs import Outcome, ThreatCredibility, break_even_weight, threat_credibility
from negotiate.scenario.build import NegotiationModel, build_model

__all__ = ["credibility_of", "credible_weight"]

_WEIGHT = "model.parameters.revenue_weight"


def _without_purchases(model: NegotiationModel) -> list[Outcome]:
    """Return each package without purchases and without audience costs."""
    return [Outcome(0, package, agreed=False, threat_executed=True) for package in model.packages]


def credibility_of(model: NegotiationModel) -> ThreatCredibility:
    """Compare the threat with every package without purchases, audience costs left out."""
    payoffs = model.payoffs.evaluate(_without_purchases(model)).exact[1]
    return threat_credibility(model.packages, payoffs, model.threat, unit=model.scenario.unit)


def credible_weight(model: NegotiationModel) -> Fraction | None:
    """Return the least weight on tariff revenue, from 1 up, at which the threat is credible.

    The setter's payoffs are linear in the weight: exact on the payoffs at a weight of 1 and on
    the revenues. None where no weight does it.
    """
    known = _WEIGHT in model.scenario.parameters
    at_one = (
        build_model(model.scenario.with_values({_WEIGHT: 1.0}), reuse=model, tier=model.tier)
        if known
        else model
    )
    share = model.scenario.document["model"]["weights"]["consumers_and_revenue"]
    revenue = [Fraction(share * float(effects.revenue.sum())) for effects in model.effects.values()]
    payoffs = at_one.payoffs.evaluate(_without_purchases(model)).exact[1]
    fixed = np.array([payoff - part for payoff, part in zip(payoffs, revenue, strict=True)], dtype=object)
    return break_even_weight(model.packages, fixed, np.array(revenue, dtype=object), model.threat)
