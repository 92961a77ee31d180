"""Read pages as somebody does, without a browser: their words, where they lead, in a language."""

from __future__ import annotations

import re
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from http.client import HTTPResponse
from http.cookiejar import CookieJar
from typing import Any, override

import polib
from django.urls import Resolver404, resolve

from tests.browser.fixtures import Site
from tools.translate import catalogue_path

SAID_IN_ATTRIBUTES = ("placeholder", "title", "aria-label", "alt", "data-label", "label")
SILENT = {"script", "style", "svg"}
VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "path", "source", "wbr"}
SHORTEST = 4  # letters; shorter words mean too many things
FEW = 10  # letters; "%(days)s days" must not find every sentence that ends in "days"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}")


class Words(HTMLParser):
    """Collect what a page says, and its links; parts in another language than the page's apart."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.said: list[str] = []
        self.links: list[str] = []
        self.csrf = ""
        self.language = ""
        self._skipping = 0
        self.feed(html)

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.language = found.get("lang", "")
        if found.get("name") == "csrfmiddlewaretoken":
            self.csrf = found["value"]
        is_foreign = found.get("lang", self.language) != self.language
        if tag not in VOID and (self._skipping or tag in SILENT or is_foreign):
            self._skipping += 1
        if not self._skipping:
            self.said += [found[name] for name in SAID_IN_ATTRIBUTES if name in found]
            if tag == "a" and "href" in found:
                self.links.append(found["href"])

    @override
    def handle_endtag(self, tag: str) -> None:
        if self._skipping and tag not in VOID:
            self._skipping -= 1

    @override
    def handle_data(self, data: str) -> None:
        if not self._skipping and data.strip():
            self.said.append(" ".join(data.split()))


@dataclass(frozen=True)
class Answer:
    """What a request brought: its words when it is a page."""

    url: str
    status: int
    is_page: bool
    words: Words = field(repr=False)

    @property
    def links(self) -> Iterator[str]:
        """Yield the addresses on this site that it links to, without fragments."""
        for link in self.words.links:
            whole = urllib.parse.urldefrag(urllib.parse.urljoin(self.url, link)).url
            if urllib.parse.urlsplit(whole).netloc == urllib.parse.urlsplit(self.url).netloc:
                yield whole


class Reader:
    """Somebody with cookies of their own who asks for pages in one language."""

    def __init__(self, site: Site, role: str | None, language: str) -> None:
        self.url = site.url
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        self._opener.addheaders = [("Accept-Language", language), ("Accept", "text/html")]
        if role is not None:
            account = site.account(role)
            self.send("/accounts/login/", login=account.email, password=account.password)

    def ask(self, address: str, data: bytes | None = None) -> Answer:
        """Request an address; a refusal is an answer too."""
        whole = urllib.parse.urljoin(self.url, address)
        try:
            with self._opener.open(whole, data, timeout=30) as response:
                return _answer(response)
        except urllib.error.HTTPError as refusal:
            with refusal:
                return _answer(refusal)

    def send(self, address: str, **fields: str) -> Answer:
        """Fill in the form at an address and send it."""
        token = self.ask(address).words.csrf
        data = urllib.parse.urlencode({"csrfmiddlewaretoken": token, **fields}).encode()
        return self.ask(address, data)


def _answer(response: HTTPResponse | urllib.error.HTTPError) -> Answer:
    is_page = response.headers.get_content_type() == "text/html"
    text = response.read().decode() if is_page else ""
    return Answer(response.url, response.status or 0, is_page, Words(text))


def page_kind(url: str) -> str:
    """Say which page an address is: its name and what is asked of it, whichever row it shows."""
    parts = urllib.parse.urlsplit(url)
    asked = sorted(urllib.parse.parse_qs(parts.query, keep_blank_values=True))
    try:
        name = resolve(parts.path).view_name
    except Resolver404:
        name = parts.path
    return " ".join([name, *asked])


@cache
def english_of(language: str) -> Callable[[str], bool]:
    """Tell English source strings, of which this language has another version, from all else."""
    known = polib.pofile(str(catalogue_path(language)))
    theirs = {text for entry in known for text in _pieces(entry, translated=True)}
    ours = {text for entry in known for text in _pieces(entry)} - theirs
    ours = {text for text in ours if sum(map(str.isalpha, text)) >= SHORTEST}
    plain = {text for text in ours if not PLACEHOLDER.search(text)}
    filled_in = re.compile("|".join(map(_filled_in, ours - plain)) or "(?!)")
    # What a frame says is on every page, and the long pattern is slow.
    return cache(lambda text: text in plain or bool(filled_in.fullmatch(text)))


def _filled_in(text: str) -> str:
    """Write the pattern of a string with something in its placeholders; one word when short."""
    letters = sum(map(str.isalpha, PLACEHOLDER.sub("", text)))
    anything = ".+?" if letters > FEW else r"\S+"
    return anything.join(map(re.escape, PLACEHOLDER.split(text))) if letters >= SHORTEST else "(?!)"


def _pieces(entry: Any, *, translated: bool = False) -> Iterator[str]:
    """Yield the texts of an entry as a page shows them: cut where a tag stands."""
    source = [entry.msgid, entry.msgid_plural] if entry.msgid_plural else [entry.msgid]
    target = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    for text in target if translated else source:
        for piece in re.split(r"<[^>]+>", text):
            yield " ".join(piece.replace("%%", "%").split())


def untranslated(words: Words, language: str, is_english: Callable[[str], bool]) -> list[str]:
    """List what a page still says in English; its language must be the one asked for."""
    wrong = [] if words.language == language else [f"the page is in “{words.language}”"]
    return wrong + sorted({text for text in words.said if is_english(" ".join(text.split()))})
