"""Provenance: the digest depends on content alone."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from negotiate import InvalidInput
from negotiate.provenance import Provenance, canonical_json, digest

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)


@given(st.dictionaries(st.text(), JSON, max_size=5))
def test_order_of_keys_does_not_count(record: dict[str, object]) -> None:
    assert digest(record) == digest(dict(reversed(record.items())))


def test_arrays_and_rationals_have_one_form() -> None:
    assert canonical_json(np.array([1.0, 0.1])) == "[1.0,0.1]"
    assert canonical_json((Fraction(1, 3), np.int64(2))) == '["1/3",2]'
    assert digest([1]) != digest([1.5])


def test_what_json_cannot_hold_is_refused() -> None:
    with pytest.raises(InvalidInput, match="nan cannot be written"):
        canonical_json(float("nan"))
    with pytest.raises(InvalidInput, match="a object cannot be written"):
        canonical_json(object())


def test_versions_are_those_installed() -> None:
    record = Provenance("sha256:0", {"tolerance": 1e-9}, packages=("scipy", "no-such-package")).to_dict()
    assert record["versions"]["numpy"] == np.__version__
    assert record["versions"]["no-such-package"] == "not installed"
    assert set(record) == {"inputs", "options", "seed", "python", "versions", "sources"}
