"""One's own API tokens by page: made and shown once, limited, revoked."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from refurb.accounts.models import ApiToken
from refurb.accounts.roles import Scope
from refurb.accounts.tokens import create_token, member_with
from refurb.audit.models import Entry
from tests.cast import Cast


def test_a_token_is_shown_once_and_acts_for_the_membership_acted_under(
    client: Client, cast: Cast
) -> None:
    client.force_login(cast.tom.user)
    made = client.post(reverse("tokens"), {"scope": "bench", "days": "30"}).content.decode()
    found = re.search(r"refurb_[\w-]+", made)
    assert found is not None
    member = member_with(found[0])
    assert member == cast.tom
    assert member.scope is Scope.BENCH
    assert found[0] not in client.get(reverse("tokens")).content.decode()
    assert Entry.objects.get(verb="token.created").actor == cast.tom


@pytest.mark.parametrize("wrong", [{"scope": "all"}, {"scope": "read", "days": "0"}, {}])
def test_what_cannot_be_is_explained(client: Client, cast: Cast, wrong: dict[str, str]) -> None:
    client.force_login(cast.tom.user)
    assert client.post(reverse("tokens"), wrong).status_code == 422
    assert not ApiToken.objects.exists()


def test_a_revoked_token_stops_at_once_and_nobody_revokes_anothers(
    client: Client, cast: Cast
) -> None:
    mine, theirs = create_token(cast.tom), create_token(cast.vera)
    client.force_login(cast.tom.user)
    for row in ApiToken.objects.all():
        client.post(reverse("token-revoke"), {"token": row.pk})
    client.post(reverse("token-revoke"), {"token": "9" * 40})
    assert member_with(mine) is None
    assert member_with(theirs) == cast.vera
    assert Entry.objects.filter(verb="token.revoked").count() == 1
