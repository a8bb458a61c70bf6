"""What it is worth to know the scenario, or a signal of it, before the choice is made.

With values ``V_bs``, probabilities ``π`` and likelihoods ``L_sj`` of signal ``j`` in scenario ``s``:

    here and now   max_b Σ_s π_s V_bs
    with a signal  Σ_j max_b Σ_s π_s L_sj V_bs
    wait and see   Σ_s π_s max_b V_bs

EVPI is wait and see less here and now; EVSI is the value with a signal less here and now [1]_. For a
single decision maker ``EVPI ≥ EVSI ≥ 0``. In a game the value of being known to know can be
negative; this does not speak of that.

References
----------
.. [1] H. Raiffa and R. Schlaifer (1961), Applied Statistical Decision Theory, Harvard University.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from negotiate.checks import finite_array
from negotiate.errors import InvalidInput
from negotiate.procurement.risk.regret import labelled
from negotiate.procurement.risk.scenarios import scenario_probabilities
from negotiate.provenance import Provenance, digest
from negotiate.solution import Solution
from negotiate.table import Column, Table

__all__ = ["InformationValue", "signal_likelihoods", "value_of_information"]

Floats = NDArray[np.float64]

NOISE = 1e-12  # a difference this small, beside the values, is rounding


@dataclass(frozen=True, eq=False)
class InformationValue(Solution):
    """What is chosen without, with a signal, and with full knowledge, and what each adds.

    Attributes
    ----------
    here_and_now, with_signal, wait_and_see : float
        Expected value without information, with the signal (None without one), with all.
    choice : str
        Choice without information.
    by_scenario : tuple of str
        Choice in each scenario, once known.
    by_signal : tuple of str
        Choice on each signal; empty without signals.
    scale : float
        Size of the values, that rounding is measured against.
    """

    here_and_now: float
    with_signal: float | None
    wait_and_see: float
    choice: str
    by_scenario: tuple[str, ...]
    by_signal: tuple[str, ...]
    scenarios: tuple[str, ...]
    signals: tuple[str, ...]
    unit: str
    scale: float
    provenance: Provenance
    concept: str = "value of information"

    @property
    def perfect(self) -> float:
        """EVPI, the expected value of perfect information, at least 0."""
        return self._gain(self.wait_and_see)

    @property
    def sample(self) -> float | None:
        """EVSI, the expected value of the signal, from 0 to EVPI; None without a signal."""
        return None if self.with_signal is None else min(self._gain(self.with_signal), self.perfect)

    def _gain(self, informed: float) -> float:
        gain = informed - self.here_and_now
        return gain if gain > NOISE * self.scale else 0.0

    def table(self) -> Table:
        """Return the choice on each piece of knowledge."""
        rows: list[tuple[Any, ...]] = [("nothing", self.choice, self.here_and_now, None)]
        if self.with_signal is not None:
            rows.append(("the signal", "see below", self.with_signal, self.sample))
            rows += [
                (f"  {signal}", choice, None, None)
                for signal, choice in zip(self.signals, self.by_signal, strict=True)
            ]
        rows.append(("the scenario", "see below", self.wait_and_see, self.perfect))
        rows += [
            (f"  {scenario}", choice, None, None)
            for scenario, choice in zip(self.scenarios, self.by_scenario, strict=True)
        ]
        columns: list[Column | str] = [
            "known",
            "choice",
            Column("expected value", self.unit, 6),
            Column("worth of knowing", self.unit, 6),
        ]
        return Table("Value of information", columns, rows)

    def answer(self) -> dict[str, Any]:
        """Return values and choices."""
        return {
            "evpi": self.perfect,
            "evsi": self.sample,
            "choice": self.choice,
            "by_scenario": dict(zip(self.scenarios, self.by_scenario, strict=True)),
            "by_signal": dict(zip(self.signals, self.by_signal, strict=True)),
        }

    def certificate(self) -> dict[str, Any]:
        """Return the three expected values."""
        return {
            "here_and_now": self.here_and_now,
            "with_signal": self.with_signal,
            "wait_and_see": self.wait_and_see,
        }


def value_of_information(
    values: ArrayLike,
    probabilities: ArrayLike | None = None,
    likelihoods: ArrayLike | None = None,
    *,
    bundles: Sequence[str] | None = None,
    scenarios: Sequence[str] | None = None,
    signals: Sequence[str] | None = None,
    unit: str = "",
) -> InformationValue:
    """Work out EVPI, and EVSI of a signal, of a finite choice.

    Parameters
    ----------
    values : array-like, shape (bundles, scenarios)
        More being better.
    probabilities : array-like, shape (scenarios,), optional
        Before any signal; equal where none are given.
    likelihoods : array-like, shape (scenarios, signals), optional
        Probability of each signal in each scenario; rows sum to 1.
    bundles, scenarios, signals : sequence of str, optional
        Labels.
    unit : str
        Of the values.

    Examples
    --------
    An umbrella is worth 1 in rain (1 day in 4) and −1 in sunshine; a forecast errs 1 day in 5:

    >>> answer = value_of_information([[1, -1], [0, 0]], [0.25, 0.75], [[0.8, 0.2], [0.2, 0.8]])
    >>> answer.perfect, round(answer.sample, 12)
    (0.25, 0.05)
    """
    worth = finite_array("values", values, ("bundles", "scenarios"))
    rows, columns = worth.shape
    prior = np.maximum(scenario_probabilities("probabilities", probabilities, columns), 0.0)
    told = None if likelihoods is None else signal_likelihoods(likelihoods, columns)
    labels = labelled("bundle", bundles, rows)
    states = labelled("scenario", scenarios, columns)
    heard = labelled("signal", signals, 0 if told is None else told.shape[1])
    now = worth @ prior
    joint = worth @ (prior[:, None] * (np.zeros((columns, 0)) if told is None else told))
    return InformationValue(
        here_and_now=float(now.max()),
        with_signal=None if told is None else math.fsum(joint.max(axis=0).tolist()),
        wait_and_see=math.fsum((prior * worth.max(axis=0)).tolist()),
        choice=labels[int(now.argmax())],
        by_scenario=tuple(labels[int(k)] for k in worth.argmax(axis=0)),
        by_signal=tuple(labels[int(k)] for k in joint.argmax(axis=0)),
        scenarios=states,
        signals=heard,
        unit=str(unit),
        scale=float(np.abs(worth).max()) or 1.0,
        provenance=Provenance(digest([worth, prior, told, labels, states, heard])),
    )


def signal_likelihoods(likelihoods: ArrayLike, scenarios: int) -> Floats:
    """Accept the probability of each signal in each scenario, shape (scenarios, signals)."""
    told = finite_array("likelihoods", likelihoods, (scenarios, "signals"))
    for row, share in enumerate(told):
        if share.min() < 0:
            raise InvalidInput(
                f"likelihoods[{row}, {int(share.argmin())}] is {share.min():g}; it must be at least 0."
            )
        if abs(share.sum() - 1) > 1e-9:
            raise InvalidInput(
                f"likelihoods[{row}] sums to {share.sum():.12g}; the signals of a scenario must sum to 1."
            )
    return told
