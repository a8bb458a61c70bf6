"""How sure a scenario is: shares of draws, what decides, in words that say what the draws say."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from negotiate import InvalidInput, load_scenario
from negotiate.analysis import ScenarioAnswers, ranged_parameters
from negotiate.analysis.points import unit_points
from negotiate.provenance import canonical_json, digest
from negotiate.report import write_report
from negotiate.report.sensitivity import (
    Sensitivity,
    find_sensitivity,
    sensitivity_figures,
    sensitivity_headline,
    sensitivity_limits,
    sensitivity_lines,
    sensitivity_tables,
)
from negotiate.scenario import Scenario
from negotiate.scenario.read import read_scenario_file

DRAWS = 32


@pytest.fixture(scope="module")
def found() -> Sensitivity:
    sensitivity = find_sensitivity(load_scenario("steel-for-beef"), draws=DRAWS, seed=5)
    assert sensitivity is not None
    return sensitivity


def changed(change: Any) -> Scenario:
    """Return a shipped scenario with its tables changed."""
    tables, _ = read_scenario_file("steel-for-beef")
    change(tables)
    tables.pop("variants", None)
    return Scenario(tables)


def test_shares_are_those_of_one_call_a_draw(found: Sensitivity) -> None:
    ranges = found.drawn.parameters
    answers = ScenarioAnswers(found.scenario)
    points = unit_points("sobol", len(ranges), 5, 0, DRAWS)
    columns = {path: one.quantile(points[:, k]) for k, (path, one) in enumerate(ranges.items())}
    calls = [answers({path: float(column[k]) for path, column in columns.items()}) for k in range(DRAWS)]
    for question in ("package", "without agreement", "threat is credible"):
        counted = Counter(call[question] for call in calls)
        assert {word: share.count for word, share in found.drawn.shares[question].items()} == counted
    none = Counter(call["package"] for call in calls)["no agreement"]
    assert f"In {100 * none / DRAWS:.1f} % of {DRAWS} draws" in sensitivity_headline(found)
    rows = {row[0]: row for row in sensitivity_tables(found)["sensitivity-conclusions"].rows}
    assert rows["agreement"][1:3] == ("yes", pytest.approx(100 - 100 * none / DRAWS))
    assert rows["package"][2] == pytest.approx(100 * Counter(c["package"] for c in calls)["half"] / DRAWS)


def test_every_range_is_drawn_or_said_to_be_held(found: Sensitivity) -> None:
    known = ranged_parameters(found.scenario)
    assert set(found.held) | set(found.drawn.parameters) == set(known)
    assert not set(found.held) & set(found.drawn.parameters)
    assert all(path.startswith(("model.trade", "model.sectors", "model.par")) for path in found.moving)
    assert any(f"{len(found.held)} other ranges" in line for line in sensitivity_limits(found))


def test_what_matters_most_stands_first(found: Sensitivity) -> None:
    swings = {swing.parameter: swing for swing in found.tornado.of("package")}
    order = list(found.indices.parameters)
    assert [path for path in order if path in found.moving] == list(found.moving[:10])
    assert swings[order[0]].moves
    if found.regions is not None:
        assert list(found.regions.parameters) == [one.parameter for one in found.indices.of("package")][:2]


def test_sentences_give_ranges_with_the_point_estimate_beside_them(found: Sensitivity) -> None:
    told = " ".join(sensitivity_lines(found))
    low, high = found.drawn.range("gain of Home")
    assert f"Home {low:.2f} to {high:.2f} (point estimate {found.drawn.base['gain of Home']:.2f})" in told
    assert f"{DRAWS} draws of" in told
    assert "seed 5" in told
    assert "uniform over their ranges" in told


def test_each_figure_says_in_words_what_it_shows(found: Sensitivity) -> None:
    figures = sensitivity_figures(found)
    assert list(figures) == [name for name in sensitivity_tables(found) if name != "sensitivity-conclusions"]
    share = 100 * found.drawn.survival("package").value
    assert f"half {share:.1f} %" in figures["sensitivity-answers"].words
    assert "pass-through" in figures["sensitivity-regions"].title


@pytest.mark.slow
def test_the_record_is_the_same_again(found: Sensitivity) -> None:
    record = found.to_dict()
    assert record["digest"] == digest({key: part for key, part in record.items() if key != "digest"})
    assert record["answers"]["monte-carlo"]["provenance"]["seed"] == 5
    again = find_sensitivity(found.scenario, draws=DRAWS, seed=5)
    assert again is not None
    assert canonical_json(again.to_dict()) == canonical_json(record)


@pytest.mark.slow
def test_no_agreement_at_the_point_estimate_is_said_so() -> None:
    def dear(tables: dict[str, Any]) -> None:
        tables["model"]["trade"]["pass_through"]["value"] = tables["model"]["trade"]["pass_through"]["high"]

    found = find_sensitivity(changed(dear), draws=16)
    assert found is not None
    assert found.drawn.base["package"] == "no agreement"
    assert "there is no agreement, as at the point estimate" in sensitivity_headline(found)
    assert sensitivity_tables(found)["sensitivity-conclusions"].rows[0][:2] == ("agreement", "no")
    assert "none at the point estimate" in " ".join(sensitivity_lines(found))
    assert len(sensitivity_figures(found)) == 5


@pytest.mark.slow
def test_a_scenario_that_is_solved_draw_by_draw_is_asked_less_often() -> None:
    def linear(tables: dict[str, Any]) -> None:
        tables["model"]["trade"]["demand"] = "linear"

    found = find_sensitivity(changed(linear), draws=8)
    assert found is not None
    assert found.indices.points == 16
    assert all(
        path.startswith(("model.trade", "model.sectors", "model.par")) for path in found.drawn.parameters
    )


def test_without_ranges_there_is_nothing_to_draw() -> None:
    def sure(entry: Any) -> None:
        if isinstance(entry, dict):
            if "low" in entry and "value" in entry:
                entry["low"] = entry["high"] = entry["value"]
            for part in entry.values():
                sure(part)

    assert find_sensitivity(changed(sure)) is None


@pytest.mark.parametrize("given", [{"draws": 0}, {"draws": 2.5}, {"seed": -1}])
def test_draws_and_seed_are_checked_before_anything_is_solved(given: dict[str, Any], tmp_path: Any) -> None:
    def told(step: str) -> None:
        raise AssertionError(step)

    with pytest.raises(InvalidInput, match=next(iter(given))):
        write_report(load_scenario("steel-for-beef"), tmp_path / "new", progress=told, **given)
