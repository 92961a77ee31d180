"""Add organisations and change what is known of them."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from refurb.accounts.inviting import AccountsRefused
from refurb.accounts.models import Membership, Organisation
from refurb.accounts.roles import NEEDS, Role
from refurb.audit.models import record
from refurb.reasons import Reason

IN_USE = Reason(
    "sort_in_use",
    _("Somebody has a role there that only such an organisation has. End that membership first."),
)


@transaction.atomic
def add_organisation(organisation: Organisation, *, actor: Membership) -> Organisation:
    """Add an organisation; its code never changes from then on, for it stands in references."""
    organisation.save(force_insert=True)
    record(actor, "organisation.added", organisation.code)
    return organisation


@transaction.atomic
def change_organisation(
    organisation: Organisation, fields: list[str], *, actor: Membership
) -> Organisation:
    """Save the changed fields; raises AccountsRefused when a role there would lose its place."""
    if not fields:
        return organisation
    roles = set(
        Membership.objects.in_force()
        .filter(organisation=organisation)
        .values_list("role", flat=True)
    )
    if any(not getattr(organisation, NEEDS[Role(role)]) for role in roles):
        raise AccountsRefused(IN_USE)
    organisation.save(update_fields=fields)
    record(actor, "organisation.changed", organisation.code, particulars=sorted(fields))
    return organisation
