"""Saving, renaming and deleting a filter."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from refurb.accounts.models import Membership
from refurb.reasons import Reason, Refused
from refurb.saved_filters.models import SavedFilter

MOST = 40  # of one person in one organisation: more would be no help


class FilterRefused(Refused):
    """The filter can't be saved under this name; `reasons` say why."""


TAKEN = Reason("name_taken", _("You have a filter of this name on this list. Choose another name."))
EMPTY = Reason("nothing_set", _("No filter is set that can be saved."))
TOO_MANY = Reason("too_many", _("You have 40 filters. Delete one first."))


def save_filter(saved: SavedFilter, *, actor: Membership) -> SavedFilter:
    """Keep a filter for the actor, in the organisation acted for; raises FilterRefused."""
    if not saved.query:
        raise FilterRefused(EMPTY)
    if SavedFilter.objects.of(actor).count() >= MOST:
        raise FilterRefused(TOO_MANY)
    saved.owner, saved.organisation = actor.user, actor.organisation
    return _stored(saved)


def change_filter(
    saved: SavedFilter, *, name: str, is_shared: bool, actor: Membership
) -> SavedFilter:
    """Rename one's own filter, share it or stop sharing it; raises FilterRefused."""
    own = SavedFilter.objects.of(actor).get(pk=saved.pk)
    own.name, own.is_shared = name, is_shared
    return _stored(own)


def delete_filter(saved: SavedFilter, *, actor: Membership) -> None:
    """Delete one's own filter."""
    SavedFilter.objects.of(actor).filter(pk=saved.pk).delete()


def _stored(saved: SavedFilter) -> SavedFilter:
    try:
        with transaction.atomic():
            saved.save()
    except IntegrityError as taken:
        raise FilterRefused(TAKEN) from taken
    return saved
