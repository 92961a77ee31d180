"""Nothing that a form, a query or an upload brings gives a 500: every page, every field it has."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from refurb.accounts.roles import Role
from tests.access.forms import forms_on
from tests.access.matrix import Case, cases
from tests.access.world import World

pytestmark = pytest.mark.postgres

VALUES = {
    "empty": "",
    "NUL": "a\x00b",
    "huge": "x" * 70_000,
    "huge number": "9" * 40,
    "negative": "-1",
    "not a number": "1e400",
    "early day": "0001-01-01",
    "late day": "9999-12-31",
    "other script": "ⵣ𐐷\u202e\u0000\ufffe",
    "broken JSON": '[[[1,2],[NaN,1e999]],"',
    "deep JSON": "[" * 5000 + "]" * 5000,
    "percent": "%s %(x)s {0} {% x %} ' OR 1=1 --",
}
NAME = re.compile(r"""<(?:input|select|textarea)\b[^>]*?\bname="([^"]+)\"""")
ASKS = re.compile(r"""<form\b[^>]*?\bmethod="get\"""")
IN_QUERIES = ("NUL", "huge", "huge number", "late day", "percent")
WHO = (
    Role.COORDINATOR,
    Role.WORKSHOP_LEAD,
    Role.SOCIAL_WORKER,
    Role.PARTNER_AGENT,
    Role.ADMIN,
)


def pages(world: World, role: Role) -> Iterator[Case]:
    """Yield the pages of a role that nobody before it in WHO may enter."""
    seen: set[str] = set()
    for case in cases(world, api=False):
        if case.method != "GET" or not case.own or case.expected != "found":
            continue
        if case.role in WHO[: WHO.index(role)]:
            seen.add(case.name)
    for case in cases(world, api=False):
        fits = case.method == "GET" and case.own and case.expected == "found"
        if fits and case.role is role and case.name not in seen | {"account_logout"}:
            yield case


def statuses(client: Client, url: str) -> Iterator[tuple[str, int]]:
    """Send each hostile value in every field of a page: by form, and by query where it asks so.

    A page without a form of its own is sent one of each all the same.
    """
    page = client.get(url).getvalue().decode(errors="replace")
    in_queries = IN_QUERIES if ASKS.search(page) or "?" in url else IN_QUERIES[:1]
    in_forms = tuple(VALUES) if urlsplit(url).path in forms_on(url, page) else IN_QUERIES[:1]
    names = set(NAME.findall(page))
    names = names - {"csrfmiddlewaretoken"} | {"code", "cursor", "sort", "size", "q"}
    for label, value in VALUES.items():
        fields = dict.fromkeys(names, value)
        with transaction.atomic():
            if label in in_forms:
                yield label, client.post(url, fields).status_code
            if label in in_queries:
                yield label, client.get(url, fields).status_code
            transaction.set_rollback(True)


@pytest.mark.parametrize("role", WHO)
def test_no_value_in_any_field_breaks_a_page(world: World, role: Role) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(world.cast.of_role(role).user)
    broken = [
        f"{case.url} {label}: {status}"
        for case in pages(world, role)
        for label, status in statuses(client, case.url)
        if status >= 500
    ]
    assert "\n".join(broken) == ""


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00" * 1000, bytes(range(256)) * 40, b"\xff\xfe{\x00", b"{" * 100_000, b"%PDF-1.7"],
    ids=["empty", "NULs", "binary", "half UTF-16", "deep", "PDF"],
)
def test_no_upload_breaks_the_page_of_reports(world: World, content: bytes) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(world.cast.tom.user)
    files = [SimpleUploadedFile(name, content) for name in ("a\x00.txt", "../b", "c" * 300)]
    for name in ("files", "reports", "file", "report"):
        with transaction.atomic():
            answer = client.post(
                f"/reports/add/?donation={world.own.donation.reference}", {name: files}
            )
            transaction.set_rollback(True)
        assert answer.status_code < 500


@pytest.mark.parametrize(
    "address",
    [
        "/devices/%00/",
        "/devices/ZZZZZZZZZ/",
        "/D/" + "A" * 500,
        "/drives/99999999999999999999999/erase/",
        "/drives/9223372036854775807/erase/",
        "/drives/0/erase/",
        "/nominations/NM-26-%F0%9F%92%A9/",
        "/receipts/ATELIER/99999999999999999/1/",
        "/receipts/ATELIER/2026/99999999999999999999.pdf",
        "/allocation-runs/9223372036854775807/",
        "/v/" + "x" * 3000,
        "/v/%00",
        "/labels.pdf?codes=,,,&format=%00&start=-9999999999999999999",
        "/%ff%fe",
    ],
)
def test_no_address_breaks_the_site(world: World, address: str) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(world.cast.anna.user)
    assert client.get(address).status_code < 500
