"""The general tier of a scenario: one key, the same unit, payoffs that equal single solves, refusals."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from negotiate.analysis import find_drivers
from negotiate.errors import InvalidInput, NotApplicable
from negotiate.payoffs import Outcome
from negotiate.report.results import results_record
from negotiate.report.tiers import tiers_lines, tiers_tables
from negotiate.scenario import CaseSolution, NegotiationModel, build_model, load_scenario, solve_case
from negotiate.scenario.batch import ScenarioBatch
from negotiate.scenario.world_section import check_world
from negotiate.trade import GeneralEquilibrium, load_regions, tariffs_by
from negotiate.verify import verify

GENERAL = load_scenario("japan-us-2025").with_variant("general-equilibrium")


@pytest.fixture(scope="module")
def model() -> NegotiationModel:
    return build_model(GENERAL)


@pytest.fixture(scope="module")
def case() -> CaseSolution:
    return solve_case(GENERAL)


def test_payoffs_are_equivalent_variations_of_single_solves(model: NegotiationModel) -> None:
    assert model.tier == "general"
    assert model.world is not None
    imports, base = np.array([47.3, 102.7]), np.array([0.025, 0.015])
    mean = float(imports @ base / imports.sum())
    plain = load_regions(4.0)
    economy = load_regions(4.0, tariffs=tariffs_by(plain, "USA", {"JPN": mean}))
    rules = GeneralEquilibrium(economy, "balanced")
    held = tariffs_by(economy, "USA", 0.1)

    def worth(rate: float) -> np.ndarray:
        return rules.effects(tariffs_by(economy, "USA", {"JPN": rate}, base=held)).equivalent_variation[:2]

    change = worth(0.15) - worth(mean)
    found = [float(model.payoffs.evaluate([Outcome(0, "deal")]).exact[side, 0]) for side in (0, 1)]
    assert found == pytest.approx(change, abs=1e-6)
    assert model.effects["mfn"].exporter_gain.sum() == pytest.approx(0, abs=1e-9)


def test_slopes_in_tariffs_and_purchases_are_those_of_payoffs(model: NegotiationModel) -> None:
    assert model.world is not None
    rates, step = model.rates["deal"], 1e-4
    slopes = model.tariff_slopes("deal")
    for sector in range(2):
        move = step * np.eye(2)[sector]
        ends = [model.world.gains(model.world.mean_rate(rates + side * move)) for side in (1, -1)]
        assert slopes[:, sector] == pytest.approx((ends[0] - ends[1]) / (2 * step), rel=1e-5)
    assert model.world.order_slope(1, 2.0) > 0 > model.world.order_slope(0, 2.0)


def test_the_best_tariff_is_below_the_uniform_one_and_rises_with_what_others_face(
    model: NegotiationModel,
) -> None:
    free = build_model(GENERAL.with_values({"model.world.others_tariff": 0.0}), reuse=model)
    high = build_model(GENERAL.with_values({"model.world.others_tariff": 0.25}), reuse=model)
    assert free.optimal_tariff < model.optimal_tariff < high.optimal_tariff


def test_both_tiers_stand_side_by_side(case: CaseSolution) -> None:
    tables = dict(tiers_tables(case))
    assert list(tables) == ["tiers", "tiers-threat", "tiers-by-tariff"]
    partial = build_model(load_scenario("japan-us-2025"))
    row = tables["tiers"].rows[case.model.packages.index("threat25")]
    assert row[2] == pytest.approx(float(partial.effects["threat25"].exporter_gain.sum()))
    assert row[4] == pytest.approx(float(case.model.effects["threat25"].exporter_gain.sum()))
    assert row[3] == pytest.approx(float(partial.effects["threat25"].importer_welfare.sum()))
    assert row[5] == pytest.approx(float(case.model.effects["threat25"].importer_welfare.sum()))
    by_tariff = tables["tiers-by-tariff"].rows
    losses = [entry[2] for entry in by_tariff]
    assert losses == sorted(losses, reverse=True)
    assert case.model.world is not None
    quarter = next(entry for entry in by_tariff if entry[0] == 25)
    assert [quarter[2], quarter[4]] == pytest.approx(case.model.world.gains(0.25).tolist())
    single = partial.trade.effects([0.25, 0.25])
    assert quarter[1] == pytest.approx(float(single.exporter_gain.sum()))
    assert quarter[3] == pytest.approx(float(single.importer_welfare.sum()))
    _what_adding_up_leaves_out(case, " ".join(tables["tiers"].notes))
    threat = {entry[0]: entry for entry in tables["tiers-threat"].rows}
    assert threat["partial"][5] == 0  # credible in single markets, and not in general equilibrium
    assert threat["general"][5] > 0.5
    assert threat["general"][6] > 1
    assert len(list(tiers_lines(case))) == 2


@pytest.mark.slow
def _what_adding_up_leaves_out(case: CaseSolution, told: str) -> None:
    """The note under the table against solves of tariffs alone, purchases alone and both."""
    world, level = case.model.world, max(case.model.purchases)
    assert world is not None
    economy = world.model.economy
    orders = np.zeros(economy.shape)
    orders[world.places[::-1]] = 1.0
    tables = world.tables([world.base, float(world.mean_rate(case.model.rates[case.model.threat]))])

    def worth(table: np.ndarray, amount: float) -> np.ndarray:
        found = world.model.effects(table, purchases=amount * orders, tolerance=1e-14)
        return found.equivalent_variation[list(world.places)]

    start = worth(tables[0], 0)
    alone = worth(tables[1], 0) - start, worth(tables[0], level) - start
    rest = np.abs(worth(tables[1], level) - start - sum(alone)).max()
    one = worth(tables[0], 1.0) - start + [1.0, 0.0]
    assert f"leaves out at most {rest:.2f}" in told
    assert f"by {one[0]:.3f} for Japan, its cost aside, and by {one[1]:.3f} for United States" in told


def test_a_run_in_the_general_tier_holds_up_to_the_checker(case: CaseSolution) -> None:
    record = results_record(case, find_drivers(case.deals))
    found = verify(record)
    assert found.holds, found.failing


def test_a_partial_run_has_no_such_tables() -> None:
    partial = solve_case(load_scenario("steel-for-beef"))
    assert partial.model.tier == "partial"
    assert not list(tiers_tables(partial))
    assert not list(tiers_lines(partial))


def test_many_draws_at_once_say_that_they_need_the_partial_tier() -> None:
    with pytest.raises(NotApplicable, match="model.trade.tier='general'.*Solve them one by one"):
        ScenarioBatch(GENERAL)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"world": None}, r"model.world is missing; model.trade.tier = 'general' needs it"),
        ({"buyer": "JAP"}, r"model.world.buyer='JAP' is none of the regions .*Did you mean 'JPN'\?"),
        ({"setter": "JPN"}, r"model.world.setter is also the buyer"),
        ({"organised": 1.0}, r"model.weights.organised is above 0; with model.trade.tier = 'general'"),
        ({"revenue_weight": {"value": 0.9}}, r"model.parameters.revenue_weight=0.9; .* must be at least 1"),
    ],
)
def test_what_does_not_fit_is_said_in_words(change: dict[str, Any], told: str) -> None:
    model = dict(GENERAL.document["model"])
    if "world" in change:
        del model["world"]
    elif "revenue_weight" in change:
        model["parameters"] = {**model["parameters"], **change}
    elif "organised" in change:
        model["weights"] = {**model["weights"], **change}
    else:
        model["world"] = {**model["world"], **change}
    with pytest.raises(InvalidInput, match=told):
        check_world(model)


@pytest.mark.slow
@pytest.mark.slow
def test_another_elasticity_or_flow_is_noticed_by_the_checker(case: CaseSolution) -> None:
    record = results_record(case, find_drivers(case.deals))
    (world,) = (problem["world"] for problem in record["problems"].values() if problem["kind"] == "model")
    told = []
    for place, value in (("elasticity", 3.9), ("others", 0.2)):
        kept, world[place] = world[place], value
        told.append(" ".join(claim.detail for claim in verify(record).failing))
        world[place] = kept
    world["flows"][0][1] *= 1.01
    told.append(" ".join(claim.detail for claim in verify(record).failing))
    assert "model.world.elasticity" in told[0]
    assert "model.world.others" in told[1]
    assert "payoffs" in told[2] or "not the model's" in told[2]
