"""A day of each role in the demonstration, without a dead end: what its guide tells and shows.

A guide shows just the pictures that its day takes, in that order. `make guides` takes them anew, in
each language of the guides; otherwise the day is walked in French alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from refurb.accounts.roles import Role
from tests.browser.fixtures import PHONE, PageAs
from tests.journeys.shots import GUIDES, LANGUAGES, Shots, shown_in
from tests.journeys.test_from_donor_to_receipt import (
    SAMPLES,
    hand_over,
    nominate,
    receive,
    repair_and_check,
    wipe_all,
)

if TYPE_CHECKING:
    from playwright.sync_api import Page

WORKS_ON_A_PHONE = {Role.VOLUNTEER, Role.PARTNER_AGENT}
DESK = {"width": 1000, "height": 760}


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

    def open_link(self, css: str) -> None:
        """Follow the first link that a selector finds."""
        self.page.locator(css).first.click()
        self.page.wait_for_load_state()

    def colleague(self, role: Role) -> Page:
        """Give the page of somebody of another role."""
        return in_language(self.page_as(role), self.shots.language)


def in_language(page: Page, language: str) -> Page:
    page.goto("/")
    page.locator(f"button[name=language][value={language}]").click()
    page.wait_for_load_state()
    return page


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    """Give each language in which the day is walked."""
    return str(request.param)


type DayOf = Callable[[Role], Day]


@pytest.fixture
def day_of(page_as: PageAs, language: str) -> Iterator[DayOf]:
    """Begin a role's day; at its end the guide shows just the pictures that were taken."""
    days: dict[Role, Day] = {}

    def begin(role: Role) -> Day:
        viewport = PHONE if role in WORKS_ON_A_PHONE else DESK
        page = in_language(page_as(role, viewport=viewport), language)
        days[role] = Day(page, Shots(language), page_as)
        return days[role]

    yield begin
    for role, day in days.items():
        assert shown_in(role, language) == day.shots.taken


def report_of(language: str, folder: Path) -> Path:
    """Write the report of a machine of the day's own: each serial number comes once."""
    sample = (SAMPLES / "thinkpad.lshw.json").read_text()
    report = folder / "report.json"
    report.write_text(sample.replace("PF9TEST1", f"PF9DAY{language.upper()}"))
    return report


def test_a_volunteer_takes_in_wipes_repairs_and_checks(
    day_of: DayOf, language: str, tmp_path: Path
) -> None:
    day = day_of(Role.VOLUNTEER)
    day.show("volunteer-home", "/")
    code = receive(day.page, [report_of(language, tmp_path)])[0]
    day.show("volunteer-donation")
    day.show("volunteer-device", f"/devices/{code}/")
    wipe_all(day.page, day.colleague(Role.WORKSHOP_LEAD), code)
    repair_and_check(day.page, code)
    day.show("volunteer-ready", f"/devices/{code}/")
    day.open_link("form:has([name=transition][value=mark_ready]) button")
    assert day.page.locator(".state").first.get_attribute("data-state") == "ready"
    day.show("volunteer-scan", "/scan/")


def test_a_lead_chases_what_is_stuck_and_prints_labels(day_of: DayOf) -> None:
    day = day_of(Role.WORKSHOP_LEAD)
    day.show("lead-home", "/")
    day.show("lead-devices", "/devices/?state=wipe")
    day.show("lead-wipe-logs", "/wipe-logs/")
    day.show("lead-incidents", "/incidents/")
    day.show("lead-labels", "/labels/")
    day.show("lead-people", "/people/")


def test_a_social_worker_nominates_a_household(day_of: DayOf) -> None:
    day = day_of(Role.SOCIAL_WORKER)
    day.show("social-home", "/")
    day.show("social-form", "/nominations/add/")
    reference = nominate(day.page)
    day.show("social-nomination", f"/nominations/{reference}/")
    day.show("social-list", "/nominations/")


def test_a_coordinator_decides_and_allocates(day_of: DayOf) -> None:
    day = day_of(Role.COORDINATOR)
    day.show("coordinator-home", "/")
    day.show("coordinator-decide", "/nominations/?state=submitted")
    day.show("coordinator-waiting", "/waiting-list/")
    reference = nominate(day.colleague(Role.SOCIAL_WORKER))
    day.page.goto("/allocations/")
    day.open_link(f"a:has-text('{reference}')")
    day.show("coordinator-board")
    day.show("coordinator-runs", "/allocation-runs/")
    day.show("coordinator-dashboard", "/dashboard/")


def test_a_partner_hands_over_and_gives_the_receipt(day_of: DayOf) -> None:
    day = day_of(Role.PARTNER_AGENT)
    day.show("partner-home", "/")
    day.show("partner-list", "/handovers/")
    day.open_link("main a[href^='/allocations/']")
    allocation = "/".join(day.page.url.split("/")[3:5])
    day.show("partner-form", f"/{allocation}/handover/")
    hand_over(day.page, f"/{allocation}/")
    day.show("partner-receipt")


def test_an_auditor_reads_evidence_and_counts(day_of: DayOf) -> None:
    day = day_of(Role.AUDITOR)
    day.show("auditor-home", "/")
    day.show("auditor-evidence", "/wipe-logs/")
    day.show("auditor-runs", "/allocation-runs/")
    day.show("auditor-policy", "/policies/")


def test_an_administrator_invites_and_looks_after_organisations(
    day_of: DayOf,
) -> None:
    day = day_of(Role.ADMIN)
    day.show("admin-home", "/")
    day.show("admin-people", "/people/")
    day.show("admin-invite", "/invitations/add/")
    day.show("admin-organisations", "/organisations/")
    day.show("admin-audit", "/audit/")


@pytest.mark.parametrize("role", Role)
def test_each_guide_shows_the_same_pictures_in_each_language_and_they_are_there(
    role: Role,
) -> None:
    french = shown_in(role, "fr")
    assert shown_in(role, "nl") == french
    assert french != []
    for language in ("fr", "nl"):
        there = {path.stem for path in (GUIDES / "screens" / language).glob("*.png")}
        assert set(french) - there == set()


def test_no_picture_is_left_that_no_guide_shows() -> None:
    for language in ("fr", "nl"):
        shown = {name for role in Role for name in shown_in(role, language)}
        there = {path.stem for path in (GUIDES / "screens" / language).glob("*.png")}
        assert there - shown == set()
