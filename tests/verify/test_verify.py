"""Every claim of a shipped scenario holds, and no number of an answer can be changed unseen."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from negotiate import load_scenario, provenance, solve_case
from negotiate.analysis import find_drivers
from negotiate.errors import InvalidInput
from negotiate.report.results import results_json, results_record, results_schema
from negotiate.scenario import Scenario
from negotiate.scenario.read import read_scenario_file
from negotiate.verify import verify
from negotiate.verify.claim import FAILS, HOLDS, UNCHECKED
from negotiate.verify.entry import digest_of
from tests.verify.tampering import changed, numbers, renamed_problems

Record = dict[str, Any]
Forge = Callable[[Callable[[Record], object]], Record]

# What the file states and nothing in it proves; see "how results are checked".
UNPROVEN = ("solver_bound", "provenance", "slopes")
AS_GOOD = ["budget-frontier", "certificate", "prices"]  # without a budget any higher price proves the bound
PLACE = st.integers(0, 1_000_000)  # of a number in the file, counted around
FEW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def test_every_claim_of_the_small_scenario_holds(small: Record) -> None:
    found = verify(small)
    assert found.holds, found.failing
    assert found.count(HOLDS) > 150
    assert {claim.answer for claim in found.unchecked} <= {
        *("drivers", "provenance", "offers-equilibria", "budget-frontier"),
        *("bundle-cap", "bundle-cap-relaxed", "bundle-deal"),
    }


def test_the_flagship_is_checked_within_two_seconds(tmp_path: Path) -> None:
    case = solve_case(load_scenario("japan-us-2025"))
    path = tmp_path / "results.json"
    path.write_text(results_json(case, find_drivers(case.deals)), encoding="utf-8")
    assert path.stat().st_size < 1_500_000
    start = time.process_time()
    found = verify(path)
    assert time.process_time() - start < 2
    assert found.holds, found.failing
    assert "no extreme equilibrium is missing" in found.summary(every=True)
    assert found.count(FAILS) == 0
    assert found.count(UNCHECKED) < 15


@pytest.mark.parametrize("variant", ["markups", "cheap-ships"])
def test_a_variant_without_a_deal_is_checked_too(variant: str) -> None:
    case = solve_case(load_scenario("steel-for-beef", variant=variant))
    assert verify(results_record(case, find_drivers(case.deals))).holds


def test_nothing_but_the_standard_library_is_imported() -> None:
    code = (
        "import sys; import negotiate.verify;"
        "ours = sorted(m for m in sys.modules if m.startswith('negotiate.') and '.verify' not in m);"
        "others = {'numpy', 'scipy', 'cvxpy', 'highspy', 'nashpy', 'pandas'} & set(sys.modules);"
        "print(ours, sorted(others))"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "['negotiate.errors'] []"


def test_the_digest_is_the_one_that_results_carry(small: Record) -> None:
    content = {key: value for key, value in small.items() if key != "digest"}
    assert digest_of(content) == provenance.digest(content) == small["digest"]


def test_any_change_is_caught_by_the_digest(small: Record) -> None:
    record = copy.deepcopy(small)
    record["provenance"]["python"] = "3.0"
    failing = verify(record).failing
    assert [claim.statement for claim in failing] == ["its digest is that of its content"]


@pytest.mark.slow
@given(place=PLACE, by=st.sampled_from([-2, -1, 1, 2]))
@FEW
def test_no_number_of_an_answer_is_changed_unseen(place: int, by: int, small: Record, forged: Forge) -> None:
    places = [
        path
        for path in numbers(small["answers"])
        if not any(key in UNPROVEN for key in path) and list(path[:3]) != AS_GOOD
    ]
    path = places[place % len(places)]

    def change(record: Record) -> None:
        inner = record["answers"]
        for key in path[:-1]:
            inner = inner[key]
        inner[path[-1]] = changed(inner[path[-1]], by)

    assert not verify(forged(change)).holds, path


@pytest.mark.slow
@given(place=PLACE, by=st.sampled_from([-2, -1, 1, 2]))
@FEW
def test_no_problem_is_swapped_for_another(place: int, by: int, small: Record, forged: Forge) -> None:
    """A problem that is changed, and named by its new digest everywhere, no longer fits the others."""
    labels = ("strategies", "labels", "title", "unit")
    places = [path for path in numbers(small["problems"]) if not any(part in labels for part in path)]
    key, *path = places[place % len(places)]
    record = copy.deepcopy(small)
    inner = record["problems"][key]
    for part in path[:-1]:
        inner = inner[part]
    inner[path[-1]] = changed(inner[path[-1]], by)
    assert not verify(forged(lambda copied: copied.update(renamed_problems(record)))).holds, (key, path)


@pytest.mark.parametrize(
    ("answer", "key", "value"),
    [
        ("deal-nash", "problem", None),
        ("deal-nash", "concept", "kindness"),
        ("offers-equilibria", "concept", "demand"),
        ("other-solution-7", "concept", "kalai-smorodinsky"),
    ],
)
def test_an_answer_is_not_passed_off_as_another(answer: str, key: str, value: object, forged: Forge) -> None:
    assert not verify(forged(lambda record: record["answers"][answer].update({key: value}))).holds


def test_an_answer_that_every_run_gives_cannot_be_left_out(forged: Forge) -> None:
    found = verify(forged(lambda record: record["answers"].pop("offers-equilibria")))
    assert "without offers-equilibria" in found.summary(every=True)


def test_an_equilibrium_that_is_left_out_is_missed(forged: Forge) -> None:
    def drop(record: Record) -> None:
        answer = record["answers"]["offers-equilibria"]
        answer["answer"]["equilibria"].pop()
        for part in ("regrets", "exact_payoffs"):
            answer["certificate"][part].pop()
        record["summary"]["offers_equilibria"] -= 1

    told = [claim.detail for claim in verify(forged(drop)).failing]
    assert "1 are missing, 0 are not extreme" in told


HOSTILE = st.sampled_from([None, "", [], {}, -1, 10**300, 1e308, "1/0", "9" * 4000, True, [[]], "\x1b[31m"])


@given(place=PLACE, value=HOSTILE)
@FEW
def test_no_entry_makes_the_check_stumble(place: int, value: object, small: Record, forged: Forge) -> None:
    places = list(_places(small))
    path = places[place % len(places)]

    def change(record: Record) -> None:
        inner = record
        for key in path[:-1]:
            inner = inner[key]
        inner[path[-1]] = value

    try:
        shown = verify(forged(change)).summary(every=True)
    except InvalidInput as refusal:
        shown = str(refusal)
    assert shown.isascii() or shown.replace("\n", "").isprintable()


def _places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if path and path[0] not in ("schema", "digest", "drivers"):
        yield path
    if isinstance(value, dict | list) and len(path) < 6:
        pairs = value.items() if isinstance(value, dict) else enumerate(value[:3])
        for key, entry in pairs:
            yield from _places(entry, (*path, key))


def test_a_hostile_name_is_shown_on_one_line_without_commands(forged: Forge) -> None:
    name = "deal\x1b[2J\n<script>"
    found = verify(forged(lambda record: record["answers"].update({name: record["answers"]["deal-nash"]})))
    assert r"deal\x1b[2J\x0a<script>" in found.summary()
    assert "\x1b" not in found.summary(every=True)


@pytest.mark.parametrize("kind", ["catalogue", "power"])
def test_what_bundles_count_beside_capability_is_worked_out_anew(kind: str) -> None:
    tables, _ = read_scenario_file("steel-for-beef")
    share = {"value": 0.25, "unit": "1", "low": 0.0, "high": 0.5, "source": "assumed"}
    model = tables["model"]
    model["value"]["kind"] = kind
    model["weights"] = {**model.get("weights", {}), "offset": 1, "interop": 0.5}
    for item in model["items"].values():
        item["offset"] = item["interoperability"] = share
    model["parameters"] |= {"average_offset": share, "average_interoperability": share}
    case = solve_case(Scenario(tables))
    record = json.loads(json.dumps(results_record(case, find_drivers(case.deals))))
    assert verify(record).holds
    del record["digest"]
    record["scenario"]["document"]["model"]["items"]["fighter"]["offset"]["value"] = 0.5
    record["scenario"]["document"]["model"]["parameters"]["average_offset"]["value"] = 0.5
    found = verify({**record, "digest": digest_of(record)})
    assert any(claim.detail.startswith("measures.offset") for claim in found.failing)


@pytest.fixture(scope="module")
def answered() -> Record:
    """The results of the variant in which the region answers."""
    case = solve_case(load_scenario("japan-us-2025", variant="regional-reaction"))
    return json.loads(json.dumps(results_record(case, find_drivers(case.deals))))


@pytest.mark.slow
def test_the_answers_of_the_region_are_worked_out_anew(answered: Record) -> None:
    assert verify(answered).holds
    model = next(p for p in answered["problems"].values() if p["kind"] == "model")
    assert all(slope < 0 for slope in model["reaction_slopes"])


@pytest.mark.slow
def test_an_answer_of_the_region_is_not_changed_unseen(answered: Record) -> None:
    record = copy.deepcopy(answered)
    region = record["scenario"]["document"]["model"]["region"]
    region["countries"]["china"]["answers"]["japan"]["value"] = 0.25
    del record["digest"]
    found = verify({**record, "digest": digest_of(record)})
    assert not found.holds
    assert any("region.reaction" in claim.detail for claim in found.failing)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("part", "key", "index"),
    [
        ("answer", "levels", "japan"),
        ("certificate", "weights", 0),
        ("answer", "growth", 0),
        ("answer", "growth", 1),
    ],
)
def test_where_the_region_rests_is_not_changed_unseen(
    part: str, key: str, index: str | int, answered: Record
) -> None:
    record = copy.deepcopy(answered)
    record["answers"]["region"][part][key][index] = -1.0
    if key == "growth":
        record["answers"]["region"]["certificate"][key][index] = -1.0
    del record["digest"]
    found = verify({**record, "digest": digest_of(record)})
    assert {claim.answer for claim in found.failing} == {"region"}


@pytest.fixture(scope="module")
def in_the_world() -> Record:
    """The results of the variant in general equilibrium."""
    case = solve_case(load_scenario("japan-us-2025", variant="general-equilibrium"))
    return json.loads(json.dumps(results_record(case, find_drivers(case.deals))))


@pytest.mark.slow
def test_the_world_economy_is_solved_anew(in_the_world: Record) -> None:
    start = time.process_time()
    found = verify(in_the_world)
    assert time.process_time() - start < 2
    assert found.holds, found.failing
    assert any("flows of the world economy" in claim.statement for claim in found.unchecked)


@pytest.mark.slow
@pytest.mark.parametrize(("place", "words"), [("elasticity", "elasticity"), ("tariffs", "tariffs")])
def test_another_world_is_not_the_scenarios(place: str, words: str, in_the_world: Record) -> None:
    record = copy.deepcopy(in_the_world)
    world = next(p for p in record["problems"].values() if p["kind"] == "model")["world"]
    if place == "tariffs":
        world["tariffs"][3][1] += 0.01
    else:
        world[place] += 0.1
    renamed = renamed_problems(record)
    del renamed["digest"]
    found = verify({**renamed, "digest": digest_of(renamed)})
    assert any(f"model.world.{words}" in claim.detail for claim in found.failing)


@pytest.mark.slow
@pytest.mark.parametrize("shipped", ["small", "answered", "in_the_world"])
def test_every_kind_of_file_is_laid_out_as_published(shipped: str, request: pytest.FixtureRequest) -> None:
    jsonschema.validate(dict(request.getfixturevalue(shipped)), results_schema())


@pytest.mark.slow
def test_the_second_real_case_holds() -> None:
    case = solve_case(load_scenario("south-korea-us-2025"))
    found = verify(results_record(case, find_drivers(case.deals)))
    assert found.holds, found.failing
