"""A programme problem as the arrays of a mixed-integer linear programme.

Columns: lots ordered ``x_ky`` (block ``orders``), their totals over the plan (which tell the solver
that orders in different years are alike and save it most of its search), how far each price tier
and each segment of the returns is filled, and yes-or-no columns for tiers, smallest orders, kinds
and duplications. The segments of concave returns fill in order by themselves. Price tiers do not,
whether prices rise or fall, since a year with room to spare could buy the dear units first: a
yes-or-no column by block and year says that the block before is full.
"""

from __future__ import annotations

import numpy as np

from negotiate.checks import finite_number, instance_of
from negotiate.procurement.form import Curve, mission_curve
from negotiate.procurement.programme import accounts
from negotiate.procurement.programme.builder import Builder, Places, Terms
from negotiate.procurement.programme.linear_form import LinearForm
from negotiate.procurement.programme.link_rows import Ordered, add_links, synergy_terms
from negotiate.procurement.programme.problem import ProgrammeProblem

__all__ = ["linear_form", "mission_values"]


def linear_form(problem: ProgrammeProblem, *, rate: float = 0.0) -> LinearForm:
    """Lay a programme problem out as arrays.

    Parameters
    ----------
    problem : ProgrammeProblem
        With a CES aggregate, the form's objective is the sum of the missions' values.
    rate : float
        Yearly interest in the measure ``purchases``.

    Returns
    -------
    LinearForm
        Its measures: ``cost``, ``deferred``, ``purchases``, ``interoperability``, ``offset``,
        ``outlay Y`` for each year, ``outlay Y in C`` for each currency (bn of it), ``value of M``
        and ``capability of M`` (by the end of the plan) for each mission.

    Examples
    --------
    >>> from negotiate.procurement import Catalogue, Item, Mission, PiecewiseReturns
    >>> air = Mission("air", PiecewiseReturns([0], [1.0]))
    >>> problem = ProgrammeProblem(Catalogue([Item("jet", "air", 0.1, 40)]), [air], [1.0, 2.0])
    >>> form = linear_form(problem)
    >>> form.row_names
    ('', 'most of jet', 'outlay cap 1', 'outlay cap 2', 'capability of air')
    >>> form.measure("outlay 2")
    array([0. , 0.1, 0. , 0. ])
    """
    instance_of("problem", problem, ProgrammeProblem)
    interest = finite_number("rate", rate, above=-1)
    builder = Builder()
    ordered = _orders(builder, problem)
    value = _tiers(builder, problem, ordered)
    measures = _money(builder, problem, ordered, value, interest)
    _smallest_orders(builder, problem, ordered)
    add_links(builder, problem, ordered)
    worth, added = _returns(builder, problem, ordered)
    _mission_floors(builder, problem, added)
    objective = _objective(builder, problem, worth)
    last = len(problem.evaluations) - 1
    for place, mission in enumerate(problem.mission_names):
        measures[f"value of {mission}"] = worth[last][place]
        measures[f"capability of {mission}"] = added[last][place]
    return builder.form(objective, measures)


def mission_values(problem: ProgrammeProblem, form: LinearForm) -> list[list[Terms]]:
    """Return each mission's value as a sum of columns, wherever value is counted."""
    first = form.blocks["segments"].start
    return [[worth for worth, _ in row] for row in _segments(problem, first)]


def _orders(builder: Builder, problem: ProgrammeProblem) -> Ordered:
    items, years = problem.catalogue.items, problem.years
    most = np.array([item.lots[1] for item in items], dtype=float)
    places = builder.columns("orders", np.repeat(most, years), integer=True).reshape(len(items), years)
    totals = builder.columns("totals", most, integer=True)
    ordered = Ordered(places, totals, np.array([item.lot for item in items], dtype=float))
    span = np.arange(len(items))
    builder.rows("", Terms(places, 1.0, span[:, None]) - Terms(totals, 1.0, span), 0.0, 0.0, count=len(items))
    names = [f"most of {item.name}" for item in items]
    builder.rows(names, Terms(totals, ordered.lot, span), upper=[item.most for item in items])
    for k, item in enumerate(items):
        if item.least:
            builder.rows(f"least of {item.name}", ordered.units(k, years), lower=item.least)
        most_a_year = item.contract.most_a_year
        if most_a_year is not None:
            units = Terms(places[k], item.lot, np.arange(years))
            builder.rows(f"most a year of {item.name}", units, upper=most_a_year, count=years)
    return ordered


class _Values:
    """Contract values as columns: bn USD of item and year a unit of the column."""

    def __init__(self, item: Places, year: Places, column: Places, price: accounts.Floats) -> None:
        self.item, self.year, self.column, self.price = item, year, column, price


def _tiers(builder: Builder, problem: ProgrammeProblem, ordered: Ordered) -> _Values:
    """Add the price tiers; return what each column adds to which order's contract value."""
    items, years = problem.catalogue.items, problem.years
    blocks = [accounts.block_ends(item) for item in items]
    plain = np.array([k for k, (starts, _, _) in enumerate(blocks) if len(starts) == 1], dtype=np.int64)
    first = np.array([prices[0] for _, _, prices in blocks])
    parts = [
        (
            np.repeat(plain, years),
            np.tile(np.arange(years), len(plain)),
            ordered.places[plain].ravel(),
            np.repeat((first * ordered.lot * problem.dollar)[plain], years),
        )
    ]
    for k in set(range(len(items))) - set(plain.tolist()):
        starts, ends, prices = blocks[k]
        filled = _filled_tiers(builder, items[k].name, ends - starts, ordered, k)
        price = np.repeat(prices * problem.dollar[k], years)
        parts.append((np.full(filled.size, k), np.tile(np.arange(years), len(starts)), filled.ravel(), price))
    item, year, column, price = (np.concatenate(part) for part in zip(*parts, strict=True))
    return _Values(item, year, column, price)


def _filled_tiers(builder: Builder, name: str, width: accounts.Floats, ordered: Ordered, k: int) -> Places:
    """Add units by block and year, shape (blocks, years), that fill block after block."""
    years, count = ordered.places.shape[1], len(width)
    filled = builder.columns(f"tiers of {name}", np.repeat(width, years)).reshape(count, years)
    entered = builder.columns(f"tiers entered of {name}", np.ones((count - 1) * years), integer=True)
    entered = entered.reshape(count - 1, years)
    span = np.arange(years)
    builder.rows("", Terms(filled[0], 1.0), upper=width[0])
    builder.rows(
        "",
        Terms(filled, 1.0, span) - Terms(ordered.places[k], ordered.lot[k], span),
        0.0,
        0.0,
        count=years,
    )
    for year in range(years):
        blocks = np.arange(count - 1)
        before = Terms(filled[:-1, : year + 1], 1.0, blocks[:, None])
        inside = Terms(filled[1:, : year + 1], 1.0, blocks[:, None])
        builder.rows("", before - Terms(entered[:, year], width[:-1], blocks), lower=0.0, count=count - 1)
        builder.rows("", inside - Terms(entered[:, year], width[1:], blocks), upper=0.0, count=count - 1)
    return filled


def _money(
    builder: Builder, problem: ProgrammeProblem, ordered: Ordered, value: _Values, rate: float
) -> dict[str, Terms]:
    """Add the limits on money; return the linear measures."""
    items, years = problem.catalogue.items, problem.years
    shares = accounts.profiles(items)
    longest = shares.shape[1]
    wait = np.arange(longest)[:, None]
    due = Terms(value.column, value.price * shares[value.item].T, value.year + wait)
    payer = np.broadcast_to(value.item, (longest, len(value.item))).ravel()
    kept, home = due.rows < years, np.array([item.us_content for item in items])
    upkeep, keeper = _upkeep(problem, ordered)
    outlays = Terms(due.columns[kept], due.values[kept], due.rows[kept]) + upkeep
    builder.rows(problem.cap_names, outlays, upper=problem.headroom)
    deferred = Terms(due.columns[~kept], due.values[~kept])
    if problem.deferred_cap is not None:
        builder.rows("deferred cap", deferred, upper=problem.deferred_cap)
    cost = Terms(value.column, value.price)
    _shares(builder, problem, value, cost)
    discount = (1 + rate) ** -np.arange(1.0, years + longest)
    weights = {
        "purchases": Terms(
            due.columns, due.values * (home[payer] * discount[due.rows] / discount[:years].sum())
        )
    }
    for name, share in (
        ("interoperability", [i.interoperability for i in items]),
        ("offset", [i.contract.offset * i.us_content for i in items]),
    ):
        weights[name] = Terms(value.column, value.price * np.array(share)[value.item] / years)
    by_year = _by_year(problem, outlays, np.append(payer[kept], keeper))
    return {"cost": cost, "deferred": deferred, **weights, **by_year}


def _by_year(problem: ProgrammeProblem, outlays: Terms, payer: Places) -> dict[str, Terms]:
    """Split outlays by year, and by the currency in which they are due."""
    currency = np.array([item.contract.currency for item in problem.catalogue])[payer]
    measures = {}
    for row, year in enumerate(problem.calendar):
        this = outlays.rows == row
        measures[f"outlay {year}"] = Terms(outlays.columns[this], outlays.values[this])
        for code in dict.fromkeys(item.contract.currency for item in problem.catalogue):
            part = this & (currency == code)
            amounts = outlays.values[part] * problem.rates[code]
            measures[f"outlay {year} in {code}"] = Terms(outlays.columns[part], amounts)
    return measures


def _upkeep(problem: ProgrammeProblem, ordered: Ordered) -> tuple[Terms, Places]:
    """Return operating cost by year, and whose it is."""
    rate = problem.dollar * ordered.lot * [item.contract.upkeep for item in problem.catalogue]
    lag = np.array([item.contract.lag for item in problem.catalogue])
    span = np.arange(problem.years)
    item, placed, year = np.nonzero(
        (span[None, None, :] >= span[None, :, None] + lag[:, None, None]) & (rate > 0)[:, None, None]
    )
    return Terms(ordered.places[item, placed], rate[item], year), item


def _shares(builder: Builder, problem: ProgrammeProblem, value: _Values, cost: Terms) -> None:
    items = problem.catalogue.items

    def part(weight: list[float]) -> Terms:
        return Terms(value.column, value.price * np.array(weight)[value.item])

    for category, share in problem.floors.items():
        inside = part([float(i.category == category) for i in items])
        builder.rows(f"floor of {category}", inside - cost * share, lower=0.0)
    for category, share in problem.ceilings.items():
        inside = part([float(i.category == category) for i in items])
        builder.rows(f"ceiling of {category}", inside - cost * share, upper=0.0)
    if problem.domestic_share:
        home = part([1 - i.us_content for i in items])
        builder.rows("domestic share", home - cost * problem.domestic_share, lower=0.0)


def _smallest_orders(builder: Builder, problem: ProgrammeProblem, ordered: Ordered) -> None:
    years = problem.years
    span = np.arange(years)
    for k, item in enumerate(problem.catalogue):
        least = item.contract.minimum
        if least <= item.lot:
            continue
        placed = builder.columns(f"orders placed of {item.name}", np.ones(years), integer=True)
        units, name = Terms(ordered.places[k], ordered.lot[k], span), f"smallest order of {item.name}"
        builder.rows(name, units - Terms(placed, least, span), lower=0.0, count=years)
        builder.rows("", units - Terms(placed, item.most, span), upper=0.0, count=years)


def _curves(problem: ProgrammeProblem) -> list[Curve]:
    return [mission_curve(m, problem.catalogue.capability_on_offer(m.name)) for m in problem.missions]


def _segments(problem: ProgrammeProblem, first: int) -> list[list[tuple[Terms, Terms]]]:
    """Return value and capability of each mission as sums of segment columns from ``first`` on."""
    curves, laid = _curves(problem), []
    for _ in problem.evaluations:
        row = []
        for curve in curves:
            places = np.arange(first, first + len(curve.slopes))
            row.append((Terms(places, curve.slopes), Terms(places, 1.0)))
            first += len(places)
        laid.append(row)
    return laid


def _returns(
    builder: Builder, problem: ProgrammeProblem, ordered: Ordered
) -> tuple[list[list[Terms]], list[list[Terms]]]:
    """Add the segments of the returns; return value and capability by evaluation and mission."""
    counts = [counted for _, counted in problem.evaluations]
    synergies = [synergy_terms(builder, problem, ordered, counted) for counted in counts]
    widths = np.concatenate([np.diff(curve.ends) for curve in _curves(problem)])
    laid = _segments(problem, builder.width)
    builder.columns("segments", np.tile(widths, len(counts)))
    names = [f"capability of {mission}" for mission in problem.mission_names]
    for counted, row, extra in zip(counts, laid, synergies, strict=True):
        gives = _capability(problem, ordered, counted) + extra
        for place, (_, held) in enumerate(row):
            gives = gives - Terms(held.columns, held.values, place)
        builder.rows(names, gives, 0.0, 0.0)
    worth = [[value for value, _ in row] for row in laid]
    return worth, [[held for _, held in row] for row in laid]


def _capability(problem: ProgrammeProblem, ordered: Ordered, counted: Places) -> Terms:
    """Return what the orders of so many years add to each mission, synergies aside."""
    each = np.array([item.unit_capability * item.lot for item in problem.catalogue])
    serves = np.array([problem.mission_names.index(item.mission) for item in problem.catalogue])
    every = counted == problem.years
    item, year = np.nonzero((np.arange(problem.years) < counted[:, None]) & ~every[:, None])
    early = Terms(ordered.places[item, year], each[item], serves[item])
    return early + Terms(ordered.totals[every], each[every], serves[every])


def _mission_floors(builder: Builder, problem: ProgrammeProblem, added: list[list[Terms]]) -> None:
    for mission, least in problem.mission_floors.items():
        held = added[-1][problem.mission_names.index(mission)]
        builder.rows(f"capability floor of {mission}", held, lower=least)


def _objective(builder: Builder, problem: ProgrammeProblem, worth: list[list[Terms]]) -> Terms:
    weights = [weight for weight, _ in problem.evaluations]
    if problem.aggregation != "worst":
        total = Terms()
        for weight, row in zip(weights, worth, strict=True):
            for value in row:
                total = total + value * weight
        return total
    top = min(float(curve.values[-1]) for curve in _curves(problem))
    level = builder.columns("worst", np.full(len(weights), top))
    for place, row in enumerate(worth):
        for value in row:
            builder.rows("", Terms([level[place]], 1.0) - value, upper=0.0)
    return Terms(level, weights)
