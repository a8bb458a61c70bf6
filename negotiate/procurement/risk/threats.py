"""Threats that disagree about what is useful: one catalogue, several sets of missions.

Each threat scenario is a ``BundleProblem`` with the same items and limits and missions of its own.
``mixed_problem`` averages them: ``Σ_s π_s V_s`` has again concave piecewise linear returns, mission by
mission, so that the best bundle for any mixture is found and proven like any other.

``threat_regret`` looks for lotteries among all bundles: it solves the game on the bundles known so
far, finds the best bundle against nature's mixture, and adds it, until none is better [1]_. It
ends, since there are finitely many bundles, and nature's last mixture proves the answer for all of
them.

References
----------
.. [1] H. B. McMahan, G. J. Gordon and A. Blum (2003), Proceedings of the 20th International Conference
   on Machine Learning, 536-543.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from negotiate.checks import freeze, instance_of, names, whole_number
from negotiate.errors import InvalidInput, NoSolution
from negotiate.procurement.mission import Mission
from negotiate.procurement.optimal import optimal_bundle
from negotiate.procurement.plan import Plan
from negotiate.procurement.problem import BundleProblem
from negotiate.procurement.returns import PiecewiseReturns
from negotiate.procurement.risk.regret import RegretProblem, minimax_regret
from negotiate.procurement.risk.regret_solution import RegretSolution
from negotiate.procurement.risk.scenarios import scenario_probabilities

__all__ = ["Threats", "mixed_problem", "threat_regret"]

Floats = NDArray[np.float64]

SAME = 1e-10  # a gain this small beside the values is rounding


@dataclass(frozen=True, eq=False, init=False)
class Threats:
    """Threat scenarios: the same items and limits, each with its own missions' worth.

    Parameters
    ----------
    problems : mapping of str to BundleProblem
        At least one; all with the same catalogue, budget, years, floors and mission names.

    Raises
    ------
    InvalidInput
        Where the problems differ in more than what their missions are worth.

    Examples
    --------
    >>> from negotiate.procurement import Catalogue, Item, PiecewiseReturns
    >>> catalogue = Catalogue([Item("jet", "air", 2.0, 3), Item("ship", "sea", 3.0, 2)])
    >>> def threat(air, sea):
    ...     line = PiecewiseReturns([0], [1.0])
    ...     missions = [Mission("air", line, weight=air), Mission("sea", line, weight=sea)]
    ...     return BundleProblem(catalogue, missions, 6.0, years=1)
    >>> threats = Threats({"missiles": threat(2, 1), "navy": threat(1, 2)})
    >>> [plan.quantities.tolist() for plan in threats.best_plans]
    [[3, 0], [0, 2]]
    """

    problems: Mapping[str, BundleProblem]
    labels: tuple[str, ...]
    best_plans: tuple[Plan, ...]

    def __init__(self, problems: Mapping[str, BundleProblem]) -> None:
        if not isinstance(problems, Mapping) or not problems:
            raise InvalidInput("problems must map at least one threat scenario to its BundleProblem.")
        labels = names("problems", tuple(problems))
        for label, problem in problems.items():
            instance_of(f"problems[{label!r}]", problem, BundleProblem)
        kept = dict(zip(labels, problems.values(), strict=True))
        _alike(kept)
        plans = tuple(optimal_bundle(problem) for problem in kept.values())
        freeze(self, problems=kept, labels=labels, best_plans=plans)

    @property
    def best(self) -> Floats:
        """Best value in each scenario, shape (scenarios,)."""
        return np.array([plan.value for plan in self.best_plans])

    def values(self, quantities: ArrayLike) -> Floats:
        """Return what a bundle is worth in each scenario, shape (scenarios,)."""
        return np.array([problem.value(quantities) for problem in self.problems.values()])

    def label(self, quantities: ArrayLike) -> str:
        """Write a bundle in words: ``3 jet, 1 ship``."""
        first = next(iter(self.problems.values()))
        units = zip(first.catalogue.names, first.quantities(quantities).tolist(), strict=True)
        return ", ".join(f"{count:g} {name}" for name, count in units if count > 0) or "nothing"

    def regret_problem(self, bundles: list[NDArray[np.int64]] | None = None) -> RegretProblem:
        """Return the regrets of some bundles; of the scenarios' best bundles where none are given."""
        chosen = [plan.quantities for plan in self.best_plans] if bundles is None else bundles
        rows = {self.label(units): self.values(units) for units in chosen}
        tops = np.max([self.best, *rows.values()], axis=0)  # above best where that was not proven
        return RegretProblem(list(rows.values()), tuple(rows), self.labels, best=tops)


def _alike(problems: Mapping[str, BundleProblem]) -> None:
    (first, model), *rest = problems.items()
    for label, problem in rest:
        for what, one, other in (
            ("catalogue", model.catalogue.digest, problem.catalogue.digest),
            ("budget", model.budget, problem.budget),
            ("years", model.years, problem.years),
            ("floors", dict(model.floors), dict(problem.floors)),
            ("missions", {m.name for m in model.missions}, {m.name for m in problem.missions}),
        ):
            if one != other:
                raise InvalidInput(
                    f"problems[{label!r}] and problems[{first!r}] differ in {what}; threat scenarios may "
                    "differ in what missions are worth, not in what can be bought."
                )


def mixed_problem(threats: Threats, probabilities: ArrayLike | None = None) -> BundleProblem:
    """Return the problem whose value is the expected value over the threats.

    Parameters
    ----------
    threats : Threats
        The scenarios.
    probabilities : array-like, shape (scenarios,), optional
        Equal where none are given.
    """
    instance_of("threats", threats, Threats)
    weights = np.maximum(scenario_probabilities("probabilities", probabilities, len(threats.labels)), 0.0)
    problems = tuple(threats.problems.values())
    first = problems[0]
    missions = []
    for mission in first.missions:
        same = [next(m for m in problem.missions if m.name == mission.name) for problem in problems]
        missions.append(_mixed_mission(same, weights))
    return BundleProblem(first.catalogue, missions, first.cap or first.budget, first.years, first.floors)


def _mixed_mission(missions: list[Mission], weights: Floats) -> Mission:
    """Average the returns: breakpoints of all, slopes weighted."""
    starts = np.unique(np.concatenate([m.returns.breakpoints for m in missions]))
    slopes = np.zeros(len(starts))
    for mission, weight in zip(missions, weights.tolist(), strict=True):
        segment = np.searchsorted(mission.returns.breakpoints, starts, side="right") - 1
        slopes += weight * mission.weight * mission.returns.slopes[segment]
    returns = PiecewiseReturns(
        starts,
        np.minimum.accumulate(slopes),  # averages of falling slopes fall, up to rounding
        reach=min(m.returns.reach for m in missions),
        error=float(weights @ [m.weight * m.returns.error for m in missions]),
    )
    return Mission(missions[0].name, returns, stock=missions[0].stock, title=missions[0].title)


def threat_regret(threats: Threats, *, max_iterations: int = 200) -> RegretSolution:
    """Find the lottery over all bundles whose largest regret over the threats is least.

    Bundles enter one by one; ``lower_bound`` is proven over all bundles by the best bundle against
    nature's mixture, each best bundle being proven itself.

    Parameters
    ----------
    threats : Threats
        The scenarios.
    max_iterations : int
        Most bundles that may enter.

    Returns
    -------
    RegretSolution
        Its problem lists the bundles that entered. A single bundle of least largest regret is found
        by ``minimax_regret_bundle``.

    Examples
    --------
    >>> from negotiate.procurement import Catalogue, Item, PiecewiseReturns
    >>> catalogue = Catalogue([Item("jet", "air", 2.0, 3), Item("ship", "sea", 3.0, 2)])
    >>> def threat(air, sea):
    ...     line = PiecewiseReturns([0], [1.0])
    ...     missions = [Mission("air", line, weight=air), Mission("sea", line, weight=sea)]
    ...     return BundleProblem(catalogue, missions, 6.0, years=1)
    >>> lottery = threat_regret(Threats({"missiles": threat(2, 1), "navy": threat(1, 2)}))
    >>> round(lottery.max_regret, 9), round(lottery.lower_bound, 9)
    (3.0, 3.0)
    """
    instance_of("threats", threats, Threats, hint=": Threats({name: BundleProblem, …})")
    most = whole_number("max_iterations", max_iterations, low=1)
    bundles = [np.asarray(plan.quantities, dtype=np.int64) for plan in threats.best_plans]
    for _ in range(most):
        problem = threats.regret_problem(bundles)
        lottery = minimax_regret(problem, randomised=True)
        nature = np.zeros(0) if lottery.mixture is None else lottery.mixture
        answer = optimal_bundle(mixed_problem(threats, nature))
        bound = max(float(nature @ problem.best) - answer.proven_bound, 0.0)
        scale = max(1.0, float(np.abs(problem.best).max()))
        units = np.asarray(answer.quantities, dtype=np.int64)
        known = any(np.array_equal(units, bundle) for bundle in bundles)
        if known or lottery.max_regret - bound <= SAME * scale:
            return RegretSolution(
                problem=problem,
                weights=lottery.weights,
                mixture=nature,
                lower_bound=min(bound, lottery.max_regret),
                provenance=lottery.provenance,
                concept="threat regret",
            )
        bundles.append(units)
    raise NoSolution(f"no lottery was proven best within max_iterations={most} bundles; allow more.")
