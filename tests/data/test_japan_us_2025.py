"""The shipped Japan-US scenario, checked without the scenario reader: sources, ranges, arithmetic."""

import re
import tomllib
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from negotiate.data import fact, load, sources

TEXT = (resources.files("negotiate.scenarios") / "japan-us-2025.toml").read_text("utf-8")
FILE: dict[str, Any] = tomllib.loads(TEXT)
MODEL: dict[str, Any] = FILE["model"]
VARIANTS: dict[str, Any] = FILE["variants"]


def keys(source: str | list[str]) -> list[str]:
    return [source] if isinstance(source, str) else source


def usd_per_unit(item: dict[str, Any]) -> float:
    price = item["price"]["value"]
    if item["price"]["unit"] == "bn JPY":
        price /= MODEL["budget"]["exchange_rate"]["value"]
    return float(price * item.get("realisation", {"value": 1.0})["value"])


def test_the_catalogue_can_take_the_largest_purchases() -> None:
    items, missions = MODEL["items"], MODEL["missions"]
    wanted = MODEL["levels"]["purchases"]["high"] * MODEL["value"]["years"]
    spending = {name: usd_per_unit(item) * item["most"]["value"] for name, item in items.items()}
    us_work = {name: spending[name] * items[name]["us_content"]["value"] for name in items}
    assert round(sum(spending.values())) == 67
    assert round(sum(us_work.values())) == 66  # both are stated in the file
    assert sum(us_work.values()) >= 1.1 * wanted
    for mission, entry in missions.items():
        share = sum(us_work[name] for name, item in items.items() if item["mission"] == mission)
        assert share >= entry["weight"]["value"] * wanted, mission
    assert {item["mission"] for item in items.values()} == set(missions)


def test_packages_are_what_their_notes_say() -> None:
    cars, added = fact("tariff_timeline:mfn-cars"), fact("tariff_timeline:s232-cars")
    other = MODEL["sectors"]["other"]["base_tariff"]["value"]
    on_top = {
        "mfn": (0.0, 0.0),
        "april": (added, fact("tariff_timeline:ieepa-baseline-2025-04")),
        "threat24": (added, fact("tariff_timeline:ieepa-announced-2025-04")),
        "threat25": (added, fact("tariff_timeline:ieepa-letter-2025-07")),
    }
    for name, (autos, rest) in on_top.items():
        rates = MODEL["packages"][name]["rates"]
        assert rates["autos"] == pytest.approx(cars + autos)
        assert rates["other"] == pytest.approx(other + rest)
    deal = {
        "autos": fact("tariff_timeline:deal-cars-2025-07"),
        "other": fact("tariff_timeline:deal-other-2025-07"),
    }
    assert MODEL["packages"]["deal"]["rates"] == deal
    ruling = VARIANTS["after-ruling-2026"]["changes"]["model.packages"]
    surcharge = fact("tariff_timeline:s122-surcharge-2026-02")
    assert ruling["ruling26"]["rates"]["other"] == pytest.approx(other + surcharge)
    assert ruling["snapback26"]["rates"]["autos"] == pytest.approx(cars + added)
    assert all(source in sources() for entry in ruling.values() for source in keys(entry["source"]))


def test_the_arithmetic_in_notes_and_description() -> None:
    sectors, budget = MODEL["sectors"], MODEL["budget"]
    total = sectors["autos"]["imports"]["value"] + sectors["other"]["imports"]["value"]
    assert total == pytest.approx(fact("trade_flows:us-imports-goods-2024"))
    base = budget["base"]["value"] * 1000 / budget["exchange_rate"]["value"]
    rises = [base * ((1 + budget["growth"]["value"]) ** year - 1) for year in range(1, 6)]
    assert round(rises[0], 1) == 1.7
    assert round(sum(rises) / 5, 1) == 5.4
    parameter = MODEL["parameters"]
    rent = parameter["export_rent_economic"]["value"]
    goods, fund = fact("deal_outcomes:goods-purchases-2025"), fact("deal_outcomes:investment-2025")
    assert rent == pytest.approx(1 / sectors["autos"]["substitution"]["value"])
    to_setter, cost = parameter["other_concessions_to_setter"], parameter["other_concessions_cost"]
    assert to_setter["value"] == pytest.approx(rent * goods)
    assert to_setter["high"] == pytest.approx(rent * goods + 0.01 * fund)
    assert cost["value"] == pytest.approx(0.1 * goods)
    assert cost["high"] == pytest.approx(0.1 * goods + 0.01 * fund)


def test_ranges_that_rest_on_rows() -> None:
    items, rate = MODEL["items"], MODEL["budget"]["exchange_rate"]["value"]
    for name in ("f35a", "f35b"):
        assert items[name]["price"]["low"] == fact("defence_budget:f35-unit-fy2022")
        assert items[name]["price"]["high"] == pytest.approx(fact("fms_cases:f35-unit-2020") * rate, abs=0.05)
    tomahawk = items["tomahawk"]["price"]
    assert tomahawk["low"] == fact("defence_budget:tomahawk-bare-unit-2024")
    assert tomahawk["high"] == pytest.approx(fact("fms_cases:tomahawk-unit-2023") * rate, abs=0.005)
    assert items["rq4"]["price"]["low"] == pytest.approx(fact("defence_budget:rq4-maker-2018") / 3)
    assert items["rq4"]["price"]["high"] == fact("fms_cases:rq4-unit-2015")
    assert items["aegis-support"]["price"]["low"] == fact("fms_cases:aegis-support-2025")
    ends = {
        "amraam-c": ("amraam-c-unit-2022", "amraam-c-unit-2017"),
        "kc46": ("kc46-unit-2024", "kc46-unit-2016"),
        "sm3-iia": ("sm3-iia-unit-2018", "sm3-iia-unit-2019"),
        "sm6": ("sm6-unit-2025", "sm6-unit-2022"),
        "e2d": ("e2d-unit-2023", "e2d-unit-2015"),
    }
    for name, (low, high) in ends.items():
        assert items[name]["price"]["low"] == fact(f"fms_cases:{low}")
        assert items[name]["price"]["high"] == fact(f"fms_cases:{high}")
    growth = MODEL["budget"]["growth"]
    assert growth["low"] == fact("defence_budget:growth-incl-fy2021")
    assert growth["high"] == fact("defence_budget:growth-incl-fy2025")
    base = MODEL["budget"]["base"]
    assert base["low"] == fact("defence_budget:initial-excl-fy2025")
    assert base["high"] == fact("defence_budget:initial-incl-fy2026")


def test_every_notice_enters_the_catalogue_as_documented() -> None:
    page = (Path(__file__).parents[2] / "docs" / "data-sources.md").read_text("utf-8")
    section = page.partition("## How each US notice")[2].partition("\n## ")[0]
    table = [
        [cell.strip() for cell in line.split("|")[1:-1]] for line in section.splitlines() if line[:1] == "|"
    ]
    cases = table[2:]
    assert len(cases) == 31
    notices = {entry["id"]: entry for entry in load("fms_cases") if entry["quality"] != "derived"}
    told = {cells[0].strip("`"): cells for cells in cases if cells[0].startswith("`")}
    assert set(told) == set(notices)
    for name, (_, value, quantity, _, _) in told.items():
        assert float(value) == notices[name]["value"]
        known = notices[name]["quantity"]
        assert quantity == ("–" if known is None else f"{known:,.0f}")
    assert {item for cells in cases for item in re.findall(r"`([^`]+)`", cells[3])} == set(MODEL["items"])


def test_what_is_disputed_is_said() -> None:
    flat = " ".join(FILE["description"].split())
    for words in ("16.5 %", "3.8 %", "5.1", "23.11", "disputed", "promised nothing new"):
        assert words in flat
    assert fact("deal_outcomes:japan-account-increment") == 0
