"""Read side: the saved filters that somebody is shown, each as a link."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from refurb.accounts.models import Membership
from refurb.saved_filters.lists import KnownList, known_list
from refurb.saved_filters.models import SavedFilter


@dataclass(frozen=True)
class Chip:
    """A saved filter as a link; current when the page shows exactly it."""

    name: str
    url: str
    list: Any
    current: bool = False


def chips_on(known: KnownList, actor: Membership, request: HttpRequest) -> list[Chip]:
    """List the filters saved for one list, by name."""
    rows = SavedFilter.objects.visible_to(actor).filter(list=known.url_name)
    asked = {name: value for name, value in request.GET.items() if value and name != "sort"}
    return [
        Chip(each.name, known.address(each.query), known.label, current=each.query == asked)
        for each in rows.order_by("name", "pk")
    ]


def all_chips(actor: Membership) -> list[Chip]:
    """List the filters of every list the actor may open."""
    return [
        Chip(each.name, known.address(each.query), known.label)
        for each in SavedFilter.objects.visible_to(actor).order_by("list", "name", "pk")
        if (known := known_list(each.list)) is not None and known.is_open_to(actor)
    ]
