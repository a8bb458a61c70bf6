"""What coalitions of allies make: the worth that a coalition game divides.

A coalition that provides ``G`` of shared defence at a dollar a unit gains ``Σ_{i∈S} a_i G^θ/θ − G``. It
does best at ``G = A^(1/(1−θ))`` with ``A = Σ_{i∈S} a_i``, and is then worth ``(1/θ − 1) A^(1/(1−θ))``. A
power above 1 of a sum is convex, so that everyone gains from joining, whatever coalition it joins.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from math import fsum

from negotiate.checks import did_you_mean, finite_number
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
    wants = {name: finite_number(f"benefits[{name!r}]", value, low=0) for name, value in benefits.items()}

    def worth(coalition: Collection[str]) -> float:
        for country in coalition:
            if country not in wants:
                raise InvalidInput(
                    f"{country!r} has no benefit; known: {', '.join(wants)}.{did_you_mean(country, wants)}"
                )
        total = fsum(wants[country] for country in coalition)
        return float((1 / theta - 1) * total ** (1 / (1 - theta)))

    return worth
