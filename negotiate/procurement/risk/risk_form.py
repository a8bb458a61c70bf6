"""Risk as rows and columns of a linear form.

Items of one currency whose prices move alike are taken together. With ``U_gy`` what group ``g`` owes in
year ``y`` at the plan's prices, and ``F_sgy`` its factor in scenario ``s``,

    CVaR(O_y) = min_η η + Σ_s π_s w_sy / (1 − α),   w_sy ≥ Σ_g F_sgy U_gy − η_y,   w ≥ 0.

Where only one group moves in a year, its outlay is ``F_s U`` plus a constant, and CVaR being positively
homogeneous and translation-equivariant, ``CVaR(F) U`` plus that constant: a row of its own and no more
columns. That is so whenever the exchange rate alone is uncertain.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negotiate.procurement.programme.linear_form import LinearForm
from negotiate.procurement.risk.dues import Dues, dues_of, programme_form
from negotiate.procurement.risk.measures import conditional_value_at_risk
from negotiate.procurement.risk.programme import RiskProblem

__all__ = ["TOTAL", "risk_form"]

Floats = NDArray[np.float64]

TOTAL = "CVaR of total outlays"


@dataclass(frozen=True, eq=False)
class _Moving:
    """The outlays to be limited: factors of groups by scenario, and where their dues are."""

    problem: RiskProblem
    factors: Floats  # shape (scenarios, groups, years)
    dues: Dues

    @property
    def weights(self) -> Floats:
        """Probabilities, none negative."""
        return np.maximum(self.problem.scenarios.probabilities, 0.0)

    def moves(self, year: int) -> NDArray[np.int64]:
        """Return the groups whose factor is not the same in every scenario of a year."""
        return np.flatnonzero(np.ptp(self.factors[self.weights > 0, :, year], axis=0) > 0)


def risk_form(problem: RiskProblem) -> LinearForm:
    """Return the programme's linear form with the limits and the price of risk."""
    form = programme_form(problem.programme)
    factors, groups = _groups(problem)
    moving = _Moving(problem, factors, dues_of(problem.programme, form, groups))
    if problem.caps != "plan":
        form = form.without(problem.programme.cap_names)
        for year in range(problem.programme.years):
            form = _cap(form, moving, year)
    if problem.total_cap is not None or problem.weight:
        form = _total(form, moving)
    return form


def _groups(problem: RiskProblem) -> tuple[Floats, list[int]]:
    """Take together items of one currency with the same multipliers; return factors and groups."""
    known: dict[tuple[str, bytes], int] = {}
    groups = [
        known.setdefault((currency, column.tobytes()), len(known))
        for currency, column in zip(problem.currencies, problem.multipliers.T, strict=True)
    ]
    first = [groups.index(group) for group in range(len(known))]
    factors = [
        problem.multipliers[:, item, None] * problem.currency_factors[problem.currencies[item]]
        for item in first
    ]
    return np.stack(factors, axis=1), groups


def _cap(form: LinearForm, moving: _Moving, year: int) -> LinearForm:
    """Add the limit on one year's outlay."""
    problem = moving.problem
    name, limit = problem.programme.cap_names[year], float(problem.programme.headroom[year])
    factors, weights = moving.factors[:, :, year], moving.weights
    if problem.caps == "expected":
        return form.with_rows(_outlays(form, moving, year, weights @ factors), -np.inf, limit, name)
    if len(moving.moves(year)) <= 1:
        level = 1.0 if problem.caps == "worst" else problem.level
        judged = [conditional_value_at_risk(column, weights, level) for column in factors.T]
        return form.with_rows(_outlays(form, moving, year, np.array(judged)), -np.inf, limit, name)
    if problem.caps == "worst":
        cases = np.unique(factors[weights > 0], axis=0)
        return form.with_rows(_outlays(form, moving, year, cases), -np.inf, limit, name)
    block = f"outlays {problem.programme.calendar[year]}"
    form = _due_columns(form, moving, block, [year])
    return _tail_row(form, moving, block, factors, limit=limit, name=name)


def _outlays(form: LinearForm, moving: _Moving, year: int, factors: Floats) -> Floats:
    """Return outlays at given factors of the groups, as rows over the columns."""
    rows = np.atleast_2d(factors) @ moving.dues.vectors[:, year]
    return np.pad(rows, ((0, 0), (0, form.columns - rows.shape[1])))


def _due_columns(form: LinearForm, moving: _Moving, block: str, years: list[int]) -> LinearForm:
    """Add a column for what each group owes in each of some years, so that scenarios' rows are short."""
    from scipy import sparse

    vectors = np.concatenate([moving.dues.vectors[:, year] for year in years])
    most = np.concatenate([moving.dues.most[:, year] for year in years])
    wide = form.with_columns(block, 0.0, most)
    padding = form.columns - vectors.shape[1]
    matrix: Any = sparse.hstack(
        [
            sparse.csr_array(-vectors),
            sparse.csr_array((len(vectors), padding)),
            sparse.diags_array(np.ones(len(vectors))),
        ]
    )
    return wide.with_rows(matrix, 0.0, 0.0, "")


def _tail_row(
    form: LinearForm,
    moving: _Moving,
    block: str,
    factors: Floats,
    *,
    limit: float,
    name: str,
    price: float = 0.0,
) -> LinearForm:
    """Add CVaR of ``factors @ block`` as a limit, and at a price in the objective.

    ``factors`` has shape (scenarios, columns of the block).
    """
    from scipy import sparse

    kept = moving.weights > 0
    cases, weights = factors[kept], moving.weights[kept]
    place = form.blocks[block]
    most = cases @ form.col_upper[place]
    count, quantile = len(cases), form.columns
    shares = weights / (1 - moving.problem.level)
    form = form.with_columns(f"VaR of {block}", 0.0, float(most.max()), objective=-price)
    form = form.with_columns(f"excess of {block}", 0.0, most, objective=-price * shares)
    excess: Any = sparse.hstack(
        [
            sparse.csr_array((count, place.start)),
            sparse.csr_array(-cases),
            sparse.csr_array((count, quantile - place.stop)),
            sparse.csr_array(np.ones((count, 1))),
            sparse.diags_array(np.ones(count)),
        ]
    )
    form = form.with_rows(excess, 0.0, np.inf, "")
    if not np.isfinite(limit):
        return form
    row = np.zeros(form.columns)
    row[quantile], row[quantile + 1 :] = 1.0, shares
    return form.with_rows(row[None], -np.inf, limit, name)


def _total(form: LinearForm, moving: _Moving) -> LinearForm:
    """Add CVaR of all outlays together, as a limit, in the objective, or both."""
    problem, years = moving.problem, list(range(moving.problem.programme.years))
    form = _due_columns(form, moving, "outlays of all years", years)
    factors = np.concatenate([moving.factors[:, :, year] for year in years], axis=1)
    limit = np.inf if problem.total_cap is None else problem.total_cap
    return _tail_row(
        form, moving, "outlays of all years", factors, limit=limit, name=TOTAL, price=problem.weight
    )
