"""report.md: what drives the result first, then the point estimate, then the inputs and limits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from negotiate.analysis import Drivers, spoken
from negotiate.payoffs import Outcome
from negotiate.provenance import version
from negotiate.report.beyond import beyond_lines
from negotiate.scenario import CaseSolution
from negotiate.table import Cell, Column, Table

__all__ = ["LIMITS", "METHODS", "headline", "report_markdown"]

LIMITS = (
    "Each government is one actor with one set of preferences; domestic politics enters as costs only.",
    "Both sides know the payoffs, and know that the other does.",
    "Preferences do not change during the talks, and one round of talks is all there is.",
    "Capability scores, mission weights and the worth of a purchase are judgements, and marked as assumed.",
    "Tariff effects are in partial equilibrium: exchange rates, wages and third countries do not move.",
    "Whether defence purchases were part of any actual tariff agreement is disputed.",
)

BEYOND = (
    "other-solutions",
    "linkage",
    "issue-groups",
    "ratification",
    "enforcement",
    "enforcement-by-issue",
)

METHODS = (
    ("Nash equilibria: complete enumeration in exact arithmetic", ("nash-1950b", "audet-2001")),
    ("The demand game and its equilibria", ("nash-1953",)),
    ("Commitment, ties broken for and against the leader", ("stengel-zamir-2010",)),
    ("Deals on the finite set of outcomes", ("nash-1950", "kalai-smorodinsky-1975")),
    ("Other deals", ("kalai-1977", "conley-wilkie-1996", "perles-maschler-1981")),
    ("Linkage of issues", ("tollison-willett-1979",)),
    ("Ratification", ("putnam-1988",)),
    ("Enforcement by the threat of going back", ("friedman-1971",)),
    ("Credibility of the threat by its break-even audience cost", ("fearon-1994",)),
    ("Bundles: cvxpy and HiGHS, the relaxation by HiGHS", ("cvxpy", "highspy")),
    ("Numbers, figures", ("numpy", "scipy", "matplotlib")),
)


def headline(case: CaseSolution, drivers: Drivers) -> str:
    """Return what a terminal shows at the end of a run: drivers first, then the deal."""
    buyer, setter = case.model.scenario.players
    columns: list[Column | str] = [
        Column(spoken(drivers.along), digits=3),
        Column("optimal tariff", "%", 0),
        "without a deal",
        "Nash deal",
        Column(f"{buyer} gains", digits=2),
        Column(f"{setter} gains", digits=2),
    ]
    rows: list[tuple[Cell, ...]] = [
        (
            row.value,
            100 * row.optimal_tariff,
            row.reversion,
            row.deal + (" ←" if row.given else ""),
            *row.gains,
        )
        for row in drivers.rows
    ]
    title = (
        f"Outcomes by {spoken(drivers.along)} (gains in {case.model.scenario.unit}; ← the scenario's value)"
    )
    return "\n\n".join([Table(title, columns, rows).to_text(), "\n".join(_findings(case, drivers))])


def report_markdown(
    case: CaseSolution,
    drivers: Drivers,
    tables: Mapping[str, Table],
    figures: Mapping[str, tuple[str, str]],
) -> str:
    """Return the report as Markdown; figures are linked by their file names.

    Parameters
    ----------
    case, drivers : CaseSolution, Drivers
        The solved scenario and what drives it.
    tables : mapping of str to Table
        Every table by file name.
    figures : mapping of str to (svg, description)
        Every figure by file name; its description is the alternative text.
    """
    return "\n".join(_parts(case, drivers, tables, figures))


def _parts(
    case: CaseSolution,
    drivers: Drivers,
    tables: Mapping[str, Table],
    figures: Mapping[str, tuple[str, str]],
) -> Iterator[str]:
    scenario = case.model.scenario
    variant = f", variant `{scenario.variant}`" if scenario.variant else ""
    yield f"# {scenario.title}\n"
    yield f"Scenario `{scenario.name}`{variant}. Payoffs are changes from the status quo, {scenario.unit}.\n"
    yield "## What drives the result\n"
    yield "".join(f"- {line}\n" for line in _driver_lines(case, drivers))
    yield _figure("outcomes-by-parameter", figures)
    for name in [name for name in tables if name.startswith("outcomes-by-")]:
        yield tables[name].to_markdown()
    yield tables["break-evens"].to_markdown()
    if "observed-deal" in tables:
        yield tables["observed-deal"].to_markdown()
    yield "## The point estimate\n"
    yield "".join(f"- {line}\n" for line in _findings(case, drivers))
    yield _figure("feasible-set", figures)
    for name in ("deals", "decomposition"):
        yield tables[name].to_markdown()
    yield _figure("decomposition", figures)
    yield tables["tariff-point-prices"].to_markdown()
    yield "## Linkage, ratification, enforcement\n"
    yield "".join(f"- {line}\n" for line in beyond_lines(case.beyond, scenario.unit))
    for name in BEYOND:
        if name in tables:
            yield tables[name].to_markdown()
    yield from _games(tables, figures)
    yield from _procurement(tables, figures)
    yield from _inputs(case, tables)


def _games(tables: Mapping[str, Table], figures: Mapping[str, tuple[str, str]]) -> Iterator[str]:
    yield "## The threat\n"
    for name in ("reversion", "credibility", "additionality"):
        yield tables[name].to_markdown()
    yield "## The games\n"
    yield _figure("payoff-matrix", figures)
    for name in ("payoffs-of-buyer", "payoffs-of-setter", "offers-equilibria", "commitment"):
        yield tables[name].to_markdown()
    if "demand-equilibria" in tables:
        yield tables["demand-equilibria"].to_markdown()


def _procurement(tables: Mapping[str, Table], figures: Mapping[str, tuple[str, str]]) -> Iterator[str]:
    yield "## The bundle and the budget cap\n"
    yield _figure("budget-frontier", figures)
    yield tables["budget-frontier"].to_markdown()
    for name in [name for name in tables if name.startswith("bundle-")]:
        yield tables[name].to_markdown()


def _inputs(case: CaseSolution, tables: Mapping[str, Table]) -> Iterator[str]:
    scenario = case.model.scenario
    yield "## Inputs\n"
    if scenario.description:
        yield f"{scenario.description.strip()}\n"
    yield tables["calibration"].to_markdown()
    for name in [name for name in tables if name.startswith("trade-effects-")]:
        yield tables[name].to_markdown()
    yield tables["sources"].to_markdown()
    yield "## Limits\n"
    yield "".join(f"- {limit}\n" for limit in LIMITS)
    yield "## How this was made\n"
    yield "".join(f"- {what}: {', '.join(f'`{key}`' for key in keys)}.\n" for what, keys in METHODS)
    yield (
        f"The keys stand in `references.bib`. Payoffs are whole multiples of {scenario.resolution:g} "
        f"{scenario.unit}, so that ties are ties. `results.json` holds every answer with its certificate and "
        "the versions used; the same inputs and versions give the same bytes.\n"
    )
    yield f"negotiate {version()}; digest of the scenario: `{scenario.digest}`.\n"


def _figure(name: str, figures: Mapping[str, tuple[str, str]]) -> str:
    words = figures[name][1].replace("[", "(").replace("]", ")")
    return f"![{words}](figures/{name}.svg)\n"


def _driver_lines(case: CaseSolution, drivers: Drivers) -> Iterator[str]:
    scenario = case.model.scenario
    answers = dict.fromkeys(row.deal for row in drivers.rows)
    name = spoken(drivers.along)
    yield (
        f"Over the range of {name} ({drivers.rows[0].value:g} to {drivers.rows[-1].value:g}) "
        f"{'one outcome follows' if len(answers) == 1 else f'{len(answers)} different outcomes follow'}: "
        f"{'; '.join(answers)}."
    )
    for item in drivers.break_evens:
        if item.points and item.question == "package agreed on":
            what = spoken(item.path)
            where = "; ".join(
                f"{p.answer_below} below {p.value:.3g}, {p.answer_above} above" for p in item.points
            )
            yield f"Package agreed on, by {what} (now {item.value:g}): {where}."
    assumed = sum(parameter.assumed for parameter in scenario.parameters.values())
    yield (
        f"{assumed} of {len(scenario.parameters)} parameters are assumed "
        f"({scenario.assumed_share:.0%}); the others have a source."
    )


def _findings(case: CaseSolution, drivers: Drivers) -> Iterator[str]:
    scenario, deals = case.model.scenario, case.deals
    unit = scenario.unit
    buyer, setter = scenario.players
    yield f"Without agreement: {deals.reversion.outcome.label}. {case.credibility.table().notes[-1]}"
    yield f"Nash deal: {_told(case, deals.deal(), deals.nash.reason)}"
    if "nash" in case.within_cap:
        capped = case.within_cap["nash"]
        deal = capped.labels[0] if capped.agreement else f"no agreement ({capped.reason})"
        yield f"Within the budget cap, which leaves room for {case.model.headroom:.2f} {unit}: {deal}."
    if drivers.observed is not None:
        yield f"Against the observed deal: {drivers.observed.notes[-1]}"
    for place, prices in case.prices.items():
        first = prices.table().rows[0]
        asked = [f"{cell:.2f}" if isinstance(cell, float) else "none" for cell in first[1:3]]
        yield (
            f"A tariff point at {place}: {buyer} would pay at most {asked[0]}, {setter} asks at least "
            f"{asked[1]} {unit} of purchases."
        )
    proven = "all of them, proven" if case.equilibria.complete else "not proven to be all"
    pure = sum(equilibrium.kind == "pure" for equilibrium in case.equilibria)
    yield f"Offers game: {len(case.equilibria)} extreme equilibria, {pure} of them pure ({proven})."
    yield from beyond_lines(case.beyond, scenario.unit)
    yield from _cap_lines(case)


def _cap_lines(case: CaseSolution) -> Iterator[str]:
    """Say what the budget cap costs the buyer, each price under its own name."""
    model, unit = case.model, case.model.scenario.unit
    left, right = (model.capability_worth * slope for slope in model.value.slope(model.headroom))
    yield (
        f"Price of the budget cap: one more bn USD/yr is worth {right:.3f} {unit} to "
        f"{model.scenario.players[0]}, before its cost, if items were divisible (left slope {left:.3f})."
    )
    if "cap-relaxed" in case.plans:
        whole, divisible = case.plans["cap"], case.plans["cap-relaxed"]
        dual = model.capability_worth * (divisible.budget_price or 0.0)
        gap = model.capability_worth * (divisible.value - whole.value)
        yield f"The relaxation's dual is {dual:.3f} {unit}; whole lots are worth {gap:.4f} {unit} less."


def _told(case: CaseSolution, deal: Outcome | None, reason: str) -> str:
    if deal is None:
        return f"no agreement, since {reason}."
    gains = ", ".join(
        f"{player} gains {gain:.2f}"
        for player, gain in zip(case.model.scenario.players, case.deals.nash.gains, strict=True)
    )
    return f"{deal.label}; {gains} {case.model.scenario.unit} over no agreement."
