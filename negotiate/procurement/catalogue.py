"""The catalogue: what can be bought, at what price, how many, and for which mission.

A unit of item ``k`` costs ``p_k`` and adds ``score_k · p_k`` to its mission, so that capability is
measured in bn USD: what a billion buys at score 1. Where the price moves (tiers, a currency), a
reference price keeps the capability of a unit where it is. Quantities are whole lots between a
least and a most over the plan.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from functools import cached_property

from negotiate.checks import did_you_mean, finite_number, freeze, instance_of, names, show, whole_number
from negotiate.errors import InvalidInput
from negotiate.procurement.contract import Contract, Tiers
from negotiate.procurement.links import Link, Synergy, check_links
from negotiate.provenance import digest
from negotiate.table import Cell, Column, Table

__all__ = ["Catalogue", "Item"]

NO_CONTRACT = Contract()  # paid and delivered at once, one price
MOST_MONEY = 1e5  # bn USD; a larger price or sum is a mistake of units
LEAST_MONEY = 1e-8  # bn USD, ten dollars; a cheaper lot is one too, and lost in the solver's rounding


@dataclass(frozen=True)
class Item:
    """One kind of equipment on offer.

    Parameters
    ----------
    name : str
        Short key, distinct in its catalogue.
    mission : str
        The mission that it serves.
    price : float
        bn USD per unit (bn of the contract's currency), above 0.
    most : int
        Largest quantity over the plan, a whole number of lots.
    least : int
        Smallest quantity over the plan, a whole number of lots.
    lot : int
        Quantities are multiples of it.
    capability : float
        Score: capability in bn USD that a billion of this item adds, above 0.
    us_content : float
        Share of the price that is spent on US origin, from 0 to 1.
    category : str
        Group that spending floors refer to.
    title : str
        Name for tables; the key where none is given.
    unit : str
        What is counted: aircraft, missiles, …
    contract : Contract
        Payments, delivery, upkeep, currency, smallest order, price tiers.
    reference_price : float, optional
        bn USD: a unit adds ``capability × reference_price``. The price where none is given; needed
        where the price is in another currency.
    interoperability : float
        How far a billion of it ties the forces to those of the US, per bn USD; at least 0.

    Raises
    ------
    InvalidInput
        For a price that is not positive, a lot of less than ten dollars, a least above the most, a
        quantity that is not whole or not a multiple of the lot.

    Examples
    --------
    >>> tanker = Item("kc46", "air", price=0.33, most=9, title="KC-46A", unit="aircraft")
    >>> tanker.title, tanker.lots
    ('KC-46A', (0, 9))
    """

    name: str
    mission: str
    price: float
    most: int
    least: int = 0
    lot: int = 1
    capability: float = 1.0
    us_content: float = 1.0
    category: str = ""
    title: str = ""
    unit: str = "units"
    contract: Contract = NO_CONTRACT
    reference_price: float | None = None
    interoperability: float = 0.0

    def __post_init__(self) -> None:
        label = names("name of an item", (self.name,))[0]
        where = f"item {label!r}: "
        self._check_text(where)
        lot = whole_number(f"{where}lot", self.lot, low=1)
        least, most = (whole_number(where + key, getattr(self, key)) for key in ("least", "most"))
        for key, quantity in (("least", least), ("most", most)):
            if quantity % lot:
                raise InvalidInput(f"{where}{key}={quantity} is not a multiple of lot={lot}; make it one.")
        if least > most:
            raise InvalidInput(
                f"{where}least={least} is above most={most}; lower the one or raise the other."
            )
        if not isinstance(self.contract, Contract):
            raise InvalidInput(f"{where}contract is {show(self.contract)}; it must be a Contract.")
        for key in ("minimum", "most_a_year"):
            units = getattr(self.contract, key)
            if units and units % lot:
                raise InvalidInput(f"{where}{key}={units} is not a multiple of lot={lot}; make it one.")
        freeze(
            self,
            name=label,
            title=self.title or label,
            price=finite_number(f"{where}price", self.price, above=0, unit=f"bn {self.contract.currency}"),
            reference_price=self._reference(where, most, lot),
            interoperability=finite_number(f"{where}interoperability", self.interoperability, low=0),
            least=least,
            most=most,
            lot=lot,
            capability=finite_number(f"{where}capability", self.capability, above=0, high=1e6),
            us_content=finite_number(f"{where}us_content", self.us_content, low=0, high=1),
        )

    def _check_text(self, where: str) -> None:
        for field in ("mission", "category", "title", "unit"):
            if not isinstance(getattr(self, field), str):
                raise InvalidInput(f"{where}{field} is {show(getattr(self, field))}; it must be text.")
        if not self.mission.strip():
            raise InvalidInput(f"{where}mission is empty; name the mission that it serves.")

    def _reference(self, where: str, most: int, lot: int) -> float | None:
        """Check the size of prices in USD; return the reference price."""
        key, usd = "price", self.price
        if self.reference_price is not None:
            key, usd = "reference_price", self.reference_price
        elif self.contract.currency != "USD":
            raise InvalidInput(
                f"{where}its price is in {self.contract.currency}; give reference_price in bn USD, "
                "so that the exchange rate does not move its capability."
            )
        price = finite_number(where + key, usd, above=0, unit="bn USD")
        if price * max(most, 1) > MOST_MONEY:
            raise InvalidInput(
                f"{where}{key}={price:g} bn USD for each of most={most} exceeds {MOST_MONEY:g} bn USD; "
                "check the units."
            )
        if price * lot < LEAST_MONEY:
            raise InvalidInput(
                f"{where}{key}={price:g} bn USD makes a lot of {lot} cost less than "
                f"{1e9 * LEAST_MONEY:g} USD; check the units, or give a larger lot."
            )
        return None if self.reference_price is None else price

    @property
    def unit_capability(self) -> float:
        """Capability that a unit adds to its mission, bn USD at score 1."""
        return self.capability * (self.price if self.reference_price is None else self.reference_price)

    @property
    def schedule(self) -> Tiers:
        """Price of each block of units, bn of the contract's currency: ``((from_quantity, price), …)``."""
        return self.contract.schedule(self.price)

    @property
    def lots(self) -> tuple[int, int]:
        """Smallest and largest number of lots."""
        return self.least // self.lot, self.most // self.lot

    @property
    def most_cost(self) -> float:
        """Cost of the largest quantity, bn USD; at the reference price where another currency is due."""
        if self.contract.currency != "USD":
            return (self.reference_price or 0.0) * self.most
        if not self.contract.tiers:
            return self.price * self.most
        starts = [start for start, _ in self.schedule]
        ends = [*starts[1:], math.inf]
        return math.fsum(
            price * max(min(self.most, end) - start, 0)
            for (start, price), end in zip(self.schedule, ends, strict=True)
        )

    @property
    def content(self) -> dict[str, object]:
        """What the item says, for a digest; what the last three fields add where they say something."""
        plain = {field.name: getattr(self, field.name) for field in fields(self)}
        del plain["contract"]
        if self.contract != NO_CONTRACT:
            terms = vars(self.contract)
            plain["contract"] = {key: term for key, term in terms.items() if term is not None}
        for key in ("reference_price", "interoperability"):
            if not plain[key]:
                del plain[key]
        return plain


@dataclass(frozen=True, eq=False, init=False)
class Catalogue(Sequence[Item]):
    """The items on offer, in the order given; a sequence, and by name.

    Parameters
    ----------
    items : sequence of Item
        At least one, with distinct names.
    links : sequence of Requires, Excludes, Family or Synergy
        What ties the items to one another.

    Raises
    ------
    InvalidInput
        For an empty catalogue, an entry that is no ``Item``, a name that occurs twice, a link that
        names an unknown item or contradicts another.

    Examples
    --------
    >>> catalogue = Catalogue([Item("kc46", "air", 0.33, 9), Item("sm6", "missiles", 0.004, 150, lot=10)])
    >>> catalogue["sm6"].lots
    (0, 15)
    >>> round(catalogue.most_cost, 9)
    3.57
    """

    items: tuple[Item, ...]
    links: tuple[Link, ...]

    def __init__(self, items: Sequence[Item], links: Sequence[Link] = ()) -> None:
        if isinstance(items, str) or not isinstance(items, Iterable):
            raise InvalidInput(f"items is {show(items)}; it must be a sequence of Item.")
        kept = tuple(items)
        if not kept:
            raise InvalidInput("items is empty; a catalogue needs at least one item.")
        for position, item in enumerate(kept):
            instance_of(f"items[{position}]", item, Item)
        known = names("items", [item.name for item in kept])
        freeze(self, items=kept, links=check_links(links, known))

    def __len__(self) -> int:
        return len(self.items)

    def __iter__(self) -> Iterator[Item]:
        return iter(self.items)

    def __getitem__(self, key: int | str) -> Item:  # type: ignore[override]
        if not isinstance(key, str):
            return self.items[key]
        for item in self.items:
            if item.name == key:
                return item
        raise InvalidInput(f"no item {key!r} in the catalogue.{did_you_mean(key, self.names)}")

    @property
    def names(self) -> tuple[str, ...]:
        """The items' names in order."""
        return tuple(item.name for item in self.items)

    @property
    def categories(self) -> tuple[str, ...]:
        """The categories in order of first appearance; items without one aside."""
        return tuple(dict.fromkeys(item.category for item in self.items if item.category))

    @property
    def most_cost(self) -> float:
        """Cost of everything on offer, bn USD over the plan."""
        return math.fsum(item.most_cost for item in self.items)

    def capability_on_offer(self, mission: str) -> float:
        """Return the most that the catalogue adds to a mission, synergies included, bn USD at score 1."""
        alone = [i.unit_capability * i.most for i in self.items if i.mission == mission]
        return math.fsum([*alone, *(self._synergy_on_offer(k, mission) for k in self.links)])

    def _synergy_on_offer(self, link: Link, mission: str) -> float:
        if not isinstance(link, Synergy) or link.mission != mission or link.bonus < 0:
            return 0.0
        first, second = (self[name].most for name in link.items)
        pairs = min(first / link.ratio[0], second / link.ratio[1])
        return link.bonus * (pairs if link.per == "pair" else float(pairs > 0))

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the content."""
        items = [item.content for item in self.items]
        if not self.links:
            return digest(items)
        return digest({"items": items, "links": [{"kind": k.kind, **vars(k)} for k in self.links]})

    def table(self) -> Table:
        """Return the catalogue as a table; prices in another currency with its name."""
        abroad = any(item.contract.currency != "USD" for item in self.items)
        columns: list[Column | str] = [
            "item",
            "mission",
            "category",
            Column("unit price", "bn" if abroad else "bn USD", 4),
            *(["currency"] if abroad else []),
            Column("least"),
            Column("most"),
            Column("lot"),
            Column("score", "", 2),
            Column("US content", "", 2),
        ]
        rows: list[tuple[Cell, ...]] = [
            (
                *(i.title, i.mission, i.category, i.price),
                *([i.contract.currency] if abroad else []),
                *(i.least, i.most, i.lot, i.capability, i.us_content),
            )
            for i in self.items
        ]
        notes = ["quantities over the whole plan", *(link.name for link in self.links)]
        return Table("Catalogue", columns, rows, notes)
