"""Print the budgets beside what is measured: `make bench`.

Sizes S (300 devices) and M (10,000), each on a new file of SQLite. Fails when a count of queries is
over its budget or grows with the rows; CPU is printed beside its budget, since machines differ.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

SIZES = {"S": 300, "M": 10_000}
# Queries and CPU milliseconds: design/performance.md.
BUDGETS: dict[str, tuple[int, int]] = {
    "device list, first page": (8, 30),
    "device list, 100 rows": (8, 45),
    "device list, last page": (8, 30),
    "device list, one state": (8, 30),
    "search by serial": (8, 30),
    "search by model": (8, 30),
    "device page": (12, 25),
    "waiting list": (8, 40),
    "state change": (15, 25),
    "label sheet, 100": (5, 150),
    "labels, 1,000 drawn": (0, 1000),
    "handover with receipt": (30, 150),
}


def measured(size: int, folder: Path) -> dict[str, tuple[int, float]]:
    """Run one size in a process and a database of its own."""
    environment = os.environ | {
        "PYTHONWARNINGS": "ignore",
        "DATABASE_URL": f"sqlite:///{folder / f'bench-{size}.sqlite3'}",
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.measure", str(size)],
        env=environment,
        stdout=subprocess.PIPE,
        check=True,
    )
    found: dict[str, tuple[int, float]] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> int:
    """Print the table; return 1 when a count is over its budget or grows."""
    with tempfile.TemporaryDirectory(prefix="refurb-bench-") as folder:
        results = {name: measured(size, Path(folder)) for name, size in SIZES.items()}
    print(f"{'':26}{'budget':>14}{'S':>14}{'M':>14}   (queries / CPU ms)")
    broken = 0
    for what, (queries, cpu) in BUDGETS.items():
        small, large = results["S"][what], results["M"][what]
        over = large[0] > queries or large[0] > small[0]
        broken += over
        shown = "".join(f"{f'{q} / {ms:.0f}':>14}" for q, ms in ((queries, cpu), small, large))
        print(f"{what:26}{shown}{'   over' if over else ''}")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
