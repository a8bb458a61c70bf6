"""Bundles: limits, cost and value recomputed from the catalogue, and the bound that no bundle exceeds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from negotiate.verify.catalogue import DOLLAR, Catalogue, read_catalogue
from negotiate.verify.entry import Claims, Entry, close, exact, exacts, floats

__all__ = ["check_bundle", "check_frontier"]

AGREE = 1e-7  # relative: two programmes that solve the same problem agree to this
NUDGE = 1e-6  # relative step beside a slope


def check_bundle(entry: Entry) -> Claims:
    """Check limits, cost, value and bounds of a plan."""
    catalogue = read_catalogue(entry.named("catalogue", "catalogue"))
    budget, relaxed = float(exact(entry.problem["budget"])), entry.answer["relaxed"] is True
    names = [item.name for item in catalogue.items]
    bought = {name: float(exact(count)) for name, count in entry.answer["quantities"].items()}
    if set(bought) != set(names):
        raise ValueError("a plan has a quantity for every item of the catalogue")
    entry.seen |= {"answer.quantities"}
    units = [bought[name] for name in names]
    total = budget * catalogue.years
    broken = catalogue.violations(units, total, whole=not relaxed)
    yield entry.states("the plan keeps every limit", not broken, f"it breaks {', '.join(broken)}")
    yield entry.agrees("and says so", "certificate", {"violations": broken})
    cost, value = catalogue.cost(units), catalogue.value(units)
    follows = {
        "relaxed": relaxed,
        "budget": exact(entry.problem["budget"]),
        "cost": cost,
        "yearly_cost": cost / catalogue.years,
        "us_origin_purchases": catalogue.us_origin(units),
        "capability_added": catalogue.added(units),
        "value": value,
        "binding": _binding(catalogue, units, total - cost, relaxed=relaxed),
    }
    yield entry.agrees("cost, capability and value follow from the catalogue", "answer", follows, 1e-12)
    room = {"budget": total - cost}
    room |= {f"floor of {name}": catalogue.surplus(name, units) for name in catalogue.floors}
    yield entry.agrees("room under the limits, and the value", "certificate", {"room": room, "value": value})
    yield from _bounds(entry, catalogue, total, value, relaxed=relaxed)


def _binding(catalogue: Catalogue, units: Sequence[float], left: float, *, relaxed: bool) -> list[str]:
    """Name the limits with no room left; the budget binds whole lots where no lot more would fit."""
    pairs = list(zip(catalogue.items, units, strict=True))
    full = [item.name for item, count in pairs if count >= item.most - 1e-6 * item.lot]
    lots = [item.price * item.lot for item in catalogue.items if item.name not in full]
    room = 1e-6 if relaxed else DOLLAR
    floors = [f"floor of {name}" for name in catalogue.floors if catalogue.surplus(name, units) <= room]
    budget = ["budget"] if _budget_binds(lots, left, relaxed=relaxed) else []
    return [*budget, *floors, *(f"most of {name}" for name in full)]


def _budget_binds(lots: Sequence[float], left: float, *, relaxed: bool) -> bool:
    """Say whether money left buys no lot more of what is not full, or nothing of a divisible item."""
    too_little = 1e-6 if relaxed else max(DOLLAR, min(lots, default=0.0) - DOLLAR)
    return bool(lots) and left < too_little


def _bounds(entry: Entry, catalogue: Catalogue, total: float, value: float, *, relaxed: bool) -> Claims:
    certificate = entry.certificate
    bound = catalogue.bound(total, certificate["prices"])
    entry.seen |= {"certificate.prices", "certificate.solver_bound"}
    yield entry.states(
        "no bundle is worth more than the bound at the prices given", value <= bound * (1 + 1e-12)
    )
    yield entry.agrees("the bound is the one stated", "certificate", {"relaxation_bound": bound}, AGREE)
    stated = float(exact(certificate["relaxation_bound"]))
    yield entry.agrees("the gap to it", "certificate", {"duality_gap": max(stated - value, 0.0)}, 1e-12)
    by_enumeration = certificate["proof"] == "enumeration" and not relaxed
    proven = value if by_enumeration else stated
    entry.seen.add("certificate.proof")
    follows = {"proven_bound": proven, "optimality_gap": max(proven - value, 0.0)}
    yield entry.agrees("the proven bound and its gap", "certificate", follows, 1e-12)
    optimal = "optimal" if proven - value <= 1e-9 * proven else "feasible"
    yield entry.agrees("whether it is called optimal", "answer", {"status": optimal})
    if by_enumeration:
        reason = (
            f"bundles were enumerated to prove it; checked is that none beats this one by {bound - value:.1e}"
        )
        yield entry.leaves("no other bundle in whole lots is worth more", reason)
    yield entry.leaves("the solver's own bound", "taken from the solver; nothing rests on it")
    yield from _price(entry, catalogue, total, bound, relaxed=relaxed)


def _price(entry: Entry, catalogue: Catalogue, total: float, bound: float, *, relaxed: bool) -> Claims:
    """Check that the prices of a divisible plan give the bound; a plan in whole lots has none."""
    if not relaxed:
        none = {"budget_price": None, "floor_prices": None}
        yield entry.agrees("a plan in whole lots has no prices", "answer", none)
        return
    years = catalogue.years
    floors = entry.answer["floor_prices"]
    per_total = {
        "budget": float(exact(entry.answer["budget_price"])) / years,
        "floors": {name: float(exact(price)) / years for name, price in floors.items()},
    }
    entry.seen |= {"answer.budget_price", "answer.floor_prices"}
    at_prices = catalogue.bound(total, per_total)
    yield entry.states("the prices of the limits prove the bound", close(at_prices, bound, AGREE))


def check_frontier(entry: Entry) -> Claims:
    """Check what each budget is worth by the bundle behind it, and the bound and slopes by duality."""
    levels = floats(entry.problem["levels"])
    whole, divisible = floats(entry.answer["whole"]), floats(entry.answer["divisible"])
    entry.seen |= {"answer.slopes", "certificate.bundles", "certificate.prices"}
    yield entry.agrees(
        "the budgets are those asked for", "answer", {"levels": exacts(entry.problem["levels"])}
    )
    steps = zip(pairwise(whole), pairwise(levels), strict=True)
    rises = [(b - a) / (high - low) for (a, b), (low, high) in steps]
    yield entry.agrees("the finite differences follow", "answer", {"differences": [*rises, None]}, 1e-12)
    proof = {
        "least_rise": min((b - a for a, b in pairwise(whole)), default=0.0),
        "least_gap": min(d - w for d, w in zip(divisible, whole, strict=True)),
    }
    yield entry.agrees("no value falls, none exceeds the divisible one", "certificate", proof, 1e-12)
    value = entry.named("value", "value of a catalogue", "power law")
    if value["kind"] == "power law":
        yield from _power_law(entry, value, levels)
    else:
        yield from _by_bundles(entry, read_catalogue(entry.lookup(value["catalogue"], "catalogue")), levels)


def _by_bundles(entry: Entry, catalogue: Catalogue, levels: Sequence[float]) -> Claims:
    """Check the value of each budget by its bundle, and the divisible one by its prices."""
    bundles = [floats(units) for units in entry.certificate["bundles"]]
    totals = [level * catalogue.years for level in levels]
    broken = [catalogue.violations(u, t, whole=True) for u, t in zip(bundles, totals, strict=True)]
    yield entry.states(f"the bundles behind {len(levels)} budgets keep every limit", not any(broken))
    worth = [catalogue.value(units) for units in bundles]
    yield entry.agrees("each is worth what the file says", "answer", {"whole": worth}, 1e-12)
    priced = zip(totals, entry.certificate["prices"], strict=True)
    bounds = [catalogue.bound(total, prices) for total, prices in priced]
    statement = "the divisible values are bounds by weak duality"
    yield entry.agrees(statement, "answer", {"divisible": bounds}, AGREE)
    gap = max(bound - value for bound, value in zip(bounds, worth, strict=True))
    reason = f"bundles were enumerated to prove it; checked is that none beats these by more than {gap:.1e}"
    yield entry.leaves("no other bundle in whole lots is worth more", reason)
    slopes = [floats(row) for row in entry.answer["slopes"]]
    if catalogue.floors:
        tangents = _are_tangents(levels, bounds, slopes)
        yield entry.states("no value lies above a line with these slopes", tangents)
        yield entry.leaves("that the slopes are the right ones", "with floors they are not worked out again")
    else:
        steep = [_are_slopes(catalogue, *row) for row in zip(totals, bounds, slopes, strict=True)]
        yield entry.states("the slopes are the least and the largest price of each budget", all(steep))


def _are_slopes(catalogue: Catalogue, total: float, value: float, slopes: Sequence[float]) -> bool:
    """Say whether two prices are the ends of those that prove a value: beyond them the bound is larger.

    Without a budget there is no least slope from the left; the right one stands for both.
    """

    def excess(price: float) -> float:
        return catalogue.bound(total, {"budget": max(price, 0.0), "floors": {}}) - value

    left, right = (slope / catalogue.years for slope in slopes)
    size = max(value, 1e-3)
    proves = max(excess(left), excess(right)) <= AGREE * size
    beyond = right == 0 or excess(right * (1 - NUDGE)) > excess(right) + 1e-13
    before = left == right if total == 0 else excess(left * (1 + NUDGE)) > excess(left) + 1e-13
    return proves and left >= right - 1e-12 and beyond and before


def _are_tangents(
    levels: Sequence[float], values: Sequence[float], slopes: Sequence[Sequence[float]]
) -> bool:
    """Say whether the lines with the slopes at each budget lie nowhere below the values."""
    return all(
        other <= value + slope * (there - here) + AGREE * max(values)
        for here, value, (left, right) in zip(levels, values, slopes, strict=True)
        for there, other in zip(levels, values, strict=True)
        for slope in ((right,) if there > here else (left,))
    )


def _power_law(entry: Entry, value: Mapping[str, Any], levels: Sequence[float]) -> Claims:
    base, exponent = floats([value["base"], value["exponent"]])
    worth = [(base + level) ** exponent - base**exponent for level in levels]
    follows = {"whole": worth, "divisible": worth}
    yield entry.agrees("values follow from the power law", "answer", follows, 1e-12)
    steep = [exponent * (base + level) ** (exponent - 1) for level in levels]
    slopes = {"slopes": [[slope, slope] for slope in steep]}
    yield entry.agrees("the slopes are its derivative", "answer", slopes, 1e-12)
