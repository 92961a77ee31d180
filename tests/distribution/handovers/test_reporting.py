"""Delivery reports: what has happened is recorded; what was wrong with it is owned by somebody."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from distribution.allocations.allocating import AllocationRefused, release
from distribution.books import disagreements
from distribution.consignments.settling import SettleRefused, resolve_irregularity
from distribution.deliveries import NotDelivered
from distribution.handovers.handing_over import HandoverRefused, hand_over
from distribution.handovers.reporting import Told, report_delivery, report_not_delivered
from distribution.models import (
    Allocation,
    Handover,
    Household,
    Irregularity,
    Receipt,
    RequestLine,
)
from inventory.models import Device, Incident
from refurb.accounts.models import Membership
from tests.cast import Cast
from tests.makers import (
    make_allocation,
    make_drive,
    make_nomination,
    make_policy,
    make_ready,
)

SURNAME = "Verheimelijkt"


@pytest.fixture
def standing(cast: Cast) -> Allocation:
    """Set a laptop aside that Petra holds."""
    make_policy()
    return at_petra(cast)


def at_petra(cast: Cast) -> Allocation:
    nomination = make_nomination(cast.paula, surname=SURNAME)
    allocation = make_allocation(cast.anna, nomination, make_ready(cast.tom, cast.vera))
    Device.objects.filter(pk=allocation.device_id).update(holder=cast.petra.organisation)
    return allocation


def told(device: Device | None = None, **changes: Any) -> Told:
    usual: dict[str, Any] = {
        "handed_over_on": timezone.localdate(),
        "place": "EPN de la Gare",
        "receiver_name": "Fatima Inventée",
        "works": True,
        "signature_kind": "typed",
        "signed_by_name": "Fatima Inventée",
    }
    return Told(Handover(**(usual | changes)), "fr", device)


def codes() -> list[str]:
    return sorted(Irregularity.objects.values_list("code", flat=True))


def browser(member: Membership) -> Client:
    client = Client()
    client.force_login(member.user)
    return client


def test_a_delivery_in_order_is_a_handover_like_any_other(cast: Cast, standing: Allocation) -> None:
    report = report_delivery(standing, told(), actor=cast.petra)
    assert codes() == []
    assert report.handover == Handover.objects.get()
    assert Receipt.objects.get().issuer == cast.tom.organisation
    standing.line.refresh_from_db()
    assert standing.line.state == "served"
    assert disagreements() == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"works": False}, "not_confirmed"),
        ({"is_proxy": True}, "mandate_missing"),
        (
            {
                "legal_mode": "contribution",
                "contribution_cents": 99_00,
                "guarantee_months": 24,
            },
            "too_much_asked",
        ),
    ],
)
def test_a_condition_that_was_not_met_is_recorded_and_stops_nothing(
    cast: Cast, standing: Allocation, changes: dict[str, Any], code: str
) -> None:
    report_delivery(standing, told(**changes), actor=cast.petra)
    found = Irregularity.objects.get()
    assert (found.code, found.owner, found.opened_by) == (code, cast.anna, cast.petra)
    assert Receipt.objects.count() == 1
    assert disagreements() == []


def test_a_proof_that_had_run_out_is_an_irregularity(cast: Cast, standing: Allocation) -> None:
    earlier = timezone.localdate() - timedelta(days=9)
    standing.line.nomination.proofs.update(seen_on=earlier, valid_until=earlier)
    report_delivery(standing, told(), actor=cast.petra)
    assert codes() == ["proof_invalid"]


def test_the_rule_of_frequency_is_asked_at_the_desk_and_noted_of_what_has_happened(
    cast: Cast, standing: Allocation
) -> None:
    nomination = standing.line.nomination
    second = RequestLine(nomination=nomination, number=2, state="waiting", kinds=["laptop"])
    second.purpose, second.waiting_since = "school", timezone.now()
    second.save()
    Household.objects.update(adults=1, children=0)
    said = told()
    with pytest.raises(HandoverRefused, match="too_frequent"):
        hand_over(standing, said.handover, language="fr", actor=cast.petra)
    report_delivery(standing, told(), actor=cast.petra)
    assert codes() == ["other"]


def test_a_drive_that_was_not_sanitised_opens_an_incident_too(
    cast: Cast, standing: Allocation
) -> None:
    make_drive(standing.device, cast.tom)
    report_delivery(standing, told(), actor=cast.petra)
    assert codes() == ["not_sanitised"]
    kinds = Incident.objects.order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["unsanitised_aside", "unsanitised_out"]


def test_a_delivery_of_what_was_released_meanwhile_is_recorded(
    cast: Cast, standing: Allocation
) -> None:
    release(standing, reason="lapsed", actor=cast.anna)
    report_delivery(standing, told(), actor=cast.petra)
    assert codes() == ["not_standing"]
    standing.device.refresh_from_db()
    assert standing.device.state == "delivered"
    standing.line.nomination.refresh_from_db()
    assert standing.line.nomination.state == "served"
    assert disagreements() == []


def test_two_machines_swapped_leave_the_books_right(cast: Cast, standing: Allocation) -> None:
    other = at_petra(cast)
    report_delivery(standing, told(other.device), actor=cast.petra)
    assert codes() == ["wrong_device"]
    ours, theirs = standing.device, other.device
    ours.refresh_from_db()
    theirs.refresh_from_db()
    assert (ours.state, theirs.state) == ("ready", "delivered")
    other.line.refresh_from_db()
    assert (other.line.state, other.line.ahead_since is not None) == ("waiting", True)
    assert disagreements() == []


def test_what_was_never_said_is_asked_for_and_nothing_is_recorded_twice(
    cast: Cast, standing: Allocation
) -> None:
    with pytest.raises(HandoverRefused):
        report_delivery(standing, told(receiver_name=" "), actor=cast.petra)
    report_delivery(standing, told(), actor=cast.petra)
    with pytest.raises(AllocationRefused):
        report_delivery(standing, told(), actor=cast.petra)
    assert Handover.objects.count() == 1


@pytest.mark.parametrize(
    ("because", "device", "line"),
    [
        (NotDelivered.LATER, "allocated", "allocated"),
        (NotDelivered.NO_SHOW, "ready", "waiting"),
        (NotDelivered.REFUSED, "ready", "waiting"),
        (NotDelivered.BROKEN, "repair", "waiting"),
        (NotDelivered.LOST, "lost", "waiting"),
    ],
)
def test_what_was_not_delivered_goes_where_its_reason_sends_it(
    cast: Cast, standing: Allocation, because: NotDelivered, device: str, line: str
) -> None:
    report = report_not_delivered(standing, because, words="as told", actor=cast.petra)
    standing.device.refresh_from_db()
    standing.line.refresh_from_db()
    assert (standing.device.state, standing.line.state) == (device, line)
    assert (report.because, report.handover) == (because, None)


def test_an_irregularity_is_resolved_once_and_in_words(cast: Cast, standing: Allocation) -> None:
    report_delivery(standing, told(works=False), actor=cast.petra)
    found = Irregularity.objects.get()
    with pytest.raises(SettleRefused):
        resolve_irregularity(found, " ", actor=cast.anna)
    resolve_irregularity(found, "we rang: it works", actor=cast.anna)
    with pytest.raises(SettleRefused):
        resolve_irregularity(found, "again", actor=cast.anna)


def form(**changes: Any) -> dict[str, Any]:
    return {
        "legal_mode": "gift",
        "handed_over_on": f"{timezone.localdate()}",
        "place": "EPN de la Gare",
        "receiver_name": f"Fatima {SURNAME}",
        "works": "on",
        "language": "fr",
        "signature_kind": "typed",
        "signed_by_name": f"Fatima {SURNAME}",
    } | changes


def test_a_partner_confirms_on_a_page_and_a_coordinator_resolves_on_another(
    cast: Cast, standing: Allocation
) -> None:
    petra, anna = browser(cast.petra), browser(cast.anna)
    page = reverse("delivery-report", args=[standing.pk])
    assert f"Fatima {SURNAME}" in petra.get(page).text
    assert petra.post(page, form(other_device="0000")).status_code == 422
    done = petra.post(page, form(works=""), follow=True)
    assert "Nobody confirmed that it works" in done.text
    assert petra.get(page).status_code == 404  # it is recorded
    assert "Nobody confirmed" in anna.get(reverse("irregularity-list")).text
    found = Irregularity.objects.get()
    mine = reverse("irregularity", args=[found.pk])
    assert SURNAME not in anna.get(mine).text
    anna.post(reverse("irregularity-take", args=[found.pk]))
    anna.post(mine, {"resolution": "we rang: it works"})
    assert "we rang: it works" in anna.get(mine).text


def test_who_delivers_reads_the_address_only_when_it_goes_to_the_door(
    cast: Cast, standing: Allocation
) -> None:
    petra, page = browser(cast.petra), reverse("delivery-report", args=[standing.pk])
    household = standing.line.nomination.household
    assert household.phone in petra.get(page).text
    assert household.street not in petra.get(page).text
    standing.line.delivery_needed = True
    standing.line.save()
    assert household.street in petra.get(page).text


def test_a_program_of_a_partner_reports_a_list(cast: Cast, standing: Allocation) -> None:
    from refurb.accounts.roles import Scope  # noqa: PLC0415  beside its use
    from refurb.accounts.tokens import create_token  # noqa: PLC0415  beside its use

    later = at_petra(cast)
    token = create_token(cast.petra, scope=Scope.PARTNER)
    delivered = {
        "allocation": standing.pk,
        "handed_over_on": f"{timezone.localdate()}",
        "place": "EPN de la Gare",
        "receiver_name": "Fatima Inventée",
        "works": False,
        "signature": {"kind": "paper"},
        "language": "fr",
    }
    body = {
        "delivered": [delivered],
        "not_delivered": [{"allocation": later.pk, "because": "later"}],
    }
    answer = Client().post(
        "/api/v1/delivery-reports",
        body,
        content_type="application/json",
        headers={"Authorization": f"Bearer {token}"},
    )
    assert answer.status_code == 201
    first, second = answer.json()
    assert first["status"] == "recorded with irregularities"
    assert first["irregularities"] == ["not_confirmed"]
    assert second == {
        "allocation": later.pk,
        "status": "recorded",
        "receipt": None,
        "irregularities": [],
    }
