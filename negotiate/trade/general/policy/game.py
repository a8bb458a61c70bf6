"""Tariff games: a finite game whose payoffs are equivalent variations in general equilibrium.

Each player chooses a rate (or a vector of rates) from a grid; one player may also choose how much its
government orders from another country. All profiles are solved in one batch.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from negotiate.checks import finite_array, freeze, instance_of
from negotiate.errors import InvalidInput
from negotiate.games import NormalFormGame
from negotiate.trade.general.consistency import check_mapping
from negotiate.trade.general.model import GeneralEquilibrium
from negotiate.trade.general.policy.choice import Choice
from negotiate.trade.general.policy.setter import TariffSetter, read_setters

__all__ = ["Orders", "tariff_game"]

Floats = NDArray[np.float64]

_MOST = 200_000  # profiles


@dataclass(frozen=True, eq=False, init=False)
class Orders:
    """What a player's government may order from a country, in the economy's unit a year.

    An order is paid from income and shifts demand to the seller. It is no consumption: what
    it is worth to the buyer is not in the payoffs and has to be added by whoever knows it.

    Examples
    --------
    >>> Orders("JPN", "USA", [0, 5, 10]).levels
    array([ 0.,  5., 10.])
    """

    buyer: str
    seller: str
    levels: Floats

    def __init__(self, buyer: str, seller: str, levels: ArrayLike) -> None:
        amounts = finite_array("orders", levels, ("levels",))
        if (amounts < 0).any():
            raise InvalidInput(f"orders has {amounts.min():g}; an order is at least 0.")
        freeze(self, buyer=str(buyer), seller=str(seller), levels=amounts)


def tariff_game(
    model: GeneralEquilibrium,
    players: Sequence[TariffSetter | str],
    grids: Mapping[str, ArrayLike],
    *,
    orders: Orders | None = None,
    held: ArrayLike | None = None,
) -> NormalFormGame:
    """Return the game in which each player picks its tariffs from a grid.

    Parameters
    ----------
    players : sequence of TariffSetter or str
        Two or more. A name stands for one uniform rate on everybody.
    grids : mapping of str to array-like
        For every player rates, shape (levels,), charged on all its free tariffs; or vectors of rates,
        shape (levels, free), in the order of the setter's free rates. A player who only orders has none:
        its tariffs are held.
    orders : Orders, optional
        Of one of the players, whose strategies are then pairs of a rate and an order.
    held : array-like, shape ``economy.shape``, optional
        All other tariffs; base tariffs where left out.

    Returns
    -------
    NormalFormGame
        Payoffs against the base year in the economy's unit a year; strategies are labelled by
        their rates, such as ``25%`` or ``15% + 5``.

    Raises
    ------
    InvalidInput
        For a player without a grid, an empty grid, a rate of -1 or less, too many profiles.

    Examples
    --------
    >>> from negotiate.trade.general import load_regions
    >>> model = GeneralEquilibrium(load_regions(), "balanced")
    >>> game = tariff_game(model, ["USA", "CHN"], {"USA": [0, 0.25], "CHN": [0, 0.25]})
    >>> game.strategies[0], (game.payoffs[0].round(1) + 0).tolist()
    (('0%', '25%'), [[0.0, -23.8], [126.4, 98.1]])
    """
    instance_of("model", model, GeneralEquilibrium)
    check_mapping("grids", grids, "rates by player")
    if orders is not None:
        instance_of("orders", orders, Orders)
    setters = read_setters("players", players)
    if len(setters) < 2:
        raise InvalidInput(f"players has {len(setters)} entries; a game needs at least two.")
    _check_players(setters, grids, orders)
    only_order = [setter.name for setter in setters if setter.name not in grids]
    choice = Choice(model, setters, held, still=only_order)
    strategies = [_strategies(choice, k, grids.get(setter.name), orders) for k, setter in enumerate(setters)]
    shape = tuple(len(options.labels) for options in strategies)
    if np.prod(shape, dtype=float) > _MOST:
        raise InvalidInput(
            f"grids lead to {np.prod(shape):,} profiles; at most {_MOST:,} are solved at once."
        )
    rates, amounts = _profiles(choice, strategies, shape)
    payoffs = _payoffs(choice, rates, amounts, orders)
    return NormalFormGame(
        payoffs.T.reshape(len(setters), *shape),
        players=[setter.name for setter in setters],
        strategies=[options.labels for options in strategies],
        unit=f"{model.economy.unit}/yr",
    )


def _check_players(
    setters: Sequence[TariffSetter], grids: Mapping[str, ArrayLike], orders: Orders | None
) -> None:
    """Refuse grids and orders of those who do not play, and players without strategies."""
    known = [setter.name for setter in setters]
    buyer = None if orders is None else orders.buyer
    for name in grids:
        if name not in known:
            raise InvalidInput(f"grids has {name!r}, who is none of the players ({', '.join(known)}).")
    if buyer is not None and buyer not in known:
        raise InvalidInput(f"orders: {buyer} is none of the players ({', '.join(known)}).")
    for name in known:
        if name not in grids and name != buyer:
            raise InvalidInput(f"grids has none for {name}; give every player its tariff levels.")


@dataclass(frozen=True)
class _Strategies:
    labels: tuple[str, ...]
    rates: Floats  # (strategies, own free rates)
    amounts: Floats  # (strategies,)


def _strategies(choice: Choice, k: int, grid: ArrayLike | None, orders: Orders | None) -> _Strategies:
    """Lay out one player's strategies: rates, orders, or pairs of both."""
    name, free = choice.setters[k].name, int((choice.owner == k).sum())
    if grid is None:
        rates, words = np.zeros((1, 0)), [""]
    else:
        rates, words = _rates(name, grid, free)
    ordered = _ordered(name, orders)
    amounts = np.zeros(1) if ordered is None else ordered
    pairs = [(row, level) for row in range(len(rates)) for level in range(len(amounts))]
    spoken = [f"{amount:g}" if ordered is not None else "" for amount in amounts]
    labels = [" + ".join(filter(None, (words[row], spoken[level]))) for row, level in pairs]
    return _Strategies(
        tuple(labels), rates[[row for row, _ in pairs]], amounts[[level for _, level in pairs]]
    )


def _ordered(name: str, orders: Orders | None) -> Floats | None:
    """Return what a player may order, None for one who orders nothing."""
    return orders.levels if orders is not None and orders.buyer == name else None


def _rates(name: str, grid: ArrayLike, free: int) -> tuple[Floats, list[str]]:
    table = finite_array(f"grids: {name}", grid)
    if table.ndim not in (1, 2) or not len(table) or (table.ndim == 2 and table.shape[1] != free):
        raise InvalidInput(
            f"grids: {name} has shape {table.shape}; it must have at least one level, shape (levels,), or "
            f"(levels, {free})."
        )
    if (table <= -1).any():
        raise InvalidInput(
            f"grids: {name} has {table.min():g}; a rate is a fraction above -1 (0.25 is 25 %)."
        )
    words = [
        "/".join(f"{100 * rate:.6g}%" for rate in np.atleast_1d(row)) if np.ndim(row) else f"{100 * row:.6g}%"
        for row in table
    ]
    rates = np.repeat(table[:, None], free, axis=1) if table.ndim == 1 else np.array(table)
    return rates, words


def _profiles(choice: Choice, strategies: list[_Strategies], shape: tuple[int, ...]) -> tuple[Floats, Floats]:
    """Return free rates (profiles, free) and amounts ordered (profiles,)."""
    index = np.indices(shape).reshape(len(shape), -1)
    rates = np.empty((index.shape[1], choice.size))
    amounts = np.zeros(index.shape[1])
    for k, options in enumerate(strategies):
        rates[:, choice.owner == k] = options.rates[index[k]]
        amounts += options.amounts[index[k]]
    return rates, amounts


def _payoffs(choice: Choice, rates: Floats, amounts: Floats, orders: Orders | None) -> Floats:
    """Return payoffs of all profiles, (profiles, players)."""
    if orders is None:
        return choice.payoffs(rates)
    economy = choice.model.economy
    count = len(economy.countries)
    seller, buyer = economy.place(orders.seller), economy.place(orders.buyer)
    payoffs = []
    for rows in choice.parts(rates):
        table = np.zeros((len(rates[rows]), count, count))
        table[:, seller, buyer] = amounts[rows]
        payoffs.append(choice.payoffs_at(choice.model.effects(choice.tables(rates[rows]), purchases=table)))
    return np.concatenate(payoffs)
