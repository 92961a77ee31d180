"""The links of the top bar, in groups: registered by the roof, shown to those who may follow them.

A group opens by itself, without a script; one that holds a single link for this reader is shown as
that link. `Group.ME` is no group of the bar: its links stand in the menu under the person's name.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class Group(TextChoices):
    """What belongs together in the bar, in the order shown."""

    WORKSHOP = "workshop", _("Workshop")
    HOUSEHOLDS = "households", _("Households")
    HANDING_OVER = "handing_over", _("Handing over")
    STEERING = "steering", _("Steering")
    ORGANISATION = "organisation", _("Organisation")
    ME = "me", _("Me")


@dataclass(frozen=True)
class NavItem:
    """One link: without a permission for everybody signed in, without a group on its own."""

    label: Any  # a lazy translation: read when the page is drawn
    url_name: str
    permission: str | None = None
    group: Group | None = None


@dataclass(frozen=True)
class NavLink:
    """A link as the template draws it."""

    label: Any
    url: str
    current: bool


@dataclass(frozen=True)
class NavGroup:
    """Links under one heading; current when one of them is."""

    label: Any
    links: tuple[NavLink, ...]

    @property
    def current(self) -> bool:
        """Say whether the page shown belongs to this group."""
        return any(link.current for link in self.links)


type Entry = NavLink | NavGroup

_items: list[NavItem] = []


def register(*items: NavItem) -> None:
    """Add links in the order given; a name that is already there is replaced."""
    for item in items:
        _items[:] = [known for known in _items if known.url_name != item.url_name]
        _items.append(item)


def links_for(request: HttpRequest, items: Sequence[NavItem]) -> list[tuple[NavItem, NavLink]]:
    """List the links this request's actor may follow, the deepest that leads here as current."""
    actor = _who_may_go(request)
    if actor is None:
        return []
    shown = [
        (item, reverse(item.url_name))
        for item in items
        if item.permission is None or actor.may(item.permission)
    ]
    leading = [url for _item, url in shown if request.path == url or _is_below(request.path, url)]
    here = max(leading, key=len, default="")
    return [(item, NavLink(item.label, url, current=url == here)) for item, url in shown]


def _who_may_go(request: HttpRequest) -> Any:
    """Give the actor; nobody while every link would lead back to setting up a second factor."""
    actor = getattr(request, "actor", None)
    return None if getattr(actor, "owes_second_factor", False) else actor


def _is_below(path: str, url: str) -> bool:
    return url != "/" and path.startswith(url)


def entries_of(links: Sequence[tuple[NavItem, NavLink]]) -> list[Entry]:
    """Gather the links of the bar: those that stand alone first, then the groups in their order."""
    entries: list[Entry] = [link for item, link in links if item.group is None]
    for group in Group:
        members = tuple(link for item, link in links if item.group is group)
        if group is not Group.ME and members:
            entries.append(members[0] if len(members) == 1 else NavGroup(group.label, members))
    return entries


def navigation(request: HttpRequest) -> dict[str, object]:
    """Give templates `nav`, `mine`, `actor`, `may_scan` and `theme` (empty: the device decides)."""
    actor = getattr(request, "actor", None)
    theme = actor.user.theme if actor is not None else ""
    goer, links = _who_may_go(request), links_for(request, _items)
    return {
        "nav": entries_of(links),
        "mine": [link for item, link in links if item.group is Group.ME],
        "actor": actor,
        "may_scan": goer is not None and goer.may("see_devices"),
        "theme": theme if theme in {"light", "dark"} else "",
    }
