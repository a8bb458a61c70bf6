"""Arms races: spending that answers spending (Richardson).

``ẋ = (K − A) x + g``: country ``i`` raises its spending ``x_i`` by ``k_ij`` for each dollar that ``j``
spends, lowers it by ``a_i`` for each dollar that it spends itself, and has a grievance ``g_i`` that it
arms for in any case. Where every eigenvalue of ``K − A`` has a negative real part the race comes to
rest at ``x* = (A − K)^−1 g``; else it explodes. Negative ``k_ij`` are friends whose arms save one's own.

Coefficients of such models are weakly identified: what looks like reaction can be common growth, and
estimates for the same pair of countries differ in sign [1]_. Sweep them; do not quote one.

References
----------
.. [1] J. P. Dunne, R. P. Smith (2007), in Handbook of Defense Economics 2, Elsevier, chapter 28.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from negotiate.checks import finite_array, freeze, instance_of, names
from negotiate.errors import InvalidInput
from negotiate.provenance import digest
from negotiate.region.matrices import between_countries
from negotiate.region.reaction import Reaction

__all__ = ["ArmsRace", "arms_race_equilibrium"]


@dataclass(frozen=True, eq=False, init=False)
class ArmsRace:
    """Countries whose spending answers one another's.

    Parameters
    ----------
    countries : sequence of str
        Two or more.
    reaction : array-like, shape (countries, countries)
        ``k_ij``, a year: what row ``i`` adds a year for each dollar that column ``j`` spends; nothing
        on the diagonal.
    fatigue : array-like, shape (countries,)
        ``a_i``, a year, above 0.
    grievance : array-like, shape (countries,)
        ``g_i``, in ``unit`` a year.
    unit : str
        Of spending.

    Raises
    ------
    InvalidInput
        For misshapen or missing numbers, a reaction of a country to itself, a fatigue that is not
        above 0.

    Examples
    --------
    >>> race = ArmsRace(["Home", "Foreign"], [[0, 0.5], [0.5, 0]], [1, 1], [1, 1])
    >>> arms_race_equilibrium(race).levels.round(12)
    array([2., 2.])
    """

    countries: tuple[str, ...]
    reaction: NDArray[np.float64]
    fatigue: NDArray[np.float64]
    grievance: NDArray[np.float64]
    unit: str

    def __init__(
        self,
        countries: Sequence[str],
        reaction: ArrayLike,
        fatigue: ArrayLike,
        grievance: ArrayLike,
        unit: str = "bn USD/yr",
    ) -> None:
        known = names("countries", countries)
        if len(known) < 2:
            raise InvalidInput(f"countries names {len(known)}; a race needs at least two.")
        tired = finite_array("fatigue", fatigue, (len(known),))
        if tired.min() <= 0:
            worst = int(tired.argmin())
            raise InvalidInput(f"fatigue of {known[worst]} is {tired[worst]:g}; it must be above 0.")
        freeze(
            self,
            countries=known,
            reaction=between_countries("reaction", reaction, known),
            fatigue=tired,
            grievance=finite_array("grievance", grievance, (len(known),)),
            unit=str(unit),
        )

    @classmethod
    def around(
        cls,
        countries: Sequence[str],
        response: ArrayLike,
        observed: ArrayLike,
        *,
        speed: ArrayLike = 1.0,
        unit: str = "bn USD/yr",
    ) -> ArmsRace:
        """Build the race that rests at observed spending, from what a dollar abroad brings in the end.

        Parameters
        ----------
        countries : sequence of str
        response : array-like, shape (countries, countries)
            ``β_ij``: what row ``i`` ends up spending more for each lasting dollar of column ``j``, the
            others' spending held still.
        observed : array-like, shape (countries,)
            Spending at rest.
        speed : float or array-like, shape (countries,)
            Share of the distance to its goal that a country covers a year, above 0: ``a_i = speed_i``
            and ``k_ij = speed_i β_ij``.

        Examples
        --------
        >>> race = ArmsRace.around(["Japan", "China"], [[0, 0.1], [0.2, 0]], [50, 300])
        >>> arms_race_equilibrium(race).levels.round(9)
        array([ 50., 300.])
        """
        known = names("countries", countries)
        final = between_countries("response", response, known)
        rest = finite_array("observed", observed, (len(known),))
        many = hasattr(speed, "__len__") and not isinstance(speed, str)
        each: Any = speed if many else [speed] * len(known)
        pace = finite_array("speed", each, (len(known),))
        if pace.min() <= 0:
            slow = int(pace.argmin())
            raise InvalidInput(f"speed of {known[slow]} is {pace[slow]:g}; it must be above 0.")
        return cls(known, pace[:, None] * final, pace, pace * (rest - final @ rest), unit)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the content."""
        return digest({name: getattr(self, name) for name in self.__dataclass_fields__})


def arms_race_equilibrium(race: ArmsRace) -> Reaction:
    """Find where the race comes to rest, or say that it explodes and by which eigenvalue.

    Numerical. An explosive race is an answer, ``stable`` False with its reason, not an error.
    Spending at rest may be negative where grievances are: goodwill that the model takes further
    than anyone could; ``certificate()`` says so.

    Parameters
    ----------
    race : ArmsRace

    Returns
    -------
    Reaction

    References
    ----------
    .. [1] L. F. Richardson (1960), Arms and Insecurity, Pittsburgh: Boxwood.

    Examples
    --------
    >>> runaway = ArmsRace(["Home", "Foreign"], [[0, 2], [2, 0]], [1, 1], [1, 1])
    >>> arms_race_equilibrium(runaway).reason
    'no equilibrium: explosive, the largest eigenvalue is 1'
    """
    instance_of("race", race, ArmsRace)
    return Reaction(race)
