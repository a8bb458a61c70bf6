"""Annualised purchases: the level payment with the same present value."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiate import InvalidInput
from negotiate.procurement import annualised_purchases


@settings(max_examples=50, deadline=None)
@given(st.floats(-0.5, 0.5), st.integers(1, 12), st.floats(0, 100), st.floats(0, 1))
def test_a_flat_profile_gives_contract_value_over_years(
    rate: float, years: int, quantity: float, content: float
) -> None:
    found = annualised_purchases([0.3], [content], [quantity], [1 / years] * years, rate=rate)
    assert found == pytest.approx(0.3 * content * quantity / years, rel=1e-9, abs=1e-12)


def test_it_is_the_annuity_formula_term_by_term() -> None:
    price, content, units = [0.1, 2.0], [0.85, 1.0], [63, 4]
    profile, rate, years = [[0.5, 0.3, 0.2], [0.0, 0.0, 1.0]], 0.03, 3
    present = sum(
        (1 + rate) ** -(h + 1) * profile[k][h] * price[k] * content[k] * units[k]
        for k in range(2)
        for h in range(years)
    )
    expected = rate / (1 - (1 + rate) ** -years) * present
    assert annualised_purchases(price, content, units, profile, rate=rate) == pytest.approx(expected)


def test_early_payment_costs_more() -> None:
    early = annualised_purchases([1], [1], [1], [1, 0], rate=0.05)
    late = annualised_purchases([1], [1], [1], [0, 1], rate=0.05)
    assert early == pytest.approx(1.05 * late)


def test_bad_profiles_are_refused_in_words() -> None:
    with pytest.raises(InvalidInput, match="profile sums to 0.9 in row 0; shares paid must sum to 1"):
        annualised_purchases([1], [1], [1], [0.5, 0.4], rate=0.03)
    with pytest.raises(InvalidInput, match="profile holds -0.5"):
        annualised_purchases([1], [1], [1], [1.5, -0.5], rate=0.03)
    with pytest.raises(InvalidInput, match=r"us_content has shape \(1,\); it must have shape \(2,\)"):
        annualised_purchases([1, 1], [1], [1, 1], [1.0], rate=0.03)
    with pytest.raises(InvalidInput, match="rate=-1; it must be above -1"):
        annualised_purchases([1], [1], [1], [1.0], rate=-1)
