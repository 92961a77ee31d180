"""What the sweep of values leaves out gives no 500 either.

That sweep fills in the forms of pages that take them. Here every form on every page is sent to
where it goes, views that only write included, by strangers too: fields twice, files for words,
words for files, ids that are none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from urllib.parse import urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from refurb.accounts.roles import Role
from tests.access.forms import Forms, forms_on
from tests.access.matrix import cases
from tests.access.world import World

pytestmark = pytest.mark.postgres

TEXTS = ("", "\x00", "-1", "9" * 40, "0001-01-01", "9999-12-31", "x" * 5000, "[{}]", "null")
WHO = (
    None,
    Role.WORKSHOP_LEAD,
    Role.COORDINATOR,
    Role.SOCIAL_WORKER,
    Role.PARTNER_AGENT,
    Role.ADMIN,
)


@dataclass
class Found:
    """The forms of a role's pages, each goal once, and which pages take a form of their own."""

    forms: Forms
    taking: set[str]


def forms_of(client: Client, world: World, role: Role | None) -> Found:
    """Read the forms on all pages that a role may read."""
    found = Found({}, set())
    for case in cases(world, api=False):
        fits = case.method == "GET" and case.own and case.expected == "found"
        if case.role is not role or not fits or case.name == "account_logout":
            continue
        answer = client.get(case.url)
        if "html" not in answer.headers.get("Content-Type", ""):
            continue
        here = forms_on(case.url, answer.getvalue().decode(errors="replace"))
        for target, fields in here.items():
            found.forms.setdefault(target, {}).update(fields)
        found.taking |= {urlsplit(case.url).path} & set(here)
    found.forms.pop("/accounts/logout/", None)
    return found


def bodies(fields: dict[str, str]) -> Iterator[tuple[str, dict[str, object]]]:
    """Make what to send: fields twice, files for words."""
    yield "twice", {name: [value or "1", "2"] for name, value in fields.items()}
    yield "files", {name: SimpleUploadedFile("a\x00.png", b"\x89PNG\x00") for name in fields}


def odd_bodies(fields: dict[str, str]) -> Iterator[tuple[str, dict[str, object]]]:
    """Make what the sweep of pages sends to those that can be read."""
    yield "nothing", {}
    for text in TEXTS:
        yield repr(text[:12]), dict.fromkeys(fields, text)


@pytest.mark.parametrize("role", WHO, ids=str)
def test_no_form_breaks_where_it_goes_whatever_is_sent(world: World, role: Role | None) -> None:
    client = Client(raise_request_exception=False)
    if role is not None:
        client.force_login(world.cast.of_role(role).user)
    found, broken = forms_of(client, world, role), []
    assert found.forms
    for url, fields in found.forms.items():
        swept = role is not None and url in found.taking
        for label, body in chain(bodies(fields), () if swept else odd_bodies(fields)):
            with transaction.atomic():
                status = client.post(url, body).status_code
                transaction.set_rollback(True)
            broken += [f"{url} {label}: {status}"] if status >= 500 else []
    assert "\n".join(broken) == ""
