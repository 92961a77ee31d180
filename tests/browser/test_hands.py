"""What hands do: keys, one press too many, a signature, a handheld scanner, a phone's camera."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from playwright.sync_api import expect

from refurb.documents.qr import qr_modules
from tests.browser.fixtures import CHROMIUM_ARGUMENTS, PHONE, PageAs, Site, sign_in
from tests.web.test_codes_script import BE, US
from tools.chromium import find_chromium

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page, Route

DEVICE = "device volunteer device wipe"
HANDOVER = "handover partner_agent allocation"
FRAMES, WIDTH, HEIGHT = 15, 640, 480
NO_CONTENT = 204  # the page stays where it is
# Key by key, as a handheld does; in one task, so that a busy machine can't slow it down.
SCANNER = """text => {
  for (const key of [...text, "Enter"]) {
    document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
  }
}"""


def code_of(address: str) -> str:
    """Take the code out of a device's address."""
    return address.strip("/").rpartition("/")[2]


def test_escape_closes_the_menu_and_gives_the_focus_back(page_as: PageAs) -> None:
    page = page_as("volunteer", viewport=PHONE)
    page.goto("/")
    opener = page.locator(".menu > summary")
    opener.press("Enter")
    link = page.locator(".menu-panel a").first
    expect(link).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(link).to_be_hidden()
    expect(opener).to_be_focused()


def test_groups_of_the_bar_open_one_at_a_time_without_a_script(page_as: PageAs) -> None:
    page = page_as("coordinator", java_script_enabled=False)
    page.goto("/")
    groups = page.locator(".nav-wide .nav-group")
    groups.nth(0).locator("summary").press("Enter")
    expect(groups.nth(0).locator("a").first).to_be_visible()
    groups.nth(1).locator("summary").press("Enter")
    expect(groups.nth(1).locator("a").first).to_be_visible()
    expect(groups.nth(0).locator("a").first).to_be_hidden()
    groups.nth(1).locator("a").first.press("Enter")
    expect(page.locator(".nav-wide [aria-current=page]")).to_have_count(1)


def test_the_first_tab_stop_skips_the_bar(page_as: PageAs) -> None:
    page = page_as("volunteer")
    page.goto("/donations/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip-link")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("Boolean(document.activeElement.closest('main'))")


def test_a_form_is_sent_once_however_often_the_button_is_pressed(page_as: PageAs) -> None:
    page = page_as("volunteer")
    sent: list[str] = []

    def catch(route: Route) -> None:
        if route.request.method == "POST":
            sent.append(route.request.post_data or "")
            route.fulfill(status=NO_CONTENT)
        else:
            route.continue_()

    page.route("**/me/", catch)
    page.goto("/me/")
    button = page.locator("main button[type=submit]")
    button.click()
    expect(button).to_be_disabled()
    page.evaluate("document.querySelector('main form').requestSubmit()")
    page.goto("/")
    assert len(sent) == 1


def draw(page: Page, *lines: list[tuple[int, int]]) -> None:
    """Draw strokes with the mouse, each from point to point inside the box."""
    box = page.locator("[data-signature] canvas")
    box.scroll_into_view_if_needed()
    edge = box.bounding_box()
    assert edge is not None
    for line in lines:
        (x, y), *rest = line
        page.mouse.move(edge["x"] + x, edge["y"] + y)
        page.mouse.down()
        for x, y in rest:
            page.mouse.move(edge["x"] + x, edge["y"] + y, steps=4)
        page.mouse.up()


def test_a_signature_is_drawn_undone_stroke_by_stroke_and_cleared(
    page_as: PageAs, addresses: dict[str, str]
) -> None:
    page = page_as("partner_agent", viewport=PHONE)
    page.goto(addresses[HANDOVER])
    page.locator("input[name=signature_kind][value=drawn]").check()
    field = page.locator("[data-signature] input")

    def strokes() -> list[list[list[float]]]:
        return list(json.loads(field.input_value() or "[]"))

    draw(page, [(20, 30), (80, 90), (140, 40)], [(160, 60), (220, 60)])
    two = strokes()
    assert len(two) == 2
    assert all(len(stroke) > 2 for stroke in two)
    assert all(0 <= x <= 600 and y >= 0 for stroke in two for x, y in stroke)
    page.locator("[data-signature-undo]").click()
    assert strokes() == two[:1]
    page.locator("[data-signature-clear]").click()
    assert field.input_value() == ""


def test_a_handheld_set_to_another_keyboard_opens_the_device_from_any_page(
    page_as: PageAs, addresses: dict[str, str]
) -> None:
    page = page_as("volunteer")
    page.goto("/donations/")
    label = f"HTTPS://ANOTHER.EXAMPLE/D/{code_of(addresses[DEVICE])}"
    page.evaluate("document.activeElement.blur()")
    page.evaluate(SCANNER, label.translate(str.maketrans(US, BE)))
    page.wait_for_url(f"**{addresses[DEVICE]}")


def test_what_a_handheld_typed_into_the_scan_box_is_put_right(
    page_as: PageAs, addresses: dict[str, str]
) -> None:
    page = page_as("volunteer")
    page.goto("/scan/")
    label = f"HTTPS://ANOTHER.EXAMPLE/D/{code_of(addresses[DEVICE])}"
    box = page.locator("#scan-code")
    expect(box).to_be_focused()
    box.fill(label.translate(str.maketrans(US, BE)))
    box.press("Enter")
    page.wait_for_url(f"**{addresses[DEVICE]}")


def test_a_scan_is_heard_on_a_box_to_tick(page_as: PageAs, addresses: dict[str, str]) -> None:
    page = page_as("volunteer")
    page.goto("/devices/")
    page.locator("tbody input[type=checkbox]").first.focus()
    scanner = SCANNER.replace("document.body", "document.activeElement")
    page.evaluate(scanner, code_of(addresses[DEVICE]))
    page.wait_for_url(f"**{addresses[DEVICE]}")


def test_a_label_scanned_after_an_error_stays_with_the_machine_being_unpacked(
    page_as: PageAs, addresses: dict[str, str]
) -> None:
    page, there = page_as("volunteer"), addresses["intake volunteer intake"]
    page.goto(f"{there}labels/")
    page.locator("main button[name=how][value=before]").click()
    page.locator("main [name=code]").fill("0000-0000-0")
    page.locator("main [name=serial_number]").fill("S-1")
    page.locator("main [data-scan-steps] button[type=submit]").click()
    expect(page.locator("main .error-summary")).to_be_focused()
    page.evaluate(SCANNER, code_of(addresses[DEVICE]))
    expect(page.locator("main [name=code]")).to_have_value(code_of(addresses[DEVICE]))
    expect(page.locator("main [name=serial_number]")).to_be_focused()
    assert page.url.endswith(there)


def test_the_page_for_scanners_says_what_was_typed_and_what_was_understood(
    page_as: PageAs, addresses: dict[str, str]
) -> None:
    page, code = page_as("volunteer"), code_of(addresses[DEVICE])
    page.goto("/scan/test/")
    typed = f"https://another.example/d/{code}".translate(str.maketrans(US, BE))
    page.locator("#scanner-typed").fill(typed)
    page.locator("#scanner-typed").press("Enter")
    expect(page.locator("[data-typed]")).to_have_text(typed)
    expect(page.locator("[data-code]")).to_have_text(f"{code[:4]}-{code[4:8]}-{code[8:]}")
    assert page.url.endswith("/scan/test/")


def test_a_filter_keeps_the_focus_and_the_change_is_said(page_as: PageAs) -> None:
    page = page_as("volunteer")
    page.goto("/devices/")
    state = page.locator("select[name=state]")
    state.focus()
    state.select_option("wipe")
    expect(page.locator("[data-swapped]")).not_to_have_text("")
    expect(state).to_be_focused()


def test_a_scanner_is_not_heard_in_a_text_that_somebody_writes(
    page_as: PageAs, addresses: dict[str, str]
) -> None:
    page = page_as("volunteer")
    page.goto("/donations/add/")
    page.locator("[name=note]").focus()
    page.keyboard.type(code_of(addresses[DEVICE]))
    assert page.locator("[name=note]").input_value() == code_of(addresses[DEVICE])
    assert page.url.endswith("/donations/add/")


def film(text: str, path: Path) -> Path:
    """Film a QR code: grey frames in Y4M, which Chromium plays as if a camera saw them."""
    modules = qr_modules(text)
    small = Image.new("L", (len(modules), len(modules)), 255)
    for y, row in enumerate(modules):
        for x, is_dark in enumerate(row):
            small.putpixel((x, y), 0 if is_dark else 255)
    size = len(modules) * 12
    frame = Image.new("L", (WIDTH, HEIGHT), 200)
    frame.paste(255, (120, 40, 120 + size + 96, 40 + size + 96))
    frame.paste(small.resize((size, size), Image.Resampling.NEAREST), (168, 88))
    grey = bytes([128]) * (WIDTH * HEIGHT // 2)
    with path.open("wb") as out:
        out.write(f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F15:1 Ip A1:1 C420jpeg\n".encode())
        for _frame in range(FRAMES):
            out.write(b"FRAME\n" + frame.tobytes() + grey)
    return path


@pytest.fixture
def filming(
    browser: Browser, site: Site, addresses: dict[str, str], tmp_path: Path
) -> Iterator[Page]:
    """Start a browser whose camera sees a label: another for each test, as cameras stay taken."""
    code = code_of(addresses[DEVICE])
    label = film(f"HTTPS://ANOTHER.EXAMPLE/D/{code}", tmp_path / "label.y4m")
    arguments = [*CHROMIUM_ARGUMENTS, f"--use-file-for-fake-video-capture={label}"]
    filming = browser.browser_type.launch(executable_path=find_chromium(), args=arguments)
    state = sign_in(filming, site, site.account("volunteer"))
    context = filming.new_context(base_url=site.url, storage_state=state, viewport=PHONE)  # type: ignore[arg-type]
    yield context.new_page()
    filming.close()


def test_the_camera_reads_a_label_and_opens_its_device(
    filming: Page, addresses: dict[str, str]
) -> None:
    complaints: list[str] = []
    filming.on("console", lambda message: complaints.append(message.text))
    filming.goto("/scan/")
    filming.locator("[data-camera-start]").click()
    filming.wait_for_url(f"**{addresses[DEVICE]}")
    assert complaints == []
