"""Tokens of the API: made and shown once, kept as a digest, recognised, revoked."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import timedelta
from hashlib import sha256

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from refurb.accounts.models import ApiToken, Membership
from refurb.accounts.roles import Scope
from refurb.audit.models import record

PREFIX = "refurb_"  # people, and programs that look for leaked secrets, know one by it


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def _name(membership: Membership) -> str:
    """Name a membership in the trail: by codes, never by the person."""
    return f"{membership.organisation.code}/{membership.pk}"


@transaction.atomic
def create_token(
    membership: Membership,
    *,
    scope: Scope = Scope.FULL,
    lifetime: timedelta | None = None,
    actor: Membership | None = None,
) -> str:
    """Make a token and return it, for the only time; without a lifetime it never expires.

    The actor is None for a command.
    """
    token = PREFIX + secrets.token_urlsafe(32)
    expires_at = timezone.now() + lifetime if lifetime else None
    ApiToken.objects.create(
        membership=membership, sha256=_digest(token), scope=scope, expires_at=expires_at
    )
    record(actor, "token.created", _name(membership), scope=scope)
    return token


@transaction.atomic
def revoke_tokens(membership: Membership) -> int:
    """Revoke all tokens of a membership that still work, and count them."""
    rows = ApiToken.objects.filter(membership=membership, revoked_at=None)
    count = rows.update(revoked_at=timezone.now())
    record(None, "token.revoked", _name(membership), count=count)
    return count


@transaction.atomic
def revoke_token(pk: int, *, actor: Membership) -> bool:
    """Revoke one token of the actor; False when there is none that still works."""
    rows = ApiToken.objects.filter(pk=pk, membership=actor, revoked_at=None)
    revoked = rows.update(revoked_at=timezone.now())
    if revoked:
        record(actor, "token.revoked", _name(actor), count=revoked)
    return bool(revoked)


def member_with(token: str) -> Membership | None:
    """Find who acts with a token, limited to its scope; None when it is unknown or works no more.

    A token stops with its time, its revocation, its membership and its user. One query.
    """
    now = timezone.now()
    rows = ApiToken.objects.filter(
        Q(expires_at=None) | Q(expires_at__gt=now),
        sha256=_digest(token),
        revoked_at=None,
        membership__ended_at=None,
        membership__user__is_active=True,
    )
    found = rows.select_related("membership__user", "membership__organisation").first()
    if found is None:
        return None
    found.membership.scope = Scope(found.scope)
    return found.membership


def members_by_email(email: str, organisation: str = "") -> list[Membership]:
    """List the memberships in force of a user, in one organisation when its code is given."""
    rows: Iterable[Membership] = (
        Membership.objects.in_force()
        .filter(user__email__iexact=email)
        .select_related("user", "organisation")
        .order_by("pk")
    )
    wanted = organisation.upper()
    return [row for row in rows if not wanted or row.organisation.code.upper() == wanted]
