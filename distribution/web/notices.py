"""Notices in words, for who reads them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from distribution.models import Notice
from distribution.news import say
from refurb.accounts.models import Membership


@dataclass(frozen=True)
class NoticeRow:
    """One notice: what happened, to which nomination, and whether that is still theirs."""

    notice: Notice
    sentence: str
    is_theirs: bool


def rows_of(notices: Iterable[Notice], actor: Membership) -> list[NoticeRow]:
    """Put notices into words, in the reader's language; select nomination and read_by__user."""
    return [
        NoticeRow(
            notice=each,
            sentence=say(each.code, each.facts),
            is_theirs=each.nomination.organisation_id == actor.organisation_id,
        )
        for each in notices
    ]


def unread_count(actor: Membership) -> int:
    """Count what nobody of the actor's organisation has read yet."""
    return Notice.objects.visible_to(actor).unread().count()
