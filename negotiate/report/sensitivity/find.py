"""Find how sure a scenario's conclusions are: draws, one at a time, shares of variance, a map.

All parameters that leave V(B) as it is are drawn: trade, payoffs, region. What would need a new
procurement problem for each draw (items, missions, budget) stays at its values, and is counted.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from negotiate.analysis import (
    MonteCarlo,
    RegionMap,
    ScenarioAnswers,
    SobolIndices,
    Swing,
    Tornado,
    Uncertain,
    monte_carlo,
    one_at_a_time,
    ranged_parameters,
    region_map,
    short_names,
    sobol_indices,
)
from negotiate.checks import whole_number
from negotiate.provenance import digest, plain
from negotiate.scenario import Scenario

__all__ = ["DRAWS", "SCHEMA", "Sensitivity", "find_sensitivity"]

SCHEMA = "negotiate/sensitivity/1"
DRAWS = 16_384
DRAWS_ONE_BY_ONE = 512  # where draws cannot be solved many at once
LEADING = 10  # parameters of which Sobol indices are found
CONCLUSIONS = ("package", "without agreement", "threat is credible")
_SECTIONS = ("model.trade.", "model.sectors.", "model.parameters.")
_PER_POINT = 4  # draws for each point of the Sobol indices
_PER_CELL = 8  # draws for each cell of the map
_MOST_CELLS, _FEWEST_CELLS, _FEWEST_POINTS = 41, 5, 16


@dataclass(frozen=True, eq=False)
class Sensitivity:
    """How sure the conclusions of a scenario are.

    Attributes
    ----------
    scenario : Scenario
        As solved.
    drawn : MonteCarlo
        All parameters at once.
    tornado : Tornado
        One at a time.
    indices : SobolIndices
        Of the parameters that matter most one at a time; the others stay at their values.
    regions : RegionMap or None
        The package agreed on, by the two parameters that matter most together; None where fewer
        than two are drawn.
    held : tuple of str
        Parameters with a range that are not drawn.
    """

    scenario: Scenario
    drawn: MonteCarlo
    tornado: Tornado
    indices: SobolIndices
    regions: RegionMap | None
    held: tuple[str, ...]

    @cached_property
    def names(self) -> dict[str, str]:
        """The shortest names that tell all parameters apart, by path."""
        paths = self.scenario.parameters
        return dict(zip(paths, short_names(paths), strict=True))

    @cached_property
    def moving(self) -> tuple[str, ...]:
        """The parameters that move an answer by themselves, those that matter most first."""
        return tuple(path for path in leading(self.tornado) if _moves(self.tornado, path))

    def unit(self, question: str) -> str:
        """Return the unit of a number."""
        if question.startswith("price "):
            return f"{self.scenario.unit} per percentage point"
        return "" if question == "equilibria" else self.scenario.unit

    def to_dict(self) -> dict[str, Any]:
        """Return everything as a JSON-ready dict with a digest of itself."""
        answers = {
            "monte-carlo": self.drawn,
            "one-at-a-time": self.tornado,
            "sobol-indices": self.indices,
            **({} if self.regions is None else {"region-map": self.regions}),
        }
        record = plain(
            {
                "schema": SCHEMA,
                "scenario": {
                    "name": self.scenario.name,
                    "variant": self.scenario.variant,
                    "digest": self.scenario.digest,
                },
                "held": self.held,
                "answers": {name: answer.to_dict() for name, answer in answers.items()},
            }
        )
        return {**record, "digest": digest(record)}


def find_sensitivity(
    scenario: Scenario,
    *,
    draws: int | None = None,
    seed: int = 0,
    progress: Callable[[str], None] | None = None,
) -> Sensitivity | None:
    """Find how sure the conclusions of a scenario are, over the ranges that it states.

    Parameters
    ----------
    scenario : Scenario
        As loaded, in one of its variants.
    draws : int, optional
        How many sets of values are drawn, uniform over the ranges: 16,384 unless given, or 512
        where a scenario has to be solved draw by draw. Sobol indices take a quarter as many
        points for each of their parameters, the map an eighth as many cells, 41 by 41 at most.
    seed : int
        Of all draws.
    progress : callable, optional
        Told in a few words what is being done.

    Returns
    -------
    Sensitivity or None
        None where no parameter that could be drawn has a range.

    Examples
    --------
    >>> from negotiate.scenario import load_scenario
    >>> found = find_sensitivity(load_scenario("steel-for-beef"), draws=16)
    >>> found.moving[0], found.drawn.draws
    ('model.trade.pass_through', 16)
    """
    tell = progress or (lambda _: None)
    answers = ScenarioAnswers(scenario)
    usual = DRAWS if answers.batch is not None else DRAWS_ONE_BY_ONE
    count = usual if draws is None else whole_number("draws", draws, low=1)
    known = ranged_parameters(scenario)
    ranges = {path: one for path, one in known.items() if _is_drawn(answers, path)}
    if not ranges:
        return None
    tell(f"drawing {len(ranges)} parameters {count:,} times")
    drawn = monte_carlo(answers, ranges, draws=count, seed=seed)
    tell(f"moving {len(ranges)} parameters one at a time")
    tornado = one_at_a_time(answers, ranges)
    few = {path: ranges[path] for path in leading(tornado)[:LEADING]}
    tell(f"finding Sobol indices of {len(few)} parameters")
    indices = sobol_indices(answers, few, points=_points(count), seed=seed)
    return Sensitivity(
        scenario=scenario,
        drawn=drawn,
        tornado=tornado,
        indices=indices,
        regions=_regions(answers, indices, few, count),
        held=tuple(path for path in known if path not in ranges),
    )


def _is_drawn(answers: ScenarioAnswers, path: str) -> bool:
    """Say whether V(B) is the same whatever the value, so that a draw is quickly solved."""
    if answers.batch is None:
        return path.startswith(_SECTIONS)
    return answers.batch.quick([path])


def _points(draws: int) -> int:
    """Return the power of two at or below the share of the draws that Sobol indices take."""
    return max(_FEWEST_POINTS, 1 << (max(1, draws // _PER_POINT).bit_length() - 1))


def _regions(
    answers: ScenarioAnswers, indices: SobolIndices, ranges: Mapping[str, Uncertain], draws: int
) -> RegionMap | None:
    """Map the package by the two parameters with the largest total indices for it."""
    found = indices.indices.get("package")
    two = list(ranges) if found is None else [one.parameter for one in found]
    if len(two) < 2:
        return None
    cells = min(_MOST_CELLS, max(_FEWEST_CELLS, math.isqrt(draws // _PER_CELL)))
    return region_map(answers, {path: ranges[path] for path in two[:2]}, "package", points=cells)


def leading(tornado: Tornado) -> list[str]:
    """Return all parameters, those that matter most one at a time first.

    At how many ends a conclusion changes counts first, then how far gains and prices move, each
    against the farthest that any parameter moves it.
    """
    order = list(tornado.parameters)
    changed = dict.fromkeys(order, 0.0)
    moved = dict.fromkeys(order, 0.0)
    for question, swings in tornado.swings.items():
        if question in CONCLUSIONS:
            for swing in swings:
                changed[swing.parameter] += swing.size or 0.0
        elif question.startswith(("gain of ", "price ")):
            widest = max((swing.width or 0.0 for swing in swings), default=0.0)
            for swing in swings:
                moved[swing.parameter] += (swing.width or 0.0) / widest if widest else 0.0
    return sorted(order, key=lambda path: (-changed[path], -moved[path]))


def _moves(tornado: Tornado, path: str) -> bool:
    return any(swing.moves for swing in swings_of(tornado, path).values())


def swings_of(tornado: Tornado, path: str) -> dict[str, Swing]:
    """Return one parameter's swing for each question."""
    return {
        question: next(swing for swing in swings if swing.parameter == path)
        for question, swings in tornado.swings.items()
    }
