"""Print what a whole run costs: read, rank, match, store, explain; `DEVICES LINES` by hand.

`python -m tests.bench.allocation 10000 50000` takes minutes to build its rows, in the database of
DATABASE_URL, which has to be new.
"""

import json
import os
import resource
import sys
import time
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import F
from django.db.models.functions import Mod
from django.test import Client
from django.urls import reverse

from distribution.models import RequestLine
from distribution.runs.confirming import confirm_run
from distribution.runs.proposing import propose_again, request_run
from distribution.runs.replay import differences, wrong_with
from distribution.waiting_list.ranking import rank_all
from inventory.models import Device
from refurb.statistics import refresh_statistics
from tests.bench.data import histories, make_devices, nominations
from tests.cast import Cast, make_cast
from tests.makers import make_donation, make_grounds, make_policy

KINDS = (["laptop"], ["laptop", "desktop"], ["desktop", "mini_pc"], ["laptop", "mini_pc"])
CLASSES = ("basic", "basic", "standard", "performance", "basic")
MEMORY = (4, 8, 8, 16, 2)  # GiB
PAGES: dict[str, dict[str, str]] = {
    "pairs": {},
    "last pairs": {"cursor": "last"},
    "skipped": {"show": "skipped"},
    "last skipped": {"show": "skipped", "cursor": "last"},
    "one kind": {"kind": "mini_pc"},
    "one nomination": {"q": "N-2"},
}


def build(devices: int, lines: int) -> Cast:
    """Make ready devices of several kinds and classes, and lines of several needs."""
    cast = make_cast()
    make_policy()
    make_grounds()
    rows = make_devices(devices, make_donation(cast.tom), cast.tom)
    histories(rows, cast.tom)
    nominations(lines, cast.paula)
    vary(Device, {"kind": ("laptop", "laptop", "desktop", "mini_pc")})
    vary(Device, {"keyboard": ("be_azerty", "be_azerty", "fr_azerty"), "has_camera": (True, False)})
    vary(Device, {"memory_bytes": [size * 1024**3 for size in MEMORY]})
    ready, wiping, repair = Device.objects, "wipe", "repair"
    ready.update(state="ready")
    ready.annotate(m=Mod(F("pk"), 11)).filter(m=0).update(state=wiping)
    ready.annotate(m=Mod(F("pk"), 13)).filter(m=0).update(state=repair)
    vary(RequestLine, {"kinds": KINDS, "spec_class": CLASSES})
    vary(RequestLine, {"camera": (True, *[False] * 5), "large_screen": (True, *[False] * 30)})
    vary(RequestLine, {"keyboard": ("be_azerty", "", "be_azerty")})
    rank_all()
    refresh_statistics()
    return cast


def vary(model: Any, fields: dict[str, Any]) -> None:
    """Give the rows the values in turn."""
    for name, values in fields.items():
        turned = model.objects.annotate(turn=Mod(F("pk"), len(values)))
        for turn, value in enumerate(values):
            turned.filter(turn=turn).update(**{name: value})


def timed(work: Any) -> tuple[float, float, Any]:
    """Give the seconds on the clock and of the processor, and what came of it."""
    clock, cpu = time.perf_counter(), time.process_time()
    done = work()
    return time.perf_counter() - clock, time.process_time() - cpu, done


class Counter:
    """Counts statements. Captured they would be quoted, value by value, at the run's expense."""

    def __init__(self) -> None:
        """Begin at none."""
        self.queries = 0

    def __call__(self, execute: Any, *statement: Any) -> Any:
        """Count one and pass it on."""
        self.queries += 1
        return execute(*statement)


def page_cost(cast: Cast, number: int, asked: dict[str, str]) -> tuple[int, float]:
    """Give the queries and CPU milliseconds of a page of the review, the least of nine."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(cast.anna.user)
    url = reverse("run", args=[number])
    with connection.execute_wrapper(counter := Counter()):
        client.get(url, asked)
    cost = min(timed(lambda: client.get(url, asked))[1] for _time in range(9))
    return counter.queries, round(cost * 1000, 1)


def main(devices: int, lines: int) -> None:
    """Build, run, and print the figures as JSON in the last line."""
    call_command("migrate", verbosity=0)
    cast = build(devices, lines)
    with connection.execute_wrapper(counter := Counter()):
        seconds, cpu, run = timed(lambda: request_run(actor=cast.anna))  # the task runs at once
    again, again_cpu, _second = timed(lambda: propose_again(run, actor=cast.anna))
    run.refresh_from_db()
    replayed, _cpu, otherwise = timed(lambda: differences(run))
    checked, _cpu, wrong = timed(lambda: wrong_with(run))
    pages = {name: page_cost(cast, run.number, asked) for name, asked in PAGES.items()}
    with transaction.atomic():  # the mails are the worker's, afterwards
        confirmed, confirmed_cpu, moved = timed(
            lambda: confirm_run(run, knows_newer=True, actor=cast.anna)
        )
        transaction.set_rollback(True)
    told = {
        "run": round(seconds, 2),
        "cpu": round(cpu, 2),
        "queries": counter.queries,
        "with a run before": round(again, 2),
        "cpu with one before": round(again_cpu, 2),
        "replay": round(replayed, 2),
        "check": round(checked, 2),
        "confirm": round(confirmed, 2),
        "confirm cpu": round(confirmed_cpu, 2),
        "moved": len(moved),
        "wrong": len(otherwise) + len(wrong),
        "pairs": run.pair_count,
        "skipped": run.skipped_count,
        "reasons": run.whys.count(),
        "record kB": (len(run.record.content) + len(run.record.outcome)) // 1000,
        "pages": pages,
        "MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
