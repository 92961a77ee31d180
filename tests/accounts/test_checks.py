"""The system check that finds a view without a policy."""

import types

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.urls import path

from refurb.accounts.access import allow, public
from refurb.accounts.checks import every_view_has_a_policy
from refurb.accounts.roles import Permission


def plain(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def url_map(name: str, monkeypatch: pytest.MonkeyPatch, **views: object) -> str:
    module = types.ModuleType(name)
    module.urlpatterns = [path(f"{key}/", view) for key, view in views.items()]  # type: ignore[attr-defined, call-overload]
    monkeypatch.setitem(__import__("sys").modules, name, module)
    return name


def test_every_view_of_the_site_says_who_may_enter_it() -> None:
    assert every_view_has_a_policy(None) == []


def test_a_view_without_a_policy_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    name = url_map("planted_urls", monkeypatch, forgotten=plain)
    with override_settings(ROOT_URLCONF=name):
        assert [error.id for error in every_view_has_a_policy(None)] == ["refurb.E001"]


def test_views_with_a_policy_are_not(monkeypatch: pytest.MonkeyPatch) -> None:
    name = url_map(
        "sound_urls",
        monkeypatch,
        open=public(reason="a test")(plain),
        guarded=allow(Permission.WORK)(plain),
    )
    with override_settings(ROOT_URLCONF=name):
        assert every_view_has_a_policy(None) == []
