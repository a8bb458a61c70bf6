"""Items and catalogues: what is accepted, and what is refused."""

from typing import Any

import pytest

from negotiate import InvalidInput
from negotiate.procurement import Catalogue, Item


def item(**changes: Any) -> Item:
    given: dict[str, Any] = {"name": "jet", "mission": "air", "price": 0.1, "most": 12}
    return Item(**given | changes)


def test_quantities_are_counted_in_lots() -> None:
    assert item(least=4, lot=4).lots == (1, 3)
    assert item().most_cost == pytest.approx(1.2)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"price": 0}, r"item 'jet': price=0 bn USD; it must be above 0"),
        ({"price": -0.1}, r"item 'jet': price=-0.1 bn USD; it must be above 0"),
        ({"price": float("nan")}, r"item 'jet': price is nan; it must be a finite number"),
        ({"price": True}, r"price is True; it must be a number, not a truth value"),
        ({"price": 1e9}, r"exceeds 100000 bn USD; check the units"),
        ({"most": 2.5}, r"item 'jet': most=2.5; it must be a whole number"),
        ({"lot": 0.5}, r"item 'jet': lot=0.5; it must be a whole number"),
        ({"least": 13}, r"item 'jet': least=13 is above most=12"),
        ({"lot": 5}, r"item 'jet': most=12 is not a multiple of lot=5"),
        ({"lot": 4, "least": 2}, r"item 'jet': least=2 is not a multiple of lot=4"),
        ({"capability": 0}, r"item 'jet': capability=0; it must be above 0"),
        ({"us_content": 1.2}, r"item 'jet': us_content=1.2; it must be from 0 to 1"),
        ({"mission": ""}, r"item 'jet': mission is empty"),
        ({"mission": 3}, r"item 'jet': mission is 3; it must be text"),
        ({"name": " "}, r"name of an item\[0\] is empty"),
    ],
)
def test_bad_items_are_refused_in_words(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        item(**changes)


def test_a_catalogue_is_a_sequence_and_finds_by_name() -> None:
    catalogue = Catalogue([item(), item(name="drone", capability=0.5, category="isr")])
    assert len(catalogue) == 2
    assert catalogue["drone"] is catalogue[1]
    assert [i.name for i in catalogue] == ["jet", "drone"]
    assert catalogue.categories == ("isr",)
    assert catalogue.capability_on_offer("air") == pytest.approx(1.8)


@pytest.mark.parametrize(
    ("items", "words"),
    [
        ([], "items is empty"),
        ([item(), item()], "items has 'jet' twice"),
        ([item(), "jet"], r"items\[1\] is a str; it must be an Item"),
        (3, "items is 3; it must be a sequence of Item"),
    ],
)
def test_bad_catalogues_are_refused_in_words(items: Any, words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        Catalogue(items)


def test_an_unknown_name_gets_a_hint() -> None:
    with pytest.raises(InvalidInput, match="no item 'jett' in the catalogue. Did you mean 'jet'"):
        Catalogue([item()])["jett"]


def test_the_digest_follows_content_alone() -> None:
    assert Catalogue([item()]).digest == Catalogue([item(price="0.1")]).digest
    assert Catalogue([item()]).digest != Catalogue([item(price=0.2)]).digest


def test_the_table_has_one_row_an_item() -> None:
    table = Catalogue([item(title="F-35A"), item(name="drone")]).table()
    assert [row[0] for row in table.rows] == ["F-35A", "drone"]
