"""Every public function that takes an object of this library refuses another one in words."""

import importlib
import inspect
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from negotiate import BargainingProblem, InvalidInput, build_model, nash_solution
from negotiate.bargaining import LotteryProblem, nash_lottery
from negotiate.registry import solvers

PACKAGES = (
    "games",
    "equilibria",
    "bargaining",
    "procurement",
    "procurement.programme",
    "procurement.risk",
    "trade",
    "trade.general",
    "trade.general.policy",
    "payoffs",
    "repeated",
    "coalition",
    "region",
    "scenario",
    "analysis",
    "report",
)


def _required(function: Callable[..., Any]) -> tuple[list[object], dict[str, object]]:
    """Return something for each argument after the first that has no default."""
    _, *others = inspect.signature(function).parameters.values()
    needed = [p for p in others if p.default is p.empty and p.kind not in (p.VAR_KEYWORD, p.VAR_POSITIONAL)]
    named = {p.name: [] for p in needed if p.kind is p.KEYWORD_ONLY}
    return [[] for p in needed if p.kind is not p.KEYWORD_ONLY], named


def _taking_own_objects() -> Iterator[Callable[..., Any]]:
    for package in PACKAGES:
        module = importlib.import_module(f"negotiate.{package}")
        for name in module.__all__:
            function = getattr(module, name)
            if inspect.isfunction(function) and inspect.signature(function).parameters:
                first = next(iter(inspect.signature(function).parameters.values()))
                kind = vars(inspect.getmodule(function)).get(str(first.annotation))
                if inspect.isclass(kind) and kind.__module__.startswith("negotiate."):
                    yield function


FUNCTIONS = list(dict.fromkeys([*_taking_own_objects(), *(row.function for row in solvers())]))


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.__name__)
@pytest.mark.parametrize("given", [3.5, "japan-us-2025", None], ids=repr)
def test_what_is_no_problem_is_refused(function: Callable[..., Any], given: object) -> None:
    required, named = _required(function)
    with pytest.raises(InvalidInput, match="must be|give "):
        function(given, *required, **named)


def test_that_the_scan_finds_the_functions() -> None:
    names = {function.__name__ for function in FUNCTIONS}
    assert len(names) > 100
    assert {"nash_solution", "solve_case", "optimal_bundle", "welfare_parts", "dominated_strategies"} <= names


def test_a_sibling_is_named() -> None:
    problem = BargainingProblem([(1, 2)], (0, 0), ("Home", "Foreign"), "bn USD")
    with pytest.raises(InvalidInput, match=r"problem is a LotteryProblem; it must be a BargainingProblem\."):
        nash_solution(LotteryProblem(problem))  # type: ignore[arg-type]
    with pytest.raises(InvalidInput, match=r"problem is a BargainingProblem; it must be a LotteryProblem\."):
        nash_lottery(problem)  # type: ignore[arg-type]
    with pytest.raises(InvalidInput, match=r"must be a Scenario, which load_scenario\(\) reads"):
        build_model("japan-us-2025")  # type: ignore[arg-type]
