"""Turn a second factor on and off, make new recovery codes, reset somebody's lost one."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from refurb.accounts.inviting import AccountsRefused
from refurb.accounts.models import Membership, User
from refurb.accounts.second_factor import APP, LAST_STEP, RECOVERY, must_have_one
from refurb.accounts.sessions import end_sessions
from refurb.accounts.staffing import YOURSELF
from refurb.audit.models import record
from refurb.reasons import Reason

REQUIRED = Reason(
    "factor_required", _("Your role needs a second factor. You can set up another phone instead.")
)
NONE_YET = Reason("no_factor", _("There is no second factor."))


def _name(user: User) -> str:
    """Name a person in the trail: by number, never by name."""
    return f"U{user.pk}"


def _locked(user: User) -> User:
    """Hold the person's row: of two tabs the second finds what the first did."""
    return User.objects.select_for_update().get(pk=user.pk)


@transaction.atomic
def turn_on(actor: Membership, secret: str, *, step: int, session_key: str | None) -> list[str]:
    """Begin with a new app, in the place of an earlier one; return recovery codes, to show once.

    The code of `step`, with which the person showed that the app works, lets nobody in any more.
    Sessions other than this one end: they were begun without it.
    """
    user = _locked(actor.user)
    Authenticator.objects.filter(user=user, type=APP).delete()
    app = TOTP.activate(user, secret).instance
    app.data[LAST_STEP] = step
    app.save(update_fields=["data"])
    end_sessions(user, but=session_key)
    record(actor, "second_factor.on", _name(user))
    return _new_codes(user)


@transaction.atomic
def renew_codes(actor: Membership) -> list[str]:
    """Make new recovery codes, to show once; the earlier ones work no more."""
    user = _locked(actor.user)
    if not Authenticator.objects.filter(user=user, type=APP).exists():
        raise AccountsRefused(NONE_YET)
    record(actor, "second_factor.codes", _name(user))
    return _new_codes(user)


def _new_codes(user: User) -> list[str]:
    Authenticator.objects.filter(user=user, type=RECOVERY).delete()
    codes: list[str] = RecoveryCodes.activate(user).generate_codes()
    return codes


@transaction.atomic
def turn_off(actor: Membership) -> None:
    """Go back to a password alone, where no role forbids it. Raises AccountsRefused."""
    user = _locked(actor.user)
    if must_have_one(user):
        raise AccountsRefused(REQUIRED)
    if not Authenticator.objects.filter(user=user).delete()[0]:
        raise AccountsRefused(NONE_YET)
    record(actor, "second_factor.off", _name(user))


@transaction.atomic
def reset(user: User, *, actor: Membership | None) -> None:
    """Take away somebody's second factor after a loss, and end their sessions.

    The actor is None for a command. Nobody resets their own. Raises AccountsRefused.
    """
    if actor is not None and user.pk == actor.user_id:
        raise AccountsRefused(YOURSELF)
    if not Authenticator.objects.filter(user=_locked(user)).delete()[0]:
        raise AccountsRefused(NONE_YET)
    end_sessions(user)
    record(actor, "second_factor.reset", _name(user))
