"""The precision that fits observed play best: maximum likelihood along the principal branch.

The likelihood of counts c is Σ c_is log σ_is(λ). It is maximised over the whole branch, not only
near one point, and its curve gives the interval: all precisions that a likelihood-ratio test
does not reject.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import NormalDist
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from negotiate.checks import finite_array, finite_number, instance_of, show
from negotiate.equilibria.quantal.branch import Node, Segment, segments_of
from negotiate.equilibria.quantal.response import LogitEquilibrium, logit_equilibrium, precision_unit
from negotiate.equilibria.quantal.system import LogitSystem
from negotiate.errors import InvalidInput, NoSolution, NotApplicable
from negotiate.games.normal_form import NormalFormGame
from negotiate.provenance import Provenance
from negotiate.solution import Solution
from negotiate.table import Column, Table

__all__ = ["LogitFit", "fit_logit"]

Counts = NDArray[np.float64]

_LATEST = 1e6  # precision, by the most that anyone can gain
_SETTLED = 1e-6  # change of a probability as λ grows by a factor e
_ROUNDING = 1e-12  # of a logarithm


@dataclass(frozen=True, eq=False)
class LogitFit(Solution):
    """The precision of maximum likelihood, how sure it is, and the equilibrium there.

    Parameters
    ----------
    precision : float
        λ, in one over the unit of the game.
    standard_error : float or None
        From the curvature of the likelihood; None where the estimate is 0, at the boundary.
    interval : tuple of (float, float or None)
        Precisions around the estimate that a likelihood-ratio test does not reject; None for no
        upper end.
    confidence : float
        Of the interval.
    log_likelihood, log_likelihood_at_random : float
        At the estimate, and for play at random (λ = 0).
    point : LogitEquilibrium
        At the estimate.
    counts : tuple of ndarray
        As given, one vector a player.
    """

    concept: str
    game: NormalFormGame
    precision: float
    standard_error: float | None
    interval: tuple[float, float | None]
    confidence: float
    log_likelihood: float
    log_likelihood_at_random: float
    point: LogitEquilibrium
    counts: tuple[NDArray[np.float64], ...]
    provenance: Provenance

    def table(self) -> Table:
        """Return one row a strategy: count, observed frequency, fitted probability."""
        rows = [
            (player, label, float(count), float(count / seen.sum()) if seen.sum() else None, float(share))
            for player, labels, seen, mixed in zip(
                self.game.players, self.game.strategies, self.counts, self.point.profile, strict=True
            )
            for label, count, share in zip(labels, seen, mixed, strict=True)
        ]
        unit = precision_unit(self.game.unit)
        low, high = self.interval
        estimate = f"Precision {self.precision:.6g}{' ' + unit if unit else ''}"
        error = "" if self.standard_error is None else f", standard error {self.standard_error:.4g}"
        end = "on" if high is None else f"to {high:.4g}"
        notes = [
            f"{estimate}{error}; {self.confidence:.0%} interval from {low:.4g} {end}.",
            f"Log-likelihood {self.log_likelihood:.3f}; play at random {self.log_likelihood_at_random:.3f}.",
        ]
        columns: list[Column | str] = ["player", "strategy", Column("count", digits=0), "frequency", "fitted"]
        return Table("Logit equilibrium fitted to counts", columns, rows, notes)

    def answer(self) -> dict[str, Any]:
        """Return the estimate, its error and interval, and the fitted probabilities by name."""
        return {
            "precision": self.precision,
            "standard_error": self.standard_error,
            "interval": self.interval,
            "confidence": self.confidence,
            "strategies": {
                player: dict(zip(labels, mixed.tolist(), strict=True))
                for player, labels, mixed in zip(
                    self.game.players, self.game.strategies, self.point.profile, strict=True
                )
            },
        }

    def certificate(self) -> dict[str, Any]:
        """Return the likelihood, worked out from the counts, and the residual of the equilibrium."""
        return {
            "log_likelihood": self.log_likelihood,
            "log_likelihood_at_random": self.log_likelihood_at_random,
            "residual": self.point.residual,
        }


def fit_logit(game: NormalFormGame, counts: Sequence[ArrayLike], *, confidence: float = 0.95) -> LogitFit:
    """Estimate the precision of logit equilibrium from how often each strategy was chosen.

    Choices count as independent. Numerical: the likelihood is maximised along the principal
    branch until probabilities no longer change.

    Parameters
    ----------
    game : NormalFormGame
        Any number of players.
    counts : sequence of array-like
        For each player how often each strategy was chosen; at least 0, whole or weighted.
    confidence : float
        Of the interval, above 0 and below 1.

    Raises
    ------
    InvalidInput
        For counts that are negative, all 0, or do not match the strategies.
    NotApplicable
        For a game in which nobody can ever gain by another strategy.
    NoSolution
        Where the likelihood keeps rising with the precision: play is nearest to the limit.

    References
    ----------
    .. [1] R. D. McKelvey & T. R. Palfrey (1995), Games and Economic Behavior 10, 6-38.
       doi:10.1006/game.1995.1023

    Examples
    --------
    >>> pennies = NormalFormGame.from_bimatrix([[9, 0], [0, 1]], [[0, 1], [1, 0]])
    >>> fit = fit_logit(pennies, [[60, 40], [20, 80]])
    >>> round(fit.precision, 3), [round(end, 2) for end in fit.interval]
    (8.663, [4.5, 69.75])
    """
    instance_of("game", game, NormalFormGame)
    seen = _counts(game, counts)
    level = finite_number("confidence", confidence, above=0, high=1)
    if level == 1:
        raise InvalidInput("confidence=1; it must be below 1.")
    system = LogitSystem(game)
    if system.indifferent:
        raise NotApplicable(
            "nobody can ever gain by another strategy in this game; any precision fits alike."
        )
    weights = np.concatenate(seen)
    segments = _branch(system)
    best, error, where, place = _most_likely(system, segments, weights)
    whole = segments[where]
    before = [*segments[:where], replace(whole, high=place, last=best)]
    after = [replace(whole, low=place, first=best), *segments[where + 1 :]]
    top = float(weights @ best.logs)
    drop = NormalDist().inv_cdf((1 + level) / 2) ** 2 / 2
    scale = float(system.scale)
    low, high = _interval(before, after, weights, top - drop)
    precision = best.precision / scale
    return LogitFit(
        "logit fit",
        game,
        precision,
        None if error is None else error / scale,
        (low / scale, None if high is None else high / scale),
        level,
        top,
        float(weights @ system.uniform()),
        logit_equilibrium(game, precision, best),
        seen,
        Provenance(
            inputs=game.digest,
            options={"counts": [vector.tolist() for vector in seen], "confidence": level},
            packages=("scipy",),
        ),
    )


def _counts(game: NormalFormGame, counts: Sequence[ArrayLike]) -> tuple[Counts, ...]:
    if isinstance(counts, str) or not hasattr(counts, "__len__") or len(counts) != len(game.players):
        raise InvalidInput(
            f"counts={show(counts)} must have one vector for each of {len(game.players)} players."
        )
    seen = tuple(finite_array(f"counts[{i}]", each, (game.shape[i],)) for i, each in enumerate(counts))
    for i, vector in enumerate(seen):
        if vector.min() < 0:
            raise InvalidInput(f"counts[{i}] has {vector.min():g}; a count must be at least 0.")
    if not any(vector.any() for vector in seen):
        raise InvalidInput("counts are all 0; at least one choice must have been seen.")
    return seen


def _branch(system: LogitSystem) -> list[Segment]:
    """Follow the branch until probabilities hardly change any more."""
    segments = []
    for segment in segments_of(system):
        segments.append(segment)
        if segment.last.is_settled(_SETTLED) or segment.last.precision > _LATEST:
            break
    return segments


def _most_likely(
    system: LogitSystem, segments: list[Segment], weights: Counts
) -> tuple[Node, float | None, int, float]:
    """Return the likeliest node, the standard error of its λ, its segment and place on that."""

    def slope(node: Node) -> float:
        return float(weights @ node.direction[:-1])

    best, error, where, place = segments[0].first, None, 0, 0.0
    for k, segment in enumerate(segments):
        if slope(segment.first) > 0 >= slope(segment.last):
            node, length = segment.root(slope)
            if weights @ node.logs > weights @ best.logs:
                best, where, place = node, k, length
                error = _standard_error(segment, length, weights)
    end = segments[-1].last
    if weights @ end.logs > weights @ best.logs - _ROUNDING * weights.sum():
        raise NoSolution(
            f"the likelihood still rises at precision {end.precision / float(system.scale):.4g}: play is "
            "nearest to the limit of the branch; see logit_limit."
        )
    return best, error, where, place


def _standard_error(segment: Segment, length: float, weights: Counts) -> float | None:
    """Return one over the root of the information, by the slope of the score on both sides."""
    reach = min(1e-4, length - segment.low, segment.high - length)
    if reach <= 0:
        return None
    before, after = segment.at(length - reach), segment.at(length + reach)
    scores = [float(weights @ node.direction[:-1] / node.direction[-1]) for node in (before, after)]
    information = (scores[0] - scores[1]) / (after.precision - before.precision)
    return 1 / math.sqrt(information) if information > 0 else None


def _interval(
    before: list[Segment], after: list[Segment], weights: Counts, floor: float
) -> tuple[float, float | None]:
    """Return the precisions at which the likelihood falls to the floor on either side."""

    def above(node: Node) -> float:
        return float(weights @ node.logs) - floor

    low, high = 0.0, None
    for segment in reversed(before):
        if above(segment.first) < 0:
            low = segment.root(above)[0].precision
            break
    for segment in after:
        if above(segment.last) < 0:
            high = segment.root(above)[0].precision
            break
    return low, high
