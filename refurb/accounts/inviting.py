"""Invite somebody by e-mail into an organisation, send again, withdraw, accept.

The link holds a secret that is shown to nobody but the invited person: the acts return it once,
for the letter, and keep its SHA-256.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from refurb.accounts.models import Invitation, Membership, Organisation, User
from refurb.accounts.roles import GIVES, NEEDS, Role
from refurb.audit.models import record
from refurb.reasons import Reason, Refused

LIFETIME = timedelta(days=7)

NOT_YOURS = Reason("role_not_yours", _("Your role does not let you give or take this role."))
MISFIT = Reason("role_misfit", _("Nobody can have this role in this organisation."))
ALREADY = Reason("member_already", _("This person has this role in this organisation already."))
INVITED = Reason("invited_already", _("This person is invited already. Send the letter again."))
CLOSED = Reason(
    "account_closed", _("This person's account is closed. An administrator can open it again.")
)
GONE = Reason(
    "invitation_gone", _("This invitation was accepted, withdrawn or sent anew meanwhile.")
)
NOT_FOR_YOU = Reason("not_for_you", _("This invitation is for another e-mail address."))


class AccountsRefused(Refused):
    """An act on people or organisations that the rules refuse; `reasons` says why."""


@dataclass(frozen=True)
class Offer:
    """What somebody is invited to: a role in an organisation, by a letter in a language."""

    email: str
    organisation: Organisation
    role: Role
    language: str


def _digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()


def check_role(role: str, organisation: Organisation, *, actor: Membership) -> None:
    """Raise AccountsRefused when the actor may not give this role, or it has no place there."""
    if Role(role) not in GIVES.get(Role(actor.role), frozenset()):
        raise AccountsRefused(NOT_YOURS)
    if not getattr(organisation, NEEDS[Role(role)]):
        raise AccountsRefused(MISFIT)


@transaction.atomic
def invite(offer: Offer, *, actor: Membership) -> tuple[Invitation, str]:
    """Make an invitation; return it with the secret of its link. Raises AccountsRefused."""
    check_role(offer.role, offer.organisation, actor=actor)
    email = offer.email.strip().casefold()
    user = User.objects.filter(email__iexact=email).first()
    if user is not None and not user.is_active:
        raise AccountsRefused(CLOSED)
    mine = Membership.objects.in_force().filter(user=user, organisation=offer.organisation)
    if user is not None and mine.filter(role=offer.role).exists():
        raise AccountsRefused(ALREADY)
    secret = secrets.token_urlsafe(32)
    invitation = Invitation(
        email=email,
        organisation=offer.organisation,
        role=offer.role,
        language=offer.language,
        sha256=_digest(secret),
        invited_by=actor,
        expires_at=timezone.now() + LIFETIME,
    )
    try:
        with transaction.atomic():
            invitation.save(force_insert=True)
    except IntegrityError:
        raise AccountsRefused(INVITED) from None
    _note(invitation, "invitation.made", actor)
    return invitation, secret


@transaction.atomic
def renew(invitation: Invitation, *, actor: Membership) -> str:
    """Give an open invitation a new link and seven more days; the old link works no more."""
    check_role(invitation.role, invitation.organisation, actor=actor)
    secret, now = secrets.token_urlsafe(32), timezone.now()
    changes = {"sha256": _digest(secret), "sent_at": now, "expires_at": now + LIFETIME}
    _change_open(invitation, **changes)
    _note(invitation, "invitation.renewed", actor)
    return secret


@transaction.atomic
def withdraw(invitation: Invitation, *, actor: Membership) -> None:
    """Make the link of an open invitation work no more."""
    check_role(invitation.role, invitation.organisation, actor=actor)
    _change_open(invitation, withdrawn_at=timezone.now())
    _note(invitation, "invitation.withdrawn", actor)


def invitation_with(secret: str) -> Invitation | None:
    """Find the invitation of a link; None when it is unknown or works no more."""
    rows = Invitation.objects.usable().select_related("organisation", "invited_by__user")
    return rows.filter(sha256=_digest(secret)).first()


@transaction.atomic
def join(invitation: Invitation, *, name: str, password: str) -> User:
    """Make an account for the invited person and accept; raises AccountsRefused."""
    if User.objects.filter(email__iexact=invitation.email).exists():
        raise AccountsRefused(GONE)
    user = User.objects.create_user(
        invitation.email, password, name=name, language=invitation.language
    )
    accept(invitation, user)
    return user


@transaction.atomic
def accept(invitation: Invitation, user: User) -> Membership:
    """Give the invited person the membership, once; raises AccountsRefused."""
    if user.email.casefold() != invitation.email.casefold():
        raise AccountsRefused(NOT_FOR_YOU)
    membership, _made = Membership.objects.get_or_create(
        user=user, organisation=invitation.organisation, role=invitation.role, ended_at=None
    )
    # Two tabs may accept at once, or the inviter may withdraw: the WHERE decides.
    usable = Invitation.objects.usable().filter(pk=invitation.pk, sha256=invitation.sha256)
    if not usable.update(accepted_at=timezone.now(), membership=membership):
        raise AccountsRefused(GONE)
    _note(invitation, "invitation.accepted", membership)
    return membership


def _change_open(invitation: Invitation, **changes: object) -> None:
    # The digest too: of two people who send again, the second learns that the first was faster.
    rows = Invitation.objects.open().filter(pk=invitation.pk, sha256=invitation.sha256)
    if not rows.update(**changes):
        raise AccountsRefused(GONE)
    invitation.refresh_from_db()


def _note(invitation: Invitation, verb: str, actor: Membership) -> None:
    """Record by number and codes, never by the address."""
    subject = f"{invitation.organisation.code}/I{invitation.pk}"
    record(actor, verb, subject, role=invitation.role)
