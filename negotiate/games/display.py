"""How a game looks: two players as a matrix of payoff pairs, any other number as a list of profiles."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from negotiate.table import Column, Table

__all__ = ["payoff_table"]


def payoff_table(
    payoffs: NDArray[np.float64], players: tuple[str, ...], strategies: tuple[tuple[str, ...], ...], unit: str
) -> Table:
    """Return payoffs of shape (n, a_1, …, a_n) as a table; pairs show six significant digits."""
    show = _matrix if len(players) == 2 else _profiles
    return show(payoffs, players, strategies, unit)


def _matrix(
    payoffs: NDArray[np.float64], players: tuple[str, ...], strategies: tuple[tuple[str, ...], ...], unit: str
) -> Table:
    title = f"{players[0]} (rows), {players[1]} (columns)" + (f" [{unit}]" if unit else "")
    cells = [
        [label, *(f"{x:.6g}, {y:.6g}" for x, y in zip(payoffs[0, k], payoffs[1, k], strict=True))]
        for k, label in enumerate(strategies[0])
    ]
    return Table(title, ["", *strategies[1]], cells)


def _profiles(
    payoffs: NDArray[np.float64], players: tuple[str, ...], strategies: tuple[tuple[str, ...], ...], unit: str
) -> Table:
    rows: list[list[str | float]] = []
    for index in np.ndindex(payoffs.shape[1:]):
        labels = [strategies[i][k] for i, k in enumerate(index)]
        rows.append([*labels, *payoffs[(slice(None), *index)].tolist()])
    columns = [Column(f"payoff of {player}", unit) for player in players]
    return Table("Payoffs by strategy profile", [*players, *columns], rows)
