"""The whole way in a real browser: from a donor's door to a signed receipt, each role in turn."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

import pypdf
import pypdfium2
import pytest
import zxingcpp
from playwright.sync_api import expect

from inventory.codes import parse_code

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.fixtures import PageAs

HERE = Path(__file__).resolve().parent
SAMPLES = HERE.parent / "inventory" / "hardware" / "samples"
REAL = HERE.parents[2] / "shared" / "data" / "reports"
WIPE = "has not been wiped"
BENCH = ("It has no quality check yet.", "BIOS password")
PHONE = {"width": 390, "height": 844}


def reports() -> list[Path]:
    """Choose reports of three machines: of real ones when they lie beside the checkout."""
    real = [
        REAL / "lshw-json" / "devicehub" / "mig-ae36bd1b-a0a5-4860-ad67-1644d2ce0c7b.json",
        REAL / "dmidecode" / "ereuse" / "mig-522a4403-bfb3-4fe6-b454-4db6c3040a58.txt",
        REAL / "lshw-json" / "ereuse" / "lenovo-thinkcentre-edge.lshw.json",
    ]
    own = ["latitude.dmidecode.txt", "thinkpad.lshw.json", "tower.lshw.json"]
    return real if all(path.is_file() for path in real) else [SAMPLES / name for name in own]


def in_english(page: Page) -> Page:
    page.goto("/")
    page.get_by_role("button", name="English").click()
    page.wait_for_load_state()
    return page


def submit(page: Page) -> None:
    page.locator("main form[method=post] button.button-main[type=submit]").last.click()
    page.wait_for_load_state()


def choose(page: Page, name: str, value: str) -> None:
    """Choose a value, be it drawn as a list or as radio buttons."""
    listed = page.locator(f"select[name={name}]")
    if listed.count():
        listed.select_option(value)
    else:
        page.locator(f"[name={name}][value={value}]").check()


def download(page: Page, url: str) -> bytes:
    answer = page.request.get(url)
    assert answer.status == 200
    assert answer.headers["content-type"].startswith("application/pdf")
    return answer.body()


def codes_on(pdf: bytes) -> list[str]:
    """Read every QR code of a PDF as a scanner would."""
    sheets = [page.render(scale=300 / 72).to_pil() for page in pypdfium2.PdfDocument(pdf)]
    return [symbol.text for sheet in sheets for symbol in zxingcpp.read_barcodes(sheet)]


def receive(page: Page, files: list[Path]) -> list[str]:
    """Take in a donation of machines from their own reports; return their codes."""
    page.goto("/donations/add/")
    choose(page, "who", "new")
    page.fill("[name=name]", "Imprimerie du Coq Imaginaire")
    page.fill("[name=email]", "coq@example.org")
    submit(page)
    donation = page.url.partition("/donations/")[2].partition("/")[0]
    assert donation.startswith("DN-")
    page.goto(f"/reports/add/?donation={donation}")
    page.set_input_files("[type=file]", files)
    submit(page)
    expect(page.locator("[data-upload-results] > li")).to_have_count(len(files))
    expect(page.locator("[data-upload-results] progress")).to_have_count(0, timeout=60_000)
    page.goto(f"/donations/{donation}/")
    links = page.locator("main a[href^='/devices/']").all()
    found = {str(link.get_attribute("href")).split("/")[2] for link in links}
    return sorted(code for code in found if len(code) == 9)


def wipe_all(page: Page, verifier: Page, code: str) -> None:
    """Record a purge of each drive, and have a second person verify it."""
    page.goto(f"/devices/{code}/")
    urls = [link.get_attribute("href") for link in page.locator("a[href$='/erase/']").all()]
    for url in dict.fromkeys(urls):
        page.goto(str(url))
        choose(page, "technique", "block_erase")
        page.fill("[name=tool]", "hdparm")
        choose(page, "result", "wiped")
        choose(page, "verification", "sampled")
        submit(page)
    verifier.goto(f"/devices/{code}/")
    urls = [link.get_attribute("href") for link in verifier.locator("a[href$='/verify/']").all()]
    for url in dict.fromkeys(urls):
        verifier.goto(str(url))
        choose(verifier, "verification", "sampled")
        submit(verifier)


def repair_and_check(page: Page, code: str) -> None:
    """Find a fault, mend it, check the machine and its locks."""
    page.goto(f"/devices/{code}/repairs/add/")
    page.fill("[name=fault]", "hinge is loose")
    submit(page)
    page.goto(f"/devices/{code}/")
    page.locator("a[href*='/repairs/'][href$='/close/']").first.click()
    choose(page, "outcome", "fixed")
    page.fill("[name=work_done]", "tightened two screws")
    submit(page)
    page.goto(f"/devices/{code}/locks/")
    for choice in page.locator("main input[type=radio][value=clear]").all():
        choice.check()
    submit(page)
    page.goto(f"/devices/{code}/check/")
    for choice in page.locator("main input[type=radio][value=ok]").all():
        choice.check()
    choose(page, "grade", "B")
    page.fill("[name=os_name]", "Linux Mint 22")
    choose(page, "os_language", "fr")
    submit(page)


def nominate(page: Page, *, proven: bool = True) -> str:
    """Nominate a household that meets every rule, its proof perhaps; return the reference."""
    page.goto("/nominations/add/")
    page.fill("[name=first_name]", "Zahra")
    page.fill("[name=surname]", "Papillonneau")
    page.fill("[name=street]", "Rue du Dé à Coudre 7")
    page.fill("[name=postcode]", "1030")
    page.fill("[name=children]", "1")
    page.select_option("[name$=first_kind]", "laptop")
    page.locator("[name$=purpose]").first.select_option("school")
    today = page.evaluate("new Date().toISOString().slice(0, 10)")
    if proven:
        page.locator("[name$=ground]").first.select_option(index=1)
        page.locator("[name^=proof][name$=kind]").first.select_option("certificate")
        page.locator("[name$=seen_on]").first.fill(today)
    page.fill("[name=informed_on]", today)
    page.fill("[name=agreed_on]", today)
    submit(page)
    assert page.url.endswith("/check/"), page.inner_text("main")
    assert "Papillonneau" in page.inner_text("main")
    submit(page)
    reference = page.url.rstrip("/").rsplit("/", maxsplit=1)[-1]
    assert reference.startswith("NM-")
    return reference


def draw(page: Page) -> None:
    """Sign with the mouse."""
    canvas = page.locator("canvas")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None
    x, y = box["x"] + 30, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(1, 12):
        page.mouse.move(x + 12 * step, y + (25 if step % 2 else -25))
    page.mouse.up()


@pytest.mark.browser
def test_a_computer_goes_from_its_donor_to_a_household_with_a_signed_receipt(
    page_as: PageAs,
) -> None:
    tom = in_english(page_as("volunteer", viewport=PHONE))
    codes = receive(tom, reports())
    assert len(codes) == 3
    sheet = download(tom, f"/labels.pdf?codes={','.join(codes)}&format=L7160&start=2")
    assert sorted(parse_code(text) for text in codes_on(sheet)) == codes

    laptop = next(code for code in codes if is_laptop_with_a_drive(tom, code))
    assert_ready_is_refused(tom, laptop, (WIPE, *BENCH))
    wipe_all(tom, in_english(page_as("workshop_lead")), laptop)
    assert_ready_is_refused(tom, laptop, BENCH, never=(WIPE,))
    repair_and_check(tom, laptop)
    tom.goto(f"/devices/{laptop}/")
    name = tom.locator("h1").inner_text()
    tom.get_by_role("button", name="Mark ready").first.click()
    tom.wait_for_load_state()
    assert "Ready" in tom.locator(".state").first.inner_text()

    reference = nominate(in_english(page_as("social_worker")))
    allocation = allocate(in_english(page_as("coordinator")), reference, laptop)
    receipt = hand_over(tom, allocation)
    assert_receipt_says(receipt, laptop, "Zahra Papillonneau", name, "Linux Mint 22")
    assert_anybody_can_verify(receipt, page_as(None))


def is_laptop_with_a_drive(page: Page, code: str) -> bool:
    """Tell whether the report filled in a laptop and its drive."""
    page.goto(f"/devices/{code}/")
    has_drive = page.locator("a[href$='/erase/']").count() > 0
    return has_drive and "Laptop" in page.inner_text("main")


def assert_ready_is_refused(
    page: Page, code: str, wanted: tuple[str, ...], never: tuple[str, ...] = ()
) -> None:
    """Look at what stands against it, then ask all the same."""
    page.goto(f"/devices/{code}/")
    shown = page.inner_text("main")
    refused = page.request.post(
        f"/devices/{code}/move/",
        form={"transition": "mark_ready", "expected": "received"},
        headers=_csrf(page),
    )
    assert refused.status == 409
    for reason in wanted:
        assert reason in shown
        assert reason in refused.text()
    assert [reason for reason in never if reason in shown + refused.text()] == []


def hand_over(page: Page, allocation: str) -> bytes:
    """Hand the device over with a drawn signature; return the receipt."""
    page.goto(f"{allocation}handover/")
    if page.url.endswith("/arrival/"):  # nobody was expected today
        submit(page)
    choose(page, "signature_kind", "drawn")
    page.locator("[name=works]").check()
    choose(page, "language", "fr")
    draw(page)
    submit(page)
    assert "/receipts/" in page.url, page.inner_text("main")
    return download(page, str(page.locator("a[href$='.pdf']").first.get_attribute("href")))


def assert_receipt_says(pdf: bytes, code: str, *wanted: str) -> None:
    text = " ".join(_text_of(pdf).split())
    assert f"{code[:4]}-{code[4:8]}-{code[8]}" in text
    for words in wanted:
        assert words in text


def assert_anybody_can_verify(pdf: bytes, stranger: Page) -> None:
    """Follow the receipt's QR code without an account: its number, and nobody's name."""
    [address] = [text for text in codes_on(pdf) if "/v/" in text]
    stranger.goto(address[address.index("/v/") :])
    shown = stranger.inner_text("main")
    assert _number_of(pdf) in shown
    assert "Papillonneau" not in shown


def _csrf(page: Page) -> dict[str, str]:
    token = next(c["value"] for c in page.context.cookies() if c["name"] == "csrftoken")
    return {"X-CSRFToken": token}


def allocate(page: Page, reference: str, code: str) -> str:
    """Choose the nomination on the board, then the device among those that fit; return its page."""
    page.goto("/allocations/")
    page.get_by_role("link", name=reference).first.click()
    page.wait_for_load_state()
    page.locator(f"input[name=device][value='{code}']").check()
    page.fill("[name=reason]", "Close to the household")
    submit(page)
    page.goto(f"/nominations/{reference}/")
    link = page.locator("main a[href^='/allocations/']").first.get_attribute("href")
    assert link is not None
    return "/".join(link.split("/")[:3]) + "/"


def _text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def _number_of(pdf: bytes) -> str:
    words = _text_of(pdf).split()
    return next(word for word in words if word.count("-") >= 2 and "-20" in word)
