"""A results file of the small shipped scenario, made once, and copies of it to tamper with."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from negotiate import load_scenario, solve_case
from negotiate.analysis import find_drivers
from negotiate.report.results import results_record
from negotiate.verify.entry import digest_of

Record = dict[str, Any]


class Results(Record):
    """A results file that failing tests do not print."""

    def __repr__(self) -> str:
        return f"<results of {self['scenario']['name']}>"


@pytest.fixture(scope="session")
def small() -> Record:
    case = solve_case(load_scenario("steel-for-beef"))
    return Results(json.loads(json.dumps(results_record(case, find_drivers(case.deals)))))


@pytest.fixture
def forged(small: Record) -> Callable[[Callable[[Record], object]], Record]:
    """Return a function that changes a copy and gives it the digest of what it then holds."""

    def forge(change: Callable[[Record], object]) -> Record:
        record = copy.deepcopy(small)
        change(record)
        del record["digest"]
        return {**record, "digest": digest_of(record)}

    return forge
