"""What a game accepts: payoffs as given, names of players, labels of strategies, positions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negotiate.checks import did_you_mean, exact_array, finite_array, names, show
from negotiate.errors import InvalidInput

__all__ = ["as_given", "check_shape", "player_names", "position_of", "strategy_labels"]


def as_given(name: str, value: object) -> NDArray[Any]:
    """Copy payoffs without changing a number: a numeric array stays one, all else turns exact."""
    cells = value.to_numpy() if hasattr(value, "to_numpy") else value
    if not isinstance(cells, np.ndarray) or cells.dtype.kind not in "iuf" or cells.dtype.itemsize > 8:
        return exact_array(name, cells)
    finite_array(name, cells)
    given = np.array(cells)
    given.setflags(write=False)
    return given


def check_shape(shape: tuple[int, ...]) -> None:
    """Refuse payoffs that have no axis for each player's strategies, or an empty one."""
    if len(shape) < 2 or shape[0] != len(shape) - 1:
        raise InvalidInput(
            f"payoffs has shape {shape}; it must have shape (players, a_1, …, a_n): the player first, "
            "then one axis of strategies for each player."
        )
    if 0 in shape:
        raise InvalidInput(f"payoffs has shape {shape}; every player needs at least one strategy.")


def player_names(given: Sequence[str] | None, count: int) -> tuple[str, ...]:
    """Return distinct names, by default ``player 1``, ``player 2`` and so on."""
    if given is None:
        return tuple(f"player {k + 1}" for k in range(count))
    return names("players", given, count)


def strategy_labels(
    given: Sequence[Sequence[object]] | None, shape: tuple[int, ...]
) -> tuple[tuple[str, ...], ...]:
    """Return distinct labels for each player, by default ``s1``, ``s2`` and so on."""
    if given is None:
        return tuple(tuple(f"s{k + 1}" for k in range(count)) for count in shape)
    if isinstance(given, str) or not isinstance(given, Sequence) or len(given) != len(shape):
        raise InvalidInput(f"strategies must have one sequence of labels for each of {len(shape)} players.")
    return tuple(names(f"strategies[{i}]", labels, shape[i]) for i, labels in enumerate(given))


def position_of(name: str, given: int | str, labels: tuple[str, ...]) -> int:
    """Return the position (from 0) of a label, or of a position that is within range."""
    if isinstance(given, str) and given in labels:
        return labels.index(given)
    if isinstance(given, int | np.integer) and not isinstance(given, bool) and 0 <= given < len(labels):
        return int(given)
    hint = did_you_mean(given, labels) if isinstance(given, str) else ""
    listed = show(labels) if len(labels) > 8 else ", ".join(labels)
    raise InvalidInput(
        f"{name} {show(given)} is not known; choose from {listed}, or a position from 0 to "
        f"{len(labels) - 1}.{hint}"
    )
