import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from negotiate import InvalidInput
from negotiate.analysis import monte_carlo
from negotiate.analysis.answers import Columns, columns_of
from negotiate.analysis.chunk_store import ChunkStore, decode, encode

COLUMNS = columns_of([{"cost": 1.5, "deal": "yes"}, "no model", {"cost": None, "deal": "nein, «danke»"}])


def same(found: Columns | None) -> bool:
    return (
        found is not None
        and np.array_equal(found.numbers["cost"], COLUMNS.numbers["cost"], equal_nan=True)
        and found.labels["deal"].words() == COLUMNS.labels["deal"].words()
        and (found.count, found.undefined, found.reason) == (3, 1, "no model")
    )


def test_what_is_written_is_read() -> None:
    assert same(decode(encode(COLUMNS, "run", 7), "run", 7, 3))


def test_any_change_of_a_byte_is_seen() -> None:
    written = encode(COLUMNS, "run", 7)
    for place in range(len(written)):
        changed = bytearray(written)
        changed[place] ^= 1
        assert decode(bytes(changed), "run", 7, 3) is None
    for end in range(len(written)):
        assert decode(written[:end], "run", 7, 3) is None


@pytest.mark.parametrize(("run", "number", "count"), [("other", 7, 3), ("run", 6, 3), ("run", 7, 4)])
def test_a_chunk_of_something_else_counts_as_missing(run: str, number: int, count: int) -> None:
    assert decode(encode(COLUMNS, "run", 7), run, number, count) is None


@pytest.mark.parametrize("line", [b"", b"[]", b"{}", b"null", b"[" * 100_000, b'{"schema": 1}'])
def test_what_is_no_chunk_counts_as_missing(line: bytes) -> None:
    assert decode(line + b"\nabc", "run", 0, 3) is None


def test_a_store_keeps_chunks_and_no_parts(tmp_path: Path) -> None:
    store = ChunkStore(tmp_path / "new" / "run", {"seed": 1}, "digest")
    assert store.read(0, 3) is None
    store.write(0, encode(COLUMNS, "digest", 0))
    assert same(store.read(0, 3))
    assert sorted(path.name for path in store.directory.iterdir()) == ["chunk-00000000.bin", "run.json"]
    assert [piece.tolist() for piece in store.column("cost", [3])] == [[1.5]]


def test_another_run_is_refused_by_what_differs(tmp_path: Path) -> None:
    ChunkStore(tmp_path, {"seed": 1, "points": "sobol"}, "one")
    ChunkStore(tmp_path, {"seed": 1, "points": "sobol"}, "one")
    with pytest.raises(InvalidInput, match="holds another run, with another seed; give the same"):
        ChunkStore(tmp_path, {"seed": 2, "points": "sobol"}, "two")


@pytest.mark.parametrize("manifest", ["", "[1]", json.dumps({"run": "x"})])
def test_a_damaged_manifest(tmp_path: Path, manifest: str) -> None:
    (tmp_path / "run.json").write_text(manifest)
    with pytest.raises(InvalidInput, match="is damaged"):
        ChunkStore(tmp_path, {}, "x")


def test_chunks_of_an_unknown_run(tmp_path: Path) -> None:
    (tmp_path / "chunk-00000000.bin").write_bytes(b"")
    with pytest.raises(InvalidInput, match=r"chunks without run\.json"):
        ChunkStore(tmp_path, {}, "x")


def test_a_file_is_no_place_for_chunks(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(InvalidInput, match="is a file; give a directory"):
        ChunkStore(tmp_path / "file", {}, "x")


@pytest.mark.parametrize("place", ["", "a\0b", 5])
def test_what_is_no_path(place: Any) -> None:
    with pytest.raises(InvalidInput, match=r"^checkpoint=.*; give the path of a directory, or leave it out"):
        monte_carlo(lambda values: values["price"], {"price": (1, 2)}, draws=2, checkpoint=place)


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(InvalidInput, match="cannot be written"):
        ChunkStore(tmp_path / "file" / "run", {}, "x")


def test_a_chunk_that_goes_missing_while_it_is_used(tmp_path: Path) -> None:
    store = ChunkStore(tmp_path, {}, "x")
    with pytest.raises(InvalidInput, match="was changed while it was used"):
        list(store.column("cost", [3]))
