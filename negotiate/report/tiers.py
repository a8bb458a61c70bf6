"""Both tiers side by side: what single markets and the whole world's trade say of the same packages.

Written where the scenario is solved in the general tier. ``tiers``: each package's worth to both sides.
``tiers-threat``: the best tariff on the buyer, and what would make the threat credible.
``tiers-by-tariff``: the buyer's loss by the tariff's level, and thereby the most it would pay to avoid it.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from negotiate.payoffs import Outcome
from negotiate.scenario import CaseSolution, NegotiationModel, build_model
from negotiate.scenario.threat import credibility_of, credible_weight
from negotiate.scenario.world import WorldTrade
from negotiate.table import Cell, Column, Table

__all__ = ["tiers_lines", "tiers_tables"]

LEVELS = (0.0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5)


def tiers_tables(case: CaseSolution) -> Iterator[tuple[str, Table]]:
    """Yield the tables by file name; none in the partial tier.

    Examples
    --------
    >>> from negotiate.scenario import load_scenario, solve_case
    >>> list(tiers_tables(solve_case(load_scenario("steel-for-beef"))))
    []
    """
    world = case.model.world
    if world is None:
        return
    partial = partial_model(case.model)
    yield "tiers", _packages(case.model, partial, world)
    yield "tiers-threat", _threat(case.model, partial, world)
    yield "tiers-by-tariff", _by_tariff(case.model, partial, world)


def tiers_lines(case: CaseSolution) -> Iterator[str]:
    """Yield what the two tiers say differently; nothing in the partial tier."""
    world = case.model.world
    if world is None:
        return
    model, partial = case.model, partial_model(case.model)
    buyer, setter = model.scenario.players
    unit = model.scenario.unit
    losses = [-_worth(each, model.threat)[0] for each in (partial, model)]
    rates = [100 * each.optimal_tariff for each in (partial, model)]
    yield (
        f"The threat costs {buyer} {losses[0]:.1f} {unit} in partial and {losses[1]:.1f} in general "
        "equilibrium: the most that it would pay to be rid of it."
    )
    yield (
        f"The best mean tariff of {setter} on {buyer} alone is {rates[0]:.1f} % in partial and "
        f"{rates[1]:.1f} % in general equilibrium, where others face {100 * world.others:g} %."
    )


def partial_model(model: NegotiationModel) -> NegotiationModel:
    """Return the same scenario in the partial tier."""
    return build_model(model.scenario, reuse=model, tier="partial")


def _worth(model: NegotiationModel, package: str) -> tuple[float, float]:
    """Return a package's worth to buyer and setter, weights apart: both at one dollar of revenue for one."""
    effects = model.effects[package]
    return float(effects.exporter_gain.sum()), float(effects.importer_welfare.sum())


def _packages(model: NegotiationModel, partial: NegotiationModel, world: WorldTrade) -> Table:
    unit = model.scenario.unit
    titles = [entry["title"] for entry in model.scenario.document["model"]["packages"].values()]
    rows: list[list[Cell]] = [
        [title, 100 * float(world.mean_rate(model.rates[name])), *_worth(partial, name), *_worth(model, name)]
        for name, title in zip(model.packages, titles, strict=True)
    ]
    columns: list[Column | str] = ["package", Column("mean rate", "%", 1)]
    for tier in ("partial", "general"):
        columns += [Column(f"{player}, {tier}", unit, 2) for player in model.scenario.players]
    held = world.model.deficits.replace("_", " ")
    told = (
        "Changes from the status quo. Partial: exporters' surplus, and consumers' surplus with revenue; "
        f"general: equivalent variation, where others face {100 * world.others:g} % in every outcome and "
        f"deficits are {held}; largest residual {_residual(model, world):.0e}."
    )
    notes = [told, *_interaction(model, world)]
    return Table("What the packages are worth, in both tiers", columns, rows, notes)


def _interaction(model: NegotiationModel, world: WorldTrade) -> list[str]:
    """Say what is left out by adding tariffs and purchases up, where purchases count."""
    level = max(model.purchases)
    if not world.orders or not level:
        return []
    mean = world.mean_rate(model.rates[model.threat])
    both = world.equilibrium(mean, level=level).equivalent_variation - world.status_quo.equivalent_variation
    places = list(world.places)
    orders = np.array([world.order_gain(0, level) - level, world.order_gain(1, level)])
    rest = np.abs(both[places] - world.gains(mean) - orders).max()
    unit = model.scenario.unit
    gains = [world.order_gain(side, 1.0) for side in (0, 1)]
    buyer, setter = model.scenario.players
    told = (
        f"A purchase of 1 {unit} moves wages and prices by {gains[0]:.3f} for {buyer}, its cost aside, and "
        f"by {gains[1]:.3f} for {setter}. Adding purchases and tariffs up leaves out at most {rest:.2f} "
        f"{unit}, at {level:g} under the threat."
    )
    return [told]


def _residual(model: NegotiationModel, world: WorldTrade) -> float:
    means = [float(world.mean_rate(rates)) for rates in model.rates.values()]
    return float(world.equilibrium(means).residual.max())


def _threat(model: NegotiationModel, partial: NegotiationModel, world: WorldTrade) -> Table:
    unit = model.scenario.unit
    rows: list[list[Cell]] = []
    for name, each in (("partial", partial), ("general", model)):
        found, weight = credibility_of(each), credible_weight(each)
        alone = {
            package: float(each.payoffs.evaluate([Outcome(0, package)]).exact[1, 0])
            for package in each.packages
        }
        best = max(alone, key=lambda package: alone[package])
        rows.append(
            [
                name,
                100 * each.optimal_tariff,
                best,
                alone[best],
                alone[each.threat],
                float(found.break_even),
                None if weight is None else float(weight),
            ]
        )
    columns: list[Column | str] = [
        "tier",
        Column("best mean tariff", "%", 1),
        "best package",
        Column("it is worth", unit, 2),
        Column("the threat is worth", unit, 2),
        Column("audience cost the threat needs", unit, 2),
        Column("revenue weight the threat needs", "", 3),
    ]
    proof = world.best(model.scenario.value("model.parameters.revenue_weight", 1.0)).certificate()
    note = (
        f"To {model.scenario.players[1]}, without purchases. Best tariff in general equilibrium: slope "
        f"{proof['largest_gradient']:.0e}, curvature {proof['largest_curvature']:.1e}, regret "
        f"{proof['max_regret']:.1g} among {proof['replies_scanned']} rates."
    )
    return Table("Would the threat be carried out?", columns, rows, [note])


def _by_tariff(model: NegotiationModel, partial: NegotiationModel, world: WorldTrade) -> Table:
    """Return both sides' gains by a tariff on all of the buyer's goods alike."""
    unit = model.scenario.unit
    gains = world.gains(np.array(LEVELS))
    count = len(model.trade.sectors)
    effects = partial.trade.effects(np.repeat(np.array(LEVELS)[:, None], count, axis=1))
    losses, welfare = effects.exporter_gain.sum(axis=-1), effects.importer_welfare.sum(axis=-1)
    rows: list[list[Cell]] = [
        [100 * rate, float(losses[k]), float(gains[k, 0]), float(welfare[k]), float(gains[k, 1])]
        for k, rate in enumerate(LEVELS)
    ]
    columns: list[Column | str] = [Column("tariff on all goods", "%", 0)]
    for player in model.scenario.players:
        columns += [Column(f"{player}, {tier}", unit, 2) for tier in ("partial", "general")]
    buyer = model.scenario.players[0]
    note = (
        f"Changes from the status quo. {buyer} would pay at most the difference between two rows for the "
        "lower tariff."
    )
    return Table("What a tariff costs, by its level", columns, rows, [note])
