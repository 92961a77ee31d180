"""The links of the top bar: the roof registers them, a page shows those its reader may follow."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse


@dataclass(frozen=True)
class NavItem:
    """One link of the top bar; without a permission, everybody signed in sees it."""

    label: Any  # a lazy translation: read when the page is drawn
    url_name: str
    permission: str | None = None


@dataclass(frozen=True)
class NavLink:
    """A link as the template draws it."""

    label: Any
    url: str
    current: bool


_items: list[NavItem] = []


def register(*items: NavItem) -> None:
    """Add links in the order given; a name that is already there is replaced."""
    for item in items:
        _items[:] = [known for known in _items if known.url_name != item.url_name]
        _items.append(item)


def links_for(request: HttpRequest, items: Sequence[NavItem]) -> list[NavLink]:
    """List the links this request's actor may follow, the deepest that leads here as current."""
    actor = getattr(request, "actor", None)
    if actor is None:
        return []
    shown = [
        (item, reverse(item.url_name))
        for item in items
        if item.permission is None or actor.may(item.permission)
    ]
    leading = [url for _item, url in shown if request.path == url or _is_below(request.path, url)]
    here = max(leading, key=len, default="")
    return [NavLink(item.label, url, current=url == here) for item, url in shown]


def _is_below(path: str, url: str) -> bool:
    return url != "/" and path.startswith(url)


def navigation(request: HttpRequest) -> dict[str, object]:
    """Give templates `nav`, `actor`, `may_scan` and `theme` (empty when the device decides)."""
    actor = getattr(request, "actor", None)
    theme = actor.user.theme if actor is not None else ""
    return {
        "nav": links_for(request, _items),
        "actor": actor,
        "may_scan": actor is not None and actor.may("see_devices"),
        "theme": theme if theme in {"light", "dark"} else "",
    }
