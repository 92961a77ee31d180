"""While a task ranks thousands by a new policy, pages say how far it is and do not rank along."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from distribution.models import WaitingPlace
from distribution.runs.proposing import request_run
from distribution.waiting_list import ranking
from distribution.waiting_list.places import WaitingList
from refurb.accounts.models import Membership
from refurb.accounts.tokens import create_token
from refurb.jobs.models import Job
from refurb.reasons import NotYet
from tests.cast import Cast
from tests.makers import make_nomination, make_policy

SAID = "The waiting list is being ranked anew: 1 of 3 lines are done."


@pytest.fixture
def job(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Job:
    """Publish a second policy, and let the task that ranks by it be under way."""
    monkeypatch.setattr(ranking, "MOST_AT_ONCE", 2)
    make_policy()
    for name in ("A", "B", "C"):
        make_nomination(cast.paula, surname=name)
    make_policy(version=2)
    return Job.objects.create(
        kind=ranking.RANKING,
        state="running",
        requested_by=cast.anna,
        done=1,
        total=3,
        heartbeat_at=timezone.now(),
    )


def reading(member: Membership) -> Client:
    client = Client()
    client.force_login(member.user)
    return client


def versions() -> set[int]:
    return set(WaitingPlace.objects.values_list("policy_version", flat=True))


def test_a_page_says_how_far_it_is_and_looks_again_by_itself(cast: Cast, job: Job) -> None:
    for url in (reverse("waiting-list"), reverse("allocation-board")):
        page = reading(cast.anna).get(url)
        assert (page.status_code, page["Retry-After"], page["Refresh"]) == (503, "5", "5")
        assert SAID in page.text
    assert versions() == {1}


def test_the_api_says_when_to_ask_again(cast: Cast, job: Job) -> None:
    bearer = {"Authorization": f"Bearer {create_token(cast.anna)}"}
    answer = Client().get("/api/v1/waiting-list", headers=bearer)
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert answer.json()["detail"] == SAID


def test_a_run_ranks_along(cast: Cast, job: Job) -> None:
    request_run(actor=cast.anna)
    assert versions() == {2}


def test_a_task_that_fell_silent_holds_nobody_up(cast: Cast, job: Job) -> None:
    Job.objects.update(heartbeat_at=timezone.now() - timedelta(minutes=5))
    assert len(WaitingList()) == 3
    assert versions() == {2}


def test_what_is_little_is_ranked_by_who_reads_it(cast: Cast, job: Job) -> None:
    WaitingPlace.objects.order_by("pk")[:1].get().delete()
    assert len(WaitingList()) >= 2
    assert versions() == {2}


def test_who_asks_within_is_refused(cast: Cast, job: Job) -> None:
    with pytest.raises(NotYet, match="being_ranked"):
        WaitingList()
