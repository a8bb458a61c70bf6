"""Running chunks: in this process, or by the workers of any executor; what is missing, and no more.

Which worker makes a chunk, and when it is ready, changes nothing: a chunk depends on its number
alone. Only this process writes files.
"""

from __future__ import annotations

import itertools
import pickle
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from contextlib import contextmanager
from dataclasses import dataclass

from negotiate.analysis.answers import Function, ManyAtOnce, ask_many
from negotiate.analysis.chunk_store import ChunkStore, encode
from negotiate.analysis.points import unit_points
from negotiate.analysis.uncertain import Uncertain
from negotiate.checks import show, whole_number
from negotiate.errors import InvalidInput, NoSolution

__all__ = ["Job", "chunk_size", "pool_of", "run_chunks"]

_WAITING = 32  # chunks handed to an executor before one is ready
_SIZE = 64  # draws in a chunk of a function that is asked one by one


@dataclass(frozen=True)
class Job:
    """All that it takes to make any chunk.

    Attributes
    ----------
    function : callable
        From parameters to answers.
    parameters : tuple of (str, Uncertain)
        Names and distributions, in the order of the coordinates.
    points : str
        The kind of points.
    seed, draws, size : int
        The last chunk may have fewer draws than the others.
    run : str
        The digest of the run.
    """

    function: Function
    parameters: tuple[tuple[str, Uncertain], ...]
    points: str
    seed: int
    draws: int
    size: int
    run: str

    @property
    def counts(self) -> list[int]:
        """How many draws each chunk has."""
        return [min(self.size, self.draws - start) for start in range(0, self.draws, self.size)]

    def chunk(self, number: int) -> bytes:
        """Make a chunk."""
        start = number * self.size
        count = min(self.size, self.draws - start)
        unit = unit_points(self.points, len(self.parameters), self.seed, start, self.size)[:count]
        values = {name: one.quantile(unit[:, k]) for k, (name, one) in enumerate(self.parameters)}
        return encode(ask_many(self.function, values), self.run, number)


def run_chunks(
    job: Job,
    store: ChunkStore,
    executor: Executor | None,
    progress: Callable[[int, int], object] | None,
) -> None:
    """Make and write every chunk that the store does not hold whole."""
    missing = [k for k, count in enumerate(job.counts) if store.read(k, count) is None]
    done = job.draws - sum(job.counts[k] for k in missing)
    if progress is not None:
        progress(done, job.draws)
    made = _here(job, missing) if executor is None else _by_workers(job, missing, executor)
    for number, written in made:
        store.write(number, written)
        done += job.counts[number]
        if progress is not None:
            progress(done, job.draws)


def _here(job: Job, missing: Sequence[int]) -> Iterator[tuple[int, bytes]]:
    for number in missing:
        yield number, job.chunk(number)


def _by_workers(job: Job, missing: Sequence[int], executor: Executor) -> Iterator[tuple[int, bytes]]:
    """Yield chunks as they are ready, with a bounded number under way."""
    from concurrent.futures import ProcessPoolExecutor

    if isinstance(executor, ProcessPoolExecutor):
        _check_sendable(job)
    waiting: dict[Future[bytes], int] = {}
    numbers = iter(missing)
    try:
        for number in itertools.islice(numbers, _WAITING):
            waiting[executor.submit(job.chunk, number)] = number
        while waiting:
            for future in wait(waiting, return_when=FIRST_COMPLETED).done:
                number = waiting.pop(future)
                yield number, future.result()
                for following in itertools.islice(numbers, 1):
                    waiting[executor.submit(job.chunk, following)] = following
    except BrokenExecutor:
        raise NoSolution(
            "a worker died; what was ready is kept. If the run was started from a script, see that its "
            'last part stands under if __name__ == "__main__".'
        ) from None
    finally:
        for future in waiting:
            future.cancel()


def _check_sendable(job: Job) -> None:
    """Refuse a function that other processes cannot be sent, before any of them starts."""
    try:
        pickle.dumps(job)
    except (pickle.PicklingError, AttributeError, TypeError):
        raise InvalidInput(
            f"function={show(job.function)} cannot be sent to workers; define it at the top of a module."
        ) from None


def chunk_size(function: Function, names: Sequence[str]) -> int:
    """Return how many draws a chunk has: what the function asks for, 64 where it is asked one by one."""
    return function.at_once(names) if isinstance(function, ManyAtOnce) else _SIZE


@contextmanager
def pool_of(executor: Executor | int | None) -> Iterator[Executor | None]:
    """Give the executor that was given, or a pool of processes of its own, closed in the end."""
    if executor is None or callable(getattr(executor, "submit", None)):
        yield executor  # type: ignore[misc]
        return
    if not isinstance(executor, int):
        raise InvalidInput(
            f"executor={show(executor)}; give an executor of concurrent.futures, or a number of processes."
        )
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    count = whole_number("executor", executor, low=1, high=1024)
    pool = ProcessPoolExecutor(count, mp_context=multiprocessing.get_context("spawn"))
    try:
        yield pool
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
