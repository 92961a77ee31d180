"""Eight people press at once, through HTTP, on the database that the tests run on.

A real server with several processes, on PostgreSQL or on a file of SQLite.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus

import pytest
from django.db import connection
from django.test import Client

from distribution.models import Allocation
from inventory.lifecycle import State, Transition
from inventory.models import Device, DeviceEvent
from tests.cast import Cast, make_cast
from tests.makers import (
    make_device,
    make_donation,
    make_drive,
    make_nomination,
    make_policy,
    make_ready,
)
from tools.with_pg import free_port

PEOPLE, MOVES, HOT = 8, 15, 4
START_SECONDS = 60


def database_url() -> str:
    """Write the address of the test database itself."""
    known = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{known['NAME']}"
    login = urllib.parse.quote(str(known["USER"]))
    if known["PASSWORD"]:
        login += f":{urllib.parse.quote(str(known['PASSWORD']))}"
    return f"postgres://{login}@{known['HOST']}:{known['PORT']}/{known['NAME']}"


@pytest.fixture
def server(transactional_db: None) -> Iterator[str]:
    """Serve the test database from four processes of two threads."""
    address = f"127.0.0.1:{free_port()}"
    # Read once for all of them: starting costs more than the test does.
    server = [sys.executable, "-m", "gunicorn", "--preload", "--workers=4", "--threads=2"]
    command = [*server, "--bind", address]
    process = subprocess.Popen(
        [*command, "--log-level=error", "refurb.wsgi"],
        env=os.environ
        | {"DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "tests.settings"},
    )
    try:
        _wait(f"http://{address}/healthz", process)
        yield f"http://{address}"
    finally:
        process.terminate()
        process.wait(timeout=START_SECONDS)


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=5).close()  # noqa: S310  our own server
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("the server did not start")


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: object, **kwargs: object) -> None:
        return None


def post(url: str, session: str, **fields: str) -> int:
    """Send a form as a signed-in person; return the status."""
    token = "a" * 32
    request = urllib.request.Request(  # noqa: S310  our own server
        url,
        data=urllib.parse.urlencode(fields).encode(),
        headers={"Cookie": f"sessionid={session}; csrftoken={token}", "X-CSRFToken": token},
    )
    try:
        with urllib.request.build_opener(_NoRedirect).open(request, timeout=60) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        return refused.code


def signed_in(cast: Cast, who: str) -> str:
    """Open a session and return its key."""
    client = Client()
    client.force_login(getattr(cast, who).user)
    return client.cookies["sessionid"].value


def test_each_accepted_move_is_one_event_and_none_is_lost(server: str) -> None:
    cast = make_cast()
    donation = make_donation(cast.tom)
    devices = [make_device(cast.tom, donation=donation) for _n in range(HOT)]
    for device in devices:
        make_drive(device, cast.tom)
    session = signed_in(cast, "tom")
    before = DeviceEvent.objects.count()

    def work(seed: int) -> Counter[int]:
        chance = random.Random(seed)  # noqa: S311  which button, not a secret
        statuses: Counter[int] = Counter()
        for _move in range(MOVES):
            device = chance.choice(devices)
            step = chance.choice([Transition.START_WIPE, Transition.SEND_TO_REPAIR])
            url = f"{server}/devices/{device.code}/move/"
            statuses[post(url, session, transition=step, fault="hinge")] += 1
        return statuses

    with ThreadPoolExecutor(PEOPLE) as people:
        statuses = sum(people.map(work, range(PEOPLE)), Counter())
    assert set(statuses) <= {HTTPStatus.FOUND, HTTPStatus.CONFLICT}
    assert statuses.total() == PEOPLE * MOVES
    assert statuses[HTTPStatus.FOUND] > HOT
    assert DeviceEvent.objects.count() - before == statuses[HTTPStatus.FOUND]
    for device in devices:
        moves = list(DeviceEvent.objects.filter(device=device).exclude(after="").order_by("pk"))
        assert [m.before for m in moves[1:]] == [m.after for m in moves[:-1]]
        assert Device.objects.get(pk=device.pk).state == moves[-1].after


def test_one_device_goes_to_one_line_however_many_ask(server: str) -> None:
    cast = make_cast()
    make_policy()
    device = make_ready(cast.tom, cast.vera)
    lines = [make_nomination(cast.paula).lines.get() for _n in range(PEOPLE)]
    session = signed_in(cast, "anna")

    def ask(line_pk: int) -> int:
        fields = {"line": str(line_pk), "device": device.code, "reason": "first in line"}
        return post(f"{server}/allocations/add/", session, **fields)

    with ThreadPoolExecutor(PEOPLE) as people:
        statuses = Counter(people.map(ask, [line.pk for line in lines]))
    assert statuses == {HTTPStatus.FOUND: 1, HTTPStatus.CONFLICT: PEOPLE - 1}
    assert Allocation.objects.open().filter(device=device).count() == 1
    device.refresh_from_db()
    assert device.state == State.ALLOCATED
