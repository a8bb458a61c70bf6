"""Arms races: rest, stability with its proof, paths, spill-overs."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from negotiate.errors import InvalidInput, NoSolution
from negotiate.region import ArmsRace, arms_race_equilibrium

PAIR = ["Home", "Foreign"]


def matrices(low: float, high: float) -> st.SearchStrategy[np.ndarray]:
    number = st.floats(low, high, allow_nan=False)
    return st.lists(number, min_size=9, max_size=9).map(
        lambda flat: np.where(np.eye(3, dtype=bool), 0.0, np.array(flat).reshape(3, 3))
    )


@given(matrices(0, 1), st.lists(st.floats(0.1, 2), min_size=3, max_size=3))
@settings(deadline=None, max_examples=100)
def test_the_proof_says_what_the_eigenvalues_say(reaction: np.ndarray, fatigue: list[float]) -> None:
    found = arms_race_equilibrium(ArmsRace(list("ABC"), reaction, fatigue, [1, 1, 1]))
    growth = np.linalg.eigvals(reaction - np.diag(fatigue)).real.max()
    if abs(growth) > 1e-9:
        assert found.stable == (growth < 0)
    if found.stable:
        assert (found.levels >= 0).all()
        assert (found.spill_over >= -1e-12).all()
        assert found.certificate()["residual"] <= 1e-9 * max(1.0, found.levels.max())


@given(matrices(0, 0.4), st.integers(0, 2))
@settings(deadline=None, max_examples=60)
def test_a_grievance_raises_everyone(reaction: np.ndarray, who: int) -> None:
    race = ArmsRace(list("ABC"), reaction, [1, 1, 1], [1, 1, 1])
    more = ArmsRace(list("ABC"), reaction, [1, 1, 1], np.ones(3) + np.eye(3)[who])
    rise = arms_race_equilibrium(more).levels - arms_race_equilibrium(race).levels
    assert (rise >= -1e-12).all()
    assert np.allclose(rise, arms_race_equilibrium(race).induced(np.eye(3)[who]))


def test_two_countries_in_closed_form() -> None:
    """x = (a2 g1 + k12 g2)/(a1 a2 − k12 k21); stable if and only if k12 k21 < a1 a2."""
    found = arms_race_equilibrium(ArmsRace(PAIR, [[0, 0.3], [0.2, 0]], [0.5, 0.4], [2, 1]))
    assert found.levels == pytest.approx([(0.4 * 2 + 0.3 * 1) / 0.14, (0.5 * 1 + 0.2 * 2) / 0.14])
    edge = arms_race_equilibrium(ArmsRace(PAIR, [[0, 0.5], [0.5, 0]], [0.5, 0.5], [1, 1]))
    assert not edge.stable
    assert abs(edge.growth) < 1e-12
    assert edge.reason.startswith("no equilibrium: explosive, the largest eigenvalue is")


def test_the_path_is_that_of_the_differential_equation() -> None:
    race = ArmsRace(PAIR, [[0, 0.3], [0.2, 0]], [0.5, 0.4], [2, 1])
    times = [0.0, 1.0, 5.0, 80.0]
    path = arms_race_equilibrium(race).path(times, [1, 3])
    slope = race.reaction - np.diag(race.fatigue)
    slow = solve_ivp(lambda _, x: slope @ x + race.grievance, (0, 80), [1, 3], t_eval=times, rtol=1e-10)
    assert path == pytest.approx(slow.y.T, rel=1e-6)
    assert path[0] == pytest.approx([1, 3])
    assert path[-1] == pytest.approx(arms_race_equilibrium(race).levels, rel=1e-6)


def test_an_explosive_race_has_a_path_and_no_rest() -> None:
    found = arms_race_equilibrium(ArmsRace(PAIR, [[0, 2], [2, 0]], [1, 1], [1, 1]))
    assert found.path([1.0], [0, 0]).min() > 0
    with pytest.raises(NoSolution, match="explosive, the largest eigenvalue is 1; lower reactions"):
        _ = found.levels
    assert "explosive" in found.summary()
    assert found.answer()["levels"] is None


def test_friends_who_save_by_one_another_are_judged_by_eigenvalues() -> None:
    found = arms_race_equilibrium(ArmsRace(PAIR, [[0, -0.5], [-0.5, 0]], [1, 1], [3, 3]))
    assert found.stable
    assert found.proof is None
    assert found.levels == pytest.approx([2, 2])
    circling = arms_race_equilibrium(
        ArmsRace(list("ABC"), [[0, 3, 0], [0, 0, 3], [-3, 0, 0]], [1] * 3, [1] * 3)
    )
    assert not circling.stable
    assert "± " in circling.reason


def test_answers_to_a_given_rise() -> None:
    race = ArmsRace.around(
        ["Japan", "China", "Korea"], [[0, 0.1, 0], [0.2, 0, 0], [0.1, 0.05, 0]], [50, 300, 40]
    )
    found = arms_race_equilibrium(race)
    assert found.levels == pytest.approx([50, 300, 40])
    answers = found.answers("Japan", 10.0)
    assert answers == pytest.approx({"China": 2.0, "Korea": 1.1})
    with pytest.raises(InvalidInput, match="country='Peru' is not known"):
        found.answers("Peru", 1.0)


def test_others_who_rest_only_by_the_first_are_not_asked() -> None:
    """B and C drive one another up; A holds them down, and cannot while its own spending is given."""
    race = ArmsRace(list("ABC"), [[0, 2, 2], [-1.5, 0, 1.2], [-1.5, 1.2, 0]], [1, 1, 1], [1, 5, 5])
    found = arms_race_equilibrium(race)
    assert found.stable
    with pytest.raises(NoSolution, match="with the spending of A given .* the largest eigenvalue is 0.2"):
        found.answers("A", 1.0)
    held = found.answers("B", 1.0)
    a, c = held["A"], held["C"]
    assert [2 + 2 * c, 1.2 - 1.5 * a] == pytest.approx([a, c])


@pytest.mark.parametrize("extra", [float("nan"), "much", None])
def test_a_rise_that_is_no_number_is_refused(extra: object) -> None:
    found = arms_race_equilibrium(ArmsRace(PAIR, [[0, 0.3], [0.2, 0]], [1, 1], [1, 1]))
    with pytest.raises(InvalidInput, match="extra"):
        found.answers("Home", extra)  # type: ignore[arg-type]


def test_growth_of_nothing_is_called_so() -> None:
    """k12 k21 = a1 a2: the eigenvalue is 0, whatever its rounding."""
    for factor in (1.0, 0.1, 1 / 3, 7.7):
        edge = arms_race_equilibrium(ArmsRace(PAIR, [[0, factor], [factor, 0]], [factor] * 2, [1, 1]))
        assert edge.reason == "no equilibrium: explosive, the largest eigenvalue is 0 but for rounding"


def test_goodwill_that_goes_too_far_is_said() -> None:
    found = arms_race_equilibrium(ArmsRace(PAIR, [[0, 0], [0, 0]], [1, 1], [-1, 1]))
    assert found.certificate()["least_level"] == -1
    assert "below 0, where nobody can spend: Home; its grievance is goodwill" in found.summary()


def test_a_time_too_late_for_floats_is_refused() -> None:
    runaway = arms_race_equilibrium(ArmsRace(PAIR, [[0, 2], [2, 0]], [1, 1], [1, 1]))
    with pytest.raises(InvalidInput, match=r"times holds 1e\+06; by then .* Give earlier times"):
        runaway.path([1.0, 1e6], [1, 1])


@given(matrices(0, 0.1), st.lists(st.floats(0.3, 3), min_size=3, max_size=3), st.integers(0, 2))
@settings(deadline=None, max_examples=40)
def test_spill_over_is_what_a_dollar_of_one_s_own_moves(
    reaction: np.ndarray, fatigue: list[float], who: int
) -> None:
    """A country that wants a dollar more, its fatigue given, has a grievance larger by its fatigue."""
    race = ArmsRace(list("ABC"), reaction, fatigue, [1, 1, 1])
    wants = race.grievance + np.eye(3)[who] * fatigue[who]
    found, more = (
        arms_race_equilibrium(one) for one in (race, ArmsRace(list("ABC"), reaction, fatigue, wants))
    )
    assert found.spill_over[:, who] == pytest.approx(more.levels - found.levels, abs=1e-9)
    held = found.answers("ABC"[who], float(found.spill_over[who, who]))
    assert list(held.values()) == pytest.approx(np.delete(found.spill_over[:, who], who).tolist(), abs=1e-9)


def test_speed_does_not_move_the_rest() -> None:
    slow = ArmsRace.around(PAIR, [[0, 0.1], [0.2, 0]], [50, 300], speed=0.1)
    fast = ArmsRace.around(PAIR, [[0, 0.1], [0.2, 0]], [50, 300], speed=[1, 2])
    assert arms_race_equilibrium(slow).levels == pytest.approx(arms_race_equilibrium(fast).levels)
    assert arms_race_equilibrium(slow).growth.real > arms_race_equilibrium(fast).growth.real
    assert ArmsRace.around(PAIR, [[0, 0], [0, 0]], [1, 1], speed="0.5").fatigue.tolist() == [0.5, 0.5]
    with pytest.raises(InvalidInput, match="speed of Foreign is 0; it must be above 0"):
        ArmsRace.around(PAIR, [[0, 0], [0, 0]], [1, 1], speed=[1, 0])
    with pytest.raises(InvalidInput, match="speed has shape"):
        ArmsRace.around(PAIR, [[0, 0], [0, 0]], [1, 1], speed=[1, 2, 3])


@pytest.mark.parametrize(
    ("reaction", "fatigue", "words"),
    [
        ([[0.1, 0], [0, 0]], [1, 1], "from Home to itself; it must be 0"),
        ([[0, 1]], [1, 1], "reaction has shape"),
        ([[0, 1], [1, 0]], [1, 0], "fatigue of Foreign is 0; it must be above 0"),
    ],
)
def test_refusals(reaction: object, fatigue: object, words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        ArmsRace(PAIR, reaction, fatigue, [1, 1])  # type: ignore[arg-type]
    with pytest.raises(InvalidInput, match="times holds -1"):
        arms_race_equilibrium(ArmsRace(PAIR, [[0, 0], [0, 0]], [1, 1], [1, 1])).path([-1.0], [0, 0])
