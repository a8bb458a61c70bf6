"""Every result of a solved scenario shows itself in every format, with as many rows in each."""

from __future__ import annotations

import csv
import io
import json

import pytest

from negotiate import load_scenario, solve_case
from negotiate.solution import Solution

SOLUTIONS = dict(solve_case(load_scenario("steel-for-beef")).solutions())


@pytest.mark.parametrize("name", list(SOLUTIONS))
def test_all_formats_hold_all_rows(name: str) -> None:
    solution: Solution = SOLUTIONS[name]
    table = solution.table()
    count = len(table.rows)
    assert solution.summary() == str(solution) == table.to_text()
    assert len(solution.summary().splitlines()) == 2 + count + len(table.notes)
    assert solution._repr_html_().count("<tr>") == count + 1
    assert sum(line.startswith("| ") for line in solution.to_markdown().splitlines()) == count + 2
    assert len(list(csv.reader(io.StringIO(solution.to_csv())))) == count + 1
    assert solution.to_frame().shape == (count, len(table.columns))
    groups = solution.to_latex().count("\\toprule")
    assert solution.to_latex().count(" \\\\\n") >= count + groups
    assert {"concept", "answer", "certificate", "provenance"} <= set(json.loads(solution.to_json()))


@pytest.mark.parametrize("name", list(SOLUTIONS))
def test_payoffs_and_prices_have_a_unit(name: str) -> None:
    table = SOLUTIONS[name].table()
    for column in table.columns:
        if column.title.startswith(("payoff", "gain", "cost")):
            assert column.unit or "[" in table.title, column
