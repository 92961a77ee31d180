"""Lists cost the same for one row and for three."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate

from distribution.referrals.referring import Said, refer
from distribution.runs.proposing import execute_run, request_run
from refurb.accounts.models import Membership, Organisation
from refurb.accounts.offers import Service
from tests.access.world import make_appointment, make_missing
from tests.cast import Cast
from tests.makers import (
    make_allocation,
    make_handover,
    make_institution,
    make_nomination,
    make_ready,
)

SignIn = Callable[[Membership], Client]


def _one_more(cast: Cast, number: int) -> None:
    """Add a nomination in each state that lists show, a device that fits, one that doesn't."""
    make_nomination(cast.paula, surname=f"Wacht{number}")
    make_nomination(cast.paula, surname=f"Beslis{number}", with_proof=False)
    ready = make_ready(cast.tom, cast.vera)
    awaited = make_nomination(cast.paula, surname=f"Klaar{number}")
    make_appointment(make_allocation(cast.anna, awaited, ready), cast.paula)
    given = make_ready(cast.tom, cast.vera)
    served = make_nomination(cast.paula, surname=f"Gekregen{number}")
    make_handover(make_allocation(cast.anna, served, given), cast.tom)
    make_ready(cast.tom, cast.vera)
    make_ready(cast.tom, cast.vera, kind="monitor")
    make_missing(cast.tom, cast.vera, cast.petra, cast.anna)
    referred = make_nomination(cast.paula, surname=f"Wijs{number}")
    refer(referred, Service.TRAINING, Said(consented_on=localdate()), actor=cast.paula)
    make_institution(cast.paula, name=f"Bibliotheek {number}")


def _cost(browser: Client, url: str) -> int:
    browser.get(url)  # the first request also reads what is then kept
    with CaptureQueriesContext(connection) as found:
        assert browser.get(url).status_code == 200
    return len(found)


# Each list, who reads it, and the most queries that it may take.
LISTS = [
    ("nomination-list", "paula", 14),
    ("nomination-list", "anna", 14),
    ("institution-list", "anna", 8),
    ("institution-list", "paula", 8),
    ("waiting-list", "anna", 8),
    ("allocation-board", "anna", 11),
    ("handover-list", "tom", 5),
    ("receipt-list", "anna", 6),
    ("receipt-list", "paula", 6),
    ("run-list", "anna", 5),
    ("referral-list", "petra", 5),
    ("referral-list", "anna", 4),
    ("appointment-list", "tom", 6),
    ("appointment-list", "paula", 6),
    ("appointment-list", "anna", 5),
    ("consignment-list", "tom", 6),
    ("irregularity-list", "anna", 6),
]


def test_each_list_costs_the_same_for_one_row_and_for_three(
    cast: Cast, policy: None, sign_in: SignIn
) -> None:
    Organisation.objects.filter(code="EPN").update(training_communes=["21015"])
    browsers = {who: sign_in(getattr(cast, who)) for _name, who, _most in LISTS}

    def costs() -> dict[str, int]:
        return {f"{name} {who}": _cost(browsers[who], reverse(name)) for name, who, _most in LISTS}

    _one_more(cast, 1)
    request_run(actor=cast.anna)
    one = costs()
    for number in (2, 3):
        _one_more(cast, number)
        request_run(actor=cast.anna)
    assert costs() == one
    assert [what for (*_, most), what in zip(LISTS, one, strict=True) if one[what] > most] == []


def test_a_run_of_three_pairs_costs_what_a_run_of_one_does(
    cast: Cast, policy: None, sign_in: SignIn
) -> None:
    anna, costs = sign_in(cast.anna), []
    for pairs in (1, 2):
        for number in range(pairs):
            make_nomination(cast.paula, surname=f"Wacht{pairs}{number}")
            make_ready(cast.tom, cast.vera)
        run = request_run(actor=cast.anna)
        execute_run.call(run.pk)
        costs.append(_cost(anna, reverse("run", args=[run.number])))
    assert costs[0] == costs[1]
