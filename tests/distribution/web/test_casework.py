"""Reviews, exceptions, transfers, given-up machines, no-shows, notices: their pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from distribution.models import Allocation, Nomination, Notice, Proof, RequestLine
from distribution.nominations.deciding import decide, transfer
from distribution.nominations.nominating import submit, write_draft
from distribution.words import Decision
from refurb.accounts.models import Membership
from tests.cast import Cast
from tests.makers import make_draft, make_nomination

SignIn = Callable[[Membership], Client]


@pytest.fixture
def paula(cast: Cast, policy: None, sign_in: SignIn) -> Client:
    return sign_in(cast.paula)


@pytest.fixture
def anna(cast: Cast, policy: None, sign_in: SignIn) -> Client:
    return sign_in(cast.anna)


def rejected(cast: Cast) -> Nomination:
    return decide(
        make_nomination(cast.paula, with_proof=False), Decision.NO_GROUND, actor=cast.anna
    )


def test_a_service_asks_for_a_review_and_the_first_coordinator_is_not_offered_it(
    cast: Cast, paula: Client, anna: Client
) -> None:
    it = rejected(cast)
    page = reverse("nomination", args=[it.reference])
    review = reverse("nomination-review", args=[it.reference])
    assert review in paula.get(page).text
    shown = paula.post(review, follow=True).text
    assert "another coordinator looks at it again" in shown
    decide_url = reverse("nomination-decide", args=[it.reference])
    assert decide_url not in anna.get(page).text
    shown = anna.get(decide_url).text
    assert "a review is for another coordinator" in shown
    assert 'name="decision"' not in shown
    refused = anna.post(decide_url, {"decision": "no_ground"})
    assert refused.status_code == 409
    assert "a review is for another coordinator" in refused.text


def test_an_exception_is_asked_for_with_a_reason_and_approved_by_a_coordinator(
    cast: Cast, paula: Client, anna: Client
) -> None:
    draft = make_draft(cast.paula)
    lines = [RequestLine(kinds=["laptop"], purpose=each) for each in ("school", "job")]
    it = submit(
        write_draft(draft, draft.household, lines, None, actor=cast.paula), actor=cast.paula
    )
    page = reverse("nomination", args=[it.reference])
    ask = reverse("exception-ask", args=[it.reference])
    assert ask in paula.get(page).text
    assert paula.post(ask, {}).status_code == 422
    paula.post(ask, {"because": "studies"})
    approve = reverse("exception-approve", args=[it.reference])
    assert paula.get(approve).status_code == 403
    assert approve in anna.get(page).text
    listed = anna.get(reverse("nomination-list"), {"todo": "exception"}).text
    assert it.reference in listed
    refuse = reverse("exception-refuse", args=[it.reference])
    assert f'formaction="{refuse}"' in anna.get(approve).text
    assert anna.post(refuse).status_code == 302
    it.refresh_from_db()
    assert (it.exception_asked_by, it.exception_reason) == (None, "")
    assert "The exception you asked for was refused." in paula.get(reverse("notice-list")).text
    assert anna.post(refuse).status_code == 409
    paula.post(ask, {"because": "studies"})
    anna.post(approve)
    it.refresh_from_db()
    assert it.exception_approved_by == cast.anna


def test_a_transfer_moves_the_household_out_of_the_first_services_sight(
    cast: Cast, paula: Client, anna: Client, sign_in: SignIn
) -> None:
    it = make_nomination(cast.paula)
    page = reverse("nomination", args=[it.reference])
    url = reverse("nomination-transfer", args=[it.reference])
    anna.post(url, {"service": str(cast.olga.organisation_id)})
    assert paula.get(page).status_code == 404
    assert sign_in(cast.olga).get(page).status_code == 200
    told = paula.get(reverse("notice-list")).text
    assert "It was transferred to Abri de Nuit" in told
    assert page not in told
    assert it.household.surname not in told


def test_one_machine_is_given_up_on_a_page_of_its_own(cast: Cast, paula: Client) -> None:
    it = make_nomination(cast.paula)
    url = reverse("line-give-up", args=[it.reference, 1])
    assert url in paula.get(reverse("nomination", args=[it.reference])).text
    assert "no_agreement" not in paula.get(url).text
    paula.post(url, {"because": "found_elsewhere"})
    assert [line.state for line in it.lines.all()] == ["given_up"]


@pytest.mark.parametrize("name", ["allocation-no-show", "allocation-refusal"])
def test_a_coordinator_records_that_the_device_was_not_taken(
    anna: Client, allocation: Allocation, name: str
) -> None:
    said = {"because": "keyboard"} if name == "allocation-refusal" else {}
    assert anna.post(reverse(name, args=[allocation.pk]), said).status_code == 302
    line = RequestLine.objects.get(pk=allocation.line_id)
    assert (line.state, line.missed) == ("waiting", 1)


def test_after_a_withdrawn_agreement_coordinators_find_nothing_more(
    cast: Cast, paula: Client, anna: Client
) -> None:
    it = make_nomination(cast.paula)
    url = reverse("nomination-withdraw", args=[it.reference])
    paula.post(url, {"because": "no_agreement"})
    page = reverse("nomination", args=[it.reference])
    assert (paula.get(page).status_code, anna.get(page).status_code) == (200, 404)
    assert it.reference not in anna.get(reverse("nomination-list")).text


def test_proofs_that_end_soon_are_a_task_with_the_ground_filled_in(
    cast: Cast, paula: Client
) -> None:
    late, sound = make_nomination(cast.paula), make_nomination(cast.paula)
    soon = timezone.localdate() + timedelta(days=30)
    Proof.objects.filter(nomination=late).update(valid_until=soon)
    listed = paula.get(reverse("nomination-list"), {"todo": "renew"}).text
    assert (late.reference in listed, sound.reference in listed) == (True, False)
    renew = reverse("proof-add", args=[late.reference])
    assert renew in listed
    form = paula.get(renew).context["form"]
    assert form["ground"].value() == late.proofs.get().ground_id


def test_notices_are_marked_as_read_one_or_all_and_by_their_own_service(
    cast: Cast, paula: Client, sign_in: SignIn
) -> None:
    for _each in range(3):
        rejected(cast)
    first = Notice.objects.order_by("pk")[0]
    sign_in(cast.olga).post(reverse("notice-read"), {"notice": str(first.pk)})
    assert Notice.objects.unread().count() == 3
    paula.post(reverse("notice-read"), {"notice": [str(first.pk), "x", "9" * 30]})
    assert Notice.objects.get(read_by=cast.paula) == first
    shown = paula.get(reverse("notice-list"), {"unread": "yes"}).text
    assert "Read by Paula" in shown
    paula.post(reverse("notice-read"))
    assert Notice.objects.unread().count() == 0
    assert "No notices yet" in sign_in(cast.olga).get(reverse("notice-list")).text


def test_the_list_of_notices_costs_the_same_for_one_and_for_three(
    cast: Cast, paula: Client
) -> None:
    costs = []
    for more in (1, 2):
        for _each in range(more):
            transfer(make_nomination(cast.olga), cast.paula.organisation, actor=cast.anna)
        paula.get(reverse("notice-list"))
        with CaptureQueriesContext(connection) as found:
            paula.get(reverse("notice-list"))
        costs.append(len(found))
    assert costs == [costs[0]] * 2
    assert costs[0] <= 6


def test_the_information_notice_is_printed_in_the_households_language_or_the_nearest(
    cast: Cast, paula: Client
) -> None:
    it = make_nomination(cast.paula, surname="Verheimelijkt")
    url = reverse("nomination-notice", args=[it.reference])
    for spoken, printed in (("nl", "nl"), ("ar", "fr")):
        it.household.language = spoken
        it.household.save()
        answer = paula.get(url)
        assert answer["Content-Disposition"].endswith(f'"information-{printed}.pdf"')
        assert b"Verheimelijkt" not in answer.content
    assert "with an interpreter" in paula.get(reverse("nomination", args=[it.reference])).text
    assert paula.get(reverse("information-notice", args=["de"])).status_code == 200
    assert paula.get(reverse("information-notice", args=["xx"])).status_code == 404
    assert reverse("information-notice", args=["de"]) in paula.get(reverse("nomination-add")).text
