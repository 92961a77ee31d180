"""Reports are dropped on the page as a volunteer drops them: many at once, a line for each."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from tests.browser.fixtures import PHONE, PageAs

SAMPLES = Path(__file__).parent.parent / "inventory/hardware/samples"
DROP = """files => {
  const form = document.querySelector("form[data-upload]");
  const over = new DataTransfer();
  for (const [name, text] of files) over.items.add(new File([text], name));
  const told = { bubbles: true, cancelable: true, dataTransfer: over };
  form.dispatchEvent(new DragEvent("dragover", told));
  const isMarked = form.hasAttribute("data-over");
  const isTaken = !form.dispatchEvent(new DragEvent("drop", told));
  return [isMarked, isTaken, form.hasAttribute("data-over")];
}"""


def sample(name: str, serial: str) -> str:
    """Give a sample's text with a serial number that no device of the demo has."""
    return (SAMPLES / name).read_text().replace("5QZXT42", serial)


def test_files_that_are_dropped_are_read_one_by_one_and_each_has_its_line(
    page_as: PageAs,
) -> None:
    page = page_as("volunteer")
    page.goto("/reports/add/")
    expect(page.locator("[data-drop]")).to_be_visible()
    expect(page.locator("[data-upload-card]")).to_be_hidden()
    dropped = [
        ("first.txt", sample("latitude.dmidecode.txt", "DROPPED1")),
        ("second.txt", sample("latitude.dmidecode.txt", "DROPPED2")),
        ("shopping.txt", "two loaves, a pound of butter"),
        ("nothing.txt", ""),
    ]
    assert page.evaluate(DROP, dropped) == [True, True, False]
    lines = page.locator("[data-upload-results] > li")
    expect(lines.locator("progress")).to_have_count(0)
    expect(lines).to_have_count(4)
    for name, _text in dropped:
        expect(lines.filter(has_text=name)).to_have_count(1)


def test_a_line_says_so_when_a_file_is_not_taken_and_the_next_is_still_sent(
    page_as: PageAs,
) -> None:
    page = page_as("volunteer", viewport=PHONE)
    page.goto("/reports/add/")
    broken = page.locator("form[data-upload]").get_attribute("data-failed") or ""
    page.route("**/reports/add/", lambda route: route.fulfill(status=403), times=1)
    page.evaluate(DROP, [("one.txt", "a"), ("two.txt", "b"), ("three.txt", "c")])
    lines = page.locator("[data-upload-results] > li")
    expect(lines).to_have_count(3)
    expect(lines.locator("progress")).to_have_count(0)
    expect(lines.filter(has_text=broken)).to_have_count(1)
