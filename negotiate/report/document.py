"""The report of a solved scenario: drivers first, then the point estimate, inputs, limits, methods."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from negotiate.analysis import Drivers
from negotiate.provenance import DISTRIBUTION, version
from negotiate.report.beyond import beyond_lines
from negotiate.report.blocks import Block, Document, Heading, Picture, Points, Prose, Sentence, Shown
from negotiate.report.drawing import Drawing
from negotiate.report.findings import driver_lines, findings
from negotiate.report.methods import limits, methods
from negotiate.report.region import region_lines
from negotiate.report.sensitivity import (
    PICTURES,
    Sensitivity,
    sensitivity_headline,
    sensitivity_limits,
    sensitivity_lines,
)
from negotiate.report.tiers import tiers_lines
from negotiate.scenario import CaseSolution
from negotiate.table import Table

__all__ = ["report_document"]

BEYOND = (
    "other-solutions",
    "linkage",
    "issue-groups",
    "ratification",
    "enforcement",
    "enforcement-by-issue",
)


def report_document(
    case: CaseSolution,
    drivers: Drivers,
    tables: Mapping[str, Table],
    figures: Mapping[str, Drawing],
    sensitivity: Sensitivity | None = None,
) -> Document:
    """Put the report together.

    Parameters
    ----------
    case, drivers : CaseSolution, Drivers
        The solved scenario and what drives it.
    tables : mapping of str to Table
        Every table by file name.
    figures : mapping of str to Drawing
        Every figure by file name.
    sensitivity : Sensitivity, optional
        How sure the conclusions are; its tables and figures are among those given.
    """
    scenario = case.model.scenario
    blocks = tuple(_blocks(case, drivers, tables, figures, sensitivity))
    return Document(scenario.title, blocks, tables, figures, scenario.sources)


def _blocks(
    case: CaseSolution,
    drivers: Drivers,
    tables: Mapping[str, Table],
    figures: Mapping[str, Drawing],
    sensitivity: Sensitivity | None,
) -> Iterator[Block]:
    scenario = case.model.scenario
    variant = f", variant {scenario.variant}" if scenario.variant else ""
    yield _prose(
        f"Scenario {scenario.name}{variant}. Payoffs are changes from the status quo, {scenario.unit}."
    )
    if sensitivity is not None:
        yield _prose(sensitivity_headline(sensitivity))
    yield Heading("What drives the result")
    yield _points(driver_lines(case, drivers))
    yield Picture("outcomes-by-parameter")
    yield from _shown(tables, *(name for name in tables if name.startswith("outcomes-by-")))
    yield from _shown(tables, "break-evens", "observed-deal")
    if sensitivity is not None:
        yield Heading("How sure the result is")
        yield from _sureness(sensitivity, tables, figures)
    yield from _point_estimate(case, drivers, tables)
    yield from _games(tables)
    yield from _inputs(case, tables)
    yield Heading("Limits")
    yield _points([*limits(case), *(() if sensitivity is None else sensitivity_limits(sensitivity))])
    yield Heading("Methods")
    yield Prose(methods(case, drivers, sensitivity))
    yield _prose(
        f"Made by {DISTRIBUTION} {version()}. results.json holds every answer with its certificate and the "
        "versions used; the same inputs and versions give the same bytes."
    )


def _sureness(
    sensitivity: Sensitivity, tables: Mapping[str, Table], figures: Mapping[str, Drawing]
) -> Iterator[Block]:
    """Yield what all ranges together do to the conclusions, each picture before its table."""
    yield _points(sensitivity_lines(sensitivity))
    yield from _shown(tables, "sensitivity-conclusions")
    for name in PICTURES:
        if name in figures:
            yield Picture(name)
        yield from _shown(tables, name)


def _point_estimate(case: CaseSolution, drivers: Drivers, tables: Mapping[str, Table]) -> Iterator[Block]:
    yield Heading("The point estimate")
    yield _points(findings(case, drivers))
    yield Picture("feasible-set")
    yield from _shown(tables, "deals", "decomposition")
    yield Picture("decomposition")
    yield Shown("tariff-point-prices")
    yield Heading("Linkage, ratification, enforcement")
    yield _points(beyond_lines(case.beyond, case.model.scenario.unit))
    yield from _shown(tables, *BEYOND)
    if case.model.world is not None:
        yield Heading("Partial and general equilibrium")
        yield _points(tiers_lines(case))
        yield from _shown(tables, "tiers", "tiers-threat", "tiers-by-tariff")
    if case.model.reactions is not None:
        yield Heading("Who else reacts")
        yield _points(region_lines(case))
        yield Picture("gross-and-net")
        yield from _shown(tables, "region", "region-strength")


def _games(tables: Mapping[str, Table]) -> Iterator[Block]:
    """Yield what is played, and what is bought."""
    yield Heading("The threat")
    yield from _shown(tables, "reversion", "credibility", "additionality")
    yield Heading("The games")
    yield Picture("payoff-matrix")
    yield from _shown(tables, "payoffs-of-buyer", "payoffs-of-setter", "offers-equilibria", "commitment")
    yield from _shown(tables, "demand-equilibria")
    yield Heading("The bundle and the budget cap")
    yield Picture("budget-frontier")
    yield Shown("budget-frontier")
    yield from _shown(tables, *(name for name in tables if name.startswith("bundle-")))


def _inputs(case: CaseSolution, tables: Mapping[str, Table]) -> Iterator[Block]:
    yield Heading("Inputs")
    yield from _described(case.model.scenario.description)
    yield Shown("calibration")
    yield from _shown(tables, *(name for name in tables if name.startswith("trade-effects-")))
    yield Shown("sources")


def _described(text: str) -> Iterator[Block]:
    """Yield a description as it is laid out: paragraphs apart by blank lines, lists by hyphens."""
    for part in re.split(r"\n\s*\n|\n(?=- )", text.strip()):
        words = part.strip()
        if words.startswith("- "):
            yield _points([words[2:]])
        elif words:
            yield _prose(words)


def _shown(tables: Mapping[str, Table], *names: str) -> Iterator[Block]:
    """Yield the tables that this case has."""
    yield from (Shown(name) for name in names if name in tables)


def _prose(text: str) -> Prose:
    return Prose((Sentence(text),))


def _points(lines: Iterable[str]) -> Points:
    return Points(tuple(Sentence(line) for line in lines))
