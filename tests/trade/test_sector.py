import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiate.errors import InvalidInput
from negotiate.trade import Sector, pass_through, supply_elasticity_from_pass_through, value_elasticity


@settings(deadline=None, max_examples=60)
@given(st.floats(0.1, 10), st.floats(0.01, 0.99))
def test_supply_elasticity_inverts_pass_through(demand: float, share: float) -> None:
    supply = supply_elasticity_from_pass_through(demand, share)
    assert pass_through(Sector("s", 1, 0, demand, supply)) == pytest.approx(share, rel=1e-12)


def test_corners_of_pass_through() -> None:
    assert supply_elasticity_from_pass_through(2, 1) == math.inf
    assert supply_elasticity_from_pass_through(2, 0) == 0
    assert pass_through(Sector("s", 1, 0, 2, math.inf)) == 1
    assert pass_through(Sector("s", 1, 0, 2, 0)) == 0


def test_value_elasticity_is_the_demand_elasticity_only_at_full_pass_through() -> None:
    assert value_elasticity(Sector("s", 1, 0, 2.5, math.inf)) == 2.5
    assert value_elasticity(Sector("s", 1, 0, 2.5, 4)) == pytest.approx(2.5 * 5 / 6.5, rel=1e-14)


def test_title_is_the_name_where_none_is_given() -> None:
    assert Sector("autos", 1, 0, 2, 3).title == "autos"
    assert Sector("autos", 1, 0, 2, 3, title="Motor vehicles").title == "Motor vehicles"


@pytest.mark.parametrize(
    ("given_values", "words"),
    [
        ({"imports": -1}, "sector steel: imports=-1; it must be at least 0"),
        ({"base_tariff": -0.1}, "base_tariff=-0.1; it must be at least 0"),
        ({"demand_elasticity": 0}, "demand_elasticity=0; it must be above 0"),
        ({"supply_elasticity": math.nan}, "supply_elasticity is nan; it must be a finite number"),
        ({"supply_elasticity": -math.inf}, "supply_elasticity is -inf"),
        ({"substitution": 1}, "substitution=1; it must be above 1"),
        ({"imports": True}, "imports is True; it must be a number"),
        ({"name": " "}, "a sector's name must be text"),
    ],
)
def test_refusals(given_values: dict[str, object], words: str) -> None:
    sound: dict[str, object] = {
        "name": "steel",
        "imports": 1,
        "base_tariff": 0,
        "demand_elasticity": 2,
        "supply_elasticity": 3,
    }
    with pytest.raises(InvalidInput, match=words):
        Sector(**{**sound, **given_values})  # type: ignore[arg-type]


def test_pass_through_above_one_is_refused() -> None:
    with pytest.raises(InvalidInput, match=r"pass_through=1.2; it must be from 0 to 1"):
        supply_elasticity_from_pass_through(2, 1.2)
