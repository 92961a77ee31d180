"""A service reads where a device that is set aside is prepared, and until when it is kept."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from distribution.models import Notice, RequestLine
from distribution.news import say
from distribution.words import NoticeCode
from refurb.accounts.models import Organisation
from tests.cast import Cast
from tests.makers import make_allocation, make_nomination, make_policy, make_ready

pytestmark = pytest.mark.django_db


def news(cast: Cast, *, is_brought: bool) -> str:
    """Set a device aside that a workshop with an address holds; read what the service is told."""
    make_policy()
    workshop = cast.tom.organisation
    Organisation.objects.filter(pk=workshop.pk).update(
        name="Atelier Inventé", street="Rue Inventée 1", postcode="1050", phone="02 000 00 00"
    )
    nomination = make_nomination(cast.paula)
    RequestLine.objects.filter(nomination=nomination).update(delivery_needed=is_brought)
    make_allocation(cast.anna, nomination, make_ready(cast.tom, cast.vera))
    notice = Notice.objects.get(code="set_aside", organisation=cast.paula.organisation)
    return say(notice.code, notice.facts)


def kept_until() -> str:
    """Write the first day on which what is set aside today lapses."""
    return (timezone.localdate() + timedelta(days=14)).strftime("%d/%m/%Y")


def test_a_service_reads_where_to_agree_on_a_day_to_collect(cast: Cast) -> None:
    assert news(cast, is_brought=False) == (
        "A device is set aside for machine 1. It is prepared at Atelier Inventé, Rue Inventée 1, "
        "1050, 02 000 00 00. Choose on the nomination's page when it is collected, or agree with "
        f"them. It goes back to the shelf on {kept_until()}, unless by then an appointment is "
        "booked or it is on its way to a partner."
    )


def test_a_service_reads_whom_to_ask_when_it_is_brought_to_the_household(cast: Cast) -> None:
    assert news(cast, is_brought=True) == (
        "A device is set aside for machine 1. It is prepared at Atelier Inventé, Rue Inventée 1, "
        "1050, 02 000 00 00. Agree with them when it is brought to the household, and book that on "
        f"the nomination's page. It goes back to the shelf on {kept_until()}, unless by then an "
        "appointment is booked or it is on its way to a partner."
    )


def test_a_notice_from_before_places_were_told_still_reads() -> None:
    told = say(NoticeCode.SET_ASIDE, {"line": 2})
    assert told == "A device is set aside for machine 2."
