"""Every page opens for those it is for, is unknown to others, and forbidden to other roles."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db.models import F
from django.test import Client
from django.urls import reverse

from distribution.models import Allocation, Appointment, Receipt
from distribution.runs.proposing import request_run
from refurb.accounts.models import Membership
from tests.cast import Cast
from tests.distribution.web.conftest import SURNAME
from tests.makers import (
    make_allocation,
    make_arrival,
    make_draft,
    make_institution,
    make_nomination,
    make_ready,
)

pytestmark = pytest.mark.sqlite

SignIn = Callable[[Membership], Client]
EVERYBODY = ("anna", "tom", "lea", "will", "paula", "olga", "petra", "augustin", "ada")
COORDINATOR = {"anna": 200}
OWN_NOMINATION = {"anna": 200, "paula": 200, "olga": 404}
SERVICE = {"paula": 200, "olga": 404}


def _pages(
    cast: Cast, allocation: Allocation, receipt: Receipt | None = None
) -> dict[str, tuple[str, dict[str, int]]]:
    """Map each page to its address and to who may open it; everybody else is forbidden."""
    reference = allocation.line.nomination.reference
    draft = make_draft(cast.paula).reference
    library = make_institution(cast.paula).reference
    run = request_run(actor=cast.anna).number
    holder = {"anna": 200, "tom": 200, "lea": 200, "will": 404, "petra": 404}
    device = {**holder, "augustin": 200}
    bench = {"anna": 200, "tom": 200, "lea": 200, "will": 404}
    desk = dict.fromkeys(("anna", "tom", "lea", "will", "petra"), 200)
    return {
        "nomination-list": (
            reverse("nomination-list"),
            dict.fromkeys(("anna", "paula", "olga"), 200),
        ),
        "nomination-add": (reverse("nomination-add"), {"paula": 200, "olga": 200}),
        "nomination": (reverse("nomination", args=[reference]), OWN_NOMINATION),
        "nomination-edit": (reverse("nomination-edit", args=[draft]), SERVICE),
        "nomination-check": (reverse("nomination-check", args=[draft]), SERVICE),
        "nomination-update": (reverse("nomination-update", args=[reference]), SERVICE),
        "circumstances-update": (reverse("circumstances-update", args=[reference]), SERVICE),
        "needs-update": (reverse("needs-update", args=[reference, 1]), SERVICE),
        "nomination-withdraw": (reverse("nomination-withdraw", args=[reference]), SERVICE),
        "nomination-decide": (reverse("nomination-decide", args=[reference]), COORDINATOR),
        "proof-add": (reverse("proof-add", args=[reference]), SERVICE),
        "institution-list": (
            reverse("institution-list"),
            dict.fromkeys(("anna", "paula", "olga"), 200),
        ),
        "institution-add": (reverse("institution-add"), {"paula": 200, "olga": 200}),
        "institution": (reverse("institution", args=[library]), OWN_NOMINATION),
        "institution-withdraw": (reverse("institution-withdraw", args=[library]), SERVICE),
        "institution-refuse": (reverse("institution-refuse", args=[library]), COORDINATOR),
        "ground-list": (reverse("ground-list"), COORDINATOR),
        "ground-add": (reverse("ground-add"), COORDINATOR),
        "ground": (reverse("ground", args=["bim"]), COORDINATOR),
        "institution-quota": (reverse("institution-quota"), COORDINATOR),
        "waiting-list": (reverse("waiting-list"), COORDINATOR),
        "allocation-board": (reverse("allocation-board"), COORDINATOR),
        "allocation": (reverse("allocation", args=[allocation.pk]), holder),
        "allocation-release": (
            reverse("allocation-release", args=[allocation.pk]),
            COORDINATOR,
        ),
        "companion-add": (reverse("companion-add", args=[allocation.pk]), COORDINATOR),
        "allocation-fault": (
            reverse("allocation-fault", args=[allocation.pk]),
            {"tom": 200, "lea": 200, "will": 404, "petra": 404},
        ),
        "allocation-loss": (
            reverse("allocation-loss", args=[allocation.pk]),
            {"lea": 200, "petra": 404},
        ),
        "arrival": (reverse("arrival", args=[allocation.pk]), holder),
        "handover": (reverse("handover", args=[allocation.pk]), {**holder, "tom": 302, "lea": 302}),
        "preparation": (reverse("preparation", args=[allocation.pk]), bench),
        "preparation-list": (
            reverse("preparation-list"),
            dict.fromkeys(("anna", "tom", "lea", "will"), 200),
        ),
        "handover-list": (reverse("handover-list"), desk),
        "run-list": (reverse("run-list"), {"anna": 200, "augustin": 200}),
        "run": (reverse("run", args=[run]), {"anna": 200, "augustin": 200}),
        "receipt-list": (reverse("receipt-list"), desk | {"paula": 200, "olga": 200}),
        "device-return": (
            reverse("device-return", args=[allocation.device.code]),
            {"tom": 200, "lea": 200, "will": 404, "petra": 404},
        ),
        "panel-device": (reverse("panel-device", args=[allocation.device.code]), device),
        "policy": (
            reverse("policy"),
            dict.fromkeys(("anna", "augustin", "ada", "paula", "olga"), 200),
        ),
    }


def test_each_page_opens_for_exactly_those_it_is_for(
    cast: Cast, allocation: Allocation, sign_in: SignIn
) -> None:
    pages = _pages(cast, allocation)
    found = {
        name: {who: sign_in(getattr(cast, who)).get(url).status_code for who in EVERYBODY}
        for name, (url, _may) in pages.items()
    }
    wanted = {
        name: {who: may.get(who, 403) for who in EVERYBODY} for name, (_url, may) in pages.items()
    }
    assert found == wanted


def test_a_receipt_opens_for_giver_nominator_and_coordinators_alone(
    cast: Cast, receipt: Receipt, sign_in: SignIn
) -> None:
    where = [receipt.issuer.code, receipt.year, receipt.number]
    may = {"anna": 200, "tom": 200, "lea": 200, "paula": 200}
    hidden = dict.fromkeys(("will", "olga", "petra"), 404)
    for name in ("receipt", "receipt-pdf"):
        url = reverse(name, args=where)
        found = {who: sign_in(getattr(cast, who)).get(url).status_code for who in EVERYBODY}
        assert found == {who: (may | hidden).get(who, 403) for who in EVERYBODY}


def test_a_visitor_is_sent_to_the_log_in_from_every_page(
    cast: Cast, allocation: Allocation, client: Client
) -> None:
    for url, _may in _pages(cast, allocation).values():
        answer = client.get(url)
        assert (answer.status_code, answer["Location"].partition("?")[0]) == (
            302,
            reverse("account_login"),
        )


@pytest.mark.parametrize("who", ["tom", "lea", "petra", "augustin"])
def test_who_knows_no_household_reads_a_name_on_the_handover_form_of_the_day_alone(
    cast: Cast, receipt: Receipt, sign_in: SignIn, who: str
) -> None:
    nomination = make_nomination(cast.paula, surname=SURNAME)
    standing = make_allocation(cast.anna, nomination, make_ready(cast.tom, cast.vera))
    browser = sign_in(getattr(cast, who))
    for name, (url, may) in _pages(cast, standing).items():
        if may.get(who) in {200, 302}:
            assert SURNAME not in browser.get(url, follow=True).text, name
    page = browser.get(reverse("receipt", args=[receipt.issuer.code, receipt.year, receipt.number]))
    assert SURNAME not in page.text
    desk = reverse("handover", args=[standing.pk])
    make_arrival(standing, cast.tom)
    day = timedelta(days=1)
    Appointment.objects.update(starts_at=F("starts_at") - day, ends_at=F("ends_at") - day)
    assert SURNAME not in sign_in(cast.tom).get(desk, follow=True).text  # that was yesterday
    sign_in(cast.tom).post(reverse("arrival", args=[standing.pk]))
    assert SURNAME in sign_in(cast.tom).get(desk).text


def test_a_service_never_sees_another_services_rows(
    cast: Cast, receipt: Receipt, sign_in: SignIn
) -> None:
    nomination = make_nomination(cast.paula, surname=SURNAME)
    olga = sign_in(cast.olga)
    for name in ("nomination-list", "receipt-list"):
        text = olga.get(reverse(name)).text
        assert nomination.reference not in text
        assert receipt.handover.allocation.line.nomination.reference not in text
        assert SURNAME not in text
    searched = olga.get(reverse("nomination-list"), {"q": nomination.reference}).text
    assert SURNAME not in searched
