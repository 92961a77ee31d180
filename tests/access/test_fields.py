"""No personal field escapes the table of sights.py; and on what a receiver's fields depend."""

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

from distribution.models import Allocation, Handover
from distribution.receivers import Door, receiver_for
from inventory.models import Device
from refurb.accounts.access import SignedInRequest, allow
from refurb.accounts.roles import Permission, Role
from refurb.urls import urlpatterns
from tests.access.matrix import cases
from tests.access.planting import escaping_fields, plant
from tests.access.sights import seen, unnoted
from tests.access.visits import visit_all
from tests.access.world import World

pytestmark = pytest.mark.sqlite


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
        found = visit_all(world, [case for case in asked if case.method == "GET"], planted)
    assert seen(found, Role.VOLUNTEER) == {
        "phone, served": {"leaky"},
        "donor's, own": {"leaky"},
    }
    assert seen(found, Role.AUDITOR) == {
        "phone, other": {"leaky"},
        "donor's, other": {"leaky"},
    }
    assert seen(found, Role.PARTNER_AGENT) == {"donor's, other": {"leaky"}}
    assert seen(found, Role.SOCIAL_WORKER) == {}
    assert "volunteer leaky: ['ECOLE']" in unnoted(found)


def test_a_partner_knows_the_address_only_when_it_delivers_to_the_door(world: World) -> None:
    allocation, petra = world.at_partner.allocation, world.cast.petra
    known = receiver_for(allocation, petra)
    assert known is not None
    assert (known.name, known.phone, known.door) == ("Fatima SecretHULP", "0470 00 00 00", None)
    allocation.line.delivery_needed = True
    known = receiver_for(allocation, petra)
    assert known is not None
    assert known.door == Door("Rue Imaginaire 12", "1030", "21015")


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
