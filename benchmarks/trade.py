"""Tariffs in general equilibrium: how fast, how exact, how much memory? Prints four tables; 30 s.

194 countries (the inputs of a published study, where their folder is given; else drawn at random),
the shipped twelve regions, their trade war, and economies of growing size. Seconds are the best of
five, in one process; set OPENBLAS_NUM_THREADS=1 for one core. Memory is the peak of what Python allocates.

    OPENBLAS_NUM_THREADS=1 python benchmarks/trade.py [DATA_FOLDER]
"""

from __future__ import annotations

import sys
import time
import tracemalloc
from collections.abc import Callable
from typing import Any

import numpy as np

from negotiate.table import Column, Table
from negotiate.trade.general import (
    Economy,
    GeneralEquilibrium,
    load_regions,
    tariff_gradient,
    welfare_jacobian,
)
from negotiate.trade.general.liberation_day import LABOUR_SUPPLY, LiberationDay, base_year, read_inputs
from negotiate.trade.general.policy import cooperative_tariffs, nash_tariffs, optimal_tariffs, tariff_game

RUNS = 5


def timed(function: Callable[[], Any]) -> tuple[float, Any]:
    """Return the best time of several runs, and the result."""
    best, result = float("inf"), None
    for _ in range(RUNS):
        start = time.perf_counter()
        result = function()
        best = min(best, time.perf_counter() - start)
    return best, result


def random_economy(countries: int) -> Economy:
    """Draw flows over several orders of magnitude, five times as much sold at home as abroad."""
    random = np.random.default_rng(countries)
    flows = random.lognormal(0, 2, (countries, countries)) / countries
    np.fill_diagonal(flows, 5 * flows.sum(axis=1))
    return Economy(flows, [f"c{k}" for k in range(countries)], 4.0)


def random_tariffs(economy: Economy, count: int) -> np.ndarray:
    """Draw tables of tariffs between 0 and 50 %."""
    rates = np.random.default_rng(0).uniform(0, 0.5, (count, *economy.shape))
    own = np.arange(len(economy.countries))
    rates[:, own, own] = 0
    return rates


def many_countries(folder: str | None) -> None:
    """Time one solve, a gradient, and the published study where its inputs are given."""
    if folder:
        inputs = read_inputs(folder)
        economy = base_year(inputs.trade, inputs.gdp, inputs.countries)
        study = LiberationDay.solve(economy, inputs.announced)
        model, tariffs = study.equilibria[0].model, study.equilibria[0].tariffs
    else:
        model = GeneralEquilibrium(
            random_economy(194), "balanced", labour_supply=LABOUR_SUPPLY, scale=0.67 / 4
        )
        tariffs = random_tariffs(model.economy, 1)[0]
    seconds, found = timed(lambda: model.effects(tariffs))
    rows: list[tuple[Any, ...]] = [("one solve", seconds, int(found.iterations), float(found.residual))]
    slope, _ = timed(lambda: tariff_gradient(found, welfare=model.economy.countries[0]))
    rows.append(("gradient in 37,442 tariffs", slope, None, None))
    if folder:
        seconds, study = timed(
            lambda: LiberationDay.solve(
                base_year(inputs.trade, inputs.gdp, inputs.countries), inputs.announced
            )
        )
        worst = max(float(each.residual) for each in study.equilibria)
        most = max(int(each.iterations) for each in study.equilibria)
        rows.append(("base year and all six scenarios", seconds, most, worst))
    show(f"194 countries, elastic labour ({'published inputs' if folder else 'random flows'})", rows)


def twelve_regions() -> None:
    """Time the shipped regions: one table of tariffs, everyone's gradient, a thousand tables."""
    model = GeneralEquilibrium(load_regions())
    tariffs = random_tariffs(model.economy, 1000)
    one, found = timed(lambda: model.effects(tariffs[0]))
    rows: list[tuple[Any, ...]] = [("one solve", one, int(found.iterations), float(found.residual))]
    jacobian, _ = timed(lambda: welfare_jacobian(found))
    rows.append(("everyone's welfare in all tariffs", jacobian, None, None))
    batch, many = timed(lambda: model.effects(tariffs))
    rows.append(
        ("1,000 tables of tariffs at once", batch, int(many.iterations.max()), float(many.residual.max()))
    )
    show("Twelve regions", rows)


def policy() -> None:
    """Time best tariffs, the war of all and talks between two; the last column is the largest slope."""
    model = GeneralEquilibrium(load_regions(), "balanced")
    grid = np.linspace(0, 0.5, 11)
    tasks: dict[str, Callable[[], Any]] = {
        "best uniform tariff": lambda: optimal_tariffs(model, "USA"),
        "Nash tariffs, uniform (12 rates)": lambda: nash_tariffs(model),
        "Nash tariffs by partner (132 rates)": lambda: nash_tariffs(model, by="partner"),
        "talks of two, Nash": lambda: cooperative_tariffs(model, "JPN", "USA"),
        "talks of two, equal gains": lambda: cooperative_tariffs(model, "JPN", "USA", "equal-gains"),
    }
    rows: list[tuple[Any, ...]] = []
    for name, task in tasks.items():
        seconds, found = timed(task)
        iterations = getattr(found, "iterations", None)
        rows.append((name, seconds, iterations, found.certificate()["largest_gradient"]))
    players = ("USA", "CHN", "EU27")
    seconds, _ = timed(lambda: tariff_game(model, players, dict.fromkeys(players, grid)))
    rows.append(("game of three, 1,331 profiles", seconds, None, None))
    show("Tariff policy of the twelve regions", rows, "largest slope")


def show(title: str, rows: list[tuple[Any, ...]], last: str = "largest residual") -> None:
    """Print what was timed."""
    cells = [(*row[:3], None if row[3] is None else f"{row[3]:.0e}") for row in rows]
    columns = ["what", Column("time", "s", 4), "iterations", last]
    print(f"{Table(title, columns, cells)}\n")


def memory() -> None:
    """Print the peak of memory against the size of the flows."""
    rows = []
    for countries in (50, 100, 200, 400):
        economy = random_economy(countries)
        tariffs = random_tariffs(economy, 1)[0]
        tracemalloc.start()
        GeneralEquilibrium(economy).effects(tariffs)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        rows.append((countries, economy.flows.nbytes / 1e6, peak / 1e6, peak / economy.flows.nbytes))
    columns = [
        "countries",
        Column("flows", "MB", 2),
        Column("peak", "MB", 1),
        Column("peak over flows", "", 1),
    ]
    print(Table("Memory", columns, rows))


def main() -> None:
    """Print all tables."""
    many_countries(sys.argv[1] if len(sys.argv) > 1 else None)
    twelve_regions()
    policy()
    memory()


if __name__ == "__main__":
    main()
