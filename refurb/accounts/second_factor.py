"""Second factors: codes of an app on a phone, recovery codes for when it is lost.

allauth.mfa keeps them, sealed, and asks for a code at log-in. Here is who must have one, and what
that package leaves to a cache: a code lets in once, whichever process it is sent to. One is good
for ninety seconds, since clocks differ and people type slowly.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.conf import settings
from django.db import models, transaction
from django.db.models import Exists, OuterRef

from refurb.accounts.models import Membership, User
from refurb.accounts.roles import NEEDS_SECOND_FACTOR
from refurb.accounts.sealing import unseal

APP, RECOVERY = Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES
LAST_STEP = "last_step"  # of the row's data: the time step whose code was taken last


@dataclass(frozen=True)
class Standing:
    """Since when somebody has a second factor, and how many recovery codes are left."""

    since: datetime
    codes_left: int


def standing_of(user: User) -> Standing | None:
    """Say how it stands with somebody's second factor; None without one."""
    rows = {row.type: row for row in Authenticator.objects.filter(user=user)}
    if APP not in rows:
        return None
    used = rows[RECOVERY].data["used_mask"].bit_count() if RECOVERY in rows else 0
    total = app_settings.RECOVERY_CODE_COUNT if RECOVERY in rows else 0
    return Standing(rows[APP].created_at, total - used)


def must_have_one(user: User) -> bool:
    """Say whether somebody holds a role, anywhere, that asks for a second factor."""
    held = Membership.objects.in_force().filter(user=user, role__in=NEEDS_SECOND_FACTOR)
    return settings.SECOND_FACTOR_REQUIRED and held.exists()


def with_debts(rows: models.QuerySet[Membership]) -> models.QuerySet[Membership]:
    """Note on memberships whether their user still owes a second factor, in the same query."""
    if not settings.SECOND_FACTOR_REQUIRED:
        return rows
    held = Membership.objects.in_force().filter(user=OuterRef("user"), role__in=NEEDS_SECOND_FACTOR)
    has = Authenticator.objects.filter(user=OuterRef("user"), type=APP)
    debt = Exists(held) & ~Exists(has)
    return rows.annotate(owes_second_factor=debt)  # type: ignore[no-redef]  # the default is there


def step_of(secret: str, code: str) -> int | None:
    """Find the time step, near now, that an app with this secret shows this code for."""
    steps = yield_hotp_counters_from_time()
    fits = (
        step
        for step in steps
        if compare_user_code(actual=code, expected=format_hotp_value(hotp_value(secret, step)))
    )
    return next(fits, None)


def take_code(user: User, code: str) -> Authenticator | None:
    """Take a code of the app or a recovery code, once; None when it is neither.

    Raises Unreadable when the secret was sealed with another key.
    """
    rows = {row.type: row for row in Authenticator.objects.filter(user=user)}
    app, recovery = rows.get(APP), rows.get(RECOVERY)
    if app is not None and _take_step(app, step_of(unseal(app.data["secret"]), code)):
        return app
    if recovery is not None and recovery.wrap().validate_code(code):
        return recovery
    return None


@transaction.atomic
def _take_step(row: Authenticator, step: int | None) -> bool:
    """Take a code's time step unless it, or a later one, was taken before (RFC 6238, 5.2)."""
    locked = Authenticator.objects.select_for_update().get(pk=row.pk)
    if step is None or step <= locked.data.get(LAST_STEP, 0):
        return False
    locked.data[LAST_STEP] = step
    locked.save(update_fields=["data"])
    return True
