"""Random bargaining problems: many ties (small ints), few (floats), and ties that floats miss (thirds)."""

from fractions import Fraction

from hypothesis import strategies as st

from negotiate.bargaining import BargainingProblem

SMALL_INTS = st.integers(-2, 6)
FLOATS = st.floats(-1e3, 1e3, allow_subnormal=False)
RATIONALS = st.fractions(min_value=-2, max_value=6, max_denominator=12)
# Numbers that differ by less than a float can tell.
CROWDED = st.integers(-2, 6).map(lambda k: 1 + Fraction(k, 10**18))


@st.composite
def problems(draw: st.DrawFn, *, players: int | None = None, most: int = 12) -> BargainingProblem:
    n = draw(st.integers(2, 4)) if players is None else players
    number = draw(st.sampled_from([SMALL_INTS, FLOATS, RATIONALS, CROWDED]))
    outcomes = draw(st.lists(st.tuples(*[number] * n), min_size=1, max_size=most))
    point = draw(st.tuples(*[number] * n))
    lowered = draw(st.booleans())  # half of the time everyone can gain somewhere
    if lowered:
        point = tuple(
            min(*column, d) - 1 for column, d in zip(zip(*outcomes, strict=True), point, strict=True)
        )
    return BargainingProblem(outcomes, point, [f"player {k}" for k in range(n)], "USD")


def exact(problem: BargainingProblem) -> list[tuple[Fraction, ...]]:
    return [problem.payoffs(k) for k in range(len(problem.feasible))]


def dominates(better: tuple[Fraction, ...], worse: tuple[Fraction, ...]) -> bool:
    return better != worse and all(u >= v for u, v in zip(better, worse, strict=True))


def transformed(
    problem: BargainingProblem, scale: list[Fraction], shift: list[Fraction]
) -> BargainingProblem:
    """Measure every player's payoffs on another scale, exactly."""

    def move(payoffs: tuple[Fraction, ...]) -> list[Fraction]:
        return [a * u + b for a, u, b in zip(scale, payoffs, shift, strict=True)]

    outcomes = [move(payoffs) for payoffs in exact(problem)]
    return BargainingProblem(outcomes, move(problem.reservation), problem.players, "JPY")


def swapped(problem: BargainingProblem) -> BargainingProblem:
    """Return the problem to which every outcome is added with its payoffs in reverse order."""
    outcomes = exact(problem)
    point = (min(problem.reservation),) * len(problem.players)
    return BargainingProblem(outcomes + [p[::-1] for p in outcomes], point, problem.players, "USD")
