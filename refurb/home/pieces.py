"""What a home is made of: sections with figures that open lists, and with lines that open pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.http import urlencode

from refurb.accounts.models import Membership

MOST_LINES = 6
"""A home shows so many and leads to the list for the rest."""


@dataclass(frozen=True)
class Figure:
    """A count that opens the list it counts."""

    label: Any
    count: int
    url: str
    note: Any = ""


@dataclass(frozen=True)
class Line:
    """One thing that waits: what it is called, where it is, since when."""

    title: str
    url: str
    words: tuple[Any, ...] = ()
    state: Any = None  # a member of a TextChoices
    since: datetime | None = None
    is_code: bool = False


@dataclass(frozen=True)
class Section:
    """A part of a home; without figures and lines it says `empty`, and where to go."""

    title: Any
    figures: tuple[Figure, ...] = ()
    lines: tuple[Line, ...] = ()
    empty: Any = ""
    more_url: str = ""
    more: Any = ""


# Makes a section for somebody; None when there is nothing to say to them.
type Maker = Callable[[Membership], Section | None]


def address(url_name: str, **asked: str) -> str:
    """Write the address of a list with its filter set."""
    return reverse(url_name) + (f"?{urlencode(asked)}" if asked else "")


def count_by(rows: QuerySet[Any], field: str) -> dict[Any, int]:
    """Count rows by the values of a field, in one query."""
    return dict(rows.order_by().values_list(field).annotate(Count("pk")))


def made(makers: Iterable[Maker], actor: Membership) -> list[Section]:
    """Make the sections that have something to say."""
    return [section for maker in makers if (section := maker(actor)) is not None]
