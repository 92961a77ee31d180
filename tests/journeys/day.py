"""A role's day in a browser: going about, filling in, and taking the pictures of its guide."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from refurb.accounts.roles import Role
from tests.browser.fixtures import PageAs
from tests.journeys.shots import Shots
from tests.journeys.test_from_donor_to_receipt import choose, submit

if TYPE_CHECKING:
    from playwright.sync_api import Page


@dataclass
class Day:
    """One role's day: its page, its pictures, and the pages of those it works with."""

    page: Page
    shots: Shots
    page_as: PageAs

    def show(self, name: str, address: str = "") -> None:
        """Go to an address, unless the page is there already, and take a picture of it."""
        if address:
            answer = self.page.goto(address)
            assert answer is not None
            assert answer.status == 200, address
        self.shots.take(self.page, name)

    def press(self, css: str, address: str = "") -> None:
        """Press the first link or button that a selector finds, on the page of an address."""
        if address:
            self.page.goto(address)
        self.page.locator(css).first.click()
        self.page.wait_for_load_state()

    def send(self, address: str = "", **fields: str) -> None:
        """Fill in the form of a page and send it; it leads on, for nothing was refused."""
        if address:
            self.page.goto(address)
        before = self.page.url
        for name, value in fields.items():
            fill(self.page, name, value)
        submit(self.page)
        assert self.page.url != before, self.page.inner_text("main")
        assert self.page.locator("main [aria-invalid=true]").count() == 0

    def says(self, words: str) -> bool:
        """Tell whether the page shows these words."""
        return words in self.page.inner_text("main")

    def colleague(self, role: Role) -> Page:
        """Give the page of somebody of another role."""
        return in_language(self.page_as(role), self.shots.language)


def fill(page: Page, name: str, value: str) -> None:
    field = page.locator(f"main form[method=post] [name={name}]")
    if field.first.get_attribute("type") == "radio" or field.first.evaluate(
        "field => field.tagName === 'SELECT'"
    ):
        choose(page, name, value)
    else:
        field.first.fill(value)


def in_language(page: Page, language: str) -> Page:
    page.goto("/")
    page.locator(f"button[name=language][value={language}]").click()
    page.wait_for_load_state()
    return page
