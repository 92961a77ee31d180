"""The kinds of long work: each app registers its own, and the worker finds them here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from refurb.reasons import Reason

if TYPE_CHECKING:
    from refurb.accounts.models import Membership
    from refurb.jobs.models import Job
    from refurb.jobs.running import Work


@dataclass(frozen=True)
class Kind:
    """One kind of work: what it is called, how it is done, how it is undone."""

    code: str
    label: Callable[[Job], Any]  # what this job is called, for people
    do: Callable[[Work], None]
    page: str = ""  # the address, by name, that shows what a line's key stands for
    show_key: Callable[[str], str] = str
    result_page: str = ""  # the address, by name, that shows what came of the whole
    why_no_undo: Callable[[Job, Membership], tuple[Reason, ...]] | None = None  # None: never
    undo: Callable[[Job, Membership], Job] | None = None
    what_undo_does: Callable[[Job], Any] | None = None  # in words, beside its button


_kinds: dict[str, Kind] = {}


class UnknownKind(LookupError):
    """No app has registered this kind of work."""


def register(*kinds: Kind) -> None:
    """Add kinds; one that is there already is replaced."""
    _kinds.update({kind.code: kind for kind in kinds})


def kind_of(job: Job) -> Kind:
    """Find the kind of a job; raises UnknownKind."""
    try:
        return _kinds[job.kind]
    except KeyError:
        raise UnknownKind(job.kind) from None
