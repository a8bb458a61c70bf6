"""Games as JSON: nothing is lost, nothing is guessed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiate.errors import InvalidInput
from negotiate.games import NormalFormGame, game_json, read_game_json, write_game_json
from tests.strategies import RATIONALS, bimatrix_games, games

LABELS = st.lists(st.text(min_size=1, max_size=4).filter(str.strip), min_size=2, max_size=2, unique=True)


@given(
    bimatrix_games(RATIONALS | st.floats(allow_nan=False, allow_infinity=False)),
    LABELS,
    st.text(max_size=5),
)
@settings(max_examples=40, deadline=None)
def test_labels_unit_and_payoffs_come_back(game: NormalFormGame, names: list[str], unit: str) -> None:
    named = NormalFormGame(game.exact, names, game.strategies, unit)
    assert read_game_json(game_json(named)).digest == named.digest


@given(games())
@settings(max_examples=20, deadline=None)
def test_three_players_come_back(game: NormalFormGame) -> None:
    assert read_game_json(game_json(game)).digest == game.digest


def test_a_file(tmp_path: Path) -> None:
    game = NormalFormGame.from_bimatrix([["0.1"]], [[7]], ("A", "\\B\n"), unit="bn USD/yr")
    path = tmp_path / "game.json"
    write_game_json(game, path)
    assert read_game_json(path).digest == game.digest
    with pytest.raises(InvalidInput, match="game.json exists"):
        write_game_json(game, path)
    half = NormalFormGame([[1]], ["\ud800"])
    with pytest.raises(InvalidInput, match="lone surrogate"):
        write_game_json(half, tmp_path / "half.json")


def record(**changes: Any) -> str:
    game = {
        "schema": "negotiate/game/1",
        "players": ["A", "B"],
        "strategies": [["x", "y"], ["z"]],
        "unit": "",
        "payoffs": [[["1"], ["1/3"]], [[0.1], [2]]],
    }
    return json.dumps({key: value for key, value in (game | changes).items() if value is not None})


def test_numbers_count_as_they_are_written() -> None:
    game = read_game_json(record())
    assert [str(x) for x in game.exact.ravel()] == ["1", "1/3", "1/10", "2"]
    deep = "0." + "0" * 30 + "1"
    assert str(read_game_json(record().replace("0.1", deep)).exact[1, 0, 0]) == f"1/{10**31}"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "the text, line 1: not JSON"),
        ("{}", "this is no game; it must be an object with the schema 'negotiate/game/1'"),
        (record(schema="negotiate/game/2"), "with the schema 'negotiate/game/1'"),
        (record(title="x"), "unknown key 'title'"),
        (record(unit=None), "the game has no 'unit'"),
        (record(unit=3), "unit='3' must be text"),
        (record(players="AB"), "players='AB' must be a list of 1 to 31 names"),
        (record(players=["A"] * 32), "must be a list of 1 to 31 names"),
        (record(players=["A", "A"]), "players has 'A' twice"),
        (record(strategies=["xy", "z"]), "strategies=.* must be a list of lists of labels"),
        (record(strategies=[["x", "y"]]), "payoffs"),
        (record(payoffs=[[[1], [2]], [[3]]]), r"payoffs\[1\] must be a list of 2"),
        (record(payoffs=[[[1], ["x"]], [[3], [4]]]), r"payoffs\[0\]\[1\]\[0\] is 'x'; it must be a finite"),
        (record(payoffs=[[[1], [True]], [[3], [4]]]), "is True; it must be a number, not a truth value"),
        (record().replace("0.1", "NaN"), "there is NaN; payoffs must be finite numbers"),
        (record().replace("0.1", "1" * 5000), "has 5000 characters; no number is that long"),
        (record()[:-1] + ', "unit": ""}', "a key stands twice"),
        ('{"schema": ' + "[" * 100_000, "nested too deeply"),
    ],
)
def test_what_is_no_game_is_refused(text: str, words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        read_game_json(text)
