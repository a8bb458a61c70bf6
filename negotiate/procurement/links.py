"""Links between items: what one needs, what excludes another, families, synergies.

Links speak of units ordered over the plan. A ``Requires`` holds in every year, counting what was
ordered up to then.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from negotiate.checks import did_you_mean, finite_number, freeze, names, one_of, show, whole_number
from negotiate.errors import InvalidInput

__all__ = ["Excludes", "Family", "Link", "Requires", "Synergy", "check_links"]


@dataclass(frozen=True)
class Requires:
    """``item`` may be ordered only once ``needs`` is.

    Parameters
    ----------
    item, needs : str
        Names of two items.
    ratio : float, optional
        Units of ``needs`` ordered by then for every unit of ``item``; without it one lot will do.
    """

    kind: ClassVar[str] = "requires"

    item: str
    needs: str
    ratio: float | None = None

    def __post_init__(self) -> None:
        _distinct(self.name, (self.item, self.needs))
        if self.ratio is not None:
            freeze(self, ratio=finite_number(f"{self.name}: ratio", self.ratio, above=0))

    @property
    def name(self) -> str:
        """The limit's name in messages and tables."""
        return f"{self.item} needs {self.needs}"

    @property
    def items(self) -> tuple[str, ...]:
        """The items that it speaks of."""
        return (self.item, self.needs)


@dataclass(frozen=True)
class Excludes:
    """Of two items only one may be ordered.

    Parameters
    ----------
    first, second : str
        Names of two items.
    """

    kind: ClassVar[str] = "excludes"

    first: str
    second: str

    def __post_init__(self) -> None:
        _distinct(self.name, (self.first, self.second))

    @property
    def name(self) -> str:
        """The limit's name in messages and tables."""
        return f"{self.first} excludes {self.second}"

    @property
    def items(self) -> tuple[str, ...]:
        """The items that it speaks of."""
        return (self.first, self.second)


@dataclass(frozen=True)
class Family:
    """Limits on several items together.

    Parameters
    ----------
    name : str
        Of the family.
    items : sequence of str
        Names of its items.
    most_kinds : int, optional
        How many of them may be ordered at all.
    least, most : int, optional
        Units of all of them together over the plan.
    """

    kind: ClassVar[str] = "family"

    name: str
    items: tuple[str, ...]
    most_kinds: int | None = None
    least: int | None = None
    most: int | None = None

    def __post_init__(self) -> None:
        label = names("name of a family", (self.name,))[0]
        where = f"family {label!r}"
        members = names(f"{where}: items", self.items)
        if not members:
            raise InvalidInput(f"{where} has no items; name at least one.")
        given = {
            key: whole_number(f"{where}: {key}", getattr(self, key))
            for key in ("most_kinds", "least", "most")
            if getattr(self, key) is not None
        }
        if not given:
            raise InvalidInput(f"{where} limits nothing; give most_kinds, least or most.")
        least, most = given.get("least"), given.get("most")
        if least is not None and most is not None and least > most:
            raise InvalidInput(
                f"{where}: least={least} is above most={most}; lower the one or raise the other."
            )
        freeze(self, name=label, items=members, **given)


@dataclass(frozen=True)
class Synergy:
    """Two items add more, or less, to a mission together than apart.

    Parameters
    ----------
    first, second : str
        Names of two items.
    mission : str
        The mission that the extra capability serves.
    bonus : float
        Extra capability, bn USD at score 1; negative where the items duplicate one another.
    per : {"both", "pair"}
        Once where both are bought, or for every matched pair.
    ratio : (float, float)
        Units of the first and of the second that make a pair; a part of a pair counts in part.
    """

    kind: ClassVar[str] = "synergy"

    first: str
    second: str
    mission: str
    bonus: float
    per: str = "both"
    ratio: tuple[float, float] = (1.0, 1.0)

    def __post_init__(self) -> None:
        _distinct(self.name, (self.first, self.second))
        if isinstance(self.ratio, str) or not isinstance(self.ratio, Sequence) or len(self.ratio) != 2:
            raise InvalidInput(f"{self.name}: ratio is {show(self.ratio)}; it must be two numbers.")
        first, second = (finite_number(f"{self.name}: ratio[{k}]", self.ratio[k], above=0) for k in (0, 1))
        freeze(
            self,
            bonus=finite_number(f"{self.name}: bonus", self.bonus, unit="bn USD"),
            per=one_of("per", self.per, ("both", "pair")),
            ratio=(first, second),
        )

    @property
    def name(self) -> str:
        """What messages and tables call it."""
        return f"synergy of {self.first} and {self.second}"

    @property
    def items(self) -> tuple[str, ...]:
        """The items that it speaks of."""
        return (self.first, self.second)


Link = Requires | Excludes | Family | Synergy


def _distinct(name: str, items: tuple[str, str]) -> None:
    for item in items:
        if not isinstance(item, str) or not item.strip():
            raise InvalidInput(f"a link names the item {show(item)}; it must be the name of an item.")
    if items[0] == items[1]:
        raise InvalidInput(f"{name}: an item cannot be linked with itself; name two items.")


def check_links(links: Sequence[Link], known: Sequence[str]) -> tuple[Link, ...]:
    """Accept links that name known items, none twice and none against another."""
    if isinstance(links, str) or not isinstance(links, Sequence):
        raise InvalidInput(f"links is {show(links)}; it must be a sequence of links.")
    for position, link in enumerate(links):
        if not isinstance(link, Link):
            raise InvalidInput(
                f"links[{position}] is {show(link)}; it must be a Requires, Excludes, Family or Synergy."
            )
        for item in link.items:
            if item not in known:
                raise InvalidInput(
                    f"links[{position}] names the item {item!r}, which the catalogue does not have."
                    f"{did_you_mean(item, known)}"
                )
    names("links", [f"{link.kind} {link.name} {getattr(link, 'mission', '')}".strip() for link in links])
    _no_contradiction(links)
    return tuple(links)


def _no_contradiction(links: Sequence[Link]) -> None:
    apart = {frozenset(link.items): link for link in links if isinstance(link, Excludes)}
    for link in links:
        if isinstance(link, Requires) and frozenset(link.items) in apart:
            other = apart[frozenset(link.items)]
            raise InvalidInput(
                f"links contradict: {link.name}, and {other.name}; "
                f"drop one, or take {link.item!r} off the list."
            )
