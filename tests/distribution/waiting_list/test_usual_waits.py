"""What is said of how long it takes: what others waited, and nothing of a few."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from distribution.models import Handover, RequestLine
from distribution.waiting_list.expected_wait import FEWEST
from distribution.waiting_list.usual_waits import LATELY, Wait, usual_waits, wait_of
from tests.cast import Cast
from tests.makers import make_allocation, make_handover, make_nomination, make_policy, make_ready


@given(st.lists(st.integers(0, 2000), min_size=FEWEST))
def test_half_and_nine_in_ten_had_waited_no_longer(days: list[int]) -> None:
    wait = wait_of(days)
    assert wait is not None
    within = [sum(each <= limit for each in days) / len(days) for limit in (wait.half, wait.most)]
    assert within[0] >= 0.5
    assert within[1] >= 0.9
    assert {wait.half, wait.most} <= set(days)


def test_of_a_few_nothing_is_said() -> None:
    assert wait_of([3] * (FEWEST - 1)) is None


@pytest.mark.django_db
def test_a_service_reads_how_long_those_served_lately_had_waited(cast: Cast) -> None:
    make_policy()
    for days in (10, 20, 30, 40, 50, 500):
        it = make_nomination(cast.paula)
        make_handover(make_allocation(cast.anna, it, make_ready(cast.tom, cast.vera)), cast.tom)
        noon = timezone.localtime().replace(hour=12)  # no change of clocks makes it another day
        since = noon - timedelta(days=days)
        RequestLine.objects.filter(nomination=it).update(waiting_since=since)
    long_ago = timezone.localdate() - LATELY - timedelta(days=1)
    Handover.objects.filter(pk=Handover.objects.latest("pk").pk).update(handed_over_on=long_ago)
    assert usual_waits() == {"laptop": Wait(5, 30, 50)}
    waiting = make_nomination(cast.paula, kinds=("laptop", "desktop"))
    rare = make_nomination(cast.paula, kinds=("tablet",))
    paula = Client()
    paula.force_login(cast.paula.user)
    pages = [
        paula.get(reverse("nomination", args=[each.reference])).text for each in (waiting, rare)
    ]
    assert "half had waited 30 days or less, nine in ten 50 days or less" in pages[0]
    assert "Expected wait: " in pages[0]
    assert "Not enough data to estimate the wait" in pages[1]
