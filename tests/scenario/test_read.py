"""Files that nobody should have sent: each is refused in one sentence that begins with its path."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiate import InvalidInput
from negotiate.scenario import load_scenario
from negotiate.scenario.read import parse, read_scenario_file, shipped_names


def refusal(raw: bytes) -> str:
    with pytest.raises(InvalidInput) as caught:
        parse(raw, "steel.toml")
    message = str(caught.value)
    assert message.startswith("steel.toml")
    assert len(message) < 300
    assert caught.value.__cause__ is None
    return message


def test_a_path_and_a_shipped_name_give_the_same_tables(steel_file: Path) -> None:
    assert read_scenario_file(steel_file)[0] == read_scenario_file("steel-for-beef")[0]
    assert read_scenario_file(str(steel_file)) == (read_scenario_file(steel_file)[0], str(steel_file))


def test_a_path_object_is_never_a_shipped_name(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    Path("steel-for-beef").write_text("other = 1")
    assert read_scenario_file(Path("steel-for-beef"))[0] == {"other": 1}
    assert "schema" in read_scenario_file("steel-for-beef")[0]


def test_a_byte_order_mark_is_accepted() -> None:
    assert parse(b"\xef\xbb\xbfrate = 1", "steel.toml") == {"rate": 1}


def test_a_missing_file_names_the_nearest_shipped_scenario() -> None:
    with pytest.raises(InvalidInput, match=r"^steel-for-beaf is neither .* Did you mean 'steel-for-beef'\?"):
        load_scenario("steel-for-beaf")
    with pytest.raises(InvalidInput, match="^no/such.toml is neither a file nor a shipped scenario"):
        load_scenario("no/such.toml")


def test_a_directory_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="is a directory; give the path of a TOML file in it"):
        load_scenario(tmp_path)


def test_devices_and_pipes_are_refused_without_being_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", Path("/dev/zero")):
        with pytest.raises(InvalidInput, match="is a device, pipe or socket"):
            load_scenario(path)


def test_a_file_of_100_mb_is_refused_without_being_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "huge.toml"
    with path.open("wb") as file:
        file.truncate(100_000_000)
    monkeypatch.setattr("builtins.open", lambda *_: pytest.fail("the file was opened"))
    with pytest.raises(InvalidInput, match=r"huge\.toml has 100,000,000 bytes; .* at most 1,000,000"):
        load_scenario(path)


def test_a_file_that_may_not_be_read_is_refused(steel_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("builtins.open", denied)
    with pytest.raises(InvalidInput, match=r"cannot be read \(Permission denied\); check its permissions"):
        load_scenario(steel_file)


@pytest.mark.parametrize("source", [None, 3, b"steel-for-beef", "", ["steel-for-beef"]])
def test_what_is_no_path_is_refused(source: object) -> None:
    with pytest.raises(InvalidInput, match="must be the path of a TOML file or the name of a shipped"):
        load_scenario(source)  # type: ignore[arg-type]


@pytest.mark.parametrize("path", ["a\0b.toml", "x" * 5000])
def test_impossible_paths_are_refused(path: str) -> None:
    with pytest.raises(InvalidInput, match=r"cannot be read \(.*\); give the path of a TOML file"):
        load_scenario(path)


@pytest.mark.parametrize(
    "raw",
    [
        b"a = " + b"[" * 10_000 + b"]" * 10_000,
        b"a = " + b"[" * 10_000,
        b"a = " + b"{b = " * 10_000 + b"1" + b"}" * 10_000,
        b"a" + b".a" * 10_000 + b" = 1",
        b"[a" + b" . 'x y'" * 10_000 + b"]\n",
        b"[" + b"a." * 8 + b"a]\nb" + b".b" * 9 + b" = 1",
    ],
)
def test_deep_nesting_is_refused(raw: bytes) -> None:
    assert "nested deeper than 16 levels" in refusal(raw)


def test_brackets_and_dots_in_strings_and_comments_do_not_nest() -> None:
    brackets = "[" * 100
    dots = "a." * 100
    text = f"""
# {brackets} " ' {dots}
a = "{brackets}\\"{brackets}"
b = '{brackets}{dots}'
c = \"\"\"
{brackets} " "" {dots}\\\"\"\"\"\"\"
d = '''{brackets}' '' {dots}
''''
e = 1
"""
    assert parse(text.encode(), "steel.toml") == tomllib.loads(text)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="a.=[]{}\"'\\#\n1 ,", max_size=60))
def test_any_text_is_parsed_as_tomllib_does_or_refused(text: str) -> None:
    try:
        expected = tomllib.loads(text)
    except ValueError:
        refusal(text.encode())
    else:
        assert parse(text.encode(), "steel.toml") == expected


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"a = 1\nb = \xff\n", "steel.toml:2 is not UTF-8; save the file in UTF-8."),
        (b"a = 1\nb = = 2\n", "steel.toml:2 is not TOML: invalid value. Correct the line."),
        (b'a = "', "steel.toml:1 is not TOML: unterminated string. Correct the line."),
        (b"a = 1\na = 2\n", "gives a key or table a second time"),
        (b"[a]\n[b]\n[a]\n", "steel.toml:3 gives a key or table a second time"),
        (b"a = {b = 1, b = 2}", "steel.toml:1 gives a key or table a second time"),
        (b"a = 1e400", "steel.toml: a is inf; it must be a finite number."),
        (b"a = [1, {b = nan}]", "steel.toml: a[1].b is nan; it must be a finite number."),
        (b"[a]\nb = -inf", "steel.toml: a.b is -inf; it must be a finite number."),
        (b"a = 9223372036854775808", "a is a whole number beyond 64 bits; write it as 1e30."),
        (b"a = " + b"9" * 5000, "holds a whole number of thousands of digits"),
        (b"a = [" + b"1," * 20_001 + b"]", "has more than 20,000 entries"),
        (b"a" * 1_000_001, "has 1,000,001 bytes"),
        (b"a = 2024-02-31", "steel.toml:1 is not TOML: invalid date or datetime"),
    ],
)
def test_unsound_files_are_refused_by_place(raw: bytes, words: str) -> None:
    assert words in refusal(raw)


def test_long_names_do_not_swell_messages_or_memory() -> None:
    key = b"k" * 400_000
    assert "more than 20,000 entries" in refusal(b"[" + key + b"]\na = [" + b"1," * 100_000 + b"]")


def test_shipped_names_are_sorted() -> None:
    assert "steel-for-beef" in shipped_names()
    assert list(shipped_names()) == sorted(shipped_names())
