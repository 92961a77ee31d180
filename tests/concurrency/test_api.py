"""Programs at once: one key is acted on once, and forty reports of four benches are all kept."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus

from inventory.models import Donor, HardwareReport
from refurb.accounts.roles import Scope
from refurb.accounts.tokens import create_token
from tests.cast import make_cast
from tests.concurrency.test_moves import PEOPLE, server
from tests.inventory.hardware.shapes import sample
from tests.makers import make_donation

__all__ = ["server"]
BENCHES, REPORTS = 4, 40


def send(url: str, token: str, body: bytes, **headers: str) -> tuple[int, bytes]:
    """Post a body with a token; return the status and the answer."""
    sent = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"} | headers
    request = urllib.request.Request(url, body, sent)  # noqa: S310  our own server
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310  likewise
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def test_one_key_sent_eight_times_at_once_is_acted_on_once(server: str) -> None:
    token = create_token(make_cast().tom)
    body, key = json.dumps({"name": "Invented Bank"}).encode(), {"Idempotency-Key": "42"}
    with ThreadPoolExecutor(PEOPLE) as people:
        calls = [
            people.submit(send, f"{server}/api/v1/donors", token, body, **key)
            for _each in range(PEOPLE)
        ]
        answers = Counter(call.result() for call in calls)
    assert len(answers) == 1
    assert next(iter(answers))[0] == HTTPStatus.CREATED
    assert Donor.objects.count() == 1


def test_forty_reports_of_four_benches_at_once_are_all_kept(server: str) -> None:
    tom = make_cast().tom
    token, donation = create_token(tom, scope=Scope.BENCH), make_donation(tom)
    address = f"{server}/api/v1/hardware-reports?donation={donation.reference}"
    with ThreadPoolExecutor(BENCHES) as benches:
        # Each machine is told twice, by two benches at once: it becomes one device all the same.
        reports = (machine(number // 2) + b"\n" * (number % 2) for number in range(REPORTS))
        calls = [benches.submit(send, address, token, report) for report in reports]
        statuses = Counter(call.result()[0] for call in calls)
    assert statuses == {HTTPStatus.CREATED: REPORTS}
    assert HardwareReport.objects.count() == REPORTS
    assert donation.devices.count() == REPORTS // 2


def machine(number: int) -> bytes:
    """Write the dump of one machine among several."""
    raw = sample("latitude.dmidecode.txt").replace(b"5QZXT42", b"T%06d" % number)
    return raw.replace(b"4c4c4544-0051", b"%08x-%04x" % (number, number))
