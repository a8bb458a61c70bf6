"""The region in a report: gross against net, where the deal turns, and nothing where it is off."""

from __future__ import annotations

import numpy as np
import pytest

from negotiate import load_scenario, solve_case
from negotiate.analysis import Drivers, find_drivers
from negotiate.report import Run
from negotiate.report.blocks import Picture
from negotiate.report.drawing import case_figures
from negotiate.report.markdown import markdown_report
from negotiate.report.region import region_lines, region_tables
from negotiate.scenario import CaseSolution


@pytest.fixture(scope="module")
def case() -> CaseSolution:
    return solve_case(load_scenario("japan-us-2025", variant="regional-reaction"))


@pytest.fixture(scope="module")
def drivers(case: CaseSolution) -> Drivers:
    return find_drivers(case.deals)


def test_nothing_is_said_where_it_is_off() -> None:
    plain = solve_case(load_scenario("steel-for-beef"))
    assert not list(region_lines(plain))
    assert not list(region_tables(plain))
    assert "gross-and-net" not in case_figures(plain, find_drivers(plain.deals))


def test_net_is_gross_less_what_the_answers_cost(case: CaseSolution) -> None:
    table = dict(region_tables(case))["region"]
    reactions = case.model.reactions
    assert reactions is not None
    titles = [column.title for column in table.columns]
    rows = [dict(zip(titles, row, strict=True)) for row in table.rows]
    assert [row["purchases above status quo"] for row in rows] == sorted(
        {*case.model.purchases, case.model.headroom}
    )
    for row in rows:
        level = float(row["purchases above status quo"])
        induced = [row[f"induced in {title}"] for title in ("China", "South Korea", "Taiwan")]
        assert induced == pytest.approx(list(reactions.induced(level).values()))
        spill = case.model.scenario.value("model.parameters.ally_spill_in")
        gross = [row[f"gross security of {player}"] for player in case.model.scenario.players]
        worth = case.model.capability_worth * case.model.value(level)
        assert gross == pytest.approx([worth, spill * worth])
        for side, player in enumerate(case.model.scenario.players):
            parts = [row[key.format(player)] for key in ("gross security of {}", "answers, to {}")]
            assert row[f"net security of {player}"] == pytest.approx(sum(parts))
            assert parts[1] == pytest.approx(reactions.slope(side) * level)


def test_the_figure_draws_what_the_table_says(case: CaseSolution, drivers: Drivers) -> None:
    table = dict(region_tables(case))["region"]
    titles = [column.title for column in table.columns]
    drawing = case_figures(case, drivers)["gross-and-net"]
    panels = drawing.figure().axes
    for axes, player in zip(panels, case.model.scenario.players, strict=True):
        for line, kind in zip(axes.lines, ("gross", "net"), strict=False):
            column = titles.index(f"{kind} security of {player}")
            expected = [(row[0], row[column]) for row in table.rows]
            assert line.get_xydata().tolist() == pytest.approx(np.array(expected))
    marked = {line.get_xdata()[0] for line in panels[0].lines[2:-1]}
    assert marked == {row[0] for row in table.rows if row[1]}
    assert "observed (3): Japan 2.84 gross, 2.69 net" in drawing.words


def test_levels_that_matter_are_named(case: CaseSolution) -> None:
    table = dict(region_tables(case))["region"]
    named = {row[1] for row in table.rows}
    assert {"observed", "budget cap"} <= named
    assert any("Nash deal" in str(name) for name in named)


def test_the_headline_and_the_files_tell_it(case: CaseSolution, drivers: Drivers) -> None:
    run = Run(case, drivers)
    said, turns = region_lines(case)
    assert "China 1.24, South Korea 0.62, Taiwan 0.06" in said
    assert "no deal is left from 2.88 times on" in turns
    assert said in run.headline()
    document = run.document()
    assert {"region", "region-strength"} <= document.tables.keys()
    assert Picture("gross-and-net") in document.blocks
    assert "Who else reacts" in markdown_report(document)
