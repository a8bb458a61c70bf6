"""How long do `import negotiate` and `negotiate run` take? Prints a table; about a minute.

Each row is a fresh process; rows are interleaved and medians are shown. The limit for the import
is 1.5 times `import numpy`, for the whole run 5 seconds on two cores.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROUNDS = 7
NUMPY = "import numpy"
ROWS = {
    "python -c pass": ["-c", "pass"],
    NUMPY: ["-c", NUMPY],
    "import negotiate": ["-c", "import negotiate"],
    "import negotiate; from negotiate import solve, load_scenario": [
        "-c",
        "from negotiate import NormalFormGame, load_scenario, solve",
    ],
    "negotiate run": ["-m", "negotiate", "run", "--out", "OUT"],
    "negotiate run --variant power-law": [
        "-m", "negotiate", "run", "--variant", "power-law", "--out", "OUT"
    ],
}  # fmt: skip


def main() -> None:
    """Measure every row and print the table."""
    seconds: dict[str, list[float]] = {name: [] for name in ROWS}
    with tempfile.TemporaryDirectory() as folder:
        for turn in range(ROUNDS):
            for name, arguments in ROWS.items():
                filled = [str(Path(folder) / f"{turn}") if a == "OUT" else a for a in arguments]
                if "OUT" in arguments:
                    filled[-1] += name.rpartition(" ")[2]
                start = time.perf_counter()
                subprocess.run([sys.executable, *filled], check=True, capture_output=True)
                seconds[name].append(time.perf_counter() - start)
    numpy = statistics.median(seconds[NUMPY])
    print(f"{'process':62}  median [s]  ratio to import numpy")
    for name, times in seconds.items():
        middle = statistics.median(times)
        print(f"{name:62}  {middle:10.3f}  {middle / numpy:8.2f}")


if __name__ == "__main__":
    main()
