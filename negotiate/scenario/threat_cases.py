"""Threats in the region as cases for regret: one catalogue, the missions weighed by each threat."""

from __future__ import annotations

from negotiate.checks import instance_of
from negotiate.errors import InvalidInput
from negotiate.procurement import BundleProblem, CatalogueValue
from negotiate.procurement.risk import Threats
from negotiate.scenario.build import NegotiationModel
from negotiate.scenario.missions import missions_of

__all__ = ["build_threats"]


def build_threats(model: NegotiationModel, purchases: float | None = None) -> Threats:
    """Return the scenario's threats, for the bundle or the lottery of least regret.

    Parameters
    ----------
    model : NegotiationModel
        Of a scenario with ``[model.threats]`` and a catalogue.
    purchases : float, optional
        Bn USD/yr above the status quo; what the budget cap leaves room for where None.

    Raises
    ------
    InvalidInput
        Where the scenario names no threats or no items.

    Examples
    --------
    >>> from negotiate.scenario import build_model, load_scenario
    >>> threats = build_threats(build_model(load_scenario("japan-us-2025")), purchases=1.0)
    >>> threats.labels[1:]
    ('north-korean-missiles', 'chinese-naval-expansion', 'chinese-air-expansion')
    """
    instance_of("model", model, NegotiationModel, hint=", which build_model() makes of a scenario")
    scenario, value = model.scenario, model.value
    named = scenario.document["model"].get("threats", {})
    if not named:
        raise InvalidInput(f"{scenario.name} names no threats; add [model.threats.NAME] with weights.")
    if not isinstance(value, CatalogueValue):
        raise InvalidInput("model.value.kind is 'power', which names no items; threats need a catalogue.")
    problem = value.problem
    budget = model.headroom if purchases is None else purchases
    return Threats(
        {
            name: BundleProblem(
                problem.catalogue,
                missions_of(scenario, problem.catalogue, name),
                budget,
                problem.years,
                problem.floors,
            )
            for name in named
        }
    )
