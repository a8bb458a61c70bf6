"""Games that textbooks solve: voting by weight, a bankrupt estate, a runway, gloves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from negotiate.checks import exact_number, finite_number, names
from negotiate.coalition.game import CoalitionGame
from negotiate.coalition.subsets import subset_sums, to_whole
from negotiate.errors import InvalidInput

__all__ = ["airport", "bankruptcy", "glove_market", "weighted_voting"]


def weighted_voting(weights: Mapping[str, object], quota: object) -> CoalitionGame:
    """Return the game in which a coalition wins, worth 1, where its weight reaches the quota.

    Parameters
    ----------
    weights : mapping of player to number
        None negative.
    quota : number
        Above 0 and at most the sum of weights.

    Examples
    --------
    >>> game = weighted_voting({"large": 3, "medium": 2, "small": 1}, quota=4)
    >>> game.worth(["large", "small"]), game.worth(["medium", "small"])
    (Fraction(1, 1), Fraction(0, 1))
    """
    held = _amounts("weights", weights)
    needed = _amount("quota", quota)
    if not 0 < needed <= sum(held.values()):
        raise InvalidInput(
            f"quota={float(needed):g}; it must be above 0 and at most the sum of weights, "
            f"{float(sum(held.values())):g}."
        )
    whole, _ = to_whole([*held.values(), needed])
    wins = subset_sums(whole[:-1]) >= whole[-1]
    return CoalitionGame(tuple(held), wins.astype(int), "vote")


def bankruptcy(estate: object, claims: Mapping[str, object], unit: str = "") -> CoalitionGame:
    """Return the game in which a coalition gets what the others' claims leave of the estate.

    Its nucleolus is the rule of the Talmud [1]_.

    Parameters
    ----------
    estate : number
        At least 0 and at most the sum of claims.
    claims : mapping of player to number
        None negative.

    References
    ----------
    .. [1] R. J. Aumann, M. Maschler (1985), Journal of Economic Theory 36(2), 195-213.
       doi:10.1016/0022-0531(85)90102-4

    Examples
    --------
    >>> bankruptcy(200, {"A": 100, "B": 200, "C": 300}).worth(["B", "C"])
    Fraction(100, 1)
    """
    owed = _amounts("claims", claims)
    left = _amount("estate", estate)
    if not 0 <= left <= sum(owed.values()):
        raise InvalidInput(
            f"estate={float(left):g}; it must be at least 0 and at most the sum of claims, "
            f"{float(sum(owed.values())):g}."
        )
    whole, scale = to_whole([*owed.values(), left])
    sums = subset_sums(whole[:-1])
    worth = [Fraction(max(whole[-1] - int(sums[-1] - held), 0), scale) for held in sums]
    return CoalitionGame(tuple(owed), worth, unit)


def airport(costs: Mapping[str, object], unit: str = "") -> CoalitionGame:
    """Return the game in which a coalition bears the largest cost among its members, as a negative worth.

    Examples
    --------
    >>> airport({"small": 1, "large": 3}).worth(["small", "large"])
    Fraction(-3, 1)
    """
    needs = _amounts("costs", costs)
    worth = [Fraction(0)]
    for cost in needs.values():  # coalitions of the players so far, then those with the next one
        worth += [min(-cost, other) for other in worth]
    return CoalitionGame(tuple(needs), worth, unit)


def glove_market(left: Sequence[str], right: Sequence[str]) -> CoalitionGame:
    """Return the game in which a coalition is worth the pairs that its left and right gloves form.

    Examples
    --------
    >>> glove_market(["A"], ["B", "C"]).worth(["A", "B", "C"])
    Fraction(1, 1)
    """
    first, second = names("left", left), names("right", right)
    players = names("players", [*first, *second])
    lefts = subset_sums([1] * len(first) + [0] * len(second))
    rights = subset_sums([0] * len(first) + [1] * len(second))
    return CoalitionGame(players, [min(a, b) for a, b in zip(lefts.tolist(), rights.tolist(), strict=True)])


def _amount(name: str, number: object) -> Fraction:
    """Read a number exactly; one that no float comes near is refused, since none could be shown."""
    finite_number(name, number)
    return exact_number(name, number)


def _amounts(name: str, given: Mapping[str, object]) -> dict[str, Fraction]:
    if not isinstance(given, Mapping) or not given:
        raise InvalidInput(f"{name} must map at least one player to a number.")
    players = names("players", list(given))
    amounts = {
        player: _amount(f"{name}[{key!r}]", number)
        for player, (key, number) in zip(players, given.items(), strict=True)
    }
    for key, number in amounts.items():
        if number < 0:
            raise InvalidInput(f"{name}[{key!r}] is {float(number):g}; it must be at least 0.")
    return amounts
