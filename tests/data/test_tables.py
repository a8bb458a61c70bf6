"""Shipped figures: unchanged, sourced, and arithmetic that can be done again."""

import ast
import csv
import operator
import re
from collections.abc import Callable
from decimal import Decimal
from importlib import resources
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from negotiate import InvalidInput
from negotiate.data import digest, fact, files, load, row, sources

ROWS = [(name, entry) for name in files() for entry in load(name)]
PLACES = [f"{name}:{entry['id']}" for name, entry in ROWS]
DATE = re.compile(r"(FY)?(19|20)\d\d(-(19|20)\d\d|-[01]\d(-[0-3]\d)?)?")
MACHINE_PATH = re.compile(r"(^|[\s\"'(])/(home|tmp|root|Users|work|farm)/|file://")
DATA = resources.files("negotiate.data")

OPERATIONS: dict[type, Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


def evaluate(node: ast.expr) -> float:
    if isinstance(node, ast.BinOp):
        return OPERATIONS[type(node.op)](evaluate(node.left), evaluate(node.right))
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -evaluate(node.operand)
    assert isinstance(node, ast.Constant)
    return float(node.value)


def recomputed(name: str, arithmetic: str) -> float:
    """Put the rows' values in place of ``[id]``, ``[file:id]`` or either with ``:quantity``, and evaluate."""

    def number(match: re.Match[str]) -> str:
        place = match[1].removesuffix(":quantity")
        entry = row(place if ":" in place else f"{name}:{place}")
        return f"({entry['value' if place == match[1] else 'quantity']!r})"

    return evaluate(ast.parse(re.sub(r"\[([^]]+)\]", number, arithmetic), mode="eval").body)


@pytest.mark.parametrize("name", list(files()))
def test_no_file_was_changed(name: str) -> None:
    assert digest(name) == files()[name]["sha256"]
    assert len(load(name)) == files()[name]["rows"]


def test_every_csv_is_listed() -> None:
    found = {entry.name for entry in DATA.iterdir() if entry.name.endswith(".csv")}
    assert found == {f"{name}.csv" for name in files()}


def test_every_file_is_documented() -> None:
    text = (Path(__file__).parents[2] / "docs" / "data-sources.md").read_text("utf-8")
    assert [name for name in files() if f"| `{name}` |" not in text] == []
    assert [entry["quality"] for _, entry in ROWS if f"| `{entry['quality']}` |" not in text] == []


def test_every_place_is_distinct_and_found() -> None:
    assert len(set(PLACES)) == len(PLACES)
    for place, (_, entry) in zip(PLACES, ROWS, strict=True):
        assert row(place) == entry


@pytest.mark.parametrize(("name", "entry"), ROWS, ids=PLACES)
def test_a_row_is_whole(name: str, entry: dict[str, object]) -> None:
    assert isinstance(entry["value"], float), name
    assert entry["what"]
    assert entry["unit"]
    assert DATE.fullmatch(str(entry["date"])), entry["date"]
    assert entry["quality"] in {"official", "reported", "derived", "calculated"}
    assert set(entry["source"]) <= set(sources())  # type: ignore[call-overload]
    assert (entry["quality"] == "derived") == bool(entry["arithmetic"])
    if entry["quality"] == "calculated":
        assert entry["note"], "how it was calculated must be said"


AS_PRINTED = {
    f"{name}:{cells['id']}": cells["value"]
    for name in files()
    for cells in csv.DictReader((DATA / f"{name}.csv").read_text("utf-8").splitlines())
}
DERIVED = [(name, entry) for name, entry in ROWS if entry["arithmetic"]]


@pytest.mark.parametrize(("name", "entry"), DERIVED, ids=[entry["id"] for _, entry in DERIVED])
def test_derived_rows_are_recomputed(name: str, entry: dict[str, object]) -> None:
    printed = Decimal(AS_PRINTED[f"{name}:{entry['id']}"])
    last_digit = 10.0 ** int(printed.as_tuple().exponent)
    error = recomputed(name, str(entry["arithmetic"])) - float(printed)
    assert abs(error) <= 0.5 * last_digit * (1 + 1e-9)


def test_derived_rows_point_backwards_only() -> None:
    # Arithmetic that went round in a circle would prove nothing.
    arithmetic = {f"{name}:{entry['id']}": (name, str(entry["arithmetic"])) for name, entry in DERIVED}

    def ends(place: str, seen: tuple[str, ...]) -> None:
        assert place not in seen, f"{place} is derived from itself"
        name, formula = arithmetic.get(place, ("", ""))
        for bracketed in re.findall(r"\[([^]]+)\]", formula):
            part = bracketed.removesuffix(":quantity")
            ends(part if ":" in part else f"{name}:{part}", (*seen, place))

    for place in arithmetic:
        ends(place, ())


@pytest.mark.parametrize("key", list(sources()))
def test_a_source_is_whole(key: str) -> None:
    record = sources()[key]
    known = {"title", "publisher", "url", "date", "type", "retrieved", "licence", "original", "copy"}
    assert set(record) <= known
    assert all(record[field].strip() for field in record)
    assert record["type"] in {"official", "press", "paper", "data"}
    assert DATE.fullmatch(record["date"])
    for address in (record["url"], record.get("copy", record["url"])):
        parts = urlsplit(address)
        assert parts.scheme in {"http", "https"}
        assert re.fullmatch(r"([a-z0-9-]+\.)+[a-z]{2,}", parts.netloc), address
        assert not re.search(r"\s", address)


def test_every_source_is_used() -> None:
    shipped = [
        entry for entry in resources.files("negotiate.scenarios").iterdir() if entry.name[-5:] == ".toml"
    ]
    text = "\n".join(entry.read_text("utf-8") for entry in shipped)
    in_rows = {key for _, entry in ROWS for key in entry["source"]}
    used = {key for key in sources() if key in in_rows or re.search(rf"\b{key}\b", text)}
    assert set(sources()) == used


def test_no_weak_source_is_cited() -> None:
    weak = ("novaist", "factually", "usimportdata", "defence.pk", "shoebat")
    text = (DATA / "sources.toml").read_text("utf-8").lower()
    assert not [name for name in weak if name in text]


def test_no_machine_path() -> None:
    for entry in DATA.iterdir():
        if entry.name.endswith((".csv", ".toml")):
            assert not MACHINE_PATH.search(entry.read_text("utf-8")), entry.name


def test_quantities_fit_their_figures() -> None:
    for entry in load("fms_cases"):
        assert entry["value"] > 0
        assert entry["quantity"] is None or entry["quantity"] > 0
    for name in ("elasticities", "exchange_rates"):
        for entry in load(name):
            if entry["low"] is not None:
                assert entry["low"] <= entry["value"] <= entry["high"]
    for entry in load("public_opinion"):
        assert 0 <= entry["value"] + (entry["oppose"] or 0) <= 1


def test_known_values() -> None:
    # Executive Order 14345 (90 FR 43535) and the Federal Reserve's average for 2024.
    assert fact("tariff_timeline:deal-cars-2025-07") == 0.15
    assert fact("deal_outcomes:goods-purchases-2025") == 8
    assert fact("exchange_rates:jpy-per-usd-2024") == 151.46


def test_what_is_returned_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        row("exchange_rates:jpy-per-usd-2024")["value"] = 100  # type: ignore[index]
    with pytest.raises(TypeError):
        sources()["eo-14345"]["title"] = "another"  # type: ignore[index]


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("trade_flow:us-imports-goods-2024", "file='trade_flow' is not known.*Did you mean 'trade_flows'"),
        (
            "trade_flows:us-imports-good-2024",
            "no row 'us-imports-good-2024'.*Did you mean 'us-imports-goods-2024'",
        ),
        ("us-imports-goods-2024", "place='us-imports-goods-2024' must be 'file:id'"),
        (None, "place=None must be 'file:id'"),
    ],
)
def test_a_wrong_place_names_the_nearest(place: str, words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        fact(place)


@pytest.mark.slow
@given(st.text(max_size=20))
def test_a_made_up_file_is_refused_in_words(name: str) -> None:
    if name not in files():
        with pytest.raises(InvalidInput, match="choose from"):
            load(name)
        with pytest.raises(InvalidInput, match="choose from"):
            digest(name)


def test_a_changed_file_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    from negotiate.data import tables

    whole = tables._read
    monkeypatch.setattr(tables, "_read", lambda name: whole(name) + (b"x" if name.endswith(".csv") else b""))
    load.cache_clear()
    with pytest.raises(InvalidInput, match=r"trade_flows\.csv differs from the file that was shipped"):
        load("trade_flows")
    load.cache_clear()
