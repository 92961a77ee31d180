"""The forms that a page holds, read from what it sends."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import override
from urllib.parse import urljoin, urlsplit

Forms = dict[str, dict[str, str]]  # where a form goes → its fields, with what they begin with


def forms_on(url: str, page: str) -> Forms:
    """Read where the forms of a page at this address are posted to, as paths, and their fields."""
    reader = _FormReader(url)
    reader.feed(page)
    return reader.forms


class _FormReader(HTMLParser):
    def __init__(self, url: str) -> None:
        super().__init__()
        self.url, self.target, self.forms = url, "", Forms()

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            is_post = (given.get("method") or "").lower() == "post"
            goal = urlsplit(urljoin(self.url, given.get("action") or "")).path
            self.target = goal if is_post else ""
            if is_post:
                self.forms.setdefault(self.target, {})
        elif self.target and tag in {"input", "select", "textarea", "button"} and given.get("name"):
            self.forms[self.target].setdefault(str(given["name"]), given.get("value") or "")

    @override
    def handle_endtag(self, tag: str) -> None:
        self.target = "" if tag == "form" else self.target
