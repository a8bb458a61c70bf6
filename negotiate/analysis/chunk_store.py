"""ChunkStore: answers to many draws in a directory, one file a chunk, written whole or not at all.

A file begins with a line of JSON (which run, which chunk, which columns, a SHA-256 of all of it);
then come the columns, little-endian floats and positions among labels. Nothing in it can run. A
file that is not exactly what it should be counts as missing, and its chunk is made again. What the
run is, stands in ``run.json``: another run in the same directory is refused.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from negotiate.analysis.answers import Columns, Labels
from negotiate.checks import show
from negotiate.errors import InvalidInput
from negotiate.provenance import canonical_json

__all__ = ["ChunkStore", "decode", "encode"]

SCHEMA = "negotiate/monte-carlo/1"


def encode(columns: Columns, run: str, number: int) -> bytes:
    """Write a chunk's answers as bytes that depend on nothing else."""
    body = b"".join(
        [
            *(np.asarray(column, dtype="<f8").tobytes() for column in columns.numbers.values()),
            *(np.asarray(column.codes, dtype="<i4").tobytes() for column in columns.labels.values()),
        ]
    )
    head = {
        "schema": SCHEMA,
        "run": run,
        "chunk": number,
        "count": columns.count,
        "numbers": list(columns.numbers),
        "labels": [[name, list(column.known)] for name, column in columns.labels.items()],
        "undefined": columns.undefined,
        "reason": columns.reason,
    }
    return _line({**head, "sha256": _seal(head, body)}) + b"\n" + body


def decode(written: bytes, run: str, number: int, count: int) -> Columns | None:
    """Read a chunk; None where anything about it is not as it should be."""
    line, _, body = written.partition(b"\n")
    try:
        head = json.loads(line)
        seal = head.pop("sha256")
        expected = (SCHEMA, run, number, count, _seal(head, body))
        if (*(head[key] for key in ("schema", "run", "chunk", "count")), seal) != expected:
            return None
        return _columns(head, body, count)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _columns(head: Mapping[str, Any], body: bytes, count: int) -> Columns:
    numbers, labels = head["numbers"], head["labels"]
    wide = 8 * count * len(numbers)
    floats = np.frombuffer(body[:wide], dtype="<f8").reshape(len(numbers), count)
    codes = np.frombuffer(body[wide:], dtype="<i4").reshape(len(labels), count)
    return Columns(
        count,
        dict(zip(numbers, floats, strict=True)),
        {name: Labels(tuple(known), row) for (name, known), row in zip(labels, codes, strict=True)},
        int(head["undefined"]),
        str(head["reason"]),
    )


def _line(head: Mapping[str, Any]) -> bytes:
    return json.dumps(head, ensure_ascii=True, separators=(",", ":")).encode()


def _seal(head: Mapping[str, Any], body: bytes) -> str:
    return hashlib.sha256(_line(head) + b"\n" + body).hexdigest()


class ChunkStore:
    """The chunks of one run in a directory.

    Parameters
    ----------
    directory : path
        Made where it does not exist; it may hold chunks of the same run.
    inputs : mapping
        What the run is made from, JSON-ready; written to ``run.json``.
    run : str
        The digest of ``inputs``.

    Raises
    ------
    InvalidInput
        Where the directory holds another run, or cannot be written.
    """

    def __init__(self, directory: str | os.PathLike[str], inputs: Mapping[str, Any], run: str) -> None:
        self.directory = _directory(directory)
        self.run = run
        record = {"schema": SCHEMA, "run": run, "inputs": inputs}
        with _readable_errors(self.directory):
            if self.directory.is_file():
                raise InvalidInput(
                    f"checkpoint={str(directory)!r} is a file; give a directory, new or of the same run."
                )
            self.directory.mkdir(parents=True, exist_ok=True)
            manifest = self.directory / "run.json"
            if manifest.exists():
                self._same_run(manifest, record)
            elif any(self.directory.glob("chunk-*.bin")):
                raise InvalidInput(
                    f"checkpoint={str(directory)!r} holds chunks without run.json; take an empty directory."
                )
            else:
                _write_whole(manifest, canonical_json(record).encode(), at_once=True)

    def _same_run(self, manifest: Path, record: Mapping[str, Any]) -> None:
        try:
            known = json.loads(manifest.read_text("utf-8"))
            before, run = dict(known["inputs"]), known["run"]
        except (ValueError, KeyError, TypeError):
            raise InvalidInput(
                f"{manifest} is damaged; remove it with its chunks, or take another directory."
            ) from None
        if run != record["run"]:
            now = json.loads(canonical_json(record["inputs"]))
            differs = [key for key in sorted({*before, *now}) if before.get(key) != now.get(key)]
            raise InvalidInput(
                f"checkpoint={str(self.directory)!r} holds another run, with another "
                f"{', '.join(differs) or 'digest'}; give the same to go on with it, or another directory."
            )

    def read(self, number: int, count: int) -> Columns | None:
        """Return a chunk's answers, None where it is missing or damaged."""
        try:
            written = self._path(number).read_bytes()
        except OSError:
            return None
        return decode(written, self.run, number, count)

    def write(self, number: int, written: bytes) -> None:
        """Write a chunk that ``encode`` made."""
        with _readable_errors(self.directory):
            _write_whole(self._path(number), written)

    def column(self, name: str, counts: list[int]) -> Iterator[NDArray[np.float64]]:
        """Yield a column of numbers, a chunk at a time, without its missing answers."""
        for number, count in enumerate(counts):
            columns = self.read(number, count)
            if columns is None:
                raise InvalidInput(f"{self._path(number)} was changed while it was used; run again.")
            if name in columns.numbers:
                numbers = columns.numbers[name]
                yield numbers[~np.isnan(numbers)]

    def _path(self, number: int) -> Path:
        return self.directory / f"chunk-{number:08d}.bin"


def _directory(given: object) -> Path:
    """Return a path, or refuse what is none."""
    if not isinstance(given, str | os.PathLike) or not os.fspath(given) or "\0" in str(given):
        raise InvalidInput(f"checkpoint={show(given)}; give the path of a directory, or leave it out.")
    return Path(given)


def _write_whole(path: Path, content: bytes, *, at_once: bool = False) -> None:
    """Write a file under another name and move it in place, so that it is never seen in part.

    ``at_once`` waits until the disk has it. Chunks need not wait: one that is lost in a power cut
    is made again.
    """
    part = path.with_suffix(".part")
    with part.open("wb") as file:
        file.write(content)
        if at_once:
            file.flush()
            os.fsync(file.fileno())
    part.replace(path)


@contextmanager
def _readable_errors(directory: Path) -> Iterator[None]:
    """Turn what the operating system says into one sentence."""
    try:
        yield
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise InvalidInput(
            f"checkpoint={str(directory)!r} cannot be written: {why}. "
            "What was written before is kept; make room and run again."
        ) from None
