import math
import signal
import subprocess
import sys
import time
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from negotiate import InvalidInput, NoSolution, load_scenario
from negotiate.analysis import ScenarioAnswers, Uncertain, monte_carlo, ranged_parameters
from negotiate.analysis.points import unit_points

RANGES = {"worth": (3, 2, 4), "price": (2, 1, 3)}


def trade(values: dict) -> dict:
    gain = values["worth"] - values["price"]
    return {"gain": gain, "deal": "yes" if gain > 0 else "no", "discount": gain if gain > 2 else None}


def stored(directory: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(directory.iterdir())}


def test_estimates_are_those_of_all_draws_in_memory() -> None:
    found = monte_carlo(trade, RANGES, draws=1000, seed=3)
    unit = np.concatenate([unit_points("sobol", 2, 3, start, 64) for start in range(0, 1024, 64)])[:1000]
    gain = (2 + 2 * unit[:, 0]) - (1 + 2 * unit[:, 1])
    numbers = found.numbers["gain"]
    assert numbers.mean.value == pytest.approx(gain.mean(), rel=1e-12)
    assert numbers.deviation == pytest.approx(gain.std(ddof=1), rel=1e-12)
    assert (numbers.least, numbers.largest) == (gain.min(), gain.max())
    np.testing.assert_array_equal(numbers.bins, np.histogram(gain, bins=len(numbers.bins))[0])
    for level, one in numbers.quantiles.items():
        assert one.value == np.sort(gain)[math.ceil(level * 1000) - 1]
        assert one.low <= one.value <= one.high
    assert numbers.positive.count == (gain > 0).sum() == found.survival("deal").count
    assert found.numbers["discount"].answered == (gain > 2).sum()
    assert found.base == {"gain": 1.0, "deal": "yes", "discount": None}


def test_known_probabilities_lie_within_their_intervals() -> None:
    found = monte_carlo(trade, RANGES, draws=4096)
    assert found.survival("deal").low < 7 / 8 < found.survival("deal").high
    low, high = found.range("gain")
    exact = 2 * (2 * 0.05) ** 0.5  # of the sum of two uniform variables
    assert low == pytest.approx(-1 + exact, abs=0.02)
    assert high == pytest.approx(3 - exact, abs=0.02)


def test_independent_draws_cover_a_share_as_often_as_they_say() -> None:
    inside = 0
    for seed in range(60):
        share = monte_carlo(
            lambda v: v["a"] < 0.3, {"a": (0, 1)}, draws=64, seed=seed, points="independent"
        ).shares["result"]["yes"]
        inside += share.low <= 0.3 <= share.high
    assert inside >= 54


def test_running_estimates_at_powers_of_two_and_at_the_end() -> None:
    found = monte_carlo(trade, RANGES, draws=300, seed=3)
    assert [step.draws for step in found.steps] == [16, 32, 64, 128, 256, 300]
    alone = monte_carlo(trade, RANGES, draws=128, seed=3)
    assert found.steps[3].estimates == alone.steps[-1].estimates
    assert found.steps[-1].estimates["gain"] == found.numbers["gain"].mean


def test_draws_without_a_model_are_counted_and_explained() -> None:
    def refuse(values: dict) -> dict:
        if values["price"] > 2.5:
            raise InvalidInput("too dear")
        return trade(values)

    found = monte_carlo(refuse, RANGES, draws=256)
    assert found.undefined == 64
    assert found.reason == "too dear"
    assert found.shares["deal"]["undefined"].count == 64
    assert found.numbers["gain"].answered == 192
    assert "No model in 64 draws; first: too dear" in found.summary()


def test_a_distribution_of_a_parameter_is_used() -> None:
    found = monte_carlo(lambda v: v["a"], {"a": Uncertain(1, 0, 4, "triangular")}, draws=1024)
    assert found.numbers["result"].mean.value == pytest.approx(5 / 3, abs=0.01)
    assert "triangular over their ranges" in found.summary()


@pytest.mark.parametrize("workers", [1, 4])
def test_any_executor_gives_the_same_bytes(tmp_path: Path, workers: int) -> None:
    alone = monte_carlo(trade, RANGES, draws=500, checkpoint=tmp_path / "alone")
    with ThreadPoolExecutor(workers) as pool:
        pooled = monte_carlo(trade, RANGES, draws=500, checkpoint=tmp_path / "pool", executor=pool)
    assert pooled.to_json() == alone.to_json() == monte_carlo(trade, RANGES, draws=500).to_json()
    assert stored(tmp_path / "pool") == stored(tmp_path / "alone")


@pytest.mark.slow
def test_processes_give_the_same_bytes() -> None:
    steel = load_scenario("steel-for-beef")
    ranges = ranged_parameters(steel, ["model.trade", "model.parameters"])
    pooled = monte_carlo(steel, ranges, draws=6000, executor=2)
    assert pooled.to_json() == monte_carlo(steel, ranges, draws=6000).to_json()


def test_chunks_ready_in_any_order_change_nothing(tmp_path: Path) -> None:
    class Late(ThreadPoolExecutor):
        def submit(self, function: object, *given: int) -> Future:
            return super().submit(lambda: (time.sleep(0.002 * (7 - given[0] % 8)), function(*given))[1])

    with Late(8) as pool:
        late = monte_carlo(trade, RANGES, draws=800, executor=pool)
    assert late.to_json() == monte_carlo(trade, RANGES, draws=800).to_json()


def test_a_run_goes_on_with_missing_and_damaged_chunks_only(tmp_path: Path) -> None:
    whole = monte_carlo(trade, RANGES, draws=300, checkpoint=tmp_path)
    before = stored(tmp_path)
    (tmp_path / "chunk-00000001.bin").unlink()
    damaged = tmp_path / "chunk-00000002.bin"
    damaged.write_bytes(damaged.read_bytes()[:-3] + b"abc")
    (tmp_path / "chunk-00000004.bin").write_bytes(b"")
    (tmp_path / "chunk-00000001.part").write_bytes(b"half")
    calls: list[tuple[int, int]] = []
    again = monte_carlo(
        trade, RANGES, draws=300, checkpoint=tmp_path, progress=lambda k, n: calls.append((k, n))
    )
    assert again.to_json() == whole.to_json()
    assert stored(tmp_path) == before
    assert calls == [(128, 300), (192, 300), (256, 300), (300, 300)]


def test_draws_can_be_added(tmp_path: Path) -> None:
    monte_carlo(trade, RANGES, draws=100, checkpoint=tmp_path)
    more = monte_carlo(trade, RANGES, draws=300, checkpoint=tmp_path)
    assert more.to_json() == monte_carlo(trade, RANGES, draws=300).to_json()


def other(values: dict) -> dict:
    return trade(values) | {"deal": "no"}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"seed": 1}, "with another seed"),
        ({"points": "independent"}, "with another points"),
        ({"parameters": {**RANGES, "price": (1, 3.5)}}, "with another parameters"),
        ({"function": other}, "with another function"),
    ],
)
def test_other_inputs_are_refused(tmp_path: Path, change: dict, words: str) -> None:
    given = {"function": trade, "parameters": RANGES, "draws": 64, "checkpoint": tmp_path}
    monte_carlo(**given)
    before = stored(tmp_path)
    with pytest.raises(InvalidInput, match=words):
        monte_carlo(**given | change)
    assert stored(tmp_path) == before


def test_an_error_of_the_function_comes_through_and_keeps_what_was_ready(tmp_path: Path) -> None:
    calls = []

    def breaks(values: dict) -> float:
        calls.append(1)
        if len(calls) == 150:
            raise KeyboardInterrupt
        return values["a"]

    breaks.digest = "the same function"
    with pytest.raises(KeyboardInterrupt):
        monte_carlo(breaks, {"a": (0, 1)}, draws=256, checkpoint=tmp_path)
    assert len(list(tmp_path.glob("chunk-*.bin"))) == 2
    resumed = monte_carlo(breaks, {"a": (0, 1)}, draws=256, checkpoint=tmp_path)
    assert resumed.numbers["result"].mean.value == pytest.approx(0.5, abs=0.01)


SCRIPT = """
import sys, time
from negotiate.analysis import monte_carlo

def trade(values):
    time.sleep(0.0004)
    gain = values["worth"] - values["price"]
    return {"gain": gain, "deal": "yes" if gain > 0 else "no"}

trade.digest = "trade"
ranges = {"worth": (3, 2, 4), "price": (2, 1, 3)}
found = monte_carlo(trade, ranges, draws=2048, seed=9, checkpoint=sys.argv[1])
sys.stdout.write(found.to_json())
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="the system has no SIGKILL")
@pytest.mark.slow
def test_a_run_killed_again_and_again_ends_with_the_same_bytes(tmp_path: Path) -> None:
    command = [sys.executable, "-c", SCRIPT]
    whole = subprocess.run([*command, str(tmp_path / "whole")], capture_output=True, check=True).stdout
    rng = np.random.default_rng(2)
    place = tmp_path / "killed"
    for _ in range(2):
        chunks = len(list(place.glob("chunk-*.bin")))
        run = subprocess.Popen([*command, str(place)], stdout=subprocess.DEVNULL)
        while run.poll() is None and len(list(place.glob("chunk-*.bin"))) == chunks:
            time.sleep(0.002)
        time.sleep(float(rng.uniform(0, 0.15)))
        run.kill()
        assert run.wait() == -signal.SIGKILL
    assert 0 < len(list(place.glob("chunk-*.bin"))) < 32
    assert subprocess.run([*command, str(place)], capture_output=True, check=True).stdout == whole
    left = {name: content for name, content in stored(place).items() if not name.endswith(".part")}
    assert left == stored(tmp_path / "whole")


def test_of_a_scenario_every_ranged_parameter_unless_given() -> None:
    steel = load_scenario("steel-for-beef")
    found = monte_carlo(steel, ranged_parameters(steel, ["model.trade", "model.sectors"]), draws=512)
    assert found.parameters["model.trade.pass_through"].low == 0.3
    assert 0 < found.survival("threat is credible").value < 1
    assert found.base == ScenarioAnswers(steel)({})
    assert "10 parameters" not in found.summary()
    low, high = found.range("gain of Home")
    assert 0 < low < high
    assert found.to_json() == monte_carlo(ScenarioAnswers(steel), found.parameters, draws=512).to_json()


def test_tables_show_ranges_before_points() -> None:
    found = monte_carlo(trade, RANGES, draws=1024)
    assert [column.title for column in found.table().columns][:3] == ["answer", "in 90 % of draws", "median"]
    assert found.survival_table().rows[0][:2] == ("deal", "yes")
    assert found.convergence_table().rows[-1][0] == 1024
    assert "scrambled Sobol points, seed 0" in found.summary()
    assert found.to_dict()["certificate"]["convergence"][0]["draws"] == 16


def test_many_labels_are_summed_up_in_the_table_and_refused_without_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = monte_carlo(lambda v: f"{v['a']:.1f}", {"a": (0, 1)}, draws=256)
    assert found.table().rows[-1][0] == "result: 5 others"
    monkeypatch.setattr("negotiate.analysis.summaries.MOST_LABELS", 20)
    with pytest.raises(InvalidInput, match="more than 20 different labels for result"):
        monte_carlo(lambda v: f"{v['a']}", {"a": (0, 1)}, draws=256)


def sometimes(values: dict) -> object:
    return "label" if values["a"] > 0.5 else 1.0


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: monte_carlo(trade, RANGES, draws=0), InvalidInput, "draws=0"),
        (lambda: monte_carlo(trade, RANGES, points="halton"), InvalidInput, "points='halton' is not known"),
        (
            lambda: monte_carlo(trade, RANGES, executor="two"),
            InvalidInput,
            "executor='two'; give an executor",
        ),
        (lambda: monte_carlo(trade), InvalidInput, "parameters is missing"),
        (lambda: monte_carlo("trade", RANGES), InvalidInput, "function='trade'"),
        (lambda: monte_carlo(sometimes, {"a": (0.2, 0, 1)}, draws=8), InvalidInput, "another kind elsewhere"),
        (lambda: monte_carlo(sometimes, {"b": (0, 1)}), KeyError, "a"),
        (lambda: monte_carlo(lambda v: v["a"], {"a": (0, 1)}, executor=1), InvalidInput, "cannot be sent"),
    ],
)
def test_refusals(call: object, error: type, words: str) -> None:
    with pytest.raises(error, match=words):
        call()


def test_no_model_at_the_own_values() -> None:
    def never(values: dict) -> float:
        raise NoSolution("nothing")

    with pytest.raises(NoSolution, match="own values: nothing"):
        monte_carlo(never, RANGES)
