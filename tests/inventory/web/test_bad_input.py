"""Nothing that is sent to inventory's pages breaks them: wrong ids, bytes, encodings, methods."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from inventory.batching import choose
from inventory.binding import prepare_batch
from inventory.certifying import certify_device
from inventory.models import Device
from inventory.reading import store_report
from inventory.repairing import open_repair
from inventory.unpacking import Plan, start_intake
from refurb.accounts.checks import walk_urls
from tests.cast import Cast
from tests.makers import make_device, make_drive, make_photo, make_wiped

pytestmark = pytest.mark.postgres

NASTY = [
    b"\x00\xff\xfe",
    b"a=%00&b=%ff%fe&transition=%ED%A0%80&fault=%F0%9F%92%A9&c=" + b"9" * 400,
    "naïve=é".encode("utf-16"),
]
FORMS = ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]
NO_FORMS = [
    "",
    "multipart/form-data",
    "application/json",
    "application/x-www-form-urlencoded; charset=utf-7",
]


def addresses(cast: Cast) -> list[str]:
    """Write every address of inventory with ids of rows that exist."""
    device = make_device(cast.tom)
    make_wiped(make_drive(device, cast.tom), cast.tom, cast.vera)
    drive = device.drives.get()
    ids = {
        "drive-": drive.pk,
        "erasure-": drive.erasures.get().pk,
        "drive": drive.pk,
        "repair": open_repair(device, "Hinge", actor=cast.tom).pk,
        "photo": make_photo(device, cast.tom).pk,
        "report": store_report(b"x", actor=cast.tom).report.pk,
        "incident-": 1,
        "batch": choose(Device.objects.all(), actor=cast.tom).pk,
    }
    paper = certify_device(device, language="fr", actor=cast.lea)
    printed = prepare_batch(1, actor=cast.tom)
    row = start_intake(device.donation, Plan("laptop", 2), actor=cast.tom)
    references = {
        "label-batch": printed.reference,
        "label-bind": printed.labels.get().code,
        "intake-add": device.donation.reference,
        "intake": row.reference,
    }
    ours = {
        pattern.name: route
        for route, pattern in walk_urls()
        if pattern.name and pattern.callback.__module__.startswith("inventory.web")
    }
    assert len(ours) > 25
    known = ids | references
    rows: dict[str, list[Any]] = {
        "<reference:issuer>": [paper.issuer.code, paper.year, paper.number],
        "<token:token>": [paper.token],
        "<reference:code>": [device.steward.code],
        "<code:code>": [device.code],
        "<reference:reference>": [device.donation.reference],
        "<kind>": [device.kind],
        "<uuid:uuid>": [UUID(int=1)],
    }
    return [_address(name, route, known, rows) for name, route in ours.items()]


def _address(
    name: str, pattern: str, ids: Mapping[str, int | str], rows: Mapping[str, list[Any]]
) -> str:
    if "<" in pattern and name.startswith(("label-", "intake")):
        return reverse(name, args=[next(one for key, one in ids.items() if name.startswith(key))])
    for part, found_by in rows.items():
        if part in pattern:
            return reverse(name, args=found_by)
    if "<pk:pk>" in pattern:
        found = (pk for key, pk in ids.items() if name.startswith(key))
        return reverse(name, args=[next(found, 1)])
    return reverse(name)


@pytest.mark.parametrize("content_type", FORMS)
def test_no_body_of_a_form_breaks_a_page(cast: Cast, tom: Client, content_type: str) -> None:
    urls = addresses(cast)
    for body in NASTY:
        for url in urls:
            status = tom.generic("POST", url, body, content_type=content_type).status_code
            assert (url, body, status < 500) == (url, body, True)


@pytest.mark.parametrize("content_type", NO_FORMS)
def test_no_kind_of_body_breaks_a_page(cast: Cast, tom: Client, content_type: str) -> None:
    for url in addresses(cast):
        status = tom.generic("POST", url, NASTY[0], content_type=content_type).status_code
        assert (url, status < 500) == (url, True)


def test_text_in_a_strange_encoding_breaks_nothing(cast: Cast, tom: Client) -> None:
    device = make_device(cast.tom)
    # In UTF-7 "+2AA-" is half of a surrogate pair, which no database stores.
    body = b'--x\r\nContent-Disposition: form-data; name="fault"\r\n\r\n+2AA-\r\n--x--\r\n'
    kind = "multipart/form-data; boundary=x; charset=utf-7"
    url = f"/devices/{device.code}/repairs/add/"
    assert tom.generic("POST", url, body, content_type=kind).status_code < 500


@pytest.mark.parametrize("query", ["?%00=%00&a=%ff", "?cursor=%00&sort=%00&size=-1", "?" * 50])
def test_no_query_breaks_a_page(cast: Cast, tom: Client, query: str) -> None:
    for url in addresses(cast):
        assert (url, tom.get(url + query).status_code < 500) == (url, True)


@pytest.mark.parametrize("pk", ["0", "-1", "9223372036854775808", "9" * 19, "9" * 400, "x", "%00"])
@pytest.mark.parametrize(
    "path",
    [
        "/drives/{}/erase/",
        "/drives/{}/destroy/",
        "/drives/{}/remove/",
        "/erasures/{}/verify/",
        "/repairs/{}/close/",
        "/reports/{}/",
        "/reports/{}/raw/",
    ],
)
def test_ids_that_no_row_has_are_not_found(tom: Client, path: str, pk: str) -> None:
    assert tom.get(path.format(pk)).status_code == 404
    assert tom.post(path.format(pk)).status_code == 404


@pytest.mark.parametrize("method", ["PUT", "OPTIONS", "HEAD", "TRACE"])
def test_other_methods_break_nothing(cast: Cast, tom: Client, method: str) -> None:
    for url in addresses(cast):
        assert (url, tom.generic(method, url).status_code < 500) == (url, True)


def test_no_page_writes_when_it_is_only_looked_at(cast: Cast, tom: Client) -> None:
    urls = addresses(cast)
    before = Device.objects.get().events.count()
    for url in urls:
        tom.get(url)
    assert Device.objects.get().events.count() == before
