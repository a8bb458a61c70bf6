"""Faults of a scenario file: all at once, each with its path and its line."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import pytest

from negotiate import InvalidInput, shipped_scenarios
from negotiate.scenario.faults import find_faults

TEXT = resources.files("negotiate.scenarios").joinpath("steel-for-beef.toml").read_text(encoding="utf-8")
CHANGES = {
    "[model.trade]": "[model.trdae]",
    'base_tariff = { value = 0.05, unit = "1"': 'base_tariff = { value = 0.05, unit = "2"',
    "offers = [0.5, 1.0, 1.5]": "offers = [0.5, 1.0, 0.7]",
    'title = "Half': 'titel = "Half',
}


def line(words: str, text: str) -> int:
    return next(number for number, row in enumerate(text.splitlines(), 1) if words in row)


def faults(path: Path, text: str) -> list[str]:
    path.write_text(text, encoding="utf-8")
    return [str(fault) for fault in find_faults(path)]


@pytest.mark.parametrize("name", list(shipped_scenarios()))
def test_shipped_scenarios_have_none(name: str) -> None:
    assert find_faults(name) == ()


def test_all_faults_are_told_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = TEXT
    for old, new in CHANGES.items():
        assert old in text
        text = text.replace(old, new, 1)
    path = tmp_path / "mine.toml"
    told = faults(path, text)
    header = line("[model.packages.half]", text)
    assert [message.removeprefix(f"{path}:").split(" ")[:2] for message in told] == [
        [f"{line('[model]', text)}:", "model.trade"],
        [f"{line('offers = [', text)}:", "model.levels.offers[2]=0.7"],
        [f"{line('[model.trdae]', text)}:", "model.trdae"],
        [f"{line('value = 0.05, unit', text)}:", "model.sectors.beef.base_tariff"],
        [f"{header}:", "model.packages.half.title"],
        [f"{line('titel', text)}:", "model.packages.half.titel"],
    ]
    assert "Did you mean 'trade'" in told[2]
    assert "is missing" in told[0]


def test_what_relates_places_is_told_with_its_line(tmp_path: Path) -> None:
    text = TEXT.replace('threat = "threat" ', 'threat = "thraet" ', 1)
    assert text != TEXT
    (told,) = faults(tmp_path / "mine.toml", text)
    assert f":{line('thraet', text)}: model.threat" in told


def test_a_fault_of_one_variant_is_told_at_its_change(tmp_path: Path) -> None:
    text = (
        TEXT + '\n[variants.wrong]\ntitle = "A"\n[variants.wrong.changes]\n"model.trade.pass_through" = 7\n'
    )
    (told,) = faults(tmp_path / "mine.toml", text)
    assert f":{len(text.splitlines())}: " in told
    assert "variants.wrong" in told


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[players]\nbuyer = 3\n", "players.buyer is 3; it must be text"),
        ("model = 3\n", "model is 3; it must be a table"),
        ("[model.sectors]\n", "model.sectors has 0 entries"),
    ],
)
def test_a_file_that_lacks_nearly_everything(tmp_path: Path, text: str, words: str) -> None:
    told = "\n".join(faults(tmp_path / "mine.toml", text))
    assert words in told
    assert "schema is missing" in told


def test_a_file_that_is_not_toml_is_refused_as_before(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match=r"mine.toml:1 is not TOML"):
        faults(tmp_path / "mine.toml", "a = ")
