"""A forgotten password: the letter, the link that works once, and the throttle."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.cast import PASSWORD, Cast

NEW = "another horse, another battery"


@pytest.fixture(autouse=True)
def _no_earlier_attempts() -> None:
    cache.clear()


def ask(client: Client, email: str) -> int:
    return client.post(reverse("account_reset_password"), {"email": email}).status_code


def test_the_letter_leads_to_a_new_password_once_and_shuts_the_other_sessions(
    client: Client, cast: Cast
) -> None:
    cast.tom.user.language = "nl"
    cast.tom.user.save()
    elsewhere = Client()
    elsewhere.force_login(cast.tom.user)
    assert ask(client, "TOM@example.org") == 302
    letter = mail.outbox[-1]
    assert (letter.to, letter.subject) == (["tom@example.org"], "Uw nieuwe wachtwoord voor Refurb")
    found = re.search(r"https?://[^/]+(/accounts/reset/\S+)", str(letter.body))
    assert found is not None
    form = client.get(found[1], follow=True)
    changed = client.post(form.request["PATH_INFO"], {"password1": NEW, "password2": NEW})
    assert changed.headers["Location"] == reverse("account_reset_password_from_key_done")
    cast.tom.user.refresh_from_db()
    assert cast.tom.user.check_password(NEW)
    assert elsewhere.get("/").status_code == 302
    again = Client().get(found[1], follow=True)
    assert reverse("account_reset_password") in again.content.decode()


def test_nobody_learns_who_has_an_account(client: Client, cast: Cast) -> None:
    cast.will.user.is_active = False
    cast.will.user.save()
    answers = {ask(client, each) for each in ("nobody@example.org", "will@example.org")}
    assert answers == {302}
    assert mail.outbox == []


def test_asking_again_and_again_is_stopped_with_what_to_do(client: Client, cast: Cast) -> None:
    statuses = [ask(client, "tom@example.org") for _attempt in range(7)]
    assert statuses[:5] == [302] * 5
    assert statuses[-1] == 429
    page = client.post(reverse("account_reset_password"), {"email": "tom@example.org"})
    assert "Wait five minutes" in page.content.decode()


def test_guessing_passwords_is_stopped_though_the_right_one_comes_last(
    client: Client, cast: Cast
) -> None:
    cast.tom.user.set_password(PASSWORD)
    cast.tom.user.save()
    url = reverse("account_login")
    for _attempt in range(6):
        client.post(url, {"login": "tom@example.org", "password": "no"})
    answer = client.post(url, {"login": "tom@example.org", "password": PASSWORD})
    assert answer.status_code == 200
    assert "Too many attempts. Wait some minutes, then try again." in answer.content.decode()
