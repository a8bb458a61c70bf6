"""Many games at once: blocks of games, in this process or in the workers of an executor."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future, as_completed
from math import comb
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from negotiate.checks import finite_number, one_of, show
from negotiate.equilibria.batch.at_once import solved_at_once
from negotiate.equilibria.batch.block import Block, joined, none_solved, solve_block
from negotiate.equilibria.batch.solution import BatchEquilibria
from negotiate.errors import InvalidInput, NoSolution
from negotiate.games.reading import as_given

__all__ = ["solve_many"]

Progress = Callable[[float, int], object]

_SMALL_GAMES, _GAMES, _LARGE_GAMES = 4096, 2048, 8  # in a block
_FEW_PAIRS = 1000  # pairs of supports of small games
_BLOCKS = 32  # for workers to share


def solve_many(
    payoffs: ArrayLike,
    concept: str = "nash",
    *,
    executor: Executor | None = None,
    max_seconds: float | None = None,
    progress: Progress | None = None,
) -> BatchEquilibria:
    """Find all Nash equilibria of many two-player games of one shape.

    The answers are those of ``nash_equilibria`` for each game, to the last bit, whatever the
    number of workers. Games up to 8 x 8 are searched all at once: the signs of the minors of
    their payoffs, each proved, decide which supports hold an equilibrium. A game that has a tie
    at an equilibrium, or whose floats leave a doubt, goes to the exact method for one game, as
    do all larger games.

    Parameters
    ----------
    payoffs : array-like, shape (games, 2, m, n)
        What the row player and what the column player get in each game; each entry counts as
        the rational number that it is, as in ``NormalFormGame``. Arrays are read fastest.
    concept : {"nash"}
    executor : concurrent.futures.Executor, optional
        Where to solve blocks of games; any executor whose futures are those of the standard
        library. It is left open.
    max_seconds : float, optional
        Games not solved by then have ``complete`` False; how many depends on the machine.
    progress : callable, optional
        Called after each block with the share of blocks done, from 0 to 1, and the number of
        equilibria found so far.

    Returns
    -------
    BatchEquilibria

    Raises
    ------
    InvalidInput
        For payoffs of another shape or that are not finite numbers.
    NotApplicable
        If a game is too large for the exact method without a limit.
    NoSolution
        If a worker of the executor dies.

    References
    ----------
    .. [1] O. L. Mangasarian (1964), SIAM Journal 12(4), 778-780. doi:10.1137/0112064

    Examples
    --------
    >>> games = np.array([[[[3, 0], [0, k]], [[2, 0], [0, 3]]] for k in (2, -1)])
    >>> found = solve_many(games)
    >>> found.counts, found.x[found.rows_of(0)]
    (array([3, 1]), array([[1. , 0. ],
           [0. , 1. ],
           [0.6, 0.4]]))
    """
    one_of("concept", concept, ("nash",))
    given = as_given("payoffs", payoffs)
    _check_shape(given)
    if executor is not None and not callable(getattr(executor, "submit", None)):
        raise InvalidInput(f"executor={show(executor)} must be an executor of concurrent.futures, or None.")
    if progress is not None and not callable(progress):
        raise InvalidInput(f"progress={show(progress)} must be a function of (share, equilibria), or None.")
    size = _block_size(given, executor)
    parts = [given[start : start + size] for start in range(0, len(given), size)]
    watch = _Watch(len(parts), max_seconds, progress)
    blocks = _in_turn(parts, watch) if executor is None else _by_workers(parts, watch, executor)
    whole = joined(blocks)
    return BatchEquilibria(
        concept,
        given,
        np.concatenate([[0], np.cumsum(whole.counts)]),
        whole.x,
        whole.y,
        whole.payoffs,
        whole.degenerate,
        whole.complete,
        whole.one_by_one,
    )


def _block_size(given: NDArray[Any], executor: Executor | None) -> int:
    m, n = given.shape[2:]
    if not solved_at_once(m, n):
        return _LARGE_GAMES
    size = _SMALL_GAMES if comb(m + n, m) <= _FEW_PAIRS else _GAMES
    return size if executor is None else min(size, max(64, len(given) // _BLOCKS))


def _check_shape(given: NDArray[Any]) -> None:
    if given.ndim != 4 or given.shape[1] != 2 or 0 in given.shape:
        raise InvalidInput(
            f"payoffs has shape {given.shape}; it must have shape (games, 2, m, n), with at least one game: "
            "for each game the row player's payoffs, then the column player's."
        )


class _Watch:
    """The time left, and who is told of the progress."""

    def __init__(self, blocks: int, max_seconds: float | None, progress: Progress | None) -> None:
        self.seconds = None if max_seconds is None else finite_number("max_seconds", max_seconds, low=0)
        self._blocks, self._progress = blocks, progress
        self._done = self._found = 0
        self._start = time.monotonic()

    def left(self) -> float | None:
        """Return the seconds left, 0 where there are none, None where there is no limit."""
        if self.seconds is None:
            return None
        return max(0.0, self.seconds - (time.monotonic() - self._start))

    def on_block(self, block: Block) -> None:
        """Report one more block."""
        self._done += 1
        self._found += len(block.x)
        if self._progress is not None:
            self._progress(self._done / self._blocks, self._found)


def _in_turn(parts: list[NDArray[Any]], watch: _Watch) -> list[Block]:
    blocks = []
    for part in parts:
        left = watch.left()
        block = none_solved(part) if left == 0 else solve_block(part, left)
        watch.on_block(block)
        blocks.append(block)
    return blocks


def _by_workers(parts: list[NDArray[Any]], watch: _Watch, executor: Executor) -> list[Block]:
    """Let the executor solve the blocks; whatever ends this early, no further block is begun."""
    futures: list[Future[Block]] = []
    try:
        for part in parts:
            futures.append(executor.submit(solve_block, part, watch.seconds))
        for future in as_completed(futures, timeout=watch.left()):
            watch.on_block(future.result())
    except BrokenExecutor:
        raise NoSolution(
            "a worker of the executor died before its games were solved; use fewer workers, or none."
        ) from None
    except RuntimeError as error:
        if len(futures) == len(parts):
            raise
        raise InvalidInput(f"executor takes no work ({error}); give one that is open, or None.") from None
    except TimeoutError:
        done = [future.done() for future in futures]
        return [
            future.result() if ready else none_solved(part)
            for future, part, ready in zip(futures, parts, done, strict=True)
        ]
    finally:
        for future in futures:
            future.cancel()
    return [future.result() for future in futures]
