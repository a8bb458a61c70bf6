"""Files that are no results file, or no longer one: refused in one sentence each."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from negotiate.errors import InvalidInput
from negotiate.verify import LARGEST_FILE, read_results, verify

START = '{"schema": "negotiate/results/2", '


def refusal(tmp_path: Path, content: str | bytes) -> str:
    path = tmp_path / "results.json"
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass"))
    with pytest.raises(InvalidInput) as caught:
        verify(path)
    told = str(caught.value)
    assert "\n" not in told
    assert told.startswith(str(path))
    return told


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "ends too early"),
        ("{", "ends too early"),
        (START + '"digest": "sha2', "ends too early"),
        ("[1, 2]", "holds no table"),
        ("not json", "is not JSON"),
        (b"\xff\xfe\x00", "not UTF-8"),
        ("{}", "not a results file of negotiate"),
        ('{"schema": "gambit/1"}', "not a results file of negotiate"),
        ('{"schema": ["negotiate/results/2"]}', "not a results file of negotiate"),
        ('{"schema": "negotiate/scenario/1"}', "has the schema 'negotiate/scenario/1'"),
        ('{"schema": "negotiate/results/1"}', "run the scenario again"),
        ('{"schema": "negotiate/results/3"}', "a newer version of negotiate reads it"),
        ('{"schema": "negotiate/results/' + "9" * 5000 + '"}', "newer"),
        ('{"schema": "negotiate/results/x"}', "has the schema"),
        (START + '"answers": {}}', "has no table 'scenario'"),
        (START + '"a": 1, "a": 2}', "the key 'a' twice"),
        (START + '"a": NaN}', "NaN, which is no number"),
        (START + '"a": -Infinity}', "-Infinity, which is no number"),
        (START + '"a": 1e999}', "beyond the range of floats"),
        (START + '"a": ' + "9" * 5000 + "}", "thousands of digits"),
        (START + '"a": ' + "[" * 100 + "]" * 100 + "}", "nested deeper"),
        ("[" * 100_000, "nested deeper"),
        ('{"a":' * 100_000, "nested deeper"),
    ],
)
def test_what_is_no_results_file_is_refused(content: str | bytes, words: str, tmp_path: Path) -> None:
    assert words in refusal(tmp_path, content)


def test_a_truncated_file_is_refused_wherever_it_ends(small: dict[str, Any], tmp_path: Path) -> None:
    text = json.dumps(small)
    for end in range(1, len(text), len(text) // 12):
        assert "truncated" in refusal(tmp_path, text[:end])


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "results.json"
    with path.open("wb") as file:
        file.truncate(1_000_000_000)
    with pytest.raises(
        InvalidInput, match=f"1,000,000,000 bytes; a results file has at most {LARGEST_FILE:,}"
    ):
        verify(path)


def test_a_path_that_holds_no_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="no ordinary file"):
        verify(tmp_path)
    with pytest.raises(InvalidInput, match="cannot be read"):
        verify(tmp_path / "absent.json")
    with pytest.raises(InvalidInput, match="not a path"):
        verify("a\0b")


def test_half_a_character_is_refused(small: dict[str, Any], tmp_path: Path) -> None:
    record = {**small, "summary": {"note": "\ud800"}}
    assert "lone surrogate" in refusal(tmp_path, json.dumps(record))


def test_a_record_in_memory_is_held_to_the_same_rules(small: dict[str, Any]) -> None:
    assert read_results(small)[0] == small
    for wrong in (float("nan"), {1, 2}):
        with pytest.raises(InvalidInput, match="what JSON does not"):
            read_results({**small, "summary": {"headroom": wrong}})
