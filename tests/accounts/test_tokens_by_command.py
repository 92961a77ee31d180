"""manage.py create_token and revoke_tokens."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from refurb.accounts.models import ApiToken, Membership
from refurb.accounts.roles import Role, Scope
from refurb.accounts.tokens import member_with
from refurb.audit.models import Entry
from tests.cast import Cast


def run(name: str, *arguments: str) -> str:
    out = StringIO()
    call_command(name, *arguments, stdout=out)
    return out.getvalue()


def test_the_token_is_all_that_is_printed(cast: Cast) -> None:
    printed = run("create_token", "--email", "TOM@example.org", "--scope", "bench", "--days", "30")
    assert printed.count("\n") == 1
    token = printed.strip()
    member = member_with(token)
    assert member == cast.tom
    assert member.scope is Scope.BENCH
    row = ApiToken.objects.get()
    assert row.expires_at is not None
    assert timedelta(days=29) < row.expires_at - timezone.now() <= timedelta(days=30)
    entry = Entry.objects.get(verb="token.created")
    assert entry.facts == {"scope": "bench"}
    assert "example.org" not in entry.subject


def test_of_several_memberships_one_is_named(cast: Cast) -> None:
    school = cast.paula.organisation
    Membership.objects.create(user=cast.tom.user, organisation=school, role=Role.SOCIAL_WORKER)
    with pytest.raises(CommandError, match=r"ATELIER \(volunteer\), ECOLE \(social_worker\)"):
        run("create_token", "--email", "tom@example.org")
    token = run("create_token", "--email", "tom@example.org", "--organisation", "ecole").strip()
    member = member_with(token)
    assert member is not None
    assert member.organisation == school


@pytest.mark.parametrize(
    "arguments",
    [
        ("--email", "nobody@example.org"),
        ("--email", "tom@example.org", "--organisation", "ABRI"),
        ("--email", "tom@example.org", "--days", "0"),
        ("--email", "tom@example.org", "--days", "99999999999"),
        ("--email", "tom@example.org", "--scope", "everything"),
    ],
)
def test_what_cannot_be_is_said(cast: Cast, arguments: tuple[str, ...]) -> None:
    with pytest.raises(CommandError):
        run("create_token", *arguments)


def test_all_tokens_of_a_membership_stop_at_once(cast: Cast) -> None:
    token = run("create_token", "--email", "tom@example.org").strip()
    other = run("create_token", "--email", "vera@example.org").strip()
    assert run("revoke_tokens", "--email", "tom@example.org") == "Revoked: 1\n"
    assert member_with(token) is None
    assert member_with(other) == cast.vera
