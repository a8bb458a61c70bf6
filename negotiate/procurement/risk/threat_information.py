"""What it is worth to know the threat before the bundle is bought, over all bundles.

The best bundle for a belief ``q`` over threats is the best of the mixed problem. With the best
bundles for the prior, for each signal's posterior and for each threat among the rows, no other
bundle matters, and the finite choice among them gives EVPI and EVSI.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from negotiate.checks import instance_of
from negotiate.procurement.optimal import optimal_bundle
from negotiate.procurement.risk.information import (
    InformationValue,
    signal_likelihoods,
    value_of_information,
)
from negotiate.procurement.risk.scenarios import scenario_probabilities
from negotiate.procurement.risk.threats import Threats, mixed_problem

__all__ = ["threat_information"]


def threat_information(
    threats: Threats, probabilities: ArrayLike | None = None, likelihoods: ArrayLike | None = None
) -> InformationValue:
    """Work out EVPI, and EVSI of an intelligence signal, where any bundle may be bought.

    Each of the bundles is proven best for its belief, so that the values hold over all bundles.

    Parameters
    ----------
    threats : Threats
        The scenarios.
    probabilities : array-like, shape (scenarios,), optional
        Before any signal; equal where none are given.
    likelihoods : array-like, shape (scenarios, signals), optional
        Probability of each signal under each threat; rows sum to 1.

    Examples
    --------
    >>> from negotiate.procurement import BundleProblem, Catalogue, Item, Mission, PiecewiseReturns
    >>> catalogue = Catalogue([Item("jet", "air", 2.0, 3), Item("ship", "sea", 2.0, 3)])
    >>> def threat(air, sea):
    ...     line = PiecewiseReturns([0], [1.0])
    ...     missions = [Mission("air", line, weight=air), Mission("sea", line, weight=sea)]
    ...     return BundleProblem(catalogue, missions, 6.0, years=1)
    >>> both = Threats({"missiles": threat(2, 1), "navy": threat(1, 2)})
    >>> answer = threat_information(both, [0.7, 0.3])
    >>> answer.choice, round(answer.perfect, 9)
    ('3 jet', 1.8)
    """
    instance_of("threats", threats, Threats)
    prior = np.maximum(scenario_probabilities("probabilities", probabilities, len(threats.labels)), 0.0)
    beliefs = [prior]
    if likelihoods is not None:
        joint = prior[:, None] * signal_likelihoods(likelihoods, len(prior))
        beliefs += [column / column.sum() for column in joint.T if column.sum() > 0]
    plans = [*threats.best_plans, *(optimal_bundle(mixed_problem(threats, belief)) for belief in beliefs)]
    rows = {threats.label(plan.quantities): threats.values(plan.quantities) for plan in plans}
    return value_of_information(
        list(rows.values()), prior, likelihoods, bundles=tuple(rows), scenarios=threats.labels
    )
