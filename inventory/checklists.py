"""Read side: the list that a device's quality check goes through, and what old checks went through.

A workshop's own list wins over the one of inventory.checklist; its newest version counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.db.models import Prefetch, QuerySet
from django.utils.functional import Promise

from inventory.checklist import ITEMS, items_for
from inventory.models import Checklist, ChecklistItem, Device, QualityCheck


@dataclass(frozen=True)
class ItemList:
    """What to check, in order: the words by code. `checklist` is None for the shared list."""

    checklist: Checklist | None
    words: Mapping[str, str | Promise | ChecklistItem]

    @property
    def codes(self) -> tuple[str, ...]:
        """List the codes of the items, in order."""
        return tuple(self.words)


def own_lists(organisation_id: int) -> QuerySet[Checklist]:
    """List a workshop's own lists, newest versions first, with their items in order."""
    items = Prefetch("items", ChecklistItem.objects.order_by("position", "pk"))
    rows = Checklist.objects.filter(organisation=organisation_id)
    return rows.order_by("-version").prefetch_related(items)


def list_of(organisation_id: int, kind: str) -> ItemList:
    """Give the list in force in a workshop for a kind."""
    own = own_lists(organisation_id).filter(kind=kind).first()
    if own is None:
        return ItemList(None, {code: ITEMS[code] for code in items_for(kind)})
    return ItemList(own, {item.code: item for item in own.items.all()})


def list_for(device: Device) -> ItemList:
    """Give the list that the device's quality check goes through: its steward's."""
    return list_of(device.steward_id, device.kind)


def words_of(check: QualityCheck) -> Mapping[str, str | Promise | ChecklistItem]:
    """Map code to words for a check that was made, in the version it went through; select it."""
    if check.checklist is None:
        return ITEMS
    return _words_of_version(check.checklist.pk, check.checklist.created_at)


@lru_cache(maxsize=200)
def _words_of_version(checklist_id: int, _created_at: datetime) -> Mapping[str, ChecklistItem]:
    """Read the items of a version once: none is ever changed. Its time tells it from any other."""
    return {item.code: item for item in ChecklistItem.objects.filter(checklist=checklist_id)}
