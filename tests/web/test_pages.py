"""Pages and their parts, and the pages for what went wrong."""

from types import SimpleNamespace

import pytest
from django import forms
from django.http import HttpRequest, HttpResponse
from django.template import TemplateDoesNotExist
from django.test import RequestFactory
from django.urls import path

from refurb.web import errors
from refurb.web.lists import render_list
from refurb.web.navigation import Group, NavGroup, NavItem, NavLink, entries_of, links_for
from refurb.web.only_forms import page_above
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
    path("donations/", _nothing, name="donation-list"),
    path("people/", _nothing, name="people"),
    path("me/", _nothing, name="settings"),
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


@pytest.mark.urls("refurb.urls")
@pytest.mark.parametrize(
    ("path", "above"),
    [
        ("/consignments/CN-26-0001/receive/", "/consignments/CN-26-0001/"),
        ("/me/sessions/abcdefghijklmnop/end/", "/me/"),
        ("/language/", "/"),
    ],
)
def test_the_address_of_a_form_alone_leads_back_to_its_page(path: str, above: str) -> None:
    assert page_above(path) == above


ITEMS = (
    NavItem("Home", "home"),
    NavItem("Devices", "device-list", "see_devices", Group.WORKSHOP),
    NavItem("Donations", "donation-list", "see_donations", Group.WORKSHOP),
    NavItem("People", "people", "see_people", Group.ORGANISATION),
    NavItem("Mine", "settings", None, Group.ME),
)


def acting(*permissions: str) -> SimpleNamespace:
    """Stand for a membership that may do these."""
    return SimpleNamespace(may=lambda permission: permission in permissions)


def test_the_bar_shows_what_the_role_may_follow_and_where_one_is() -> None:
    here = request("/devices/7K3/", actor=acting("see_devices", "see_donations"))
    assert entries_of(links_for(here, ITEMS)) == [
        NavLink("Home", "/", current=False),
        NavGroup(
            "Workshop",
            (
                NavLink("Devices", "/devices/", current=True),
                NavLink("Donations", "/donations/", current=False),
            ),
        ),
    ]
    assert links_for(request("/devices/", actor=None), ITEMS) == []


def test_a_group_is_current_when_one_of_its_links_is_and_flat_when_it_holds_one() -> None:
    several = acting("see_devices", "see_donations", "see_people")
    entries = entries_of(links_for(request("/donations/", actor=several), ITEMS))
    assert [(entry.label, entry.current) for entry in entries] == [
        ("Home", False),
        ("Workshop", True),
        ("People", False),
    ]
    alone = entries_of(links_for(request("/devices/", actor=acting("see_devices")), ITEMS))
    assert alone[1:] == [NavLink("Devices", "/devices/", current=True)]


def test_htmx_gets_the_rows_of_a_framed_list_without_the_page_around_them() -> None:
    context = {"rows": [], "is_filtered": True, "clear_url": "/receipts/"}
    whole = render_list(request(), "distribution/receipt_list.html", context)
    rows = render_list(request(htmx=True), "distribution/receipt_list.html", context)
    assert whole.headers["Vary"] == rows.headers["Vary"] == "HX-Request"
    assert "<title>Receipts · Refurb</title>" in whole.content.decode()
    assert rows.content.decode().strip().startswith('<div class="card list" id="rows">')
    assert rows.content.decode().strip() in whole.content.decode()
