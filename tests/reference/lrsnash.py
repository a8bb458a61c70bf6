"""The program ``lrsnash`` (Debian package ``lrslib``) as an independent source of equilibria.

Used in tests only. ``extreme_equilibria`` skips the calling test where the program is not installed,
or fails it where the environment variable NEGOTIATE_REQUIRE_LRS is 1.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import pytest

Pair = tuple[tuple[Fraction, ...], tuple[Fraction, ...]]
Matrix = Sequence[Sequence[object]]


def program() -> str:
    """Return the path of lrsnash, or end the test."""
    path = shutil.which("lrsnash")
    if path is None:
        reason = "lrsnash is not installed (Debian package lrslib)"
        if os.environ.get("NEGOTIATE_REQUIRE_LRS") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    return path


def extreme_equilibria(games: Sequence[tuple[Matrix, Matrix]], *, timeout: float = 60) -> list[set[Pair]]:
    """Return every extreme equilibrium of each game; entries are what ``Fraction`` accepts."""
    loop = 'for game in "$2"/*.game; do "$1" "$game" > "$game.out" || exit 1; done'
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / f"{k}.game" for k in range(len(games))]
        for file, (A, B) in zip(files, games, strict=True):
            file.write_text(f"{len(A)} {len(A[0])}\n\n{_written(A)}\n{_written(B)}\n")
        subprocess.run(["sh", "-c", loop, "sh", program(), folder], timeout=timeout, check=True)
        texts = [Path(f"{file}.out").read_text() for file in files]
    return [_read(text, len(A), len(A[0])) for text, (A, _) in zip(texts, games, strict=True)]


def _written(matrix: Matrix) -> str:
    return "".join(" ".join(str(Fraction(entry)) for entry in row) + "\n" for row in matrix)


def _read(text: str, rows: int, columns: int) -> set[Pair]:
    """Read blocks of column strategies ("2 ...") that go with the row strategy ("1 ...") after them."""
    found: set[Pair] = set()
    block: list[tuple[Fraction, ...]] = []
    for line in text.splitlines():
        words = line.split()
        if not words:
            block = []
        elif words[0] == "2":
            block.append(tuple(Fraction(word) for word in words[1 : columns + 1]))
        elif words[0] == "1":
            strategy = tuple(Fraction(word) for word in words[1 : rows + 1])
            found |= {(strategy, other) for other in block}
    return found
