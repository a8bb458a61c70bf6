"""The public face: names are pinned, all load, and importing the package loads nothing heavy."""

import subprocess
import sys

import pytest

import negotiate

PUBLIC = [
    "BargainingProblem",
    "BudgetCap",
    "BundleProblem",
    "Catalogue",
    "CoalitionGame",
    "InvalidInput",
    "Item",
    "Mission",
    "NegotiateError",
    "NoSolution",
    "NormalFormGame",
    "NotApplicable",
    "Outcome",
    "PartialEquilibrium",
    "PayoffModel",
    "ProgrammeProblem",
    "Scenario",
    "Sector",
    "Table",
    "Term",
    "build_model",
    "cite",
    "compare",
    "concepts",
    "kalai_smorodinsky_solution",
    "load_scenario",
    "nash_equilibria",
    "nash_solution",
    "optimal_bundle",
    "optimal_programme",
    "plot",
    "pure_commitment",
    "pure_equilibria",
    "read_nfg",
    "relaxed_bundle",
    "shipped_scenarios",
    "solve",
    "solve_case",
    "solve_many",
    "write_nfg",
    "write_report",
    "write_run",
]
HEAVY = ["cvxpy", "highspy", "matplotlib", "nashpy", "pandas", "scipy.optimize"]


def test_the_public_names_are_these() -> None:
    assert negotiate.__all__ == PUBLIC == dir(negotiate)
    for name in PUBLIC:
        assert getattr(negotiate, name).__name__ == name


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'slove'"):
        _ = negotiate.slove


@pytest.mark.parametrize(
    "code",
    [
        "import negotiate",
        "from negotiate import NormalFormGame, load_scenario, solve",
        "import negotiate.scenario, negotiate.report, negotiate.analysis, negotiate.registry",
    ],
)
def test_importing_loads_nothing_heavy(code: str) -> None:
    listing = f"{code}; import sys; print([m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", listing], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_every_public_name_has_a_docstring() -> None:
    for name in PUBLIC:
        assert (getattr(negotiate, name).__doc__ or "").strip(), name
