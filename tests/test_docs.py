"""The documentation: it names every scenario key, its commands work, its links lead somewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from negotiate.cli import main
from negotiate.scenario import json_schema

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def keys(node: dict[str, Any]) -> Iterator[str]:
    parameter = {"value", "unit", "low", "high", "source", "date", "note", "fact"}
    properties = node.get("properties", {})
    if not set(properties) <= parameter:
        for key, inner in properties.items():
            yield key
            yield from keys(inner)
    if isinstance(node.get("additionalProperties"), dict):
        yield from keys(node["additionalProperties"])


def test_every_scenario_key_is_documented() -> None:
    page = (ROOT / "docs/scenario-file.md").read_text()
    listed = set(re.findall(r"^\| `(\w+)`", page, re.MULTILINE))
    assert set(keys(json_schema())) <= listed


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_relative_links_lead_to_a_file(page: Path) -> None:
    for target in re.findall(r"\]\((?!https?:|#)([^)#\s]+)", page.read_text()):
        assert (page.parent / target).exists(), target


def commands() -> list[str]:
    found = []
    for page in PAGES:
        for block in re.findall(r"```bash\n(.*?)```", page.read_text(), re.DOTALL):
            found += [line.split("#")[0].strip() for line in block.splitlines()]
    return sorted({line for line in found if line.startswith("negotiate ") and "my-case" not in line})


@pytest.mark.slow
@pytest.mark.parametrize("command", commands())
def test_commands_on_the_pages_work(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(command.split()[1:]) == 0
    assert capsys.readouterr().out
