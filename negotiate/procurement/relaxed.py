"""The divisible bundle: the relaxation that gives shadow prices and an upper bound."""

from __future__ import annotations

import numpy as np

from negotiate.checks import instance_of
from negotiate.procurement.conflict import no_bundle
from negotiate.procurement.duality import dual_bound
from negotiate.procurement.form import standard_form
from negotiate.procurement.plan import Plan
from negotiate.procurement.problem import BundleProblem
from negotiate.procurement.program import maximise
from negotiate.provenance import Provenance

__all__ = ["relaxed_bundle"]


def relaxed_bundle(problem: BundleProblem) -> Plan:
    """Find the bundle worth most if items could be bought in any fraction.

    A linear programme, solved by HiGHS through cvxpy; numerical, with the duality gap worked out
    from the prices in the certificate. Ties are broken by the solver.

    Parameters
    ----------
    problem : BundleProblem
        Catalogue, missions and limits.

    Returns
    -------
    Plan
        With ``relaxed`` set; ``budget_price`` is value per bn USD/yr more of the budget, and lies
        between the right and the left slope of the relaxed value.

    Raises
    ------
    NoBundle
        Where no bundle keeps the limits; names those that conflict and the least budget.

    Examples
    --------
    >>> from negotiate.procurement import Catalogue, Item, Mission, PiecewiseReturns
    >>> catalogue = Catalogue([Item("jet", "air", 2.0, 3), Item("drone", "air", 1.0, 4, capability=0.5)])
    >>> problem = BundleProblem(catalogue, [Mission("air", PiecewiseReturns([0], [1.0]))], 5.0, years=1)
    >>> plan = relaxed_bundle(problem)
    >>> plan.quantities.round(6), round(plan.budget_price, 6)
    (array([2.5, 0. ]), 1.0)
    """
    instance_of("problem", problem, BundleProblem)
    form = standard_form(problem)
    answer = maximise(form, problem.total, whole=False)
    if answer is None or answer.prices is None:
        raise no_bundle(problem, form)
    bound = dual_bound(form, problem.total, answer.prices)
    lots = np.clip(answer.lots, form.low, form.high) + 0.0
    units = lots * form.lot
    units.setflags(write=False)
    floors = zip(problem.floors, answer.prices.floors.tolist(), strict=True)
    return Plan(
        problem=problem,
        quantities=units,
        relaxed=True,
        proven_bound=bound,
        proof="weak duality",
        relaxation_bound=bound,
        provenance=Provenance(problem.digest, {}, packages=("cvxpy", "highspy")),
        budget_price=answer.prices.budget * problem.years,
        floor_prices={name: price * problem.years for name, price in floors},
        concept="relaxed bundle",
    )
