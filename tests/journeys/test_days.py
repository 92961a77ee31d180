"""A day of each role in the demonstration, without a dead end: what its guide tells and shows.

A guide shows just the pictures that its day takes, in that order. `make guides` takes them anew, in
each language of the guides, one run after the other; otherwise the day is walked in French alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from refurb.accounts.roles import Role
from tests.browser.fixtures import PHONE, PageAs
from tests.journeys.day import Day, in_language
from tests.journeys.shots import GUIDES, LANGUAGE, Shots, shown_in
from tests.journeys.test_from_donor_to_receipt import (
    SAMPLES,
    choose,
    download,
    hand_over,
    nominate,
    receive,
    repair_and_check,
    wipe_all,
)

WORKS_ON_A_PHONE = {Role.VOLUNTEER, Role.PARTNER_AGENT}
DESK = {"width": 1000, "height": 760}


@pytest.fixture
def language() -> str:
    """Give the language in which the day is walked."""
    return LANGUAGE


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


def report_of(number: int, folder: Path) -> Path:
    """Write the report of a machine of its own: what it is recognised by comes once."""
    sample = (SAMPLES / "thinkpad.lshw.json").read_text()
    for same in ("PF9TEST1", "L1HF00TEST1", "S4TEST0K000001", "W76TEST1"):
        sample = sample.replace(same, f"{same}D{number}")
    sample = sample.replace("cc5f2c4c", f"dd5f2c{number:02}")
    for interface in ("02:00:5E", "02:00:5e"):
        sample = sample.replace(interface, f"02:{number:02}:5e")
    report = folder / "report.json"
    report.write_text(sample)
    return report


def test_a_volunteer_takes_in_wipes_repairs_and_checks(day_of: DayOf, tmp_path: Path) -> None:
    day = day_of(Role.VOLUNTEER)
    day.show("volunteer-home", "/")
    code = receive(day.page, [report_of(10, tmp_path)])[0]
    day.show("volunteer-donation")
    day.show("volunteer-device", f"/devices/{code}/")
    wipe_all(day.page, day.colleague(Role.WORKSHOP_LEAD), code)
    repair_and_check(day.page, code)
    day.show("volunteer-ready", f"/devices/{code}/")
    day.press("form:has([name=transition][value=mark_ready]) button")
    assert day.page.locator(".state").first.get_attribute("data-state") == "ready"
    day.show("volunteer-scan", "/scan/")


def test_a_lead_chases_what_is_stuck_and_answers_for_drives(day_of: DayOf, tmp_path: Path) -> None:
    day = day_of(Role.WORKSHOP_LEAD)
    day.show("lead-home", "/")
    day.show("lead-devices", "/devices/?state=wipe")
    put_all_on_a_shelf_and_back(day)
    day.show("lead-wipe-logs", "/wipe-logs/")
    day.press("a[href$='/accept/']", "/erasures/?waits=lead")
    day.send(verification="sampled", reason="Its samples read back empty")
    lose_and_find(day, receive(day.page, [report_of(20, tmp_path)])[0])
    day.show("lead-labels", "/labels/")
    day.show("lead-people", "/people/")
    invite_and_withdraw(day, "volunteer")


def put_all_on_a_shelf_and_back(day: Day) -> None:
    day.press("button[name=all]")
    choose(day.page, "act", "shelf")
    day.press("main button[type=submit] >> nth=-1")
    day.send(shelf="Z9")
    day.press("form[action$='/undo/'] button")
    assert day.page.locator("form[action$='/undo/']").count() == 0


def lose_and_find(day: Day, code: str) -> None:
    """Lose a device whose drive is not wiped, see to the incident, find the device again."""
    move = "main form:has([name=transition][value={}])"
    day.page.goto(f"/devices/{code}/")
    day.page.locator("main details:has([value=lose])").last.evaluate("each => each.open = true")
    day.page.locator(f"{move.format('lose')} [name=reason]").fill("Nicht im Regal")
    day.press(f"{move.format('lose')} button")
    day.show("lead-incidents", "/incidents/?standing=open")
    day.press("main td a[href^='/incidents/'] >> nth=0")
    incident = "/".join(day.page.url.split("/")[3:5])
    if day.page.locator("form[action$='/take/'] button").count():
        day.press("form[action$='/take/'] button")
    day.send(f"/{incident}/note/", text="The shelf beside it was searched.")
    day.press(f"{move.format('find')} button", f"/devices/{code}/")
    day.send(f"/{incident}/resolve/", closing="found", resolution="It stood one shelf further.")


def invite_and_withdraw(day: Day, role: str) -> None:
    """Send a letter to somebody, and take it back; an administrator says of which organisation."""
    email = f"{day.shots.language}.{role}@example.org"
    day.page.goto("/invitations/add/")
    for organisations in day.page.locator("select[name=organisation]").all():
        organisations.select_option(label="Coordination Souris Verte")
    day.send(email=email, role=role)
    assert email in day.page.goto("/invitations/").text()  # type: ignore[union-attr]
    day.press(f"tr:has-text('{email}') form[action$='/withdraw/'] button")
    assert not day.says(email)


def test_a_social_worker_nominates_a_household_and_keeps_it_up_to_date(day_of: DayOf) -> None:
    day = day_of(Role.SOCIAL_WORKER)
    day.show("social-home", "/")
    day.show("social-form", "/nominations/add/")
    reference = nominate(day.page)
    day.show("social-nomination", f"/nominations/{reference}/")
    day.send(f"/nominations/{reference}/update/", street="Rue du Dé à Coudre 9")
    assert day.says("Rue du Dé à Coudre 9")
    assert download(day.page, f"/nominations/{reference}/notice.pdf").startswith(b"%PDF")
    day.send(f"/nominations/{reference}/withdraw/", because="moved")
    day.show("social-list", "/nominations/")
    day.press("main a[href^='/notices/'] >> nth=0", "/")


def test_a_coordinator_decides_allocates_and_answers_for_it(day_of: DayOf) -> None:
    day = day_of(Role.COORDINATOR)
    day.show("coordinator-home", "/")
    day.show("coordinator-decide", "/nominations/?state=submitted")
    unproven = nominate(day.colleague(Role.SOCIAL_WORKER), proven=False)
    day.send(f"/nominations/{unproven}/decide/", decision="no_ground")
    day.show("coordinator-waiting", "/waiting-list/")
    reference = nominate(day.colleague(Role.SOCIAL_WORKER))
    day.press(f"a:has-text('{reference}')", "/allocations/")
    day.show("coordinator-board")
    day.show("coordinator-runs", "/allocation-runs/")
    confirm_one_pair_and_release_it(day)
    day.press("main td a[href^='/irregularities/'] >> nth=0", "/irregularities/?is_open=open")
    day.send(resolution="The carrier found it in the van.")
    day.show("coordinator-dashboard", "/dashboard/")
    day.press("main a[href^='/devices/?state=ready']")


def confirm_one_pair_and_release_it(day: Day) -> None:
    """Ask for a proposal, keep its last pair alone with the reason, and think better of it."""
    day.press("form[action='/allocation-runs/'] button", "/allocations/")
    kept = day.page.locator("tr:has([name=line]) a[href^='/nominations/']").last
    nomination = str(kept.get_attribute("href"))
    for pair in day.page.locator("[name=line]").all()[:-1]:
        pair.check()
    day.page.click("#exclude")
    day.page.select_option("[name=because]", "promised")
    day.page.fill("[name=reason]", "They are promised elsewhere")
    day.press("details:has(#exclude) button")
    day.press("form[action$='/confirm/'] button[type=submit] >> nth=-1")
    day.page.locator(".state[data-state=confirmed]").wait_for()  # the worker sets it aside
    open_newest_that_stands(day, nomination)
    day.press("main a[href$='/release/']")
    day.send(reason="The household is away this month")


def open_newest_that_stands(day: Day, nomination: str) -> None:
    """Open the newest allocation of a nomination that can be released: others have ended."""
    day.page.goto(nomination)
    links = day.page.locator("main a[href^='/allocations/']").all()
    for address in [str(link.get_attribute("href")) for link in reversed(links)]:
        day.page.goto(address)
        if day.page.locator("main a[href$='/release/']").count():
            return


def test_a_partner_hands_over_and_gives_the_receipt(day_of: DayOf) -> None:
    day = day_of(Role.PARTNER_AGENT)
    day.show("partner-home", "/")
    day.press("main td a[href^='/consignments/'] >> nth=0", "/consignments/?way=open")
    day.press("main form[action$='/receive/'] button[value=received] >> nth=0")
    day.show("partner-list", "/handovers/")
    day.press("main a[href^='/allocations/']")
    allocation = "/".join(day.page.url.split("/")[3:5])
    day.show("partner-form", f"/{allocation}/handover/")
    hand_over(day.page, f"/{allocation}/")
    day.show("partner-receipt")


def test_an_auditor_reads_evidence_and_counts(day_of: DayOf) -> None:
    day = day_of(Role.AUDITOR)
    day.show("auditor-home", "/")
    day.show("auditor-evidence", "/wipe-logs/")
    day.press("main td a[href^='/wipe-logs/'] >> nth=0")
    day.show("auditor-runs", "/allocation-runs/")
    day.press("main td a[href^='/allocation-runs/'] >> nth=0")
    day.show("auditor-policy", "/policies/")


def test_an_administrator_invites_and_looks_after_organisations(day_of: DayOf) -> None:
    day = day_of(Role.ADMIN)
    day.show("admin-home", "/")
    day.show("admin-people", "/people/")
    day.show("admin-invite", "/invitations/add/")
    invite_and_withdraw(day, "auditor")
    day.show("admin-organisations", "/organisations/")
    code = f"JOUR{day.shots.language.upper()}"
    there = {"street": "Rue du Quai 1", "postcode": "1000", "email": "quai@example.org"}
    day.page.goto("/organisations/add/")
    day.page.check("[name=is_partner]")
    day.page.check("[name=languages][value=fr]")
    day.send(code=code, name="Le Quai Imaginaire", legal_name="Le Quai Imaginaire ASBL", **there)
    day.send(f"/organisations/{code}/edit/", name="Le Quai des Rêves")
    day.press("main td a[href^='/people/'] >> nth=0", "/people/?role=volunteer")
    change_the_role_of_somebody(day)
    day.show("admin-audit", "/audit/")


def change_the_role_of_somebody(day: Day) -> None:
    """Make a volunteer a lead."""
    day.press("form[action$='/role/'] button")
    assert day.page.locator("main [aria-invalid=true]").count() == 0


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
