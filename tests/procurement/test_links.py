"""Links: what they refuse alone, in a catalogue, and against one another."""

import pytest

from negotiate import InvalidInput
from negotiate.procurement import Catalogue, Excludes, Family, Item, Requires, Synergy
from negotiate.procurement.links import Link

ITEMS = [Item("jet", "air", 0.1, 40), Item("tanker", "air", 0.3, 6)]


@pytest.mark.parametrize(
    ("links", "message"),
    [
        ([Requires("jet", "tankr")], r"links\[0\] names the item 'tankr', .* Did you mean 'tanker'\?"),
        ([Requires("jet", "tanker")] * 2, "links has 'requires jet needs tanker' twice"),
        (
            [Requires("jet", "tanker"), Excludes("tanker", "jet")],
            "links contradict: jet needs tanker, and tanker excludes jet; drop one",
        ),
        (["jet"], r"links\[0\] is 'jet'; it must be a Requires, Excludes, Family or Synergy"),
        ("jet", "links is 'jet'; it must be a sequence of links"),
    ],
)
def test_a_catalogue_refuses(links: list[Link], message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        Catalogue(ITEMS, links)


def test_links_refuse() -> None:
    with pytest.raises(InvalidInput, match="an item cannot be linked with itself"):
        Excludes("jet", "jet")
    with pytest.raises(InvalidInput, match="names the item 3; it must be the name of an item"):
        Requires("jet", 3)
    with pytest.raises(InvalidInput, match="ratio=0; it must be above 0"):
        Requires("jet", "tanker", 0)
    with pytest.raises(InvalidInput, match="limits nothing; give most_kinds, least or most"):
        Family("all", ("jet", "tanker"))
    with pytest.raises(InvalidInput, match="least=5 is above most=4"):
        Family("all", ("jet", "tanker"), least=5, most=4)
    with pytest.raises(InvalidInput, match="has no items"):
        Family("all", (), most=4)
    with pytest.raises(InvalidInput, match="per='pairs' is not known; choose from both, pair"):
        Synergy("jet", "tanker", "air", 0.1, "pairs")
    with pytest.raises(InvalidInput, match="ratio is 2; it must be two numbers"):
        Synergy("jet", "tanker", "air", 0.1, "pair", 2)


def test_what_is_on_offer_counts_synergies() -> None:
    both = Catalogue(ITEMS, [Synergy("jet", "tanker", "air", 0.5)])
    pairs = Catalogue(ITEMS, [Synergy("jet", "tanker", "air", 0.5, "pair", (4, 1))])
    worse = Catalogue(ITEMS, [Synergy("jet", "tanker", "air", -0.5)])
    offers = [round(c.capability_on_offer("air"), 9) for c in (Catalogue(ITEMS), both, pairs, worse)]
    assert offers == [5.8, 6.3, 8.8, 5.8]
