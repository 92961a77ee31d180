"""One's own password: changed with the one that one has, and told of."""

from __future__ import annotations

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from refurb.accounts.models import Membership
from refurb.audit.models import Entry
from tests.cast import PASSWORD, Cast

URL, NEW = "/me/password/", "another horse, another battery"


@pytest.fixture(autouse=True)
def _no_earlier_attempts() -> None:
    cache.clear()


def log_in(client: Client, member: Membership) -> Client:
    member.user.set_password(PASSWORD)
    member.user.save()
    client.force_login(member.user)
    return client


def change(client: Client, old: str = PASSWORD, new: str = NEW, again: str | None = None) -> int:
    sent = {"password": old, "new_password": new, "again": new if again is None else again}
    return client.post(URL, sent).status_code


def test_one_changes_ones_own_password_stays_in_is_out_elsewhere_and_is_told(
    client: Client, cast: Cast
) -> None:
    cast.tom.user.language = "fr"
    here, elsewhere = log_in(client, cast.tom), Client()
    elsewhere.force_login(cast.tom.user)
    assert "/me/password/" in here.get("/me/").content.decode()
    assert (change(here), here.get("/").status_code) == (302, 200)
    assert elsewhere.get("/").status_code == 302
    cast.tom.user.refresh_from_db()
    assert cast.tom.user.check_password(NEW)
    letter = mail.outbox[-1]
    subject = "Votre mot de passe pour Refurb a été changé"
    assert (letter.to, letter.subject) == (["tom@example.org"], subject)
    entry = Entry.objects.get(verb="password.changed")
    assert (entry.actor, entry.subject, entry.facts) == (cast.tom, f"U{cast.tom.user_id}", {})


@pytest.mark.parametrize(
    ("old", "new", "again"),
    [
        ("not mine", NEW, NEW),
        (PASSWORD, "too short", "too short"),
        (PASSWORD, PASSWORD, PASSWORD),
        (PASSWORD, NEW, f"{NEW}!"),
    ],
)
def test_a_wrong_old_one_a_weak_one_the_same_one_and_a_slip_change_nothing(
    client: Client, cast: Cast, old: str, new: str, again: str
) -> None:
    assert change(log_in(client, cast.tom), old, new, again) == 422
    cast.tom.user.refresh_from_db()
    assert cast.tom.user.check_password(PASSWORD)
    assert mail.outbox == []


def test_guessing_the_old_one_at_an_open_browser_is_stopped(client: Client, cast: Cast) -> None:
    log_in(client, cast.tom)
    for guess in range(10):
        change(client, f"guess {guess}")
    assert change(client) == 422
    cast.tom.user.refresh_from_db()
    assert cast.tom.user.check_password(PASSWORD)
