"""Payoff models: exact rounding, decomposition, switches, scaling, refusals."""

from __future__ import annotations

import json
import math
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from negotiate import InvalidInput
from negotiate.payoffs import (
    Outcome,
    PayoffModel,
    Term,
    capability_value,
    instruments_form,
    offers_form,
    public_funds_cost,
    reversion_point,
    sensitivity_cost,
    tariff_loss,
)
from tests.payoffs.closed_form import model as closed_form_model
from tests.payoffs.tables import CALM, LEVELS, PACKAGES, THREAT, payoff_tables, pure_equilibria

OUTCOMES = tuple(Outcome(level, package) for level in (0, 3, 8) for package in ("mfn", "deal"))
VALUES = st.floats(-1e6, 1e6)
ROWS = st.lists(st.lists(VALUES, min_size=6, max_size=6), min_size=1, max_size=5)


def listed_terms(rows: list[list[float]], weights: list[float] | None = None) -> list[Term]:
    """Make one term a row; they alternate between the players."""
    return [
        Term(
            f"term {k}",
            ("J", "U")[k % 2],
            lambda outcome, row=row: row[OUTCOMES.index(outcome)],
            1 if weights is None else weights[k],
        )
        for k, row in enumerate(rows)
    ]


@CALM
@given(ROWS)
def test_decomposition_sums_to_the_total(rows: list[list[float]]) -> None:
    payoffs = PayoffModel(("J", "U"), listed_terms(rows), "USD").evaluate(OUTCOMES)
    for outcome in OUTCOMES:
        table = payoffs.decomposition(outcome).rows
        for player, total in zip(("J", "U"), payoffs.at(outcome), strict=True):
            parts = [row[3] for row in table if row[0] == player and row[1] != "total"]
            shown = [row[3] for row in table if row[0] == player and row[1] == "total"]
            assert [sum(parts, Fraction(0))] == shown == [total]


@CALM
@given(ROWS, st.integers(0, 4))
def test_weight_0_equals_absence(rows: list[list[float]], off: int) -> None:
    off %= len(rows)
    weights = [float(k != off) for k in range(len(rows))]
    switched = PayoffModel(("J", "U"), listed_terms(rows, weights), "USD").evaluate(OUTCOMES)
    kept = [term for k, term in enumerate(listed_terms(rows)) if k != off]
    absent = PayoffModel(("J", "U"), kept, "USD").evaluate(OUTCOMES)
    assert (switched.totals == absent.totals).all()
    assert switched.provenance == absent.provenance


def test_a_term_switched_off_is_never_called() -> None:
    broken = Term("broken", "J", lambda outcome: math.nan, weight=0)
    assert not PayoffModel(("J", "U"), [broken], "USD").evaluate(OUTCOMES).payoffs.any()


@CALM
@given(VALUES, st.sampled_from(["1e-6", "0.001", "0.25", "7"]))
def test_rounding_is_that_of_decimals(value: float, resolution: str) -> None:
    term = Term("only", "J", lambda outcome: value)
    payoffs = PayoffModel(("J",), [term], "USD", resolution).evaluate([Outcome(0, "deal")])
    expected = (Decimal(repr(value)) / Decimal(resolution)).quantize(Decimal(1), ROUND_HALF_EVEN)
    assert payoffs.totals[0, 0] == int(expected)
    assert payoffs.exact[0, 0] == int(expected) * Fraction(resolution)


def test_halves_go_to_even_as_printed() -> None:
    values = iter([0.0005, 0.0015, 0.0025, -0.0005, -0.0015])
    term = Term("only", "J", lambda outcome: next(values))
    payoffs = PayoffModel(("J",), [term], "USD", "0.001").evaluate(Outcome(k, "deal") for k in range(5))
    assert payoffs.units[0].tolist() == [0, 2, 2, 0, -2]


def test_weights_multiply_before_rounding() -> None:
    term = Term("only", "J", lambda outcome: Fraction(1, 3), weight=3)
    payoffs = PayoffModel(("J",), [term], "USD", "0.01").evaluate([Outcome(0, "deal")])
    assert payoffs.exact[0, 0] == 1


def test_payoffs_beyond_int64_stay_exact() -> None:
    term = Term("yen", "J", lambda outcome: 10**30 + 1)
    payoffs = PayoffModel(("J",), [term], "JPY", "1e-6").evaluate([Outcome(0, "deal")])
    assert payoffs.exact[0, 0] == 10**30 + 1
    assert payoffs.payoffs[0, 0] == 1e30


@CALM
@given(payoff_tables(), payoff_tables(), st.fractions("1/7", 9, max_denominator=7))
def test_scaling_every_term_and_the_resolution_changes_no_choice(
    buyer: dict[tuple[float, str], int], setter: dict[tuple[float, str], int], c: Fraction
) -> None:
    def build(scale: Fraction) -> PayoffModel:
        terms = [
            Term("all", player, lambda o, of=table: scale * of[o.purchases, o.package] / 3)
            for player, table in (("J", buyer), ("U", setter))
        ]
        return PayoffModel(("J", "U"), terms, "USD", scale * Fraction("0.01"))

    one, many = (offers_form(build(scale), LEVELS, PACKAGES, THREAT) for scale in (Fraction(1), c))
    assert (many.payoffs.exact == c * one.payoffs.exact).all()
    assert (many.outcome_index == one.outcome_index).all()
    assert pure_equilibria(many.game) == pure_equilibria(one.game)


def test_scaling_all_dollar_inputs_scales_payoffs() -> None:
    """Four times the money, and V(B) = √B: every payoff four times, the same reversion point."""

    def build(c: float) -> PayoffModel:
        base, worth = 14 * c, 2 * math.sqrt(14 * c)
        terms = [
            public_funds_cost("J", 0.25),
            capability_value("J", worth, lambda extra: math.sqrt(base + extra) - math.sqrt(base)),
            sensitivity_cost("J", 0.05 / c, 2 * c),
            tariff_loss("U", lambda package: c * {"mfn": 0.1, "threat": 0.3}[package]),
        ]
        return PayoffModel(("J", "U"), terms, "USD", Fraction("1e-6") * int(c))

    one, four = (instruments_form(build(c), [0, c, 4 * c], ["mfn", "threat"], "threat") for c in (1.0, 4.0))
    assert (four.payoffs.exact == 4 * one.payoffs.exact).all()
    assert reversion_point(four).profiles == reversion_point(one).profiles


def test_prototype_figures() -> None:
    """Two decimals of a case worked out by hand, by level and package."""
    expected = {
        (0, "april"): (-7.07, 4.95),
        (0, "threat25"): (-11.11, 6.73),
        (3, "mfn"): (-0.90, 1.19),
        (5, "deal"): (-8.27, 7.00),
        (8, "deal"): (-9.54, 8.14),
        (10, "threat24"): (-14.72, 10.55),
    }
    found = closed_form_model("1e-6").evaluate(Outcome(d, package) for d, package in expected)
    np.testing.assert_allclose(found.payoffs.T, list(expected.values()), atol=0.0051)


def test_everything_is_0_at_the_status_quo() -> None:
    found = closed_form_model().evaluate([Outcome(0, "mfn")])
    assert not found.units.any()


def test_certificate_bounds_the_rounding() -> None:
    found = closed_form_model("0.01").evaluate([Outcome(3, "deal"), Outcome(8, "april")])
    certificate = found.certificate()
    assert 0 < certificate["largest_rounding"] <= certificate["bound"] == Fraction("0.02")


def test_solution_shows_itself() -> None:
    found = closed_form_model().evaluate([Outcome(8, "deal")])
    assert "+8 / deal" in str(found)
    assert "ω[V(B0+Δd) − V(B0)]" in str(found.decomposition(Outcome(8, "deal")))
    record = json.loads(found.to_json())
    assert record["answer"]["totals"] == found.totals.tolist()
    assert record["answer"]["payoffs"] == [[pytest.approx(-9.54, abs=0.01)], [pytest.approx(8.14, abs=0.01)]]
    assert found.to_json() == closed_form_model().evaluate([Outcome(8, "deal")]).to_json()
    assert found.contributions.sum() == pytest.approx(found.payoffs.sum())


def test_arrays_are_read_only() -> None:
    found = closed_form_model().evaluate([Outcome(8, "deal")])
    for array in (found.units, found.totals, found.exact, found.payoffs, found.contributions):
        with pytest.raises(ValueError, match="read-only"):
            array[0, 0] = 1


@pytest.mark.parametrize("bad", [math.nan, math.inf, "many", None, 1j, True])
def test_a_bad_value_names_term_player_and_outcome(bad: object) -> None:
    model = PayoffModel(("J", "U"), [Term("rent", "U", lambda outcome: bad)], "USD")
    with pytest.raises(InvalidInput, match=r"the term 'rent' of U at \+8 / deal (is|has)"):
        model.evaluate([Outcome(8, "deal")])


def test_refusals() -> None:
    rent = Term("rent", "U", lambda outcome: 1)
    with pytest.raises(InvalidInput, match=r"terms\[0\].player='U' is not known; choose from J, X"):
        PayoffModel(("J", "X"), [rent], "USD")
    with pytest.raises(InvalidInput, match="terms has 'rent' of U twice"):
        PayoffModel(("J", "U"), [rent, rent], "USD")
    with pytest.raises(InvalidInput, match="resolution=0; it must be above 0"):
        PayoffModel(("J", "U"), [rent], "USD", 0)
    with pytest.raises(InvalidInput, match=r"terms\[0\] is 'rent'; it must be a Term"):
        PayoffModel(("J", "U"), ["rent"], "USD")  # type: ignore[list-item]
    with pytest.raises(InvalidInput, match="players is empty"):
        PayoffModel((), [], "USD")
    model = PayoffModel(("J", "U"), [rent], "USD")
    with pytest.raises(InvalidInput, match="outcomes is empty"):
        model.evaluate([])
    with pytest.raises(InvalidInput, match=r"outcomes\[1\] repeats outcomes\[0\], \+8 / deal"):
        model.evaluate([Outcome(8, "deal"), Outcome(8, "deal")])
    with pytest.raises(InvalidInput, match=r"outcomes\[0\] is 'deal'; it must be an Outcome"):
        model.evaluate(["deal"])  # type: ignore[list-item]
    with pytest.raises(InvalidInput, match=r"\+9 / deal was not evaluated"):
        model.evaluate([Outcome(8, "deal")]).at(Outcome(9, "deal"))


def test_a_term_refuses_what_it_cannot_be() -> None:
    with pytest.raises(InvalidInput, match="name='' of a term"):
        Term("", "J", lambda outcome: 0)
    with pytest.raises(InvalidInput, match="function=3 of the term 'rent'"):
        Term("rent", "J", 3)  # type: ignore[arg-type]
    with pytest.raises(InvalidInput, match="weight of the term 'rent' is nan"):
        Term("rent", "J", lambda outcome: 0, math.nan)


def test_a_payoff_beyond_floats_is_exact_and_says_so() -> None:
    payoffs = PayoffModel(("J",), [Term("huge", "J", lambda o: 10**400)], "USD").evaluate(OUTCOMES)
    assert payoffs.exact[0, 0] == 10**400
    with pytest.raises(InvalidInput, match=r"payoffs\[0, 0\] is beyond the range"):
        _ = payoffs.payoffs
