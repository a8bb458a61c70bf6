import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negotiate import InvalidInput
from negotiate.analysis.order_statistics import order_statistics

NUMBERS = st.floats(allow_nan=False, allow_infinity=False)


@settings(max_examples=60, deadline=None)
@given(numbers=st.lists(NUMBERS, min_size=1, max_size=40), data=st.data())
def test_they_are_those_of_the_sorted_column(numbers: list[float], data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(numbers)))
    rank = data.draw(st.integers(1, len(numbers)))
    pieces = [np.array(numbers[:cut]), np.array(numbers[cut:])]
    assert order_statistics(lambda: iter(pieces), [rank, rank]) == {rank: sorted(numbers)[rank - 1]}


def test_many_ranks_of_a_long_column() -> None:
    column = np.random.default_rng(5).normal(size=20_000).round(3)
    ranks = [1, 500, 10_000, 20_000]
    found = order_statistics(lambda: np.array_split(column, 7), ranks)
    assert list(found.values()) == np.sort(column)[np.array(ranks) - 1].tolist()


def test_a_rank_beyond_the_column() -> None:
    with pytest.raises(InvalidInput, match="4 is not among the 2 numbers"):
        order_statistics(lambda: iter([np.array([1.0, 2.0])]), [4])
