"""Pages and their parts, and the pages for what went wrong."""

from types import SimpleNamespace

import pytest
from django import forms
from django.http import HttpRequest, HttpResponse
from django.template import TemplateDoesNotExist
from django.test import RequestFactory
from django.urls import path

from refurb.web import errors
from refurb.web.navigation import NavItem, links_for
from refurb.web.pages import render_page


class AskForm(forms.Form):
    """Ask for one thing, and for a choice."""

    name = forms.CharField(label="Full name", help_text="As on the letter.")
    way = forms.ChoiceField(label="Way", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    note = forms.CharField(required=False)


pytestmark = pytest.mark.urls(__name__)


def _nothing(request: HttpRequest) -> HttpResponse:
    """Stand for a view that is never called."""
    raise NotImplementedError


urlpatterns = [
    path("", _nothing, name="home"),
    path("devices/", _nothing, name="device-list"),
    path("people/", _nothing, name="people"),
]


def request(address: str = "/", **more: object) -> HttpRequest:
    made = RequestFactory().get(address)
    made.__dict__.update(more)
    return made


def test_a_form_filled_in_wrongly_answers_422_and_a_fresh_one_200() -> None:
    assert render_page(request(), "offline.html", {"form": AskForm()}).status_code == 200
    assert render_page(request(), "offline.html", {"form": AskForm({})}).status_code == 422
    wrong = {"form": AskForm({})}
    assert render_page(request(), "offline.html", wrong, status=409).status_code == 409


def test_htmx_gets_the_part_and_caches_are_told() -> None:
    whole = render_page(request(), "offline.html", part="rows")
    assert whole.headers["Vary"] == "HX-Request"
    with pytest.raises(TemplateDoesNotExist):
        render_page(request(htmx=True), "offline.html", part="rows")


def test_the_title_of_a_page_with_mistakes_says_so_first() -> None:
    page = render_page(request(), "offline.html", {"form": AskForm({})}).content.decode()
    assert "<title>Error: There is no network · Refurb</title>" in page


def test_a_field_names_its_help_and_its_error_to_a_screen_reader() -> None:
    html = AskForm({}).as_div()
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'id="id_name_helptext"' in html
    assert 'id="id_name_error"' in html
    assert 'aria-invalid="true"' in html
    assert "<legend>" in html
    assert html.count("(optional)") == 1


@pytest.mark.parametrize(
    ("page", "status"),
    [
        (lambda: errors.bad_request(request(), ValueError()), 400),
        (lambda: errors.permission_denied(request(), PermissionError()), 403),
        (lambda: errors.csrf_failure(request()), 403),
        (lambda: errors.page_not_found(request(), ValueError()), 404),
        (lambda: errors.server_error(request()), 500),
        (lambda: errors.offline(request()), 200),
    ],
)
def test_the_pages_for_what_went_wrong_need_nobody_signed_in(page: object, status: int) -> None:
    answer = page()  # type: ignore[operator]
    assert answer.status_code == status
    text = answer.content.decode()
    assert "<h1>" in text
    assert "Go to the start page" in text


def test_the_bar_shows_what_the_role_may_follow_and_where_one_is() -> None:
    actor = SimpleNamespace(may=lambda permission: permission == "see_devices")
    items = (
        NavItem("Home", "home"),
        NavItem("Devices", "device-list", "see_devices"),
        NavItem("People", "people", "see_people"),
    )
    links = links_for(request("/devices/7K3/", actor=actor), items)
    assert [(link.label, link.url, link.current) for link in links] == [
        ("Home", "/", False),
        ("Devices", "/devices/", True),
    ]
    assert links_for(request("/devices/", actor=None), items) == []
