"""The shipped South Korean scenario, checked without the scenario reader: its arithmetic and packages."""

import tomllib
from importlib import resources
from typing import Any

import pytest

from negotiate.data import fact, load

TEXT = (resources.files("negotiate.scenarios") / "south-korea-us-2025.toml").read_text("utf-8")
FILE: dict[str, Any] = tomllib.loads(TEXT)
MODEL: dict[str, Any] = FILE["model"]
VARIANTS: dict[str, Any] = FILE["variants"]
RATE: float = MODEL["budget"]["exchange_rate"]["value"]


def figure(name: str) -> float:
    return fact(f"korea_figures:{name}")


def usd_per_unit(item: dict[str, Any]) -> float:
    price = item["price"]["value"] / (RATE if item["price"]["unit"] == "bn KRW" else 1)
    return float(price * item.get("realisation", {"value": 1.0})["value"])


def test_nothing_is_japan_s() -> None:
    """Its own trade, budget and equipment: no row of the files on Japan stands behind them."""
    own = {"trade_flows", "defence_budget", "fms_cases", "deal_outcomes", "exchange_rates", "public_opinion"}
    used = {line.split('fact = "')[1].split(":")[0] for line in TEXT.splitlines() if 'fact = "' in line}
    assert used & own == {"defence_budget"}  # the upkeep of an F-35A, a figure of the US Air Force
    assert (
        TEXT.count('fact = "defence_budget:') == TEXT.count('fact = "defence_budget:f35a-upkeep-2036"') == 1
    )
    assert "JPY" not in TEXT


def test_the_catalogue_can_take_the_largest_purchases() -> None:
    items, missions = MODEL["items"], MODEL["missions"]
    wanted = MODEL["levels"]["purchases"]["high"] * MODEL["value"]["years"]
    spending = {name: usd_per_unit(item) * item["most"]["value"] for name, item in items.items()}
    us_work = {name: spending[name] * items[name]["us_content"]["value"] for name in items}
    assert round(sum(spending.values())) == 54
    assert round(sum(us_work.values())) == 53  # both are stated in the file
    assert sum(us_work.values()) >= 1.1 * wanted
    for mission, entry in missions.items():
        share = sum(us_work[name] for name, item in items.items() if item["mission"] == mission)
        assert share >= entry["weight"]["value"] * wanted, mission
    assert {item["mission"] for item in items.values()} == set(missions)


def test_packages_are_what_their_notes_say() -> None:
    cars, baseline = fact("tariff_timeline:s232-cars"), fact("tariff_timeline:ieepa-baseline-2025-04")
    base = {name: sector["base_tariff"]["value"] for name, sector in MODEL["sectors"].items()}
    assert base == {"autos": figure("korus-cars-2025-02"), "other": 0.0}
    rates = {name: package["rates"] for name, package in MODEL["packages"].items()}
    assert rates == {
        "korus": base,
        "april": {"autos": cars, "other": baseline},
        "august": {"autos": cars, "other": figure("deal-other-2025-11")},
        "deal": {"autos": figure("deal-cars-2025-11"), "other": figure("deal-other-2025-11")},
        "letter25": {"autos": cars, "other": figure("letter-2025-07")},
    }
    assert figure("announced-2025-04") == figure("letter-2025-07") == figure("reversion-announced-2026-01")
    after = VARIANTS["after-ruling-2026"]["changes"]["model.packages"]
    surcharge = fact("tariff_timeline:s122-surcharge-2026-02")
    assert after["korus"]["rates"] == base
    assert after["lapse26"]["rates"] == {
        "autos": figure("deal-cars-2025-11"),
        "other": figure("void-2026-02"),
    }
    assert after["ruling26"]["rates"] == {"autos": figure("deal-cars-2025-11"), "other": surcharge}
    assert after["snapback26"]["rates"] == {
        "autos": figure("reversion-announced-2026-01"),
        "other": surcharge,
    }


def test_the_arithmetic_in_notes_and_description() -> None:
    sectors, budget, parameter = MODEL["sectors"], MODEL["budget"], MODEL["parameters"]
    total = sectors["autos"]["imports"]["value"] + sectors["other"]["imports"]["value"]
    assert total == pytest.approx(figure("us-imports-goods-2024"))
    base = budget["base"]["value"] * 1000 / RATE
    rises = [base * ((1 + budget["growth"]["value"]) ** year - 1) for year in range(1, 6)]
    assert round(rises[0], 1) == 0.9
    assert round(sum(rises) / 5, 1) == 3.1
    cap = MODEL["programme"]["deferred_cap"]
    assert cap["high"] == pytest.approx(sum(rises), abs=0.05)
    assert cap["value"] == pytest.approx(sum(rises) / 2, abs=0.05)
    rent, energy = parameter["export_rent_economic"]["value"], figure("energy-increment")
    fund = figure("investment-2025")
    assert rent == pytest.approx(1 / sectors["autos"]["substitution"]["value"])
    to_setter, cost = parameter["other_concessions_to_setter"], parameter["other_concessions_cost"]
    assert to_setter["value"] == pytest.approx(rent * energy)
    assert to_setter["high"] == pytest.approx(rent * energy + 0.01 * fund)
    assert cost["value"] == pytest.approx(0.1 * energy)
    assert cost["high"] == pytest.approx(0.1 * energy + 0.01 * fund)
    observed = MODEL["observed"]["purchases"]
    assert observed["value"] == pytest.approx(figure("pledge-2030") / 5 - figure("us-arms-yearly-2006-2018"))
    assert observed["high"] == pytest.approx(figure("pledge-yearly") - figure("fms-yearly-2000-2017"))
    assert parameter["sensitivity_threshold"]["high"] == observed["value"]


def test_ranges_that_rest_on_rows() -> None:
    items, sectors, budget = MODEL["items"], MODEL["sectors"], MODEL["budget"]
    bought = MODEL["status_quo"]["purchases"]
    assert (bought["low"], bought["high"]) == (figure("fms-yearly-2000-2017"), figure("plan-yearly"))
    autos, other = sectors["autos"]["imports"], sectors["other"]["imports"]
    assert autos["low"] == figure("exports-us-autos-and-parts-2024")
    assert other["low"] == pytest.approx(fact("trade_regions_2023:kor-usa") - autos["value"], abs=0.05)
    assert other["high"] == pytest.approx(figure("us-imports-goods-2024") - autos["low"])
    through = MODEL["trade"]["pass_through"]
    assert (through["low"], through["high"]) == (
        fact("elasticities:ustr-pass-through"),
        fact("elasticities:pass-through-cbo"),
    )
    assert budget["base"]["high"] == figure("improvement-2026-draft")
    assert budget["growth"]["low"] == figure("improvement-growth-2025-draft")
    assert budget["growth"]["high"] == figure("improvement-growth-2026-draft")
    won = next(entry for entry in load("korea_figures") if entry["id"] == "krw-per-usd-2025")
    rate = budget["exchange_rate"]
    assert (rate["low"], rate["high"]) == (won["low"], won["high"])
    assert rate["low"] <= figure("krw-per-usd-2024") <= rate["high"]
    assert items["f35a"]["price"]["low"] == figure("f35a-unit-2023")
    notices = {"f35a": "f35a-unit-2023", "early-warning": "e7-unit-2024"}
    for name, notice in notices.items():
        at_average = fact(f"korea_fms_cases:{notice}") * RATE
        assert items[name]["price"]["high"] == pytest.approx(at_average, abs=0.5)
    assert items["p8a"]["price"]["high"] == fact("korea_fms_cases:p8a-unit-2018")
    assert items["sm6"]["price"]["low"] == fact("fms_cases:sm6-unit-2025")


def test_notices_are_ceilings() -> None:
    """Four programmes of South Korea's own bear the share that is assumed for the others."""
    shares = [figure(f"{name}-realisation") for name in ("f15k", "ch47f", "p8a", "sm6")]
    assert sum(shares) / 4 == pytest.approx(0.7, abs=0.02)
    assumed = {
        entry["realisation"]["value"]
        for entry in MODEL["items"].values()
        if entry.get("realisation", {}).get("source") == "assumed"
    }
    assert assumed == {0.7}


def test_every_notice_enters_the_catalogue() -> None:
    used = {
        line.split('fact = "korea_fms_cases:')[1].split('"')[0]
        for line in TEXT.splitlines()
        if 'fact = "korea_fms_cases:' in line
    }
    bounds = {"f35a-unit-2023", "e7-unit-2024", "p8a-unit-2018"}  # the price is that of a programme
    units = {entry["id"] for entry in load("korea_fms_cases") if entry["quality"] == "derived"}
    lots = {entry["id"] for entry in load("korea_fms_cases") if entry["quantity"] is None} - units
    assert used | bounds == units | lots


def test_what_is_disputed_is_said() -> None:
    flat = " ".join(FILE["description"].split())
    for words in ("disputed", "25 bn", "mid-term plan", "350 bn", "1.7 bn", "January 2026"):
        assert words in flat
    assert figure("increment-over-plan") == 0
