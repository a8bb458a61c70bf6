"""Lines of keys: as a person would find them, in every way that TOML writes a key."""

from __future__ import annotations

import tomllib
from importlib import resources
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negotiate.scenario.lines import line_of, lines_of_keys

TEXT = '''# a comment with = and [brackets]
title = "a # b"
"quoted key" = 1
'single' = 2
a.b = """
first = 1
[no table]
"""
[table]  # header
list = [
  1,   # one
  { x = 1, y.z = "}" },
]
empty = []
[table.deep."dot.ted"]
value = { low = 0.1, high = 0.2 }
[[rows]]
n = 1
[[rows]]
n = 2
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("title", 2),
        ("quoted key", 3),
        ("single", 4),
        ("a.b", 5),
        ("table", 9),
        ("table.list[0]", 11),
        ("table.list[1].y.z", 12),
        ("table.empty", 14),
        ("table.deep.dot.ted.value.high", 16),
        ("rows[1].n", 20),
    ],
)
def test_where_each_key_stands(path: str, line: int) -> None:
    assert tomllib.loads(TEXT)
    assert lines_of_keys(TEXT)[path] == line
    assert lines_of_keys(TEXT.replace("\n", "\r\n"))[path] == line


def test_a_key_that_is_missing_is_told_by_the_table_above() -> None:
    lines = lines_of_keys(TEXT)
    assert line_of(lines, "table.list[1].missing") == 12
    assert line_of(lines, "table.list[7]") == 10
    assert line_of(lines, "table.missing.deeper") == 9
    assert line_of(lines, "missing") is None


def walk(path: str, value: Any) -> list[str]:
    if isinstance(value, dict):
        inner = [(f"{path}.{key}" if path else key, entry) for key, entry in value.items()]
    elif isinstance(value, list):
        inner = [(f"{path}[{k}]", entry) for k, entry in enumerate(value)]
    else:
        inner = []
    return [place for key, entry in inner for place in (key, *walk(key, entry))]


@pytest.mark.parametrize("name", ["steel-for-beef", "japan-us-2025"])
def test_every_key_of_a_shipped_scenario_stands_on_its_line(name: str) -> None:
    text = resources.files("negotiate.scenarios").joinpath(f"{name}.toml").read_text(encoding="utf-8")
    lines, rows = lines_of_keys(text), text.split("\n")
    for path in walk("", tomllib.loads(text)):
        key = path.rpartition(".")[2].partition("[")[0]
        assert path.endswith("]") or key in rows[lines[path] - 1], path


@given(st.text(max_size=200))
def test_text_that_is_not_toml_does_no_harm(text: str) -> None:
    count = text.replace("\r\n", "\n").count("\n") + 1
    assert all(1 <= line <= count for line in lines_of_keys(text).values())
