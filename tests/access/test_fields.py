"""Who sees which personal field where: every page and operation, searched for planted values.

The table says it by hand, from "Personal data" of the design. A page that shows a field which is
not in it fails the test, and so does a page that is in it and shows the field no more.
"""

from __future__ import annotations

import sys
import types
from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.test import Client, override_settings
from django.urls import path, reverse
from django.utils import timezone

from distribution.models import Allocation, Handover, HouseholdView
from distribution.receivers import receiver_for
from inventory.models import Device
from refurb.accounts.access import SignedInRequest, allow
from refurb.accounts.roles import Permission, Role
from refurb.urls import urlpatterns
from tests.access.matrix import cases
from tests.access.planting import escaping_fields, plant
from tests.access.sights import STRANGER, Sweep, sweep
from tests.access.world import World, make_world
from tests.cast import Cast

pytestmark = pytest.mark.sqlite

# Operations that read, and that answer with, a whole nomination; `api GET change_nomination` is
# the address of a nomination, named by its last operation, `add_nomination` that of their list.
READ = {"api GET read_nomination", "api GET change_nomination"}
ANSWERED = {"api POST post_proof", "api POST post_withdrawal", "api POST give_up_line"}
LISTED = {"api GET list_nominations", "api GET add_nomination"}
MOVED = {"api POST post_transfer"}
RECEIPT = {"receipt-pdf", "api GET receipt_pdf"}
DONATION = {"donation"}
DONATION_OF_A_WORKSHOP = {"donation", "donation-edit"}
PAGES = {"nomination", "nomination-check", "nomination-edit", "nomination-update"}

# A workshop: its own donors; of those it hands over to, the name, to hand over and on the paper.
WORKSHOP = {
    "colleague, own": {"api GET me"},
    "donor's note, own": DONATION_OF_A_WORKSHOP,
    "donor's reference, own": DONATION_OF_A_WORKSHOP,
    "donor's, own": DONATION,
    "donor, own": {
        "donation",
        "donation-add",
        "donation-export",
        "donation-list",
        "label-bind",
        "donation-edit",
        "intake-add",
        "intake-edit",
    },
    "name, served": RECEIPT | {"handover"},
    "receiver, served": {"receipt-correct"},
}
SEES: dict[str, dict[str, set[str]]] = {
    STRANGER: {},
    Role.VOLUNTEER: WORKSHOP,
    Role.WORKSHOP_LEAD: WORKSHOP
    | {
        "colleague, own": {"api GET me", "people", "person", "person-role"},
        "invited, own": {"invitation-list"},
    },
    Role.SOCIAL_WORKER: {
        "address, own": READ | ANSWERED | PAGES,
        "basis, own": READ | ANSWERED | {"nomination-edit"},
        "birth, own": READ | ANSWERED | {"nomination-check", "nomination-edit"},
        "case, own": READ | ANSWERED | LISTED | {"nomination-list"} | PAGES - {"nomination-update"},
        "colleague, own": {"api GET me", "people", "person"},
        "email, own": READ | ANSWERED | PAGES,
        "ground, somebody's": READ | ANSWERED | {"nomination", "nomination-check"},
        "invited, own": {"invitation-list"},
        "name, own": READ
        | {"nomination-export"}
        | ANSWERED
        | LISTED
        | RECEIPT
        | {"nomination-list"}
        | PAGES - {"nomination-update"},
        "phone, own": READ | ANSWERED | PAGES,
    },
    Role.PARTNER_AGENT: {
        "colleague, own": {"api GET me"},
        "name, served": RECEIPT | {"allocation", "delivery-report", "handover"},
        "phone, served": {"allocation", "delivery-report"},
        "receiver, served": {"receipt-correct"},
    },
    # Coordinators see all but sensitive grounds.
    Role.COORDINATOR: {
        "address, other": READ | MOVED | {"nomination"},
        "basis, other": READ | MOVED,
        "birth, other": READ | MOVED,
        "case, other": READ | LISTED | {"access-log", "nomination", "nomination-decide"},
        "colleague, other": {"api GET me", "people", "person"},
        "donor's note, other": DONATION,
        "donor's reference, other": DONATION,
        "donor's, other": DONATION,
        "donor, other": {"donation", "donation-export", "donation-list"},
        "email, other": READ | MOVED | {"nomination"},
        "invited, other": {"invitation-list"},
        "name, other": READ
        | MOVED
        | LISTED
        | RECEIPT
        | {"allocation", "delivery-report", "handover", "nomination"},
        "phone, other": READ | MOVED | {"allocation", "delivery-report", "nomination"},
        "receiver, other": {"receipt-correct"},
    },
    Role.AUDITOR: {"colleague, other": {"api GET me"}},
    Role.ADMIN: {
        "colleague, other": {"api GET me", "people", "person", "person-role"},
        "invited, other": {"invitation-list"},
    },
}
LETTER = "join"  # whoever holds the link of a letter reads whom it is for


@pytest.fixture
def world(cast: Cast) -> World:
    return make_world(cast)


def seen_by(found: Sweep, role: str) -> dict[str, set[str]]:
    rows = {what: pages - {LETTER} for what, pages in found.by_role(role).items()}
    return {what: pages for what, pages in rows.items() if pages}


def differences(found: Sweep) -> list[str]:
    """Say what leaks, and what the table promises in vain."""
    wrong = []
    for role, expected in SEES.items():
        seen = seen_by(found, role)
        for what in sorted(expected.keys() | seen.keys()):
            leaked = seen.get(what, set()) - expected.get(what, set())
            missing = expected.get(what, set()) - seen.get(what, set())
            wrong += [f"{role}: {page} shows {what}" for page in sorted(leaked)]
            wrong += [f"{role}: {page} does not show {what}" for page in sorted(missing)]
    return wrong


def test_each_role_sees_exactly_the_fields_of_the_table_and_each_view_is_noted(
    world: World,
) -> None:
    note_one(world)
    found = sweep(world, plant())
    assert "\n".join(differences(found)) == ""
    assert "\n".join(sorted(found.unnoted)) == ""


def note_one(world: World) -> None:
    """Let somebody look, so that the access log has something to leak."""
    for rows, viewer in ((world.own, world.cast.paula), (world.other, world.cast.olga)):
        HouseholdView.objects.create(
            household=rows.nomination.household, viewer=viewer, page="nomination"
        )


def test_every_personal_field_is_planted_or_excused_by_name() -> None:
    assert escaping_fields() == set()


@allow(Permission.SEE_DEVICES)
def leaky(request: SignedInRequest, code: str) -> HttpResponse:
    """Show of one's own device whom it is for, and who gave it."""
    device = get_object_or_404(Device.objects.visible_to(request.actor), code=code)
    allocations = Allocation.objects.filter(device=device)
    people = [each.line.nomination.household.phone for each in allocations]
    return HttpResponse(f"{people} {device.donation.donor.email}")


def test_a_planted_leak_is_found_in_each_field_for_each_role(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = types.ModuleType("leaking")
    module.urlpatterns = [*urlpatterns, path("devices/<code:code>/leaky/", leaky, name="leaky")]  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "leaking", module)
    # The device of the rows has no household: let it be the one that was allocated.
    Allocation.objects.filter(device=world.own.allocation.device).update(device=world.own.device)
    planted = plant()
    with override_settings(ROOT_URLCONF="leaking"):
        asked = [case for case in cases(world, api=False) if "leaky" in case.url]
        found = sweep(world, planted, [case for case in asked if case.method == "GET"])
    assert seen_by(found, Role.VOLUNTEER) == {
        "phone, served": {"leaky"},
        "donor's, own": {"leaky"},
    }
    assert seen_by(found, Role.AUDITOR) == {
        "phone, other": {"leaky"},
        "donor's, other": {"leaky"},
    }
    assert seen_by(found, Role.PARTNER_AGENT) == {"donor's, other": {"leaky"}}
    assert seen_by(found, Role.SOCIAL_WORKER) == {}
    assert "volunteer leaky: ['ECOLE']" in found.unnoted


def test_a_partner_knows_the_address_only_when_it_delivers_to_the_door(world: World) -> None:
    allocation, petra = world.at_partner.allocation, world.cast.petra
    known = receiver_for(allocation, petra)
    assert known is not None
    assert (known.name, known.phone, known.address) == (
        "Fatima SecretHULP",
        "0470 00 00 00",
        "",
    )
    allocation.line.delivery_needed = True
    known = receiver_for(allocation, petra)
    assert known is not None
    assert known.address == "Rue Imaginaire 12, 1030"


def test_a_partner_knows_the_receiver_until_thirty_days_after_the_handover(world: World) -> None:
    allocation, known = world.at_partner.allocation, {}
    for days in (0, 29, 30, 300):
        allocation.ended_at = timezone.now() - timedelta(days=days)
        allocation.end = "handed_over"
        known[days] = receiver_for(allocation, world.cast.petra) is not None
    assert known == {0: True, 29: True, 30: False, 300: False}


def test_nobody_else_is_told_how_to_reach_a_receiver(world: World) -> None:
    told = {
        name
        for name in ("anna", "tom", "lea", "paula", "petra", "augustin", "ada")
        if receiver_for(world.at_partner.allocation, getattr(world.cast, name)) is not None
    }
    assert told == {"anna", "petra"}


def test_who_handed_over_finds_an_old_receipt_by_its_number_or_device_alone(
    world: World, client: Client
) -> None:
    receipt = world.own.receipt
    long_ago = timezone.localdate() - timedelta(days=31)
    Handover.objects.filter(pk=receipt.handover_id).update(handed_over_on=long_ago)
    url = reverse("receipt-list")

    def offered(query: str) -> bool:
        page = client.get(url + query).content.decode()
        return reverse("receipt", args=["ATELIER", receipt.year, receipt.number]) in page

    queries = ("", f"?q={receipt.number}", f"?q={world.own.delivered.code}", "?q=NM-")
    client.force_login(world.cast.tom.user)
    assert [offered(query) for query in queries] == [False, True, True, False]
    client.force_login(world.cast.paula.user)
    assert [offered(query) for query in queries] == [True, True, True, True]
