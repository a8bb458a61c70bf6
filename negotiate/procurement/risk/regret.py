"""Regret: what a choice falls short of the best, once the scenario is known.

With values ``V_bs`` of choice ``b`` in scenario ``s`` and ``V*_s`` the best there is, the regret is
``R_bs = V*_s − V_bs ≥ 0``.

- Minimax regret [1]_: ``min_b max_s R_bs``, and over lotteries of choices ``min_x max_s Σ_b x_b R_bs``.
  The lottery is a strategy of the zero-sum game against a nature that picks the scenario to hurt;
  nature's mixture ``q`` proves it: no lottery has a largest regret below ``min_b Σ_s R_bs q_s``.
- Expected regret: ``min_b Σ_s π_s R_bs``, against a known mixture, say the strategy of another party.

References
----------
.. [1] L. J. Savage (1951), Journal of the American Statistical Association 46(253), 55-67.
   doi:10.1080/01621459.1951.10500768
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from negotiate.checks import exact_array, finite_array, freeze, instance_of, names, one_of
from negotiate.errors import InvalidInput, NotApplicable
from negotiate.games.exact_lp import maximise
from negotiate.procurement.risk.regret_solution import RegretSolution
from negotiate.procurement.risk.scenarios import scenario_probabilities
from negotiate.provenance import Provenance, digest

__all__ = ["RegretProblem", "expected_regret", "labelled", "minimax_regret"]

Floats = NDArray[np.float64]

MOST_EXACT = 400  # cells of a matrix that is solved in rationals unless asked otherwise
SLIP = 1e-9  # by which a stated best may fall below a value, beside its size


def labelled(what: str, given: Sequence[str] | None, count: int) -> tuple[str, ...]:
    """Accept one label for each, or number them."""
    return names(f"{what}s", [f"{what} {k + 1}" for k in range(count)] if given is None else given, count)


@dataclass(frozen=True, eq=False, init=False)
class RegretProblem:
    """What each choice is worth in each scenario.

    Parameters
    ----------
    values : array-like, shape (bundles, scenarios)
        In ``unit``, more being better. Values of different scenarios are subtracted from the best
        of their own scenario only, but regrets are compared across scenarios: use one unit.
    bundles, scenarios : sequence of str, optional
        Labels.
    best : array-like, shape (scenarios,), optional
        Best value in each scenario; the largest of the column where none is given. It may be
        larger, where the best choice is not among the rows.
    unit : str
        Of the values.

    Raises
    ------
    InvalidInput
        For a best below a value in its column, misshapen or non-finite values.

    Examples
    --------
    >>> problem = RegretProblem([[10, 0], [0, 8], [5, 5]], ["jets", "ships", "both"], ["air", "sea"])
    >>> problem.regrets
    array([[ 0.,  8.],
           [10.,  0.],
           [ 5.,  3.]])
    """

    values: Floats
    bundles: tuple[str, ...]
    scenarios: tuple[str, ...]
    best: Floats
    unit: str

    def __init__(
        self,
        values: ArrayLike,
        bundles: Sequence[str] | None = None,
        scenarios: Sequence[str] | None = None,
        *,
        best: ArrayLike | None = None,
        unit: str = "",
    ) -> None:
        worth = finite_array("values", values, ("bundles", "scenarios"))
        rows, columns = worth.shape
        tops = finite_array("best", worth.max(axis=0) if best is None else best, (columns,))
        above = worth - tops > SLIP * np.maximum(1.0, np.abs(tops))
        if above.any():
            row, column = (int(k) for k in np.argwhere(above)[0])
            raise InvalidInput(
                f"best[{column}] is {tops[column]:g}, below values[{row}, {column}] = "
                f"{worth[row, column]:g}; the best of a scenario cannot be worse than a choice."
            )
        freeze(
            self,
            values=worth,
            bundles=labelled("bundle", bundles, rows),
            scenarios=labelled("scenario", scenarios, columns),
            best=finite_array("best", np.maximum(tops, worth.max(axis=0)), (columns,)),
            unit=str(unit),
        )

    @cached_property
    def regrets(self) -> Floats:
        """Regret of each bundle in each scenario, shape (bundles, scenarios), none negative."""
        return finite_array("regrets", self.best - self.values)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the content."""
        return digest([self.values, self.bundles, self.scenarios, self.best, self.unit])


def minimax_regret(
    problem: RegretProblem, *, randomised: bool = False, method: str = "auto"
) -> RegretSolution:
    """Find the bundle, or the lottery of bundles, whose largest regret is least.

    Parameters
    ----------
    problem : RegretProblem
        Bundles by scenarios.
    randomised : bool
        Whether bundles may be drawn by lot. A lottery never has a larger largest regret than the
        best bundle; it is worth its name only where the draw is made before the scenario is known.
    method : {"auto", "exact", "numeric"}
        How a lottery is found: in rationals, or by HiGHS. ``auto`` is exact up to 400 cells. Either
        way the bound is worked out from the regrets.

    Returns
    -------
    RegretSolution
        ``lower_bound`` is proven; for a bundle it is its own largest regret, all having been
        looked at. Ties go to the first bundle.

    Examples
    --------
    >>> problem = RegretProblem([[10, 0], [0, 8], [4, 2]], ["jets", "ships", "both"], ["air", "sea"])
    >>> minimax_regret(problem).chosen
    'both'
    >>> lottery = minimax_regret(problem, randomised=True)
    >>> lottery.weights.round(4), round(lottery.max_regret, 4), lottery.gap
    (array([0.5556, 0.4444, 0.    ]), 4.4444, 0.0)
    """
    _regret_problem(problem)
    way = one_of("method", method, ("auto", "exact", "numeric"))
    if not randomised:
        choice = int(problem.regrets.max(axis=1).argmin())
        weights = np.zeros(len(problem.bundles))
        weights[choice] = 1.0
        return _solution(
            problem, "minimax regret", weights=weights, bound=float(problem.regrets[choice].max())
        )
    exact = way == "exact" or (way == "auto" and problem.regrets.size <= MOST_EXACT)
    weights, nature, bound = (_lottery if exact else _numeric_lottery)(problem.regrets)
    used = {"randomised": True, "method": "exact" if exact else "numeric"}
    return _solution(
        problem, "randomised minimax regret", weights=weights, bound=bound, mixture=nature, options=used
    )


def expected_regret(problem: RegretProblem, probabilities: ArrayLike | None = None) -> RegretSolution:
    """Find the bundle whose expected regret is least: the best answer to a known mixture.

    The same bundle has the largest expected value; the expected regret it is left with is the
    value of knowing the scenario (among the bundles given). Ties go to the first bundle.

    Parameters
    ----------
    problem : RegretProblem
        Bundles by scenarios.
    probabilities : array-like, shape (scenarios,), optional
        Say, the mixed strategy of the other side over its packages; equal where none are given.

    Examples
    --------
    >>> problem = RegretProblem([[10, 0], [0, 8], [5, 5]], ["jets", "ships", "both"], ["air", "sea"])
    >>> answer = expected_regret(problem, [0.2, 0.8])
    >>> answer.chosen, round(answer.expected_regret, 12)
    ('ships', 2.0)
    """
    _regret_problem(problem)
    mixture = scenario_probabilities("probabilities", probabilities, len(problem.scenarios))
    against = problem.regrets @ mixture
    weights = np.zeros(len(problem.bundles))
    weights[int(against.argmin())] = 1.0
    return _solution(problem, "expected regret", weights=weights, bound=float(against.min()), mixture=mixture)


def _regret_problem(problem: object) -> None:
    instance_of("problem", problem, RegretProblem)


def _solution(
    problem: RegretProblem,
    concept: str,
    *,
    weights: Floats,
    bound: float,
    mixture: Floats | None = None,
    options: Mapping[str, object] | None = None,
) -> RegretSolution:
    weights.setflags(write=False)
    used = options or {}
    packages = ("scipy",) if used.get("method") == "numeric" else ()
    return RegretSolution(
        problem=problem,
        weights=weights,
        mixture=mixture,
        lower_bound=bound,
        provenance=Provenance(problem.digest, used, packages=packages),
        concept=concept,
    )


def _lottery(regrets: Floats) -> tuple[Floats, Floats, float]:
    """Solve the game in rationals.

    With regrets raised by 1 all entries are positive, and the lottery is ``u/Σu`` for the ``u ≥ 0``
    that maximises ``Σu`` subject to ``uᵀ(R + 1) ≤ 1``; the duals are nature's mixture.
    """
    raised: NDArray[Any] = exact_array("regrets", regrets) + Fraction(1)
    found = maximise([1] * len(raised), raised.T, [1] * raised.shape[1])
    weights = [share / found.value for share in found.x]
    nature = [share / found.value for share in found.dual]
    bound = 1 / found.value - 1
    return np.array(weights, dtype=float), np.array(nature, dtype=float), float(bound)


def _numeric_lottery(regrets: Floats) -> tuple[Floats, Floats, float]:
    """Solve the game by HiGHS; the bound is what nature's mixture guarantees, worked out here."""
    from scipy.optimize import linprog

    rows, columns = regrets.shape
    scale = float(regrets.max()) or 1.0
    found: Any = linprog(
        np.r_[np.zeros(rows), 1.0],
        np.c_[regrets.T / scale, -np.ones(columns)],
        np.zeros(columns),
        np.r_[np.ones(rows), 0.0][None],
        np.ones(1),
        [(0, None)] * rows + [(None, None)],
        method="highs",
    )
    if found.x is None:
        raise NotApplicable("HiGHS found no lottery; rescale the values, or use method='exact'.")
    weights = np.maximum(found.x[:-1], 0.0)
    nature = np.maximum(-found.ineqlin.marginals, 0.0)
    weights, nature = weights / weights.sum(), nature / nature.sum()
    return weights, nature, max(float((regrets @ nature).min()), 0.0)
