"""Measure one size on the database of DATABASE_URL and print JSON: run.py starts this.

python -m tests.bench.measure 300
"""

import json
import logging
import os
import sys
import time
from collections.abc import Callable
from itertools import count, cycle
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

import django

django.setup()

from django.core.management import call_command
from django.db import connection, reset_queries
from django.test import Client
from django.test.utils import CaptureQueriesContext, setup_test_environment

from inventory.labels import LabelContent, Printing, draw_labels
from inventory.models import Device
from refurb.accounts.tokens import create_token
from tests.bench.data import EXPORTED, build, code_of
from tests.cast import Cast
from tests.makers import (
    make_allocation,
    make_arrival,
    make_donation,
    make_handover,
    make_nomination,
    make_ready,
)

ROUNDS = 9
# What begins and ends a transaction asks nothing of the data.
SAMPLES = Path(__file__).parent.parent / "inventory/hardware/samples"
SAMPLE, TREE = SAMPLES / "latitude.dmidecode.txt", SAMPLES / "thinkpad.lshw.json"
SAMPLE_UUID = "4c4c4544-0051-5a10-8058-b5c04f543432"
NOT_COUNTED = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE SAVEPOINT")


def costs(act: Callable[[], object]) -> tuple[int, float]:
    """Count the queries of an act, and its CPU milliseconds."""
    return clocked(act)[:2]


def clocked(act: Callable[[], object]) -> tuple[int, float, float]:
    """Count the queries of an act, and its milliseconds: CPU here, and by the clock.

    Both are the least of nine after a warm-up: other work on the machine only ever adds to them, by
    half from one minute to the next.
    """
    act()
    with CaptureQueriesContext(connection) as queries:
        act()
    asked = [each["sql"] for each in queries.captured_queries]
    asks, cpu, wall = sum(not sql.startswith(NOT_COUNTED) for sql in asked), [], []
    for _round in range(ROUNDS):
        reset_queries()
        began = time.process_time(), time.perf_counter()
        act()
        cpu.append((time.process_time() - began[0]) * 1000)
        wall.append((time.perf_counter() - began[1]) * 1000)
    return asks, min(cpu), min(wall)


def page(client: Client, url: str) -> Callable[[], object]:
    """Make an act of opening a page; anything but 200 stops the bench."""

    def act() -> None:
        answer = client.get(url)
        assert answer.status_code == 200, (url, answer.status_code)

    return act


def moves(client: Client, cast: Cast) -> Callable[[], object]:
    """Make an act of one state change by form, to repair and back."""
    device = make_ready(cast.tom, cast.vera)
    steps = cycle(["send_to_repair", "start_wipe"])

    def act() -> None:
        step = next(steps)
        answer = client.post(
            f"/devices/{device.code}/move/", {"transition": step, "fault": "hinge"}
        )
        assert answer.status_code == 302, answer.status_code

    return act


def handover(cast: Cast, internet: str) -> Callable[[], object]:
    """Make an act of one handover with its receipt; who has no internet is referred besides."""
    prepared = [
        make_allocation(cast.anna, make_nomination(cast.paula), make_ready(cast.tom, cast.vera))
        for _each in range(ROUNDS + 2)
    ]
    for each in prepared:
        each.line.internet = internet
        each.line.save(update_fields=["internet"])
        make_arrival(each, cast.tom)
    return lambda: make_handover(prepared.pop(), cast.tom)


def labels(client: Client) -> Callable[[], object]:
    """Make an act of printing 100 labels, as the page's form does."""
    codes = Device.objects.filter(steward__code="ATELIER").values_list("code", flat=True)[:100]
    return page(client, f"/labels.pdf?format=L7160&start=1&codes={','.join(codes)}")


def thousand_labels() -> Callable[[], object]:
    """Make an act of drawing a thousand labels, as many as are printed at once."""
    contents = [
        LabelContent(code_of(n), f"https://example.org/D/{code_of(n)}", "ThinkPad", "Atelier")
        for n in range(1000)
    ]
    return lambda: draw_labels(contents, Printing("L7160"))


def export(client: Client, kind: str) -> Callable[[], object]:
    """Make an act of exporting the devices of one shelf, 5,000 at most, to the last byte."""

    def act() -> None:
        sent = {"format": kind, "filter": f"shelf={EXPORTED}"}
        answer = client.post("/devices/export/", sent)
        assert answer.status_code == 200, answer.status_code
        assert len(answer.getvalue()) > 1_000

    return act


def preview(client: Client) -> Callable[[], object]:
    """Make an act of looking ahead at what would come of wiping 300 devices."""
    codes = [code_of(number) for number in range(300)]
    answer = client.post("/batches/", {"device": codes})
    return page(client, f"{answer.headers['Location']}?act=start_wipe")


def scan(client: Client, code: str) -> Callable[[], object]:
    """Make an act of finding the address of a scanned code."""

    def act() -> None:
        assert client.get(f"/scan/?code={code}").status_code == 302

    return act


def report(cast: Cast) -> Callable[[], object]:
    """Make an act of sending a hardware report of a known machine by API, new each time."""
    token = create_token(cast.tom)
    device = make_ready(cast.tom, cast.vera)
    raw, turn = SAMPLE.read_bytes(), count()

    def act() -> None:
        answer = Client().post(
            f"/api/v1/hardware-reports?code={device.code}",
            raw + b"\n" * next(turn),
            content_type="text/plain",
            headers={"Authorization": f"Bearer {token}"},
        )
        assert answer.status_code == 201, answer.content

    return act


def snapshot(number: int) -> bytes:
    """Write a snapshot of 137 kB of one machine, as Workbench of 2022 does."""
    tree = json.loads(TREE.read_text())
    tree["serial"] = f"BENCH{number:06d}"
    part = {"id": "generic", "class": "generic", "description": "x" * 60, "configuration": {}}
    tree["children"][0]["children"] += [dict(part) for _each in range(1_000)]
    dump = SAMPLE.read_text().replace("5QZXT42", f"BENCH{number:06d}")
    dump = dump.replace(SAMPLE_UUID, f"{SAMPLE_UUID[:24]}{number:012d}")
    data = {"lshw": tree, "dmidecode": dump, "smart": []}
    return json.dumps({"type": "Snapshot", "version": "2022.12", "data": data}).encode()


def snapshots(cast: Cast) -> Callable[[], object]:
    """Make an act of sending a snapshot of a machine that came in before, new each time."""
    token = create_token(cast.tom)
    donation = make_donation(cast.tom)
    raw, turn = snapshot(1), count()
    assert len(raw) > 137_000, len(raw)

    def act() -> None:
        answer = Client().post(
            f"/api/v1/snapshot/?donation={donation.reference}",
            raw + b"\n" * next(turn),
            content_type="application/json",
            headers={"Authorization": f"Bearer {token}"},
        )
        assert answer.status_code == 201, answer.content
        assert answer.json()["dhid"], answer.content

    return act


def measure(cast: Cast) -> dict[str, tuple[int, float]]:
    """Measure everything once."""
    tom, anna = Client(), Client()
    tom.force_login(cast.tom.user)
    anna.force_login(cast.anna.user)
    device = Device.objects.order_by("pk")[0]
    return {
        "device list, first page": costs(page(tom, "/devices/")),
        "device list, 100 rows": costs(page(tom, "/devices/?size=100")),
        "device list, last page": costs(page(tom, "/devices/?cursor=last")),
        "device list, one state": costs(page(tom, "/devices/?state=ready")),
        "search by serial": costs(page(tom, f"/devices/?q={device.serial_number}")),
        "search by model": costs(page(tom, "/devices/?q=latitude")),
        "device page": costs(page(tom, f"/devices/{device.code}/")),
        "waiting list": costs(page(anna, "/waiting-list/")),
        "state change": costs(moves(tom, cast)),
        "label sheet, 100": costs(labels(tom)),
        "scan, code to its address": costs(scan(tom, device.code)),
        "hardware report by API": costs(report(cast)),
        "snapshot of 137 kB by API": costs(snapshots(cast)),
        "CSV export, 5,000 rows": costs(export(tom, "csv")),
        "Excel export, 5,000 rows": costs(export(tom, "xlsx")),
        "batch preview, 300": costs(preview(tom)),
        "tasks": costs(page(tom, "/tasks/")),
        "labels, 1,000 drawn": costs(thousand_labels()),
        "handover with receipt": costs(handover(cast, "fixed")),
        "handover and a referral": costs(handover(cast, "none")),
    }


if __name__ == "__main__":
    logging.disable(logging.INFO)  # of each task that begins and ends
    setup_test_environment(debug=False)
    call_command("migrate", verbosity=0)
    print(json.dumps(measure(build(int(sys.argv[1])))))
