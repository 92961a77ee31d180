"""Who gets in where and sees whose rows: every address by every role; and the matrix itself."""

import sys
import types

import pytest
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.test import override_settings
from django.urls import path

from inventory.models import Device
from refurb.accounts.access import SignedInRequest, allow
from refurb.accounts.roles import Permission
from refurb.urls import urlpatterns
from tests.access.matrix import Visitors, cases
from tests.access.world import World, make_world
from tests.cast import Cast

pytestmark = pytest.mark.sqlite


@pytest.fixture
def world(cast: Cast) -> World:
    return make_world(cast)


def test_every_page_answers_each_role_as_the_tables_say(world: World) -> None:
    found = list(cases(world, api=False))
    assert len(found) > 500
    assert "\n".join(Visitors(world).disagreements(found)) == ""


def test_every_operation_of_the_api_answers_each_role_as_the_tables_say(world: World) -> None:
    found = list(cases(world, api=True))
    assert "\n".join(Visitors(world).disagreements(found)) == ""


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
        found = Visitors(world).disagreements(mine)
    assert len(found) == 6  # volunteer, lead, partner by GET, POST
    assert all("(other): found, expected hidden" in line for line in found)


def test_a_view_that_hides_ones_own_rows_is_found_too(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with override_settings(ROOT_URLCONF=planted(monkeypatch, stingy=stingy)):
        mine = [case for case in cases(world, api=False) if "stingy" in case.url and case.own]
        found = Visitors(world).disagreements(mine)
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
