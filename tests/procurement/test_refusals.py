"""Things of the wrong kind, handed to what expects something else: one sentence, and no traceback."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from negotiate import InvalidInput
from negotiate.procurement import (
    BundleProblem,
    Catalogue,
    CatalogueValue,
    Item,
    Mission,
    PiecewiseReturns,
    PowerValue,
    ProgrammeProblem,
    lexicographic,
    linear_form,
    marginal_values,
    optimal_programme,
    pareto_set,
    power_missions,
    value_steps,
)
from negotiate.procurement.risk import RegretProblem, RiskProblem, Scenarios, threat_regret

JETS: Any = Catalogue([Item("jet", "air", 1.0, 9, category="us")])
LINE = PiecewiseReturns([0], [1.0])
AIR = Mission("air", LINE)
BUNDLE: Any = BundleProblem(JETS, [AIR], 2.0, 1)
PATHS = Scenarios(rates=[(150,), (160,)])
DEAR = Scenarios(prices=[(1.0,), (1.2,)], items=["jet"])


def programme(**changes: Any) -> ProgrammeProblem:
    return ProgrammeProblem(
        **({"catalogue": JETS, "missions": [AIR], "cap": [2.0], "rates": {"JPY": 150}} | changes)
    )


def missions(**changes: Any) -> tuple[Mission, ...]:
    given = {"catalogue": JETS, "weights": {"air": 1}, "status_quo": 14, "exponent": 0.5, "years": 1}
    return power_missions(**(given | changes))


def risk(**changes: Any) -> RiskProblem:
    return RiskProblem(**({"programme": programme(), "scenarios": PATHS, "budget_currency": "JPY"} | changes))


ANYTHING: Any = "many"
CASES: list[tuple[Callable[[], object], str]] = [
    (
        lambda: Item("nut", "air", 1e-9, 10**6, lot=5),
        "item 'nut': price=1e-09 bn USD makes a lot of 5 cost less than 10 USD; check the units",
    ),
    (lambda: PiecewiseReturns([0], [1.0], reach=ANYTHING), "reach is 'many'; it must be a finite number"),
    (lambda: PiecewiseReturns([0], [1.0], error=-1.0), "error=-1; it must be at least 0"),
    (lambda: LINE(float("nan")), "added is nan; it must be a finite number"),
    (lambda: LINE(ANYTHING), "added is 'many'; it must be a finite number"),
    (lambda: missions(catalogue=[JETS[0]]), "catalogue is a list; it must be a Catalogue"),
    (lambda: missions(titles=["Air"]), r"titles is \['Air'\]; it must map missions to names"),
    (lambda: CatalogueValue(ANYTHING), "problem is a str; it must be a BundleProblem"),
    (lambda: value_steps(ANYTHING, 0, 1), "value is a str; it must be a CatalogueValue"),
    (lambda: marginal_values(ANYTHING, 1.0, step=1), "value is a str; it must be a ValueFunction"),
    (lambda: marginal_values(PowerValue(9, 0.5), -1.0, step=1), "extra=-1 bn USD/yr; it must be at least 0"),
    (lambda: programme(floors=pd.Series({"us": 0.1})), "floors is us .* it must map categories to shares"),
    (lambda: programme(ceilings=[]), r"ceilings is \[\]; it must map categories to shares"),
    (lambda: programme(mission_floors=0.0), "mission_floors is 0.0; it must map missions to capability"),
    (lambda: programme(cap=[[1], [1, 2]]), "cap is ragged"),
    (lambda: programme(cap={2027: 1.0}), "cap is {2027: 1.0}; it must be a finite real number"),
    (lambda: programme(aggregation=np.array([1, 2])), r"aggregation=array\(\[1, 2\]\) is not known"),
    (lambda: linear_form(programme(), rate=-1.0), "rate=-1; it must be above -1"),
    (lambda: optimal_programme(programme(), time_limit=-1), "time_limit=-1 s; it must be above 0"),
    (lambda: lexicographic(programme(), ["value"], time_limit=ANYTHING), "time_limit is 'many'"),
    (lambda: lexicographic(programme(), ["value"], tolerance=2), "tolerance=2; it must be from 0 to 1"),
    (lambda: pareto_set(programme(), time_limit=float("nan")), "time_limit is nan"),
    (lambda: PATHS.product(ANYTHING), "other is a str; it must be a Scenarios"),
    (lambda: DEAR.alongside(ANYTHING), "other is a str; it must be a Scenarios"),
    (
        lambda: risk(scenarios=DEAR, budget_currency="EUR"),
        "budget_currency='EUR' is not known; choose from JPY",
    ),
    (lambda: risk().replace(cap="worst"), "RiskProblem has an unknown key 'cap'.*Did you mean 'caps'"),
    (lambda: RegretProblem([[1, 2]], []), "bundles has 0 labels; it must have 1"),
    (lambda: threat_regret(ANYTHING), "threats is a str; it must be a Threats"),
]


@pytest.mark.parametrize(("call", "words"), CASES)
def test_refused_in_words(call: Callable[[], object], words: str) -> None:
    with pytest.raises(InvalidInput, match=f"(?s){words}"):
        call()


def test_labels_in_an_array_are_labels() -> None:
    assert RegretProblem([[1, 2], [2, 1]], np.array(["jets", "ships"])).bundles == ("jets", "ships")


def test_nothing_on_offer_is_no_contradiction_of_ceilings() -> None:
    none = Catalogue([Item("jet", "air", 1.0, 0, category="us")])
    assert optimal_programme(programme(catalogue=none)).value == 0
    assert optimal_programme(programme(catalogue=none, ceilings={})).quantities.tolist() == [0]


def test_caps_may_come_as_a_series() -> None:
    assert programme(cap=pd.Series([1.0, 2.0])).headroom.tolist() == [1.0, 2.0]
