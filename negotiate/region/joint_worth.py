"""What coalitions of allies make: the worth that a coalition game divides.

A coalition that provides ``G`` of shared defence at a dollar a unit gains ``Σ_{i∈S} a_i G^θ/θ − G``. It
does best at ``G = A^(1/(1−θ))`` with ``A = Σ_{i∈S} a_i``, and is then worth ``(1/θ − 1) A^(1/(1−θ))``. A
power above 1 of a sum is convex, so that everyone gains from joining, whatever coalition it joins.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from math import fsum

from negotiate.checks import did_you_mean, finite_number, show
from negotiate.errors import InvalidInput

__all__ = ["joint_worth"]


def joint_worth(benefits: Mapping[str, float], *, elasticity: float) -> Callable[[Collection[str]], float]:
    """Return the function from a coalition of allies to its worth.

    Parameters
    ----------
    benefits : mapping of country to float
        ``a_i``, at least 0: how much each values shared defence. Alone a country provides
        ``a_i^(1/(1−θ))``, which observed spending can be put in for.
    elasticity : float
        ``θ``, between 0 and 1: by how many per cent the benefit rises with one per cent more defence.

    Raises
    ------
    InvalidInput
        For numbers out of range, and, when asked, a country without a benefit or a worth too large
        for floats.

    Examples
    --------
    >>> from negotiate.coalition import CoalitionGame, shapley_value
    >>> worth = joint_worth({"A": 3, "B": 1}, elasticity=0.5)
    >>> worth(["A", "B"])
    16.0
    >>> shapley_value(CoalitionGame.from_function(["A", "B"], worth)).payoffs
    (Fraction(12, 1), Fraction(4, 1))
    """
    theta = finite_number("elasticity", elasticity, above=0, high=1)
    if theta == 1:
        raise InvalidInput("elasticity=1; it must be below 1, else a coalition would provide without end.")
    if not isinstance(benefits, Mapping):
        raise InvalidInput(f"benefits={show(benefits)}; it must map each country to a number.")
    wants = {name: finite_number(f"benefits[{name!r}]", value, low=0) for name, value in benefits.items()}

    known = list(wants)

    def worth(coalition: Collection[str]) -> float:
        if not isinstance(coalition, Collection):
            raise InvalidInput(f"coalition {show(coalition)} is neither a country nor a collection of some.")
        inside = [coalition] if isinstance(coalition, str) else list(coalition)
        for country in inside:
            if country not in known:
                raise InvalidInput(
                    f"{show(country)} has no benefit; known: {', '.join(map(str, known))}."
                    f"{did_you_mean(str(country), map(str, known))}"
                )
        try:
            return float((1 / theta - 1) * fsum(wants[country] for country in inside) ** (1 / (1 - theta)))
        except OverflowError:
            raise InvalidInput(
                f"benefits of {show(tuple(inside))} make a worth beyond the range of floating-point numbers "
                f"at elasticity={theta:g}; lower it, or use a larger unit."
            ) from None

    return worth
