"""The worker keeps the deadlines every night, one night after the other."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import override_settings
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from distribution.models import Allocation
from distribution.nights import book_next_night, keep_deadlines, tonight
from distribution.words import AllocationEnd
from tests.cast import Cast
from tests.makers import make_allocation, make_nomination, make_policy, make_ready

pytestmark = pytest.mark.django_db

QUEUED = override_settings(TASKS={"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}})


def told(*arguments: str) -> str:
    written = StringIO()
    call_command("keep_deadlines", *arguments, stdout=written)
    return written.getvalue()


@QUEUED
@pytest.mark.parametrize("now", ["2026-11-27T19:00Z", "2026-11-28T01:59Z"])
def test_the_coming_night_is_at_three_in_belgium(now: str) -> None:
    assert book_next_night(datetime.fromisoformat(now))
    assert DBTaskResult.objects.get().run_after == datetime(2026, 11, 28, 2, tzinfo=UTC)


@QUEUED
def test_a_night_is_booked_once() -> None:
    assert told("--by-worker") == "Booked for three tonight.\n"
    assert told("--by-worker") == "Booked already.\n"
    assert DBTaskResult.objects.count() == 1


@QUEUED
def test_a_night_lets_lapse_what_nobody_fetched_and_books_the_next(cast: Cast) -> None:
    make_policy()
    it = make_nomination(cast.paula)
    made = make_allocation(cast.anna, it, make_ready(cast.tom, cast.vera))
    Allocation.objects.filter(pk=made.pk).update(made_at=timezone.now() - timedelta(days=15))
    found = tonight.call()
    assert (found["lapsed"], found["refused"], found["ranked"]) == (1, 0, 1)
    made.refresh_from_db()
    assert made.end == AllocationEnd.LAPSED
    assert DBTaskResult.objects.get().task_path == "distribution.nights.tonight"
    assert (tonight.call()["lapsed"], DBTaskResult.objects.count()) == (0, 1)


@pytest.mark.sqlite  # PostgreSQL's autovacuum does it
def test_a_night_tells_sqlite_how_full_its_tables_are(cast: Cast) -> None:
    make_policy()
    make_ready(cast.tom, cast.vera)
    call_command("keep_deadlines", stdout=StringIO())
    with connection.cursor() as cursor:
        cursor.execute("SELECT stat FROM sqlite_stat1 WHERE idx = 'device_newest'")
        assert cursor.fetchall() == [("1 1 1",)]


def test_a_duty_that_fails_keeps_no_other_from_being_done(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    nomination = make_nomination(cast.paula, with_proof=False)
    make_policy()
    make_allocation(cast.anna, make_nomination(cast.paula), make_ready(cast.tom, cast.vera))
    monkeypatch.setattr(settings, "ALLOCATION_DAYS", None)  # nothing can lapse by that
    with pytest.raises(ExceptionGroup) as failed:
        keep_deadlines()
    assert [type(each) for each in failed.value.exceptions] == [TypeError]
    nomination.refresh_from_db()
    assert nomination.proof_reminded_on == timezone.localdate()
