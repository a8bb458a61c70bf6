"""An observed deal read backwards: the values of a parameter for which theory expects it.

The deal is judged against the threat carried out. Three conditions: both sides gain from it;
some bargaining weight makes it the Nash solution; the threat is credible by itself, that is,
the setter wants no other package more where no purchases are to be had. Where it is not, an
audience cost of at least the break-even must stand behind it. A condition's values are found by
a scan and by bisection, so every end comes with a value at which it holds and one at which not.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise

import numpy as np

from negotiate.analysis.change_points import change_points
from negotiate.analysis.revealed_solution import (
    CONDITIONS,
    DealReading,
    RevealedValues,
    Segment,
)
from negotiate.bargaining import BargainingProblem
from negotiate.bargaining.backwards import weights_that_yield
from negotiate.checks import finite_number, instance_of, one_of, whole_number
from negotiate.errors import InvalidInput, NotApplicable
from negotiate.payoffs import Outcome
from negotiate.provenance import Provenance
from negotiate.scenario import NegotiationModel, build_model
from negotiate.scenario.threat import credibility_of

__all__ = ["observed_deal", "read_deal", "revealed_values", "threat_carried_out"]

BOTH_GAIN, YIELDED, CREDIBLE, ALL = CONDITIONS
Holds = Callable[[float], bool]

_BRACKET = 1000  # a bracket is at most this part of the range


def observed_deal(model: NegotiationModel) -> Outcome:
    """Return the outcome that a scenario says was observed.

    Raises
    ------
    InvalidInput
        For a scenario without one.
    """
    instance_of("model", model, NegotiationModel, hint=", which build_model() makes of a scenario")
    entry = model.scenario.document["model"].get("observed")
    if entry is None:
        raise InvalidInput(f"{model.scenario.name}: model.observed is missing; give an outcome instead.")
    return Outcome(model.scenario.money("model.observed.purchases"), str(entry["package"]))


def threat_carried_out(model: NegotiationModel) -> Outcome:
    """Return what follows without a deal: the threat, and what the buyer purchases anyway.

    The buyer's best level on the grid under the threat; of several the lowest.
    """
    instance_of("model", model, NegotiationModel, hint=", which build_model() makes of a scenario")
    places = [
        Outcome(level, model.threat, agreed=False, threat_executed=True) for level in sorted(model.purchases)
    ]
    payoffs = model.payoffs.evaluate(places).exact[0].tolist()
    best: int = payoffs.index(max(payoffs))
    return places[best]


def read_deal(model: NegotiationModel, outcome: Outcome | None = None) -> DealReading:
    """Judge a deal against the threat carried out: gains, weights that yield it, credibility.

    Exact on payoffs that are whole multiples of the scenario's resolution. The alternatives are
    the purchase levels on the grid with every package that the setter may concede.

    Parameters
    ----------
    model : NegotiationModel
    outcome : Outcome, optional
        The deal; what the scenario says was observed unless given. Its purchases need not be on
        the grid.

    Raises
    ------
    InvalidInput
        For a package that the scenario does not have, an outcome that is not agreed, or a
        scenario without an observed deal where none is given.

    Examples
    --------
    >>> from negotiate.scenario import build_model, load_scenario
    >>> reading = read_deal(build_model(load_scenario("japan-us-2025")))
    >>> [round(float(gain), 2) for gain in reading.gains], reading.weights.reason
    ([3.33, -0.52], 'it gives United States no more than disagreement does')
    """
    instance_of("model", model, NegotiationModel, hint=", which build_model() makes of a scenario")
    deal = _checked(model, observed_deal(model) if outcome is None else outcome)
    without = threat_carried_out(model)
    deals = [place for place in model.outcomes() if place.package in model.concessions and place != deal]
    exact = model.payoffs.evaluate([deal, *deals, without]).exact.T
    labels = [place.label for place in (deal, *deals)]
    problem = BargainingProblem(exact[:-1], exact[-1], model.scenario.players, model.scenario.unit, labels)
    return DealReading(
        problem=problem,
        outcome=deal,
        without=without,
        weights=weights_that_yield(problem, 0),
        credibility=credibility_of(model),
        provenance=Provenance(model.scenario.digest, {"outcome": deal.label}),
    )


def revealed_values(
    model: NegotiationModel,
    path: str,
    *,
    outcome: Outcome | None = None,
    low: float | None = None,
    high: float | None = None,
    steps: int = 16,
) -> RevealedValues:
    """Find the values of a parameter for which a deal is what theory expects.

    Numerical: the range is scanned, then each change is bisected to a thousandth of the range.
    What happens between two scanned values that agree is not seen.

    Parameters
    ----------
    model : NegotiationModel
    path : str
        The parameter, such as ``"model.parameters.revenue_weight"``.
    outcome : Outcome, optional
        The deal; what the scenario says was observed unless given. The same at every value.
    low, high : float, optional
        The range, in the parameter's unit; that of the scenario unless given.
    steps : int
        Intervals of the scan.

    Returns
    -------
    RevealedValues
        By condition the segments where it holds, each end with the nearest value tested at
        which it does not; no segment is a finding too.

    Raises
    ------
    InvalidInput
        For an unknown parameter, one without a range where none is given, a range upside down.

    Examples
    --------
    >>> from negotiate.scenario import build_model, load_scenario
    >>> model = build_model(load_scenario("japan-us-2025"))
    >>> rent = revealed_values(model, "model.parameters.export_rent_economic", high=0.6, steps=4)
    >>> [round(segment.low, 2) for segment in rent.segments["both gain"]]
    [0.37]
    """
    instance_of("model", model, NegotiationModel, hint=", which build_model() makes of a scenario")
    bottom, top = _range(model, path, low, high)
    deal = _checked(model, observed_deal(model) if outcome is None else outcome)
    tested: dict[float, DealReading | str] = {}

    def at(value: float) -> DealReading | str:
        if value not in tested:
            try:
                other = build_model(model.scenario.with_values({path: value}), reuse=model)
                tested[value] = read_deal(other, deal)
            except (InvalidInput, NotApplicable) as error:
                tested[value] = str(error)
        return tested[value]

    scan = whole_number("steps", steps, low=1)
    asked = {name: _asked(at, name) for name in CONDITIONS}
    for value in np.linspace(bottom, top, scan + 1).tolist():
        at(value)
    _close_in(asked, tested, (top - bottom) / _BRACKET)
    return RevealedValues(
        outcome=deal,
        path=path,
        unit=model.scenario.parameter(path).unit,
        value=model.scenario.value(path),
        low=bottom,
        high=top,
        steps=scan,
        segments={name: _segments(holds, sorted(tested)) for name, holds in asked.items()},
        audience_cost=_least_cost(tested),
        undefined={value: found for value, found in sorted(tested.items()) if isinstance(found, str)},
        tested=len(tested),
        provenance=Provenance(
            model.scenario.digest,
            {"outcome": deal.label, "path": path, "low": bottom, "high": top, "steps": scan},
        ),
    )


def _checked(model: NegotiationModel, outcome: Outcome) -> Outcome:
    one_of("outcome.package", outcome.package, model.packages)
    if not outcome.agreed:
        raise InvalidInput(f"outcome={outcome.label!r} is not agreed; give a deal.")
    return outcome


def _range(model: NegotiationModel, path: str, low: float | None, high: float | None) -> tuple[float, float]:
    known = model.scenario.parameter(path)
    ends = []
    for name, given, stated in (("low", low, known.low), ("high", high, known.high)):
        if given is None and stated is None:
            raise InvalidInput(f"{path} has no range in the scenario; give {name}.")
        ends.append(finite_number(name, stated if given is None else given))
    if not ends[0] < ends[1]:
        raise InvalidInput(f"low={ends[0]:g} and high={ends[1]:g}; low must be below high.")
    return ends[0], ends[1]


def _asked(at: Callable[[float], DealReading | str], condition: str) -> Holds:
    def ask(value: float) -> bool:
        found = at(value)
        return not isinstance(found, str) and found.conditions[condition]

    return ask


def _close_in(asked: Mapping[str, Holds], tested: Mapping[float, object], width: float) -> None:
    """Bisect between neighbouring tested values that differ, until no condition has a wide bracket.

    A value tested for one condition can split a bracket of another, hence the rounds.
    """
    before = -1
    while before < len(tested):
        before = len(tested)
        for holds in asked.values():
            for below, above in pairwise(sorted(tested)):
                if above - below > width and holds(below) != holds(above):
                    change_points(holds, below, above, steps=1, tolerance=width)


def _segments(holds: Holds, values: Sequence[float]) -> tuple[Segment, ...]:
    """Return the runs of tested values at which a condition holds, with their failing neighbours."""
    found: list[Segment] = []
    start: int | None = None
    for k, value in enumerate(values):
        if not holds(value):
            start = None
            continue
        if start is None:
            start = k
        if k + 1 == len(values) or not holds(values[k + 1]):
            below = values[start - 1] if start else None
            above = values[k + 1] if k + 1 < len(values) else None
            found.append(Segment(values[start], value, below, above))
    return tuple(found)


def _least_cost(tested: Mapping[float, DealReading | str]) -> tuple[float, Fraction] | None:
    """Return the value, of those at which some weight yields the deal, with the least audience cost."""
    costs: Sequence[tuple[Fraction, float]] = [
        (found.credibility.break_even, value)
        for value, found in tested.items()
        if not isinstance(found, str) and found.conditions[YIELDED]
    ]
    if not costs:
        return None
    cost, value = min(costs)
    return value, cost
