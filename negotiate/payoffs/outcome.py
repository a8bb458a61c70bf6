"""Outcome: where a negotiation ends, (purchases, package, agreed, threat carried out).

Payoffs are evaluated on outcomes and on nothing else: two strategy pairs that end in the same
outcome pay the same.
"""

from __future__ import annotations

from dataclasses import dataclass

from negotiate.checks import finite_number, freeze, show
from negotiate.errors import InvalidInput

__all__ = ["Outcome"]


@dataclass(frozen=True, init=False)
class Outcome:
    """What is bought and which tariffs apply in the end.

    Parameters
    ----------
    purchases : float
        Yearly purchases above the status quo, bn USD/yr, at least 0.
    package : str
        Name of the tariff package in force.
    agreed : bool
        Whether the two sides agreed on it.
    threat_executed : bool
        Whether the setter carried its threat out.

    Raises
    ------
    InvalidInput
        For negative or non-finite purchases, an empty package, a flag that is no truth value.

    Notes
    -----
    Outcomes are equal, and hash alike, where all four fields are equal.

    Examples
    --------
    >>> print(Outcome(8, "deal"))
    +8 / deal
    >>> print(Outcome(0, "threat", agreed=False, threat_executed=True))
    +0 / threat (no deal)
    """

    purchases: float
    package: str
    agreed: bool
    threat_executed: bool

    def __init__(
        self, purchases: float | str, package: str, agreed: bool = True, threat_executed: bool = False
    ) -> None:
        if not isinstance(package, str) or not package.strip():
            raise InvalidInput(f"package={show(package)}; it must be the name of a tariff package.")
        for name, flag in (("agreed", agreed), ("threat_executed", threat_executed)):
            if not isinstance(flag, bool):
                raise InvalidInput(f"{name}={show(flag)}; it must be True or False.")
        freeze(
            self,
            purchases=finite_number("purchases", purchases, low=0, unit="bn USD/yr") + 0.0,
            package=package,
            agreed=agreed,
            threat_executed=threat_executed,
        )

    @property
    def label(self) -> str:
        """Short text such as ``+8 / deal``."""
        text = f"{self.purchases:+.12g} / {self.package}"
        return text if self.agreed else f"{text} (no deal)"

    def __str__(self) -> str:
        return self.label

    def to_dict(self) -> dict[str, object]:
        """Return the outcome as a JSON-ready dict."""
        return {
            "purchases": self.purchases,
            "package": self.package,
            "agreed": self.agreed,
            "threat_executed": self.threat_executed,
        }
