"""Gambit's files: both styles, order of profiles, exactness, round trips, refusals with the line."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiate.errors import InvalidInput
from negotiate.games import NormalFormGame, nfg_text, read_nfg, write_nfg
from negotiate.games.text_files import MOST_PLAYERS
from tests.strategies import RATIONALS, bimatrix_games, games

FILES = Path(__file__).parent.parent / "reference" / "nfg"
HEAD = 'NFG 1 R "" { "A" "B" } { 2 2 }\n'


@pytest.mark.parametrize("name", ["payoffs.nfg", "outcomes.nfg"])
def test_both_styles_hold_the_same_game(name: str) -> None:
    game = read_nfg(FILES / name, unit="bn USD/yr")
    home = [["1/3", 0], ["-0.5", "0.15"], ["0.25", 2]]
    foreign = [[2, 0], [10, 4], [-3, "-1/7"]]
    same = NormalFormGame.from_bimatrix(
        home,
        foreign,
        ("Home", "Foreign"),
        [['free "trade"', "tariff", "quota"], ["free", "tariff"]],
        "bn USD/yr",
    )
    assert game.digest == same.digest


def test_a_file_that_gambit_wrote() -> None:
    game = read_nfg(str(FILES / "gambit_outcomes.nfg"))
    assert game.players == ("Home", "Foreign", "Broker")
    assert game.strategies == (("low", "high"), ("no", 'say "yes"', "délai"), ("in", "out"))
    for k in range(12):  # the first player's strategy varies fastest
        at = (slice(None), k % 2, k // 2 % 3, k // 6)
        expected = [Fraction(7 * k % 11, 1 + k % 3), Fraction(k, 10), Fraction(-2 * k - 1, 2)]
        assert game.exact[at].tolist() == expected


def test_empty_and_repeated_labels_are_numbered_as_gambit_numbers_them() -> None:
    game = read_nfg(FILES / "repeated_labels.nfg")
    assert game.players == ("A_1", "A_2", "_1")
    assert game.strategies == (("x", "_1", "_2"), ("x_1", "x_2"), ("x_1",))
    text = 'NFG 1 R "" { "A" } { { "x" "x" "x_1" } } 1 2 3'
    assert read_nfg(text).strategies == (("x_2", "x_3", "x_1"),)


@given(games(), st.sampled_from(["payoff", "outcome"]))
@settings(max_examples=30, deadline=None)
def test_what_is_written_is_read_again(game: NormalFormGame, style: str) -> None:
    assert read_nfg(nfg_text(game, style=style, title='"quoted"')).digest == game.digest


@given(bimatrix_games(RATIONALS | st.floats(allow_nan=False, allow_infinity=False)))
@settings(max_examples=30, deadline=None)
def test_rationals_and_floats_are_written_to_the_last_digit(game: NormalFormGame) -> None:
    assert (read_nfg(nfg_text(game)).exact == game.exact).all()


def test_one_player_and_as_many_as_there_can_be() -> None:
    alone = NormalFormGame([[1, 2, "1/3"]], players=['"'])
    assert read_nfg(nfg_text(alone)).digest == alone.digest
    crowd = NormalFormGame(np.arange(MOST_PLAYERS).reshape(-1, *[1] * MOST_PLAYERS))
    assert read_nfg(nfg_text(crowd, style="outcome")).digest == crowd.digest


def test_a_file_is_not_written_over(tmp_path: Path) -> None:
    one, two = (NormalFormGame.from_bimatrix([[k]], [[k]]) for k in (1, 2))
    path = tmp_path / "game.nfg"
    write_nfg(one, path)
    with pytest.raises(InvalidInput, match="exists; choose another name, or allow overwrite=True"):
        write_nfg(two, path)
    assert read_nfg(path).digest == one.digest
    write_nfg(two, path, overwrite=True, style="outcome", title="Two")
    assert read_nfg(path).digest == two.digest
    assert [file.name for file in tmp_path.iterdir()] == ["game.nfg"]
    with pytest.raises(InvalidInput, match="could not be written .No such file.*nothing was changed"):
        write_nfg(one, tmp_path / "none" / "game.nfg")
    with pytest.raises(InvalidInput, match="path='' names no file"):
        write_nfg(one, "")


@pytest.mark.parametrize("label", ["a\\b", " a", "a\n", "a\x00b", "a\tb"])
def test_labels_that_gambit_alters_are_not_written(label: str) -> None:
    game = NormalFormGame([[1]], strategies=[[label]])
    with pytest.raises(InvalidInput, match="which Gambit refuses or alters; rename it, or write JSON"):
        nfg_text(game)


def test_a_number_too_long_to_be_read_is_not_written() -> None:
    game = NormalFormGame([[Fraction(1, 7**500)]])
    with pytest.raises(InvalidInput, match=r"payoffs\[0, 0\] has some 424 digits; files hold up to 400"):
        nfg_text(game)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "give a path to a file"),
        ("NFG 2", "line 1: the version 1 should stand here, but there is '2'"),
        ("NFG 1 X", "the type of numbers is 'X'; it must be R or D"),
        ("NFG 1 R { }", "the title in quotation marks should stand here, but there is '{'"),
        ('NFG 1 R "', "line 1: a quoted label does not end"),
        ('NFG 1 R "" { }', "there are 0 players; a game has 1 to 31"),
        ('NFG 1 R "" { ' + '"A" ' * 32 + "}", "there are 32 players"),
        ('NFG 1 R "" { A }', "the name of a player in quotation marks should stand here, but there is 'A'"),
        ('NFG 1 R "" { "A" } { { } } 1', "a player has no strategy"),
        ('NFG 1 R "" { "A" } { 0 }', "a player has no strategy"),
        ('NFG 1 R "" { "A" } { 1.5 }', "number of a player's strategies is 3/2; it must be a whole number"),
        ('NFG 1 R "" { "A" "B" } { 99999 99999 } 1', "9999800001 profiles of strategies"),
        ('NFG 1 R "" { "A" "B" } { 2 } 1', "number of a player's strategies such as .* but there is '}'"),
        (HEAD + "1 2 3 4\n5 6 7", "line 2: 8 numbers should follow.*too short"),
        (HEAD + "1 2 3 4\n5 6 7 ....", "line 3: a payoff such as .* but there is '....'"),
        (HEAD + "1 2 3 4 5 6 7 8 9", "nothing more should stand here, but there is '9'"),
        (HEAD + "1 2 3 4 5 6 1/0 8", "a payoff is '1/0'; it must be a finite number"),
        (HEAD + "1 2 3 4 5 6 1e999 8", "a payoff is '1e999'; its exponent is out of range"),
        (HEAD + "1 2 3 4 5 6 nan 8", "a payoff such as 2, -0.5, 1e3 or 1/3 should stand here.*'nan'"),
        (HEAD + "1 2 3 4 5 6 ١ 8", "a payoff such as"),
        (
            HEAD + '{ { "" 1 2 } } 1 1 1 2',
            "the number of an outcome is 2; it must be a whole number from 0 to 1",
        ),
        (HEAD + '{ { "" 1 2 3 } } 1 1 1 1', "} after the payoffs of an outcome should stand here"),
        (
            HEAD + '{ { "" 1 2 }',
            "before an outcome, or } after the last should stand here, but the file ends",
        ),
        (HEAD + '{ { "" 1 2 } } 1 1', "4 numbers should follow"),
    ],
)
def test_what_is_no_game_is_refused(text: str, words: str) -> None:
    with pytest.raises(InvalidInput, match=words) as refusal:
        read_nfg(text)
    assert "\n" not in str(refusal.value)


def test_files_that_can_not_be_read_are_refused(tmp_path: Path) -> None:
    latin = tmp_path / "latin.nfg"
    latin.write_bytes('NFG 1 R ""\n{ "Père" }'.encode("latin-1"))
    with pytest.raises(InvalidInput, match="latin.nfg, line 2: not UTF-8; save the file as UTF-8"):
        read_nfg(latin)
    large = tmp_path / "large.nfg"
    with large.open("wb") as out:
        out.truncate(20_000_001)
    with pytest.raises(InvalidInput, match="large.nfg is over 20 MB"):
        read_nfg(large)
    with pytest.raises(InvalidInput, match="can not be read .No such file"):
        read_nfg(tmp_path / "none.nfg")
    with pytest.raises(InvalidInput, match="source=3 must be a path"):
        read_nfg(3)  # type: ignore[arg-type]


@given(st.binary(max_size=60), st.integers(0, 300), st.integers(0, 300))
@settings(max_examples=80, deadline=None)
def test_a_damaged_file_is_a_game_or_one_sentence(junk: bytes, start: int, end: int) -> None:
    whole = (FILES / "outcomes.nfg").read_bytes()
    text = "NFG" + (whole[:start] + junk + whole[end:]).decode("utf-8", "replace")[3:]
    assert "\n" not in outcome(text)


def outcome(text: str) -> str:
    """Return what reading ends in, in words."""
    try:
        return repr(read_nfg(text))
    except InvalidInput as refusal:
        return str(refusal)
