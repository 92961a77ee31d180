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
    token = create_token(make_cast().tom, scope=Scope.BENCH)
    with ThreadPoolExecutor(BENCHES) as benches:
        reports = (f"# dmidecode 3.5 {number}".encode() for number in range(REPORTS))
        calls = [
            benches.submit(send, f"{server}/api/v1/hardware-reports", token, report)
            for report in reports
        ]
        statuses = Counter(call.result()[0] for call in calls)
    assert statuses == {HTTPStatus.CREATED: REPORTS}
    assert HardwareReport.objects.count() == REPORTS
