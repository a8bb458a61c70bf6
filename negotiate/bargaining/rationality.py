r"""Individual rationality: :math:`S^+ = \{u \in S : u \geq d\}`, and its strict part."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from negotiate.bargaining.problem import BargainingProblem
from negotiate.checks import instance_of

__all__ = ["gain_signs", "individually_rational"]


def individually_rational(problem: BargainingProblem, *, strict: bool = False) -> NDArray[np.intp]:
    """Return the positions of the outcomes that no player likes less than disagreement.

    Exact on the numbers given.

    Parameters
    ----------
    problem : BargainingProblem
    strict : bool
        Whether every player must be strictly better off.

    Returns
    -------
    ndarray of int
        In ascending order; empty where there are none.

    Examples
    --------
    >>> cake = BargainingProblem([(0, 4), (1, 3), (2, 1)], (0, 1), ("Home", "Foreign"), "bn USD")
    >>> individually_rational(cake), individually_rational(cake, strict=True)
    (array([0, 1, 2]), array([1]))
    """
    instance_of("problem", problem, BargainingProblem)
    signs = gain_signs(problem)
    return np.flatnonzero((signs > 0 if strict else signs >= 0).all(axis=1))


def gain_signs(problem: BargainingProblem) -> NDArray[np.int8]:
    """Return the exact sign of every player's gain in every outcome, shape (outcomes, players).

    Rounding keeps the order of numbers, so only equal floats need their rationals compared.
    """
    above = problem.feasible > problem.disagreement
    signs = above.astype(np.int8) - (problem.feasible < problem.disagreement)
    if not problem.floats_are_exact:
        for outcome, player in np.argwhere(signs == 0):
            gain = problem.gains(int(outcome))[player]
            signs[outcome, player] = (gain > 0) - (gain < 0)
    return signs
