"""End memberships, change roles, close accounts and open them again."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from refurb.accounts.inviting import ALREADY, AccountsRefused, check_role
from refurb.accounts.models import ApiToken, Membership, User
from refurb.accounts.roles import Role
from refurb.accounts.sessions import end_sessions
from refurb.audit.models import record
from refurb.reasons import Reason

ENDED = Reason("ended_already", _("This membership has ended already."))
YOURSELF = Reason("yourself", _("You can't do this to yourself. Ask a colleague who may."))
LAST_ADMIN = Reason(
    "last_admin", _("This is the last administrator. Make somebody else administrator first.")
)
NO_CHANGE = Reason("same_role", _("This person has this role already."))
CLOSED_ALREADY = Reason("closed_already", _("This account is closed already."))
OPEN_ALREADY = Reason("open_already", _("This account is open already."))


def _name(membership: Membership) -> str:
    """Name a membership in the trail: by codes, never by the person."""
    return f"{membership.organisation.code}/{membership.pk}"


@transaction.atomic
def end_membership(membership: Membership, *, actor: Membership) -> None:
    """End a membership and its tokens, from now on. Raises AccountsRefused."""
    _end(membership, actor)
    record(actor, "membership.ended", _name(membership), role=membership.role)


@transaction.atomic
def change_role(membership: Membership, role: str, *, actor: Membership) -> Membership:
    """End a membership and begin one with another role in the same organisation.

    What was done under the old one stays its doing. Raises AccountsRefused.
    """
    if role == membership.role:
        raise AccountsRefused(NO_CHANGE)
    check_role(role, membership.organisation, actor=actor)
    _end(membership, actor)
    there = {"user": membership.user, "organisation": membership.organisation, "role": role}
    if Membership.objects.filter(ended_at=None, **there).exists():
        raise AccountsRefused(ALREADY)
    begun = Membership.objects.create(**there)
    before = {"before_role": membership.role, "role": role}
    record(actor, "membership.role_changed", _name(begun), **before)
    return begun


def _end(membership: Membership, actor: Membership) -> None:
    if membership.user_id == actor.user_id:
        raise AccountsRefused(YOURSELF)
    check_role(membership.role, membership.organisation, actor=actor)
    _keep_an_admin(without=membership.user_id, role=membership.role)
    now = timezone.now()
    if not Membership.objects.filter(pk=membership.pk, ended_at=None).update(ended_at=now):
        raise AccountsRefused(ENDED)
    ApiToken.objects.filter(membership=membership, revoked_at=None).update(revoked_at=now)
    membership.refresh_from_db()


def _keep_an_admin(*, without: int, role: str) -> None:
    """Refuse to take the last administrator; holds the rows, so that two can't take each other."""
    if role != Role.ADMIN:
        return
    admins = Membership.objects.select_for_update(of=("self",)).in_force().filter(role=Role.ADMIN)
    if all(admin.user_id == without for admin in admins.order_by("pk")):
        raise AccountsRefused(LAST_ADMIN)


@transaction.atomic
def close_account(user: User, *, actor: Membership) -> None:
    """Shut somebody out everywhere: sessions and tokens stop at once. Raises AccountsRefused."""
    if user.pk == actor.user_id:
        raise AccountsRefused(YOURSELF)
    is_admin = Membership.objects.in_force().filter(user=user, role=Role.ADMIN).exists()
    _keep_an_admin(without=user.pk, role=Role.ADMIN if is_admin else "")
    if not User.objects.filter(pk=user.pk, is_active=True).update(is_active=False):
        raise AccountsRefused(CLOSED_ALREADY)
    # For good: opened again, the account asks for a new session and new tokens.
    end_sessions(user)
    rows = ApiToken.objects.filter(membership__user=user, revoked_at=None)
    record(actor, "account.closed", f"U{user.pk}", count=rows.update(revoked_at=timezone.now()))
    user.refresh_from_db()


@transaction.atomic
def open_account(user: User, *, actor: Membership) -> None:
    """Let somebody in again, with the memberships that have not ended."""
    if not User.objects.filter(pk=user.pk, is_active=False).update(is_active=True):
        raise AccountsRefused(OPEN_ALREADY)
    record(actor, "account.opened", f"U{user.pk}")
    user.refresh_from_db()
