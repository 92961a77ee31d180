"""Every page, light and dark, on a phone and on a desk: axe, and five checks that axe lacks.

Each page is loaded once and looked at in all four variants: in the light all of axe's rules of WCAG
2.2 A and AA, in the dark those about colours, since a theme changes nothing else
(tests/web/test_tokens.py); and borders of fields ≥ 3:1, targets ≥ 24 px, nothing wider than the
page (320 px too). On the phone, where bars stick: a walk with the Tab key. Other states of the same
address are looked at on a phone in the light and on a desk in the dark. Bar and foot are the same
on all pages of a role: axe reads them with each page on a phone, else with the first. That the
console stays empty is seen to by `page_as`. The pages for what went wrong come from a site that
does go wrong.
"""

from __future__ import annotations

from collections.abc import Set
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from tests.accounts.test_second_factor import code_of
from tests.browser.fixtures import DESKTOP, PHONE, DemoAccount, Looking, PageAs, Site
from tests.browser.reading import Reader
from tests.browser.visits import FIRST, NO_PAGES, VISITS, Visit, escaped, pages

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, ViewportSize

    Theme = Literal["light", "dark"]
    Variants = tuple[tuple[ViewportSize, Theme], ...]

LOOK = (Path(__file__).parent / "look.js").read_text()
SMALLEST: ViewportSize = {"width": 320, "height": 640}
SIZES: tuple[ViewportSize, ...] = (
    {"width": PHONE["width"], "height": PHONE["height"]},
    {"width": DESKTOP["width"], "height": DESKTOP["height"]},
)
THEMES: tuple[Theme, ...] = ("light", "dark")
# On a phone in the light, which comes first, the whole of each page is looked at.
EVERY = tuple((size, theme) for size in SIZES for theme in THEMES)
SOME = ((SIZES[0], THEMES[0]), (SIZES[1], THEMES[1]))
TAB_STOPS = 40


def visit(page: Page, address: str, *, sends: bool) -> None:
    """Open a page, with all that it folds away or loads later."""
    page.goto(address)
    if sends:
        page.evaluate(
            "const form = document.querySelector('main form[method=post]');"
            "form.noValidate = true; form.requestSubmit()"
        )
        page.locator("main [aria-invalid=true], main [role=alert]").first.wait_for()
        page.wait_for_load_state()  # its style sheets too
    page.locator("[hx-trigger=load]").wait_for(state="detached")
    prepare(page)


def prepare(page: Page) -> None:
    """Load what looks at a page, and show all that the page folds away."""
    page.evaluate(AXE_SCRIPT)
    page.evaluate(LOOK)
    page.evaluate("for (const part of document.querySelectorAll('main details')) part.open = true")
    page.evaluate("look.shorten()")


def what_is_wrong(
    page: Page, variants: Variants = EVERY, framed: Set[tuple[int, str]] = frozenset()
) -> list[str]:
    """Look at a loaded page in these variants; say what to mend.

    In those of `framed`, a width and a theme, its bar and foot were looked at before.
    """
    wrong: list[str] = []
    for size, theme in variants:
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=theme)
        asked = {
            "onlyColours": theme == "dark" and variants is EVERY,
            "onlyContent": (size["width"], theme) in framed,
        }
        found = page.evaluate("asked => look.axeFindings(asked)", asked)
        found += page.evaluate("look.faintFields()")
        found += page.evaluate("[...look.smallTargets(), ...look.overflow()]")
        wrong += [f"{size['width']} px, {theme}: {each}" for each in found]
    page.set_viewport_size(SMALLEST)
    return [*wrong, *page.evaluate("look.overflow()")]


def walk_with_tab(page: Page) -> list[str]:
    """Press Tab from the top of the page on a phone; say where focus is lost from sight."""
    page.set_viewport_size(SIZES[0])
    page.emulate_media(color_scheme="light")
    page.evaluate("document.activeElement.blur(); window.scrollTo(0, 0)")
    wrong: list[str] = []
    for _stop in range(TAB_STOPS):
        page.keyboard.press("Tab")
        found = page.evaluate("look.focusStop()")
        if found is None:
            break
        wrong += [f"Tab: {each}" for each in found]
    return wrong


@pytest.mark.parametrize("where", VISITS, ids=str)
def test_a_page_can_be_read_and_used(
    where: Visit, look_as: PageAs, looking: Looking, addresses: dict[str, str]
) -> None:
    # Colours would fade from one theme to the other while axe looks.
    page = look_as(where.role, viewport=PHONE, reduced_motion="reduce")
    page.set_viewport_size(SIZES[0])
    page.emulate_media(color_scheme="light")
    visit(page, addresses[str(where)], sends=where.sends)
    is_first = where is FIRST[where.name]
    variants = EVERY if is_first else SOME
    wrong = what_is_wrong(page, variants, looking.framed[where.role])
    looking.framed[where.role] |= {(size["width"], theme) for size, theme in variants[1:]}
    assert "\n".join([*wrong, *(walk_with_tab(page) if is_first else ())]) == ""


POST = """([address, fields]) => {
  const form = Object.assign(document.createElement("form"), { method: "post", action: address });
  form.innerHTML = "<input name=x>".repeat(fields);
  document.body.append(form); form.submit();
}"""
# What went wrong: the address, how many fields are posted to it, and what the page's head says.
FAILURES = {
    "400": ("/language/", 2_001, "This request can't be read"),
    "403 without a token": ("/language/", 1, "This page was open for too long"),
    "404": ("/nowhere/", 0, "This page was not found"),
    "500": ("/v/0123456789abcdefghijkl", 0, "Something went wrong on our side"),
}


@pytest.mark.parametrize("failure", FAILURES)
def test_a_page_for_what_went_wrong_can_be_read_and_used(
    failure: str, browser: Browser, failing_site: str
) -> None:
    address, fields, title = FAILURES[failure]
    with browser.new_context(
        base_url=failing_site, viewport=SIZES[0], locale="en-GB", reduced_motion="reduce"
    ) as context:
        page = context.new_page()
        page.goto("/accounts/signup/" if fields else address)
        if fields:
            page.evaluate(POST, [address, fields])
        page.get_by_role("heading", name=title).wait_for()
        prepare(page)
        assert "\n".join([*what_is_wrong(page), *walk_with_tab(page)]) == ""


def log_in(page: Page, account: DemoAccount) -> None:
    """Type e-mail and password; a code may still be asked for."""
    page.goto("/accounts/login/")
    page.fill("input[name=login]", account.email)
    page.fill("input[name=password]", account.password)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda url: "login" not in url)


def type_code(page: Page, code: str) -> None:
    page.fill("main input[name=code]", code)
    page.press("main input[name=code]", "Enter")


def look_again(page: Page, shows: str) -> list[str]:
    """Look at a page that a form led to, once it shows this."""
    page.locator(shows).wait_for()
    page.set_viewport_size(SIZES[0])
    page.emulate_media(color_scheme="light")
    prepare(page)
    return [*what_is_wrong(page), *walk_with_tab(page)]


def test_the_codes_of_a_second_factor_are_shown_and_asked_for_on_pages_that_can_be_used(
    page_as: PageAs, site: Site
) -> None:
    *_first, somebody = [each for each in site.accounts if each.role == "volunteer"]
    page = page_as(None, viewport=PHONE, reduced_motion="reduce")
    log_in(page, somebody)
    page.goto("/me/second-factor/set-up/")
    type_code(page, code_of(page.inner_text("code.secret").replace(" ", "")))
    wrong = look_again(page, ".recovery-codes")
    page.context.clear_cookies()
    log_in(page, somebody)
    wrong += look_again(page, "main input[name=code]")
    type_code(page, "wrong")
    wrong += look_again(page, "main [aria-invalid=true]")
    assert "\n".join(wrong) == ""


def test_every_address_of_the_url_map_is_visited_or_shows_no_page() -> None:
    assert escaped(pages()) == set()
    assert set(NO_PAGES) - {name for name, _route in pages()} == set()


def test_a_new_address_cannot_escape() -> None:
    assert escaped([*pages(), ("lottery", "lottery/")]) == {"lottery"}


def test_addresses_said_to_show_no_page_show_none(site: Site, addresses: dict[str, str]) -> None:
    reader = Reader(site, "coordinator", "en")
    asked = {name: str(Visit(name, "coordinator", row)) for name, row in NO_PAGES.items()}
    answers = {name: reader.ask(addresses[visit]) for name, visit in asked.items()}
    # What leads on ends at the page of another address.
    shown = {
        name
        for name, answer in answers.items()
        if answer.is_page and answer.status == 200 and answer.url.endswith(addresses[asked[name]])
    }
    assert shown == set()


BAD = """
  <style>
    #faint { border: 1px solid #ddd; background: #fff; } #wide { inline-size: 50rem; }
    .none:focus { outline: none; } #cover { position: fixed; inset: auto 0 0; block-size: 90vh; }
  </style>
  <main><input id="faint"><a class="none" href="/">x</a><p id="wide">wide</p>
  <button style="margin-block-start: 30rem">Under the bar</button><div id="cover"></div></main>
"""


def test_what_axe_does_not_see_is_found_where_it_is_planted(page_as: PageAs) -> None:
    page = page_as(None, viewport=PHONE, bypass_csp=True)
    page.goto("/accounts/login/")
    page.evaluate("bad => { document.body.innerHTML = bad }", BAD)
    page.evaluate(AXE_SCRIPT)
    page.evaluate(LOOK)
    found = "\n".join([*what_is_wrong(page), *walk_with_tab(page)])
    for said in (
        "its border has a contrast of 1",
        "“x” is",
        "wider than 390 px",
        "“x” shows no focus",
        "“Under the bar” is hidden behind",
    ):
        assert said in found
