"""A published table reproduced: the tariffs of April 2025 among 194 countries.

Ignatenko, Lashkaripour, Macedoni & Simonovska (2025), Journal of International Economics, tables 1
and 2. The study's inputs have no licence that lets them be shipped: NEGOTIATE_REPLICATION_DATA
names the folder that holds them.
"""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from negotiate.errors import InvalidInput
from negotiate.trade.general import GeneralEquilibrium, tariff_gradient
from negotiate.trade.general.liberation_day import (
    PUBLISHED,
    LiberationDay,
    base_year,
    published_index,
    read_inputs,
)

FOLDER = os.environ.get("NEGOTIATE_REPLICATION_DATA")
needs_data = pytest.mark.skipif(
    not FOLDER, reason="NEGOTIATE_REPLICATION_DATA is not set: the study's inputs are not shipped"
)


@pytest.fixture(scope="module")
def study() -> LiberationDay:
    inputs = read_inputs(str(FOLDER))
    return LiberationDay.solve(base_year(inputs.trade, inputs.gdp, inputs.countries), inputs.announced)


@needs_data
def test_all_twelve_welfare_figures_to_the_printed_digit(study: LiberationDay) -> None:
    found = study.welfare().round(2).tolist()
    assert found == [[row.us, row.others] for row in PUBLISHED.values()]


@needs_data
def test_employment_and_prices_of_the_first_scenario(study: LiberationDay) -> None:
    us = study.economy.place("USA")
    first = study.equilibria[0]
    assert round(100 * float(first.employment[us] - 1), 2) == 0.32
    assert round(100 * float(first.prices[us] - 1), 1) == 12.8


@needs_data
def test_anchors_on_the_way(study: LiberationDay) -> None:
    us = study.economy.place("USA")
    assert study.economy.margins[[0, us]].round(6).tolist() == [0.114335, 0.270471]
    power = GeneralEquilibrium(study.economy, scale=0.67 / 4).system.tariff_power
    assert power[[0, us]].round(6).tolist() == [1.150719, 1.432848]


@needs_data
def test_every_scenario_is_proven(study: LiberationDay) -> None:
    for equilibrium in study.equilibria:
        assert equilibrium.certificate()["largest_residual"] <= 1e-12
        assert equilibrium.iterations <= 6


@needs_data
def test_the_rebate_rule_turns_the_sign_and_the_table_says_so(study: LiberationDay) -> None:
    for published in (True, False):
        welfare = study.welfare(published=published)
        assert welfare[0, 0] > 0 > welfare[1, 0]
    assert "turns the sign for the US" in str(study)
    assert all("can turn the sign" in str(equilibrium) for equilibrium in study.equilibria[:2])


@needs_data
def test_the_index_is_welfare_where_revenue_is_a_lump_sum(study: LiberationDay) -> None:
    lump_sum, relief = study.equilibria[1], study.equilibria[0]
    np.testing.assert_allclose(published_index(lump_sum), lump_sum.welfare, rtol=1e-12)
    us = study.economy.place("USA")
    # With a tax cut the index leaves out κ/(1+κ) τ Y of effort, to first order.
    gap = published_index(relief)[us] - relief.welfare[us]
    effort = 0.5 / 1.5 * relief.relief[us] * study.economy.incomes[us] / relief.model.welfare_base[us]
    assert gap == pytest.approx(effort, rel=0.02)


@needs_data
def test_the_gradient_of_194_countries_is_that_of_differences(study: LiberationDay) -> None:
    first = study.equilibria[0]
    us, china = study.economy.place("USA"), study.economy.place("CHN")
    slope = tariff_gradient(first, welfare="USA")[china, us]
    shifted = np.stack([first.tariffs, first.tariffs])
    shifted[:, china, us] += (1e-5, -1e-5)
    around = first.model.effects(shifted, start=first).welfare[:, us]
    assert slope == pytest.approx((around[0] - around[1]) / 2e-5, rel=1e-5)


def test_files_that_do_not_fit_together_are_refused(tmp_path: Path) -> None:
    given = {
        "country_labels.csv": "iso3\nUSA\nJPN\n",
        "trade_cepii.csv": "a,b\n,5\n7,\n",
        "gdp.csv": "gdp\n90000\n80000\n",
        "tariffs.csv": "rate\n0\n0.24\n",
    }
    for name, text in given.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    found = read_inputs(tmp_path)
    assert found.trade.tolist() == [[0, 5], [7, 0]]
    assert found.gdp.tolist() == [90, 80]
    for name, text, words in (
        ("gdp.csv", "gdp\n90000\n", r"gdp.csv has shape \(1,\); it must have shape \(2,\)"),
        ("tariffs.csv", "rate\n0\nhigh\n", r"tariffs.csv\[1\] is 'high'"),
        ("trade_cepii.csv", "a,b\n,5\n7\n", "trade_cepii.csv"),
    ):
        (tmp_path / name).write_text(text, encoding="utf-8")
        with pytest.raises(InvalidInput, match=words):
            read_inputs(tmp_path)
        (tmp_path / name).write_text(given[name], encoding="utf-8")


def test_a_folder_without_the_files_is_refused() -> None:
    with pytest.raises(InvalidInput, match="country_labels.csv cannot be read"):
        read_inputs("no-such-folder")
    with pytest.raises(InvalidInput, match="must have USA among them"):
        base_year(np.ones((2, 2)), [5, 5], ["AAA", "BBB"])
