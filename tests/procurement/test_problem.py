"""The problem: what a bundle costs and is worth, which limits it breaks, what is refused."""

from typing import Any

import pytest

from negotiate import InvalidInput
from negotiate.procurement import (
    BudgetCap,
    BundleProblem,
    Catalogue,
    Item,
    Mission,
    PiecewiseReturns,
    power_missions,
)

JET = Item("jet", "air", 2.0, 3, category="fighter")
DRONE = Item("drone", "air", 1.0, 4, lot=2, capability=0.5, category="isr")
AIR = Mission("air", PiecewiseReturns([0, 4], [1.0, 0.25]))


def problem(**changes: Any) -> BundleProblem:
    given: dict[str, Any] = {"catalogue": Catalogue([JET, DRONE]), "missions": [AIR], "budget": 5, "years": 2}
    return BundleProblem(**given | changes)


def test_cost_capability_and_value_by_hand() -> None:
    case = problem()
    assert case.cost([2, 4]) == 8.0
    assert case.added([2, 4]) == (6.0,)
    assert case.value([2, 4]) == 4.5
    assert case.total == 10


def test_every_broken_limit_is_named() -> None:
    case = problem(budget=1, floors={"isr": 0.5})
    assert case.violations([4, 1]) == ("bounds of jet", "lots of drone", "floor of isr", "budget")
    assert case.violations([0.5, 1], whole=False) == ()
    assert case.violations([0, 2]) == ()


def test_a_dollar_over_the_budget_is_no_breach() -> None:
    dimes = BundleProblem(Catalogue([Item("x", "air", 0.1, 10)]), [AIR], 1.0, 1)
    short = 1 - 1e-16  # what ten dimes come to where rounding is unlucky
    assert dimes.violations([10]) == dimes.with_budget(short).violations([10]) == ()
    assert dimes.with_budget(1 - 2e-9).violations([10]) == ("budget",)


def test_a_cap_gives_budget_and_years() -> None:
    case = problem(budget=BudgetCap(57.6, 0.03, 5), years=None)
    assert case.budget == pytest.approx(5.396, abs=5e-4)
    assert case.years == 5


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"catalogue": [JET]}, "catalogue must be a Catalogue"),
        ({"missions": []}, "missions is empty; give one for each mission that items serve"),
        (
            {"missions": [Mission("sea", AIR.returns)]},
            "item 'jet' serves mission 'air', which is not among the missions: sea",
        ),
        ({"missions": [Mission("airs", AIR.returns)]}, "Did you mean 'airs'"),
        ({"missions": [AIR, AIR]}, "missions has 'air' twice"),
        ({"missions": ["air"]}, r"missions\[0\] is a str; it must be a Mission"),
        ({"missions": 4}, "missions is 4; it must be a sequence of Mission"),
        ({"budget": -1}, "budget=-1 bn USD/yr; it must be at least 0"),
        ({"budget": float("nan")}, "budget is nan; it must be a finite number"),
        ({"years": None}, "years is missing"),
        ({"years": 0}, "years=0"),
        ({"years": 2.5}, "years=2.5; it must be a whole number"),
        ({"budget": BudgetCap(50, 0.03, 5)}, "years=2 and the budget cap runs over 5; make them equal"),
        ({"floors": {"naval": 0.2}}, "floors names the category 'naval', which no item has"),
        ({"floors": {"fighters": 0.2}}, "Did you mean 'fighter'"),
        ({"floors": {"isr": 1.2}}, r"floors\['isr'\]=1.2; it must be from 0 to 1"),
        (
            {"floors": {"isr": 0.6, "fighter": 0.6}},
            "floors sum to 1.2; shares of spending can sum to at most 1",
        ),
        ({"floors": {"isr": float("nan")}}, r"floors\['isr'\] is nan"),
        ({"floors": [0.2]}, r"floors is \[0.2\]; it must map categories to shares"),
    ],
)
def test_bad_problems_are_refused_in_words(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        problem(**changes)


def test_a_floor_that_nothing_can_meet_is_refused() -> None:
    none = Item("none", "air", 1.0, 0, category="isr")
    with pytest.raises(InvalidInput, match=r"floors\['isr'\]=0.2: nothing can meet it"):
        problem(catalogue=Catalogue([JET, none]), floors={"isr": 0.2})


def test_returns_that_stop_short_of_the_catalogue_are_refused() -> None:
    small = power_missions(Catalogue([DRONE]), {"air": 1}, status_quo=1, exponent=0.5, years=2)
    with pytest.raises(InvalidInput, match="its returns reach 2 bn USD, the catalogue can add 8"):
        problem(missions=small)


def test_bad_quantities_are_refused_in_words() -> None:
    with pytest.raises(InvalidInput, match=r"quantities\[1\] is -1"):
        problem().cost([1, -1])
    with pytest.raises(InvalidInput, match="quantities has shape"):
        problem().value([1])


def test_the_digest_sees_every_limit() -> None:
    base = problem()
    others = [problem(budget=6), problem(years=3), problem(floors={"isr": 0.1})]
    assert base.digest == problem().digest
    assert len({base.digest, *(other.digest for other in others)}) == 4
