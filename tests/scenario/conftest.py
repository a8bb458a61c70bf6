"""A fresh copy of the tutorial scenario's tables, and a way to change and write them."""

from __future__ import annotations

import copy
import tomllib
from collections.abc import Callable
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from negotiate.scenario import Scenario

STEEL = resources.files("negotiate").joinpath("scenarios", "steel-for-beef.toml").read_text("utf-8")
TABLES = tomllib.loads(STEEL)


@pytest.fixture(scope="session")
def steel_text() -> str:
    return STEEL


@pytest.fixture
def tables() -> dict[str, Any]:
    return copy.deepcopy(TABLES)


@pytest.fixture
def changed() -> Callable[..., Scenario]:
    """Return the tutorial scenario with the values at some paths replaced, or removed where None."""

    def change(changes: dict[str, Any]) -> Scenario:
        fresh = copy.deepcopy(TABLES)
        for path, value in changes.items():
            *above, last = path.split(".")
            table = fresh
            for key in above:
                table = table.setdefault(key, {})
            if value is None:
                del table[last]
            else:
                table[last] = value
        return Scenario(fresh, origin="steel.toml")

    return change


@pytest.fixture
def steel_file(tmp_path: Path) -> Path:
    path = tmp_path / "steel.toml"
    path.write_text(STEEL, encoding="utf-8")
    return path
