"""Revise a workshop's own list of checks: each change is a new version, old checks keep theirs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from inventory.checklists import list_of
from inventory.models import Checklist, ChecklistItem
from refurb.accounts.models import Membership, Organisation
from refurb.accounts.roles import Permission
from refurb.audit.models import record
from refurb.reasons import Reason, Refused

MOST_ITEMS = 30
OWN_CODE = re.compile(r"^own_([0-9]+)$")


class RevisionRefused(Refused):
    """A list that nobody could go through."""


@dataclass(frozen=True)
class NewItem:
    """One thing to check, in four languages; no code yet for one that is new."""

    code: str
    text_fr: str
    text_nl: str
    text_de: str
    text_en: str


@transaction.atomic
def revise_checklist(
    kind: str, items: Sequence[NewItem], *, actor: Membership, seen_version: int
) -> Checklist:
    """Write a new version of the actor's workshop's list. Raises RevisionRefused.

    `seen_version` is the one the person edited, 0 for the shared list: when somebody was faster,
    nothing is overwritten. Raises PermissionDenied for anybody but a lead.
    """
    if not actor.may(Permission.LEAD):
        raise PermissionDenied
    Organisation.objects.select_for_update().get(pk=actor.organisation_id)
    known = list_of(actor.organisation_id, kind)
    version = known.checklist.version if known.checklist else 0
    if version != seen_version:
        message = _("Somebody has changed this list meanwhile. Look at it again.")
        raise RevisionRefused(Reason("list_changed", message))
    _check(items, known.codes)
    checklist = Checklist.objects.create(
        organisation=actor.organisation, kind=kind, version=version + 1, created_by=actor
    )
    codes = _codes(items, actor.organisation_id, kind)
    ChecklistItem.objects.bulk_create(
        ChecklistItem(
            checklist=checklist,
            code=code,
            position=position,
            text_fr=item.text_fr.strip(),
            text_nl=item.text_nl.strip(),
            text_de=item.text_de.strip(),
            text_en=item.text_en.strip(),
        )
        for position, (code, item) in enumerate(zip(codes, items, strict=True))
    )
    record(actor, "checklist.revised", checks=kind, version=checklist.version)
    return checklist


def _check(items: Sequence[NewItem], known: Sequence[str]) -> None:
    if not items:
        message = _("Keep at least one thing to check.")
        raise RevisionRefused(Reason("list_empty", message))
    if len(items) > MOST_ITEMS:
        message = _("A list of more than %(most)s things is not gone through.")
        raise RevisionRefused(Reason("list_long", message, {"most": MOST_ITEMS}))
    codes = [item.code for item in items if item.code]
    if len(codes) != len(set(codes)) or set(codes) - set(known):
        message = _("Somebody has changed this list meanwhile. Look at it again.")
        raise RevisionRefused(Reason("list_changed", message))


def _codes(items: Sequence[NewItem], organisation_id: int, kind: str) -> list[str]:
    """Give new items codes that no version has used: an old check must not read otherwise."""
    used = ChecklistItem.objects.filter(
        checklist__organisation=organisation_id, checklist__kind=kind
    ).values_list("code", flat=True)
    numbers = [int(found[1]) for code in used.distinct() if (found := OWN_CODE.match(code))]
    following = max(numbers, default=0)
    codes = []
    for item in items:
        following += not item.code
        codes.append(item.code or f"own_{following}")
    return codes
