"""Tariff talks between two blocs on the general-equilibrium frontier.

With payoffs ``U`` and disagreement ``d`` (a tariff war between the two unless something else is said):

- Nash bargaining: the tariffs that maximise ``Π (U_i − d_i)^α_i``. Its condition is that a weighted sum of
  the two gradients vanishes, ``Σ λ_i ∇U_i = 0`` with ``λ_i ∝ α_i/(U_i − d_i)``: the normal of the frontier.
- Equal gains: ``U_1 − d_1 = U_2 − d_2`` on the frontier, ``Σ λ_i ∇U_i = 0`` for some ``λ > 0``.

Tariffs below 0 are import subsidies: with no other transfer they are how one side pays the other.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from negotiate.checks import one_of, probability_vector
from negotiate.errors import InvalidInput, NoSolution
from negotiate.trade.general.model import GeneralEquilibrium
from negotiate.trade.general.policy.agreed import AgreedTariffs, AgreementProof
from negotiate.trade.general.policy.choice import Choice, one_table
from negotiate.trade.general.policy.nash import nash_tariffs
from negotiate.trade.general.policy.search import difference_matrix, maximum, root
from negotiate.trade.general.policy.setter import TariffSetter
from negotiate.trade.general.solution import TradeEquilibrium

__all__ = ["cooperative_tariffs"]

Floats = NDArray[np.float64]

_GOAL = 1e-8  # largest slope of the weighted sum of Ŵ in a free rate
_STEPS = 60
_GRID = np.round(np.linspace(-0.2, 0.6, 17), 12)
_ASIDE = 0.2 * 0.5 ** np.arange(16)  # steps from disagreement, in log(1+t)
_WORTH = 1e-9  # of base spending: the least gain that is more than rounding
NOBODY_GAINS = (
    "neither the tariffs of the grid nor steps aside from disagreement give both parties more than it does"
)


def cooperative_tariffs(
    model: GeneralEquilibrium,
    first: TariffSetter | str,
    second: TariffSetter | str,
    solution: str = "nash",
    *,
    weights: Sequence[float] = (0.5, 0.5),
    by: str = "uniform",
    disagreement: ArrayLike | None = None,
    held: ArrayLike | None = None,
) -> AgreedTariffs:
    """Return the tariffs that two countries or blocs agree on, all others being held.

    Parameters
    ----------
    model : GeneralEquilibrium
        Take ``deficits="balanced"``.
    first, second : TariffSetter or str
        Of those given by name, the tariffs on the other party are free, in the form ``by``.
    solution : {"nash", "equal-gains"}
    weights : two numbers above 0 that sum to 1
        Bargaining power, for ``nash``.
    disagreement : array-like, shape ``economy.shape``, optional
        Tariffs without a deal; Nash tariffs of the two where left out.
    held : array-like, shape ``economy.shape``, optional
        The tariffs of everybody else; base tariffs where left out.

    Returns
    -------
    AgreedTariffs
        With ``agreed`` False and a ``reason`` where no tariffs serve both.

    Raises
    ------
    NoSolution
        Where the search ends short of its conditions.

    Examples
    --------
    >>> from negotiate.trade.general import Economy
    >>> two = GeneralEquilibrium(Economy([[50, 50], [50, 50]], ("Home", "Foreign"), elasticities=4))
    >>> deal = cooperative_tariffs(two, "Home", "Foreign")
    >>> bool(abs(deal.rates).max() < 1e-9), deal.gains.round(2)
    (True, array([3.83, 3.83]))
    """
    how = one_of("solution", solution, ("equal-gains", "nash"))
    power = probability_vector("weights", weights, 2)
    if not (power > 0).all():
        raise InvalidInput(
            f"weights has {power.min():g}; each party needs a weight above 0 to be in the talks."
        )
    parties = _parties(first, second, by)
    choice = Choice(model, parties, held)
    if disagreement is None:
        without = nash_tariffs(model, parties, held=held).equilibrium
    else:
        without = model.effects(one_table("disagreement", disagreement, model.economy))
    talks = _Talks(choice, without, power)
    start = talks.start()
    if start is None:
        return AgreedTariffs(choice, how, without, None, None, NOBODY_GAINS, power=tuple(power.tolist()))
    logs, _ = maximum(talks.product, start, _STEPS)
    weight = float(talks.normal(logs[None])[0, 0])
    if how == "equal-gains":
        found, _ = root(talks.equal_gains, np.append(logs, weight), _STEPS)
        logs, weight = found[:-1], float(found[-1])
    return talks.proven(how, logs, weight)


def _parties(first: TariffSetter | str, second: TariffSetter | str, by: str) -> tuple[TariffSetter, ...]:
    """Turn names into setters whose free tariffs are on the other party."""
    members = [each.members if isinstance(each, TariffSetter) else (str(each),) for each in (first, second)]
    return tuple(
        each if isinstance(each, TariffSetter) else TariffSetter(each, on=other, by=by)
        for each, other in zip((first, second), reversed(members), strict=True)
    )


class _Talks:
    """Gains of two parties over disagreement, as functions of u = log(1+t)."""

    def __init__(self, choice: Choice, without: TradeEquilibrium, power: Floats) -> None:
        self.choice, self.power, self.without = choice, np.asarray(power, dtype=float), without
        self.apart = choice.payoffs_at(without)

    def gains(self, logs: Floats) -> tuple[Floats, Floats]:
        """Return gains (batch, 2) and their slopes (batch, 2, free), in base-year money."""
        values, slopes = self.choice.slopes(logs)
        bases = self.choice.bases
        return values * bases - self.apart, slopes * bases[:, None]

    def start(self) -> Floats | None:
        """Return the best of a grid of mean rates by the product of gains, where both gain.

        Where none of the grid serves both, steps aside from disagreement are tried: along the sum of
        the two gradients, each of length 1, both gain unless the gradients are opposed.
        """
        pairs = np.stack(np.meshgrid(_GRID, _GRID, indexing="ij"), axis=-1).reshape(-1, 2)
        rates = pairs[:, self.choice.owner]
        gains = self.choice.payoffs(rates) - self.apart
        best = self._best(gains)
        if best is not None:
            return np.asarray(np.log1p(rates[best]))
        at = np.log1p([self.without.tariffs[mask].mean() for mask in self.choice.masks])
        slopes = self.gains(at[None])[1][0]
        lengths = np.linalg.norm(slopes, axis=1, keepdims=True)
        if not lengths.all():
            return None
        trials = at + _ASIDE[:, None] * (slopes / lengths).sum(axis=0)
        best = self._best(self.choice.payoffs(np.expm1(trials)) - self.apart)
        return None if best is None else np.asarray(trials[best])

    def _best(self, gains: Floats) -> int | None:
        """Return the row of the largest product of gains, (batch, 2); None where in none both gain."""
        both: NDArray[np.bool_] = np.asarray(np.all(gains > _WORTH * self.choice.bases, axis=1))
        if not both.any():
            return None
        return int(np.argmax(np.where(both, np.log(np.maximum(gains, 1e-300)) @ self.power, -np.inf)))

    def product(self, logs: Floats) -> tuple[Floats, Floats]:
        """Return ``Σ α log gain`` and its slopes; −inf where a party loses."""
        gains, slopes = self.gains(logs)
        fine = np.min(gains, axis=1) > 0
        safe = np.where(fine[:, None], gains, 1.0)
        value = np.where(fine, np.log(safe) @ self.power, -np.inf)
        return value, np.einsum("bi,bik->bk", self.power / safe, slopes)

    def normal(self, logs: Floats) -> Floats:
        """Return λ of the product of gains, (batch, 2), summing to 1."""
        share = self.power / self.gains(logs)[0]
        return np.asarray(share / share.sum(axis=1, keepdims=True))

    def weighted(self, logs: Floats, weights: Floats) -> Floats:
        """Return ``Σ λ ∇U`` over base spending, (batch, free)."""
        _, slopes = self.gains(logs)
        return np.asarray(np.einsum("bi,bik->bk", weights, slopes) / self.choice.bases.mean())

    def equal_gains(self, unknowns: Floats) -> Floats:
        """Return the conditions of equal gains, (batch, free + 1); the last unknown is λ_1."""
        logs, first = unknowns[:, :-1], unknowns[:, -1:]
        gains, _ = self.gains(logs)
        gap = (gains[:, :1] - gains[:, 1:]) / self.choice.bases.mean()
        return np.hstack([self.weighted(logs, np.hstack([first, 1 - first])), gap])

    def proven(self, how: str, logs: Floats, first: float) -> AgreedTariffs:
        """Check the conditions again at what was found."""
        rates = np.expm1(logs)
        equilibrium = self.choice.equilibrium(rates)
        gains = self.choice.payoffs_at(equilibrium) - self.apart
        share = self.power / gains if how == "nash" else np.array([first, 1 - first])
        weights = share / share.sum()
        slope = self.weighted(logs[None], weights[None])[0] / (1 + rates)
        curvature = self._curvature(how, logs, weights)
        gap = 0.0 if how == "nash" else float(abs(gains[0] - gains[1]))
        proof = AgreementProof(weights, float(np.abs(slope).max()), curvature, gap, self._better(how, gains))
        poor = not proof.gradient <= _GOAL or not gap <= _GOAL * self.choice.bases.mean()
        poor = poor or not proof.better <= _GOAL * (1.0 if how == "nash" else self.choice.bases.mean())
        if poor or not curvature < 0 or not (weights > 0).all() or not (gains > 0).all():
            raise NoSolution(
                f"cooperative tariffs: the search ended at a weighted slope of {proof.gradient:.2g} "
                f"(accepted up to {_GOAL:g}), gains {gap:.2g} apart, a curvature of {curvature:.2g} and "
                f"{proof.better:.2g} below the best of a grid; give fewer free tariffs."
            )
        power = tuple(self.power.tolist())
        return AgreedTariffs(self.choice, how, self.without, equilibrium, proof, "", rates, power)

    def _curvature(self, how: str, logs: Floats, weights: Floats) -> float:
        """Return the largest eigenvalue of the objective's second derivatives, scaled by trade.

        For equal gains those of the weighted sum, along directions that keep gains equal.
        """
        root = np.sqrt(self.choice.trade / self.choice.trade.max())
        if how == "nash":
            second = difference_matrix(lambda rows: self.product(rows)[1], logs) / np.outer(root, root)
        else:
            rows_weights = weights[None]
            second = difference_matrix(
                lambda rows: self.weighted(rows, rows_weights.repeat(len(rows), 0)), logs
            )
            second = second / np.outer(root, root)
            slopes = self.gains(logs[None])[1][0] / root
            along = np.linalg.svd((slopes[0] - slopes[1])[None])[2][1:]
            second = along @ second @ along.T
        return float(np.linalg.eigvalsh((second + second.T) / 2).max())

    def _better(self, how: str, gains: Floats) -> float:
        """Return by how much mean rates of the grid beat what was found, in log product or in money."""
        pairs = np.stack(np.meshgrid(_GRID, _GRID, indexing="ij"), axis=-1).reshape(-1, 2)
        others = self.choice.payoffs(pairs[:, self.choice.owner]) - self.apart
        if how == "equal-gains":
            return max(0.0, float(others.min(axis=1).max() - gains.min()))
        both = others[np.min(others, axis=1) > 0]
        here = float(np.log(np.maximum(gains, 1e-300)) @ self.power)
        return max(0.0, float((np.log(both) @ self.power).max()) - here) if len(both) else 0.0
