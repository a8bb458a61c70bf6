"""When to stop: the limits a caller sets, and the sizes that would never end."""

from __future__ import annotations

import time
from collections.abc import Callable

from negotiate.checks import finite_number, whole_number
from negotiate.errors import NotApplicable

__all__ = ["Limits", "StoppedError"]

Progress = Callable[[float, int], object]

_SAMPLE, _LARGEST_TREE = 1 << 14, 1 << 20  # nodes after which a search tree is judged, and may have
_MOST_NODES = 1 << 19  # minutes of work
_MOST_VERTICES = 60_000
_MOST_SUBSETS = 100_000
_INSTEAD = (
    "set max_seconds or max_equilibria to have what is found until then, ask for one equilibrium "
    "or for the pure ones, or eliminate dominated and duplicate strategies first."
)


class StoppedError(Exception):
    """A limit set by the caller is reached."""


class Limits:
    """Counts the work done so far, reports it, and stops it."""

    def __init__(
        self, max_seconds: float | None, max_equilibria: int | None, progress: Progress | None
    ) -> None:
        self.set_by_caller = max_seconds is not None or max_equilibria is not None
        self.seconds = None if max_seconds is None else finite_number("max_seconds", max_seconds, low=0)
        self.count = None if max_equilibria is None else whole_number("max_equilibria", max_equilibria, low=1)
        self.found = 0
        self._progress = progress
        self._start = time.monotonic()

    def check(self) -> None:
        """Stop if the time is up or enough is found."""
        self._on_time()
        if self.count is not None and self.found >= self.count:
            raise StoppedError(f"stopped at max_equilibria={self.count}")

    def _on_time(self) -> None:
        if self.seconds is not None and time.monotonic() - self._start > self.seconds:
            raise StoppedError(f"stopped after max_seconds={self.seconds:g}")

    def on_tree(self, share: float, nodes: int) -> None:
        """Report the share of a search tree that is done; refuse one that would not end."""
        if self._progress is not None:
            self._progress(share, self.found)
        self.check()
        hopeless = nodes > _MOST_NODES or nodes > max(_SAMPLE, share * _LARGEST_TREE)
        if hopeless and not self.set_by_caller:
            size = f"{max(nodes / share, 2 * nodes):.0e}" if share > 0 else f"far more than {2 * nodes:.0e}"
            raise NotApplicable(
                f"a complete list needs a search of {size} nodes or so, judged by the first {nodes:,}; "
                f"{_INSTEAD}"
            )

    def on_vertices(self, count: int) -> None:
        """Refuse a polyhedron with too many vertices."""
        self.check()
        if count > _MOST_VERTICES:
            reason = f"a best-reply polyhedron of this degenerate game has over {_MOST_VERTICES:,} vertices"
            if self.set_by_caller:
                raise StoppedError(f"stopped because {reason}")
            raise NotApplicable(f"{reason}; {_INSTEAD}")

    def on_subsets(self, count: int) -> None:
        """Refuse an equilibrium set with too many maximal subsets."""
        self._on_time()
        if count > _MOST_SUBSETS:
            reason = f"the equilibria of this game form over {_MOST_SUBSETS:,} maximal Nash subsets"
            if self.set_by_caller:
                raise StoppedError(f"stopped because {reason}")
            raise NotApplicable(f"{reason}; {_INSTEAD}")
