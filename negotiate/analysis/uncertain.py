"""Uncertain: a number with a range, and the distribution that is laid over it.

A range of a file is a judgement of what is plausible; which distribution lies over it is another
one, so it is always said. ``low`` and ``high`` are the ends of a uniform, a triangular and a PERT
distribution (the last two have their mode at ``value``), and the 5 % and 95 % quantiles of a
lognormal one, whose median is then the geometric mean of the two.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from negotiate.checks import finite_array, finite_number, freeze, instance_of, one_of, show
from negotiate.errors import InvalidInput
from negotiate.scenario import Parameter, Scenario
from negotiate.scenario.schema import quantity_at

__all__ = ["DISTRIBUTIONS", "Uncertain", "ranged_parameters", "short_names", "uncertain_parameters"]

DISTRIBUTIONS = ("uniform", "triangular", "pert", "lognormal")
_OUTSIDE = 0.05  # of a lognormal distribution, below low and above high
_PERT = 4.0  # weight of the mode


@dataclass(frozen=True, init=False)
class Uncertain:
    """One number of which only a range is known.

    Parameters
    ----------
    value : float
        The best guess, within the range; where it is not given, the middle.
    low, high : float
        The range, ``low < high``.
    distribution : {"uniform", "triangular", "pert", "lognormal"}
        What is drawn from; see the module. PERT is a beta distribution with the mean
        ``(low + 4 value + high) / 6``.
    unit : str
        For tables.
    assumed : bool
        Whether the range is somebody's judgement and not published.
    whole : bool
        Whether only whole numbers make sense. Each stands for the interval of width 1 around it,
        so that all whole numbers of a uniform range are drawn equally often.

    Raises
    ------
    InvalidInput
        For a range without width, a value outside it, a lognormal range that is not above 0, ends
        that are not whole where only whole numbers make sense.

    Examples
    --------
    >>> share = Uncertain(0.6, 0.3, 0.9, "triangular")
    >>> share.quantile([0.0, 0.5, 1.0])
    array([0.3, 0.6, 0.9])
    """

    value: float
    low: float
    high: float
    distribution: str
    unit: str
    assumed: bool
    whole: bool

    def __init__(
        self,
        value: float | None,
        low: float,
        high: float,
        distribution: str = "uniform",
        *,
        unit: str = "1",
        assumed: bool = True,
        whole: bool = False,
    ) -> None:
        least, most = finite_number("low", low), finite_number("high", high)
        if not least < most:
            raise InvalidInput(f"low={least:g} and high={most:g}; low must be below high.")
        middle = 0.5 * (least + most) if value is None else finite_number("value", value)
        if not least <= middle <= most:
            raise InvalidInput(f"value={middle:g} lies outside the range from {least:g} to {most:g}.")
        if one_of("distribution", distribution, DISTRIBUTIONS) == "lognormal" and least <= 0:
            raise InvalidInput(f"low={least:g}; a lognormal distribution needs a range above 0.")
        if whole and not (least.is_integer() and most.is_integer()):
            raise InvalidInput(
                f"low={least:g} and high={most:g}; with whole=True both must be whole numbers."
            )
        freeze(
            self,
            value=middle,
            low=least,
            high=most,
            distribution=distribution,
            unit=str(unit),
            assumed=bool(assumed),
            whole=bool(whole),
        )

    def quantile(self, probability: ArrayLike) -> NDArray[np.float64]:
        """Return the values below which so much of the distribution lies.

        Parameters
        ----------
        probability : array-like
            Within [0, 1]; strictly inside for a lognormal distribution.
        """
        share = finite_array("probability", probability)
        if len(outside := share[(share < 0) | (share > 1)]):
            raise InvalidInput(f"probability={outside.flat[0]:g}; it must be from 0 to 1.")
        quantiles = {
            "uniform": self._uniform,
            "triangular": self._triangular,
            "pert": self._pert,
            "lognormal": self._lognormal,
        }
        found: NDArray[np.float64] = quantiles[self.distribution](share)
        if not self.whole:
            return found
        return (
            np.rint(found) if self.distribution == "lognormal" else np.rint(found).clip(self.low, self.high)
        )

    @property
    def _ends(self) -> tuple[float, float]:
        """The ends of the distribution: half a unit further out where only whole numbers count."""
        return (self.low - 0.5, self.high + 0.5) if self.whole else (self.low, self.high)

    def _uniform(self, share: NDArray[np.float64]) -> NDArray[np.float64]:
        low, high = self._ends
        return np.asarray(low + (high - low) * share)

    def _triangular(self, share: NDArray[np.float64]) -> NDArray[np.float64]:
        low, high = self._ends
        width, left, right = high - low, self.value - low, high - self.value
        rising = low + np.sqrt(share * width * left)
        return np.where(share * width < left, rising, high - np.sqrt((1 - share) * width * right))

    def _pert(self, share: NDArray[np.float64]) -> NDArray[np.float64]:
        from scipy.special import betaincinv

        low, high = self._ends
        first = 1 + _PERT * (self.value - low) / (high - low)
        return np.asarray(low + (high - low) * betaincinv(first, 2 + _PERT - first, share))

    def _lognormal(self, share: NDArray[np.float64]) -> NDArray[np.float64]:
        from scipy.special import ndtri

        if len(edge := share[(share == 0) | (share == 1)]):
            raise InvalidInput(
                f"probability={edge.flat[0]:g}; a lognormal distribution has no such quantile."
            )
        middle = 0.5 * (math.log(self.low) + math.log(self.high))
        spread = (math.log(self.high) - middle) / float(ndtri(1 - _OUTSIDE))
        return np.asarray(np.exp(middle + spread * ndtri(share)))

    def to_dict(self) -> dict[str, Any]:
        """Return everything as a JSON-ready dict."""
        return {field: getattr(self, field) for field in self.__dataclass_fields__}


Given = Uncertain | Parameter | Sequence[float]


def uncertain_parameters(parameters: Mapping[str, Given]) -> dict[str, Uncertain]:
    """Read ranges by name: an ``Uncertain``, a scenario's parameter, (low, high) or (value, low, high).

    All but an ``Uncertain`` get a uniform distribution.

    Examples
    --------
    >>> read = uncertain_parameters({"a": (0, 1), "b": Uncertain(2, 1, 4, "pert")})
    >>> read["a"].value, read["b"].distribution
    (0.5, 'pert')
    """
    if not isinstance(parameters, Mapping) or not parameters:
        raise InvalidInput(f"parameters={show(parameters)}; give a dict from names to ranges, not empty.")
    return {str(name): _read(str(name), given) for name, given in parameters.items()}


def _read(name: str, given: Given) -> Uncertain:
    if isinstance(given, Uncertain):
        return given
    try:
        if isinstance(given, Parameter):
            return _from_parameter(given, "uniform")
        *best, low, high = given
        (value,) = best or (None,)
        return Uncertain(value, low, high)
    except InvalidInput as error:
        raise InvalidInput(f"parameters[{name!r}]: {error}") from None
    except (TypeError, ValueError):
        raise InvalidInput(
            f"parameters[{name!r}]={show(given)}; give (low, high), (value, low, high) or an Uncertain."
        ) from None


def _from_parameter(given: Parameter, distribution: str) -> Uncertain:
    if given.low is None or given.high is None:
        raise InvalidInput(f"{given.path} has no range; give low and high in the file, or leave it out.")
    return Uncertain(
        given.value,
        given.low,
        given.high,
        distribution,
        unit=given.unit,
        assumed=given.assumed,
        whole=_is_whole(given.path),
    )


def _is_whole(path: str) -> bool:
    """Say whether a scenario's parameter takes whole numbers only; a path elsewhere takes any."""
    try:
        return quantity_at(path).of.whole
    except InvalidInput:
        return False


def ranged_parameters(
    scenario: Scenario, paths: Iterable[str] | None = None, *, distribution: str = "uniform"
) -> dict[str, Uncertain]:
    """Return parameters of a scenario that have a range, as ``Uncertain`` by path.

    Parameters
    ----------
    scenario : Scenario
    paths : iterable of str, optional
        Paths, or beginnings of them such as ``"model.trade"``; every parameter with a range that
        is wider than a point unless given.
    distribution : str
        Laid over every range.

    Raises
    ------
    InvalidInput
        For a path at which there is no parameter with a range.

    Examples
    --------
    >>> from negotiate.scenario import load_scenario
    >>> list(ranged_parameters(load_scenario("steel-for-beef"), ["model.trade"]))
    ['model.trade.pass_through']
    """
    instance_of("scenario", scenario, Scenario, hint=", which load_scenario() reads")
    known = [path for path, one in scenario.parameters.items() if one.ranged and one.low != one.high]
    starts = known if paths is None else list(paths)
    wanted = dict.fromkeys(path for start in starts for path in _beginning(scenario, start, known))
    return {path: _from_parameter(scenario.parameters[path], distribution) for path in wanted}


def _beginning(scenario: Scenario, start: str, known: list[str]) -> list[str]:
    """Return the paths with a range that are the one given or begin with it."""
    found = [path for path in known if path == start or path.startswith(f"{start}.")]
    if not found:
        has = start in scenario.parameters
        why = "has no range" if has else "is no parameter, nor the beginning of one's path"
        raise InvalidInput(f"paths: {start!r} {why}; choose from {', '.join(known)}.")
    return found


def short_names(paths: Iterable[str]) -> list[str]:
    """Return the shortest endings that tell paths apart, in words.

    Examples
    --------
    >>> short_names(["model.sectors.autos.imports", "model.sectors.other.imports", "model.trade.demand"])
    ['autos imports', 'other imports', 'demand']
    """
    split = [path.split(".") for path in paths]
    names = []
    for parts in split:
        length = 1
        while length < len(parts) and sum(other[-length:] == parts[-length:] for other in split) > 1:
            length += 1
        names.append(" ".join(parts[-length:]).replace("pass_through", "pass-through").replace("_", " "))
    return names
