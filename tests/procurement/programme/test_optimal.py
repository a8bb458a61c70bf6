"""Whole lots: brute force, HiGHS without cvxpy, the bundle problem, and what refuses."""

from collections.abc import Callable

import numpy as np
import pytest

from negotiate import InvalidInput, NegotiateError, NotApplicable
from negotiate.procurement import (
    CES,
    BundleProblem,
    Catalogue,
    CatalogueValue,
    Contract,
    Excludes,
    Item,
    LinearForm,
    Mission,
    NoBundle,
    NoProgramme,
    PiecewiseReturns,
    Programme,
    ProgrammeProblem,
    Requires,
    linear_form,
    optimal_bundle,
    optimal_programme,
    power_missions,
    relaxed_programme,
    solve_linear,
)
from negotiate.procurement.programme import optimal as optimal_file

Make = Callable[[int], ProgrammeProblem]
Slowly = Callable[[ProgrammeProblem], float | None]
AIR = Mission("air", PiecewiseReturns([0], [1.0]))


@pytest.mark.parametrize("block", range(20))
def test_it_equals_brute_force(
    block: int, make: Make, slowly: Slowly, monkeypatch: pytest.MonkeyPatch
) -> None:
    for seed in range(6 * block, 6 * block + 6):
        problem = make(seed)
        best = slowly(problem)
        if best is None:
            assert solve_linear(linear_form(problem), whole=True) is None
            continue
        monkeypatch.setattr(optimal_file, "REPAIRS", 1)  # the form alone must keep every limit
        plan = optimal_programme(problem)
        assert plan.value == pytest.approx(best, abs=1e-8)
        assert problem.violations(plan.orders) == ()
        assert plan.relaxation_bound >= best - 1e-9
        assert plan.solver_bound == pytest.approx(best, abs=1e-7)
        assert plan.status in ("optimal", "optimal by the solver's bound")


@pytest.mark.parametrize("seed", range(200, 212))
def test_highs_itself_agrees(seed: int, make: Make, slowly: Slowly) -> None:
    problem = make(seed)
    best = slowly(problem)
    direct = _by_highs(linear_form(problem))
    assert (direct is None) == (best is None)
    if direct is not None:
        assert direct == pytest.approx(best, abs=1e-7)


def _by_highs(form: LinearForm) -> float | None:
    """Hand the arrays to HiGHS without cvxpy."""
    import highspy

    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = form.columns, len(form.row_names)
    model.col_cost_ = -1e3 * form.objective
    model.col_lower_, model.col_upper_ = form.col_lower, form.col_upper
    model.row_lower_, model.row_upper_ = form.row_lower, form.row_upper
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = form.matrix.indptr
    model.a_matrix_.index_ = form.matrix.indices
    model.a_matrix_.value_ = form.matrix.data
    kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
    model.integrality_ = [kinds[int(whole)] for whole in form.integer]
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("mip_rel_gap", 0.0)
    solver.passModel(model)
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    return float(form.objective @ np.array(solver.getSolution().col_value))


@pytest.mark.parametrize("seed", range(8))
def test_the_form_measures_what_the_accounts_say(seed: int, make: Make) -> None:
    problem = make(seed)
    form = linear_form(problem, rate=0.03)
    answer = solve_linear(form, whole=True)
    if answer is None:
        return
    orders = optimal_file.whole_orders(problem, form, answer.values)
    told = {
        "cost": problem.cost(orders),
        "deferred": problem.deferred(orders),
        "purchases": problem.purchases(orders, 0.03),
        "offset": problem.offset(orders),
        "interoperability": problem.interoperability(orders),
    }
    told |= dict(zip([f"outlay {y}" for y in problem.calendar], problem.outlays(orders), strict=True))
    told |= {
        f"capability of {m}": a for m, a in zip(problem.mission_names, problem.added(orders), strict=True)
    }
    for name, amount in told.items():
        assert form.measure(name) @ answer.values == pytest.approx(amount, abs=1e-7), name
    for year in problem.calendar:
        yen, usd = (
            form.measures.get(f"outlay {year} in {code}", np.zeros(form.columns)) for code in ("JPY", "USD")
        )
        assert usd + yen / 100 == pytest.approx(form.measure(f"outlay {year}"))
    assert answer.objective <= problem.value(orders) + 1e-7


@pytest.mark.parametrize("seed", range(10))
def test_one_year_is_the_bundle_problem(seed: int) -> None:
    rng = np.random.default_rng(seed)
    items = [
        Item(
            f"i{k}",
            f"m{k % 2}",
            float(rng.integers(1, 40)) / 20,
            int(rng.integers(1, 9)),
            category=f"c{k % 2}",
        )
        for k in range(4)
    ]
    catalogue = Catalogue(items)
    missions = power_missions(catalogue, {"m0": 2, "m1": 1}, status_quo=3, exponent=0.5, years=1, segments=6)
    budget = round(float(rng.uniform(0.1, 0.6)) * catalogue.most_cost, 2)
    floors = {"c1": 0.3}
    bundle = optimal_bundle(BundleProblem(catalogue, missions, budget, 1, floors))
    plan = optimal_programme(ProgrammeProblem(catalogue, missions, [budget], floors=floors))
    assert plan.value == pytest.approx(bundle.value, abs=1e-10)
    value = CatalogueValue(BundleProblem(catalogue, missions, budget, 1, floors))
    assert value(budget) == pytest.approx(plan.value, abs=1e-10)


def test_a_year_may_not_buy_the_dear_units_first() -> None:
    """The first two units cost 1, the next two 3; the second year has room for two cheap units only."""
    item = Item("ship", "sea", 1.0, 4, contract=Contract(tiers=((2, 3.0),)), reference_price=1.0)
    sea = Mission("sea", PiecewiseReturns([0], [1.0]))
    plan = optimal_programme(ProgrammeProblem(Catalogue([item]), [sea], [6.0, 2.0]))
    assert plan.value == 3.0
    assert plan.quantities.tolist() == [3]


def test_learning_pays_for_more() -> None:
    tiers = ((2, 0.5),)
    item = Item("ship", "sea", 1.0, 6, contract=Contract(tiers=tiers), reference_price=1.0)
    sea = Mission("sea", PiecewiseReturns([0], [1.0]))
    problem = ProgrammeProblem(Catalogue([item]), [sea], [3.0, 1.0])
    plan = optimal_programme(problem)
    assert plan.orders.tolist() == [[4, 2]]
    assert plan.outlays.tolist() == [3.0, 1.0]


def test_what_an_item_needs_comes_first() -> None:
    items = [Item("missile", "air", 0.5, 4), Item("radar", "air", 1.0, 1, capability=0.1)]
    problem = ProgrammeProblem(Catalogue(items, [Requires("missile", "radar")]), [AIR], [0.9, 1.5])
    plan = optimal_programme(problem)
    assert plan.orders.tolist() == [[0, 1], [0, 1]]
    without = optimal_programme(problem.replace(cap=[0.9, 0.9]))
    assert without.quantities.tolist() == [0, 0]
    assert without.reasons[0] == "needs radar"


@pytest.mark.parametrize("seed", range(300, 312))
def test_caps_and_items_never_lower_the_value(seed: int, make: Make) -> None:
    problem = make(seed)
    try:
        plan = optimal_programme(problem)
    except NoProgramme:
        return
    wider = optimal_programme(problem.replace(cap=problem.headroom * 1.2 + 0.1))
    assert wider.value >= plan.value - 1e-8
    missions = [
        Mission(m.name, PiecewiseReturns(m.returns.breakpoints, m.returns.slopes), weight=m.weight)
        for m in problem.missions
    ]
    extra = Item("more", problem.mission_names[0], 0.1, 2)
    more = Catalogue([*problem.catalogue, extra], problem.catalogue.links)
    assert optimal_programme(problem.replace(catalogue=more, missions=missions)).value >= plan.value - 1e-8


@pytest.mark.parametrize("scale", [0.01, 1000.0])
def test_prices_and_caps_in_another_unit_buy_the_same(scale: float, forces: ProgrammeProblem) -> None:
    def problem(size: float) -> ProgrammeProblem:
        items = [
            Item(
                f"i{k}",
                "air",
                price * size,
                9,
                contract=Contract((0.5, 0.5), tiers=((3, 0.9 * price * size),)),
            )
            for k, price in enumerate((0.35, 0.6, 1.1))
        ]
        returns = PiecewiseReturns(np.array([0, 2.0, 4.0]) * size, np.array([3.0, 2.0, 1.0]) / size)
        return ProgrammeProblem(Catalogue(items), [Mission("air", returns)], [1.0 * size, 2.5 * size])

    home, abroad = optimal_programme(problem(1.0)), optimal_programme(problem(scale))
    assert abroad.value == pytest.approx(home.value, rel=1e-9)
    assert problem(1.0).violations(abroad.orders) == ()


def test_a_plan_of_seven_items_over_three_years(forces_plan: Programme) -> None:
    record = forces_plan.certificate()
    assert record["violations"] == []
    assert record["solver_gap"] <= 0.005 * forces_plan.value
    assert record["proven_bound"] >= forces_plan.value
    assert min(record["room"].values()) >= -1e-9


def test_two_runs_are_alike_to_the_byte(make: Make) -> None:
    problem = make(0)
    assert optimal_programme(problem).to_json() == optimal_programme(problem).to_json()


def test_overspending_within_the_solver_tolerance_is_repaired(monkeypatch: pytest.MonkeyPatch) -> None:
    """A solver that spends a millionth too much is held to a cap lower by twice that."""
    problem = ProgrammeProblem(Catalogue([Item("jet", "air", 0.5, 9)]), [AIR], [0.999999])
    honest = solve_linear

    def sloppy(form: LinearForm, **options: object) -> object:
        rows = form.rows("outlay cap 1")
        return honest(
            form.with_bounds("outlay cap 1", upper=float(form.row_upper[rows][0]) + 1.5e-6), **options
        )

    monkeypatch.setattr(optimal_file, "solve_linear", sloppy)
    plan = optimal_programme(problem)
    assert plan.quantities.tolist() == [1]
    monkeypatch.setattr(
        optimal_file, "solve_linear", lambda form, **o: honest(form.without(["outlay cap 1"]), **o)
    )
    with pytest.raises(NegotiateError, match="passes the limits beyond repair"):
        optimal_programme(problem)


def test_ten_thousand_items_are_refused_whole_and_solved_divisible() -> None:
    items = [Item(f"i{k}", "air", 0.01 + k / 1e5, 20) for k in range(10_000)]
    problem = ProgrammeProblem(Catalogue(items), [AIR], [5.0])
    with pytest.raises(
        NotApplicable, match="10000 items over 1 years make 20000 whole unknowns; .* at most 5000"
    ):
        optimal_programme(problem)
    assert relaxed_programme(problem).value == pytest.approx(5.0)


def test_a_time_limit_gives_the_best_so_far_or_says_that_there_is_none(forces: ProgrammeProblem) -> None:
    with pytest.raises(NegotiateError, match="HiGHS found nothing within time_limit=1e-09 s; raise it"):
        optimal_programme(forces, time_limit=1e-9)
    plan = optimal_programme(forces, tolerance=0.02, time_limit=60.0)
    assert plan.solver_gap <= 0.02 * plan.value
    assert plan.provenance.options == {"tolerance": 0.02, "time_limit": 60.0}


def test_refusals(make: Make) -> None:
    problem = make(0)
    with pytest.raises(InvalidInput, match="tolerance=2; it must be from 0 to 1"):
        optimal_programme(problem, tolerance=2)
    ces = problem.replace(aggregation=CES(0.5, dict.fromkeys(problem.mission_names, 1)))
    with pytest.raises(
        NotApplicable, match="mixed-integer conic solver.*bring none; install SCIP, MOSEK or Gurobi"
    ):
        optimal_programme(ces)


def test_an_empty_year_and_an_exclusion() -> None:
    items = [Item("a", "air", 1.0, 2), Item("b", "air", 1.0, 3)]
    problem = ProgrammeProblem(Catalogue(items, [Excludes("a", "b")]), [AIR], [0.0, 5.0])
    assert optimal_programme(problem).orders.tolist() == [[0, 0], [0, 3]]
    with pytest.raises(NoBundle):
        optimal_bundle(BundleProblem(Catalogue([Item("a", "air", 1.0, 2, least=1)]), [AIR], 0.0, 1))
