"""What falls due by item and year, as sums of the columns of a programme's linear form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from negotiate.errors import NotApplicable
from negotiate.procurement.programme.aggregation import CES
from negotiate.procurement.programme.form import linear_form
from negotiate.procurement.programme.linear_form import LinearForm
from negotiate.procurement.programme.problem import ProgrammeProblem

__all__ = ["Dues", "dues_of", "programme_form"]

Floats = NDArray[np.float64]
Places = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Dues:
    """What groups of items owe in each year: ``vectors[g, y] @ columns``, bn USD at the plan's prices."""

    vectors: Floats  # shape (groups, years, columns)
    most: Floats  # largest due at the columns' bounds, shape (groups, years)


def programme_form(programme: ProgrammeProblem) -> LinearForm:
    """Lay a programme out as arrays; refuse an aggregate that is not linear."""
    if isinstance(programme.aggregation, CES):
        raise NotApplicable(
            "a CES aggregate is not piecewise linear; use aggregation='sum' or 'worst' under risk."
        )
    return linear_form(programme)


def dues_of(programme: ProgrammeProblem, form: LinearForm, groups: Sequence[int]) -> Dues:
    """Return what each group of items owes in each year.

    Every column that costs money belongs to one item: its orders, or its price tiers.

    Parameters
    ----------
    programme : ProgrammeProblem
        The programme of the form.
    form : LinearForm
        As ``linear_form`` makes it.
    groups : sequence of int, shape (items,)
        The group of each item, from 0.
    """
    owner = np.full(form.columns, -1)
    owner[form.blocks["orders"]] = np.repeat(np.asarray(groups), programme.years)
    for item, group in zip(programme.catalogue, groups, strict=True):
        tiers = form.blocks.get(f"tiers of {item.name}")
        if tiers is not None:
            owner[tiers] = group
    outlays = np.array([form.measure(f"outlay {year}") for year in programme.calendar])
    inside = owner == np.arange(max(groups) + 1)[:, None]
    vectors = np.where(inside[:, None, :], outlays, 0.0)
    return Dues(vectors, vectors @ form.col_upper)
