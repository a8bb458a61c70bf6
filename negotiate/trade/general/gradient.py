"""How welfare, revenue and prices move with every tariff at once: the implicit function theorem.

At an equilibrium ``F(x, t) = 0`` the derivative of an outcome ``w(x, t)`` in all tariffs is
``∂w/∂t − zᵀ ∂F/∂t`` with ``z`` from one linear system, ``(∂F/∂x)ᵀ z = ∂w/∂x``: the adjoint. It
costs one solve whatever the number of tariffs.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from negotiate.checks import finite_array, finite_number
from negotiate.errors import InvalidInput
from negotiate.trade.general.economy import Economy
from negotiate.trade.general.layout import for_users
from negotiate.trade.general.slopes import slopes
from negotiate.trade.general.solution import TradeEquilibrium
from negotiate.trade.general.system import WORLD_PRICES, Floats, Point, System

__all__ = ["tariff_gradient", "welfare_jacobian"]

Weights = str | Mapping[str, float] | ArrayLike


class _Outcome(NamedTuple):
    """Derivatives of the outcomes in what the equations give; each (batch, outcomes, countries)."""

    log_expenditure: Floats
    log_prices: Floats
    relief: Floats
    duty_share: Floats
    log_wages: Floats
    log_labour: Floats
    sales: Floats | None = None  # in each sector's sales, (batch, outcomes, sector, countries)


def tariff_gradient(
    equilibrium: TradeEquilibrium,
    *,
    welfare: Weights | None = None,
    revenue: Weights | None = None,
    sales: ArrayLike | None = None,
) -> NDArray[np.float64]:
    """Return the derivative of a weighted sum of welfare, revenue and industries' sales in every tariff.

    The sum is ``Σ_j (a_j Ŵ_j + b_j R'_j/P̂_j) + Σ_is c_is S'_is/P̂_i``. Ŵ is a factor; real revenue and
    real sales, ``S_is = Σ_j X_ijs`` before duty, are in base-year money: none depends on the numeraire.

    Parameters
    ----------
    equilibrium : TradeEquilibrium
        One or a batch.
    welfare, revenue : str, mapping or array-like, optional
        Weights a and b: a country (weight 1), weights by country, or an array of shape
        (countries,) or (..., countries).
    sales : array-like, shape (countries, sectors), optional
        Weights c. At least one of the three must be given.

    Returns
    -------
    ndarray, shape (..., *economy.shape)
        Per unit of tariff (1 is 100 points). Its diagonal is 0: there is no such tariff.

    Examples
    --------
    >>> from negotiate.trade.general import Economy, GeneralEquilibrium
    >>> two = Economy([[80, 20], [20, 80]], ("Home", "Foreign"), elasticities=4)
    >>> free = GeneralEquilibrium(two).effects(two.tariffs)
    >>> tariff_gradient(free, welfare="Home").round(4)
    array([[ 0.    , -0.1081],
           [ 0.1081,  0.    ]])
    """
    _check(equilibrium)
    if welfare is None and revenue is None and sales is None:
        raise InvalidInput(
            "tariff_gradient needs weights on welfare, on revenue, or on both, or on sales; none were given."
        )
    economy = equilibrium.model.economy
    shape = equilibrium.wages.shape
    on_welfare = _weights("welfare", welfare, economy, shape)
    point = equilibrium.point
    per_share = _weights("revenue", revenue, economy, shape) * point.expenditure / np.exp(point.log_prices)
    raised = (per_share * point.duty_share)[:, None]
    gains = _welfare(equilibrium, on_welfare[:, None, :])
    outcome = gains._replace(
        log_expenditure=gains.log_expenditure + raised,
        log_prices=gains.log_prices - raised,
        duty_share=gains.duty_share + per_share[:, None],
    )
    if sales is not None:
        outcome = _with_sales(equilibrium, outcome, sales)
    cells = _pull_back(equilibrium, outcome)[:, 0]
    return for_users(cells).reshape(*equilibrium.batch, *economy.shape)


def welfare_jacobian(equilibrium: TradeEquilibrium) -> NDArray[np.float64]:
    """Return the derivative of every country's Ŵ in every tariff.

    Returns
    -------
    ndarray, shape (..., countries, *economy.shape)
        Whose welfare first, then exporter, importer and, with several, sector.

    Examples
    --------
    >>> from negotiate.trade.general import Economy, GeneralEquilibrium
    >>> two = Economy([[80, 20], [20, 80]], ("Home", "Foreign"), elasticities=4)
    >>> free = GeneralEquilibrium(two).effects(two.tariffs)
    >>> welfare_jacobian(free)[:, 1, 0].round(4)
    array([ 0.1081, -0.1081])
    """
    _check(equilibrium)
    economy = equilibrium.model.economy
    count = len(economy.countries)
    every = np.broadcast_to(np.eye(count), (len(equilibrium.point.incomes), count, count))
    cells = for_users(_pull_back(equilibrium, _welfare(equilibrium, every)))
    return cells.reshape(*equilibrium.batch, count, *economy.shape)


def _check(equilibrium: object) -> None:
    if not isinstance(equilibrium, TradeEquilibrium):
        raise InvalidInput(
            f"equilibrium is a {type(equilibrium).__name__}; it must be an answer of effects()."
        )


def _welfare(equilibrium: TradeEquilibrium, weights: Floats) -> _Outcome:
    """Differentiate weighted Ŵ, from its formula."""
    model, point = equilibrium.model, equilibrium.point
    prices = np.exp(point.log_prices)
    effort = model.labour_supply / (1 + model.labour_supply) * point.incomes / (1 - point.relief)
    spent = weights * (point.expenditure / prices / model.welfare_base)[:, None]
    worked = weights * (effort / prices / model.welfare_base)[:, None]
    return _Outcome(
        log_expenditure=spent,
        log_prices=worked - spent,
        relief=-worked / (1 - point.relief)[:, None] if model.system.tax_relief else 0 * worked,
        duty_share=np.zeros_like(spent),
        log_wages=-worked,
        log_labour=-worked,
    )


def _with_sales(equilibrium: TradeEquilibrium, outcome: _Outcome, sales: ArrayLike) -> _Outcome:
    """Add weighted real sales to the outcomes: they move with buyers' spending, shares and prices."""
    economy, point = equilibrium.model.economy, equilibrium.point
    weights = finite_array("sales", sales, (len(economy.countries), len(economy.sectors)))
    real = weights.T / np.exp(point.log_prices)[:, None, :]
    sold = _trade(equilibrium)
    return outcome._replace(
        log_expenditure=outcome.log_expenditure + np.einsum("bsi,bsij->bj", real, sold)[:, None],
        log_prices=outcome.log_prices - (real * sold.sum(axis=-1)).sum(axis=1)[:, None],
        sales=real[:, None],
    )


def _trade(equilibrium: TradeEquilibrium) -> Floats:
    """Return X', (batch, sector, i, j)."""
    return np.asarray(equilibrium.point.shipments / (1 - equilibrium.model.system.margins))


def _by_cost(equilibrium: TradeEquilibrium, sales: Floats) -> Floats:
    """Return what exporters' log costs do to weighted sales through shares, (batch, outcomes, countries)."""
    elastic = equilibrium.model.system.elasticities[:, None, None] * _trade(equilibrium)
    moved = sales[..., None] * elastic[:, None]
    back = moved.sum(axis=-2, keepdims=True) * equilibrium.point.shares[:, None]
    return np.asarray((back - moved).sum(axis=(-3, -1)))


def _pull_back(equilibrium: TradeEquilibrium, outcome: _Outcome) -> Floats:
    """Return derivatives in tariffs, (batch, outcomes, sector, i, j)."""
    system, point = equilibrium.model.system, equilibrium.point
    moves = slopes(system, point, equilibrium.shock)
    # The duty share ρ moves by (1−ρ)(dlog E − dlog of spending before duty).
    kept = (1 - point.duty_share)[:, None, :]
    by_duty = outcome.duty_share * kept
    right = (
        (outcome.log_expenditure + by_duty) @ moves.log_expenditure
        - by_duty @ moves.log_before_duty
        + outcome.log_prices @ moves.log_prices
        + outcome.relief @ moves.relief
    )
    by_cost = 0.0 if outcome.sales is None else _by_cost(equilibrium, outcome.sales)
    right[..., : system.size] += outcome.log_wages + by_cost
    if system.labour_supply > 0:
        right[..., system.size :] += outcome.log_labour - system.scale * by_cost
    solved = np.linalg.solve(moves.residuals.swapaxes(-1, -2), right.swapaxes(-1, -2))
    adjoint: Floats = np.asarray(solved.swapaxes(-1, -2), dtype=np.float64)
    return _direct(system, equilibrium, *_with_conditions(system, point, outcome, adjoint))


def _with_conditions(
    system: System, point: Point, outcome: _Outcome, adjoint: Floats
) -> tuple[_Outcome, Floats]:
    """Take the conditions' share off: every condition weighs on spending, prices and relief."""
    markets = adjoint[..., : system.size].copy()
    dropped = system.dropped
    index = markets[..., dropped].copy()
    markets[..., dropped] = 0
    prices, relief = outcome.log_prices, outcome.relief
    if system.numeraire == WORLD_PRICES:
        weights = system.price_weights * np.exp(point.log_prices)
        prices = prices - index[..., None] * weights[:, None, :]
    if system.labour_supply > 0:
        labour = system.labour_supply * adjoint[..., system.size :]
        prices = prices - labour
        relief = relief + labour / (1 - point.relief)[:, None, :]
    return outcome._replace(log_prices=prices, relief=relief), -markets / system.incomes


def _direct(system: System, equilibrium: TradeEquilibrium, weighed: _Outcome, sold: Floats) -> Floats:
    """Differentiate in tariffs at given unknowns; ``sold`` weighs each exporter's sales."""
    point, shock = equilibrium.point, equilibrium.shock
    curve = system.tariff_power
    spending = ((1 - system.margins) * point.expenditure)[:, None, :]
    sales = point.shipments.sum(axis=1)
    on_spending = weighed.log_expenditure + (1 - curve) * weighed.log_prices + sold @ sales
    on_relief = weighed.relief if system.tax_relief else 0 * weighed.relief
    on_spending = on_spending + on_relief * point.relief[:, None]
    on_duty = weighed.duty_share + on_relief * (point.expenditure / point.incomes)[:, None]
    on_duty = (on_duty + on_spending / (1 - point.duty_share)[:, None])[:, :, None, None, :]
    bought = sold[:, :, None, :, None] * spending[:, :, None, None, :]
    if weighed.sales is not None:
        bought = bought + weighed.sales[..., None] * point.expenditure[:, None, None, None, :]
    beta = system.spending[:, None, :]
    duty, shares = shock.duty[:, None], point.shares[:, None]
    on_shares = beta * (bought * (1 - duty) + on_duty * duty)
    centred = on_shares - (shares * on_shares).sum(axis=-2, keepdims=True)
    elastic = system.elasticities[:, None, None]
    on_attraction = shares * (centred - beta / elastic * weighed.log_prices[:, :, None, None, :])
    rate = 1 + shock.tariffs[:, None]
    gradient = beta * shares * (on_duty - bought) / rate**2 - elastic * curve / rate * on_attraction
    return np.asarray(np.where(np.eye(system.size, dtype=bool), 0.0, gradient))


def _weights(name: str, given: Weights | None, economy: Economy, shape: tuple[int, ...]) -> Floats:
    """Read weights by country, shape (batch, countries)."""
    count = len(economy.countries)
    if given is None:
        return np.zeros((int(np.prod(shape[:-1], dtype=int)), count))
    if isinstance(given, str):
        given = {given: 1.0}
    if isinstance(given, Mapping):
        weights = np.zeros(count)
        for country, weight in given.items():
            weights[economy.place(country)] = finite_number(f"{name}: {country}", weight)
    else:
        weights = finite_array(name, given)
    if weights.shape not in ((count,), shape):
        raise InvalidInput(f"{name} has shape {weights.shape}; it must have shape ({count},) or {shape}.")
    return np.array(np.broadcast_to(weights, shape)).reshape(-1, count)
