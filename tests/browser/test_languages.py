"""Every page in French says nothing in English, wherever one clicks; each address in nl and de.

Asked over HTTP without a browser: words don't depend on one. A crawl from each role's home follows
every link to every kind of page, so that a link somebody is shown but may not follow is found too.
"""

from collections import deque
from collections.abc import Iterable

import pytest

from tests.browser.fixtures import Site
from tests.browser.reading import Answer, Reader, Words, english_of, page_kind, untranslated
from tests.browser.visits import FIRST, ROLES, VISITS, Visit

MOST_PAGES = 150


def visited(
    reader: Reader,
    role: str | None,
    addresses: dict[str, str],
    visits: Iterable[Visit] = VISITS,
) -> list[Answer]:
    """Make the visits of a role; forms are sent empty, to read what is refused."""
    return [
        reader.send(addresses[str(visit)]) if visit.sends else reader.ask(addresses[str(visit)])
        for visit in visits
        if visit.role == role and visit.name != "styleguide" and not visit.name.startswith("/")
    ]


def crawled(reader: Reader, start: list[Answer]) -> tuple[list[Answer], list[str]]:
    """Follow each link to a kind of page not seen yet; give the pages, and the links that fail."""
    seen = {page_kind(answer.url) for answer in start}
    pages = list(start)
    dead = [f"{answer.url}: {answer.status}" for answer in start if answer.status >= 500]
    todo = deque((answer.url, link) for answer in start for link in answer.links)
    while todo and len(pages) < MOST_PAGES:
        source, link = todo.popleft()
        if (kind := page_kind(link)) in seen:
            continue
        seen.add(kind)
        answer = reader.ask(link)
        if answer.status != 200:
            dead.append(f"{source} leads to {link}: {answer.status}")
        pages.append(answer)
        todo.extend((answer.url, further) for further in answer.links)
    return pages, dead


def english_in(pages: list[Answer], language: str) -> list[str]:
    is_english = english_of(language)
    return [
        f"{page.url}: {text}"
        for page in pages
        if page.is_page
        for text in untranslated(page.words, language, is_english)
    ]


@pytest.mark.parametrize("role", [None, *ROLES])
def test_french_pages_say_nothing_in_english_and_lead_nowhere_in_vain(
    role: str | None, site: Site, addresses: dict[str, str]
) -> None:
    reader = Reader(site, role, "fr")
    pages, dead = crawled(reader, [reader.ask("/"), *visited(reader, role, addresses)])
    assert len(pages) > (3 if role is None else 6)
    assert "\n".join(dead) == ""
    assert "\n".join(english_in(pages, "fr")) == ""


@pytest.mark.parametrize("language", ["nl", "de"])
def test_dutch_and_german_pages_say_nothing_in_english(
    language: str, site: Site, addresses: dict[str, str]
) -> None:
    pages = [
        page
        for role in (None, "volunteer", "social_worker", "coordinator", "partner_agent")
        for page in visited(Reader(site, role, language), role, addresses, FIRST.values())
    ]
    assert "\n".join(english_in(pages, language)) == ""


PLANTED = """<html lang="fr"><body><h1>Scanner</h1><p>
  Scan a
  label</p><input placeholder="Code on the label"><select><option>Partner agent</option></select>
<button aria-label="Clear filters">x</button><p lang="en">Log out</p><p>Latitude 5490</p>
<p>Nomination NM-1 is submitted.</p><script>"Log out"</script></body></html>"""


def test_planted_english_is_found_wherever_it_is_said() -> None:
    assert untranslated(Words(PLANTED), "fr", english_of("fr")) == [
        "Clear filters",
        "Code on the label",
        "Nomination NM-1 is submitted.",
        "Partner agent",
        "Scan a label",
    ]


def test_a_page_in_the_wrong_language_is_found() -> None:
    found = untranslated(Words('<html lang="en"><p>42</p></html>'), "fr", english_of("fr"))
    assert found == ["the page is in “en”"]
