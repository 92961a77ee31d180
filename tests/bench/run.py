"""Print the budgets beside what is measured: `make bench`.

Sizes S (300 devices) and M (10,000), each in a new database of SQLite and of PostgreSQL. Fails when
a count of queries is over its budget, when it grows with the rows, or when the CPU of what is to be
flat more than doubles from S to M and is over its budget. CPU alone is printed beside its budget:
machines differ. On PostgreSQL the CPU is that of the web process. Fails as well when matching the
realistic mix takes more than 1 GB, or time that grows more than twice as fast as the lines; and
when places among 300,000 waiting (10,000 on SQLite) take more queries than their budget, or read
more than an index.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from tools.with_pg import START_SECONDS, NoPostgres, running_postgres

SIZES = {"S": 300, "M": 10_000}
# Queries and CPU milliseconds: design/performance.md; without a CPU budget there: 0.
BUDGETS: dict[str, tuple[int, int]] = {
    "device list, first page": (8, 30),
    "device list, 100 rows": (8, 45),
    "device list, last page": (8, 30),
    "device list, one state": (8, 30),
    "search by serial": (8, 30),
    "search by model": (8, 30),
    "device page": (12, 25),
    "scan, code to its address": (8, 20),
    "waiting list": (8, 40),
    "state change": (15, 25),
    "hardware report by API": (25, 50),
    "snapshot of 137 kB by API": (25, 50),
    "label sheet, 100": (5, 150),
    "labels, 1,000 drawn": (0, 1_000),
    "CSV export, 5,000 rows": (6, 500),
    "Excel export, 5,000 rows": (6, 0),
    "batch preview, 300": (15, 0),
    "tasks": (8, 30),
    "handover with receipt": (30, 150),
    "handover and a referral": (36, 150),
}
# Acts whose work is the rows themselves: a larger database gives them more to do.
MAY_GROW = frozenset({"CSV export, 5,000 rows", "Excel export, 5,000 rows"})
LABELS = {1_000: (1.0, 100), 10_000: (10.0, 100)}  # CPU seconds and megabytes
DUMPS, LEAST_PER_SECOND = 1_000, 100  # imported by one process
# Devices and waiting lines, and CPU seconds. The hostile mix, with as many classes as heads, has
# no budget and is only shown: it says how far grouping carries, and what is left without it.
MATCHING = {(2_000, 10_000): 0.1, (10_000, 50_000): 0.5, (100_000, 1_000_000): 8.0}
HOSTILE = dict.fromkeys(MATCHING, 0.0)
# Lines that wait, and queries, CPU and wall-clock milliseconds; by database. Looking up places is
# to cost the same at the end of the list as at its front.
WAITING = {"SQLite": 10_000, "PostgreSQL": 300_000}
PLACES: dict[str, tuple[int, int]] = {
    "waiting list, first page": (8, 40),
    "waiting list, middle page": (8, 40),
    "waiting list, last page": (8, 40),
    "places of the middle one": (4, 30),
    "places of the last one": (4, 30),
    "the API's last page": (4, 40),
    "how many wait": (2, 30),
    "page of the last one": (30, 0),
}
RUN = (10_000, 50_000)  # devices and waiting lines
RUN_SECONDS, CONFIRM_SECONDS = 10.0, 30.0  # by the clock; of CPU
MOST_MEGABYTES = 1_000
TWICE = 2
Measured = dict[str, tuple[int, float]]


def printed(module: str, *arguments: int | str, url: str = "sqlite:////dev/null") -> str:
    """Run one measurement in a process of its own; give the last line it prints."""
    environment = os.environ | {"PYTHONWARNINGS": "ignore", "DATABASE_URL": url}
    done = subprocess.run(
        [sys.executable, "-m", module, *map(str, arguments)],
        env=environment,
        stdout=subprocess.PIPE,
        check=True,
    )
    return done.stdout.splitlines()[-1].decode()


def measured(url_of: dict[str, str]) -> dict[str, Measured]:
    """Measure every size in its database."""
    return {
        name: json.loads(printed("tests.bench.measure", size, url=url_of[name]))
        for name, size in SIZES.items()
    }


def connected(url: str) -> psycopg.Connection:
    """Connect as soon as the server lets in: it listens a moment before it does."""
    for _attempt in range(START_SECONDS * 5):
        try:
            return psycopg.connect(url, autocommit=True)
        except psycopg.OperationalError:
            time.sleep(0.2)
    raise NoPostgres("PostgreSQL did not let anybody in.")


@contextmanager
def postgres_databases() -> Iterator[dict[str, str]]:
    """Start a PostgreSQL with a database for each size, one for places and one for runs."""
    names = (*SIZES, "places", "runs")
    with running_postgres() as url:
        with connected(url) as connection:
            for name in names:
                connection.execute(f"CREATE DATABASE bench_{name.lower()}")
        yield {name: f"{url.rpartition('/')[0]}/bench_{name.lower()}" for name in names}


def faults(what: str, small: tuple[int, float], large: tuple[int, float]) -> list[str]:
    """Name the budgets that are broken."""
    queries, cpu = BUDGETS[what]
    grown = cpu and large[1] > TWICE * small[1] and large[1] > cpu
    return [
        *(["count"] if large[0] > queries else []),
        *(["count grows"] if large[0] > small[0] else []),
        *(["CPU grows"] if grown and what not in MAY_GROW else []),
    ]


def shown(cost: tuple[int, float]) -> str:
    """Write queries and CPU."""
    return f"{cost[0]} / {cost[1]:.0f}" if cost[1] else f"{cost[0]} / -"


def print_table(results: dict[str, dict[str, Measured]]) -> int:
    """Print budget and results, line by line; return how many lines break one."""
    heads = [f"{database} {size}" for database in results for size in SIZES]
    print(f"{'queries / CPU ms':26}{'budget':>12}" + "".join(f"{each:>15}" for each in heads))
    broken = 0
    for what, budget in BUDGETS.items():
        line = f"{what:26}{shown(budget):>12}"
        wrong: list[str] = []
        for sizes in results.values():
            line += "".join(f"{shown(sizes[size][what]):>15}" for size in SIZES)
            wrong += faults(what, sizes["S"][what], sizes["M"][what])
        broken += bool(wrong)
        print(line + "".join(f"   {each}" for each in dict.fromkeys(wrong)))
    return broken


def print_labels() -> None:
    """Print what many labels cost, beside their budget."""
    for count, (seconds, most) in LABELS.items():
        took, needed = json.loads(printed("tests.bench.labels", count))
        print(
            f"{count:,} labels: {took:.1f} s, {needed:.0f} MB (budget {seconds:.0f} s, {most} MB)"
        )


def print_imports(folder: str) -> None:
    """Print how many hardware reports one process imports in a second, beside the budget."""
    url = f"sqlite:///{Path(folder) / 'imports.sqlite3'}"
    took, cpu = json.loads(printed("tests.bench.imports", DUMPS, url=url))
    print(
        f"{DUMPS:,} dumps imported: {DUMPS / took:.0f} a second, {DUMPS / cpu:.0f} a second of CPU "
        f"(budget {LEAST_PER_SECOND})"
    )


def print_matching(mix: str, budgets: dict[tuple[int, int], float]) -> int:
    """Print what a matching costs; return how many sizes take too much memory, or grow too much.

    Near-linear: from one size to the next the time may grow twice as much as the lines do.
    """
    broken, before = 0, (0, 0.0)
    for (devices, lines), budget in budgets.items():
        cost = json.loads(printed("tests.bench.matching", devices, lines, mix))
        growth = cost["seconds"] / before[1] if before[1] else 0.0
        wrong = [
            *(["memory"] if budget and cost["megabytes"] > MOST_MEGABYTES else []),
            *(["time grows"] if budget and growth > TWICE * lines / (before[0] or lines) else []),
        ]
        print(
            f"{devices:,} devices, {lines:,} lines, {mix}: {cost['seconds']:.2f} s"
            + (f" (budget {budget} s)" if budget else "")
            + f", {cost['megabytes']:.0f} MB, of which the input {cost['input']:.0f} MB"
            + (f", {growth:.1f} times the time for {lines / before[0]:.0f}" if growth else "")
            + (" times the lines" if growth else "")
            + "".join(f"   {each}" for each in wrong)
        )
        broken, before = broken + bool(wrong), (lines, cost["seconds"])
    return broken


def print_places(database: str, url: str) -> int:
    """Print what places cost where many wait; return how many lines break their count."""
    found = json.loads(printed("tests.bench.places", WAITING[database], url=url))
    print(f"{WAITING[database]:,} waiting, {database}, built in {found['built']:.0f} s")
    broken = 0
    for what, budget in PLACES.items():
        queries, cpu, wall = found["costs"][what]
        wrong = queries > budget[0]
        told = f"{queries} / {cpu:.0f} / {wall:.0f} by the clock"
        print(f"{what:26}{shown(budget):>12}{told:>30}" + ("   count" if wrong else ""))
        broken += wrong
    for line in found["plan"]:
        print(f"    {line}")
    return broken + any("Seq Scan" in line for line in found["plan"])


def print_run(database: str, url: str) -> None:
    """Print what a whole run costs, and confirming all its pairs, beside their budgets."""
    devices, lines = RUN
    cost = json.loads(printed("tests.bench.allocation", devices, lines, url=url))
    print(
        f"A run of {devices:,} devices, {lines:,} lines, {database}: {cost['run']:.1f} s "
        f"(budget {RUN_SECONDS:.0f} s), {cost['cpu']:.1f} s of CPU, {cost['MB']} MB; confirming "
        f"{cost['pairs']:,} pairs: {cost['confirm cpu']:.1f} s of CPU "
        f"(budget {CONFIRM_SECONDS:.0f} s)"
    )


def main() -> int:
    """Print the tables; return 1 when a budget is broken, 2 without a PostgreSQL."""
    results = {}
    with tempfile.TemporaryDirectory(prefix="refurb-bench-") as folder:
        print_imports(folder)
        files = {name: f"sqlite:///{Path(folder) / f'bench-{name}.sqlite3'}" for name in SIZES}
        results["SQLite"] = measured(files)
        places = print_places("SQLite", f"sqlite:///{Path(folder) / 'places.sqlite3'}")
        print_run("SQLite", f"sqlite:///{Path(folder) / 'runs.sqlite3'}")
    try:
        with postgres_databases() as urls:
            results["PostgreSQL"] = measured(urls)
            places += print_places("PostgreSQL", urls["places"])
            print_run("PostgreSQL", urls["runs"])
    except NoPostgres as problem:
        print(problem, file=sys.stderr)
        return 2
    broken = places + print_table(results)
    print_labels()
    broken += print_matching("mixed", MATCHING) + print_matching("hostile", HOSTILE)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
