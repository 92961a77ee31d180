"""Who gets in where and sees whose rows: every address by every role; and the matrix itself."""

import sys
import types

import pytest
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.test import override_settings
from django.urls import path

from distribution.models import HouseholdView, Nomination
from inventory.models import Device
from refurb.accounts.access import SignedInRequest, allow
from refurb.accounts.models import Membership
from refurb.accounts.roles import Permission, Role
from refurb.urls import urlpatterns
from tests.access import plain
from tests.access.matrix import cases, every_case
from tests.access.planting import plant
from tests.access.sights import STRANGER, differences, unnoted
from tests.access.visits import disagreements, visit_all
from tests.access.world import World

pytestmark = pytest.mark.sqlite


@pytest.mark.parametrize("role", [None, *Role], ids=str)
def test_each_address_answers_a_role_as_the_tables_say_and_shows_it_their_fields_alone(
    world: World, role: Role | None
) -> None:
    for rows, viewer in ((world.own, world.cast.paula), (world.other, world.cast.olga)):
        # Somebody looked: the access log has something to leak.
        note_view(rows.nomination, viewer)
    found = list(every_case(world, role))
    assert len(found) > 500
    with override_settings(ROOT_URLCONF=plain.__name__):
        visits = visit_all(world, found, plant())
    assert "\n".join(disagreements(visits)) == ""
    assert "\n".join(differences(visits, role or STRANGER)) == ""
    assert "\n".join(unnoted(visits)) == ""


def note_view(nomination: Nomination, viewer: Membership) -> None:
    HouseholdView.objects.create(household=nomination.household, viewer=viewer, page="nomination")


@allow(Permission.SEE_DEVICES)
def leaky(request: SignedInRequest, code: str) -> HttpResponse:
    """Forget visible_to."""
    return HttpResponse(get_object_or_404(Device, code=code).code)


@allow(Permission.SEE_DEVICES)
def stingy(request: SignedInRequest, code: str) -> HttpResponse:
    """Hide one's own rows too."""
    return HttpResponse(get_object_or_404(Device.objects.none(), code=code).code)


def planted(monkeypatch: pytest.MonkeyPatch, **views: object) -> str:
    module = types.ModuleType("planted")
    added = [path(f"devices/<code:code>/{name}/", view) for name, view in views.items()]  # type: ignore[call-overload]
    module.urlpatterns = [*urlpatterns, *added]  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "planted", module)
    return "planted"


def test_a_planted_leak_is_found_for_every_role_that_it_leaks_to(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with override_settings(ROOT_URLCONF=planted(monkeypatch, leaky=leaky)):
        mine = [case for case in cases(world, api=False) if "leaky" in case.url]
        found = disagreements(visit_all(world, mine))
    assert len(found) == 6  # volunteer, lead, partner by GET, POST
    assert all("(other): found, expected hidden" in line for line in found)


def test_a_view_that_hides_ones_own_rows_is_found_too(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with override_settings(ROOT_URLCONF=planted(monkeypatch, stingy=stingy)):
        mine = [case for case in cases(world, api=False) if "stingy" in case.url and case.own]
        found = disagreements(visit_all(world, mine))
    assert len(found) == 10  # all who see devices by GET, POST


def test_an_address_of_an_unknown_sort_of_row_cannot_escape(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = types.ModuleType("planted")
    module.urlpatterns = [path("secrets/<pk:pk>/", leaky)]  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "planted", module)
    with override_settings(ROOT_URLCONF="planted"), pytest.raises(KeyError, match="secrets"):
        list(cases(world, api=False))


def test_the_secret_was_there_to_be_leaked(world: World) -> None:
    assert {world.own.nomination.household.surname, world.other.nomination.household.surname} == {
        "SecretECOLE",
        "SecretABRI",
    }
