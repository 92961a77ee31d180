"""The style sheet: one file everywhere, small enough for a phone, nothing left out."""

import gzip
import re
from pathlib import Path

from django.contrib.staticfiles import finders
from django.test import override_settings

from refurb.web.sheet import SHEET, SOURCES, SheetFinder, join_sheet

APART = {"refurb.css", "styleguide.css"}  # the entry, and what only the style guide loads
LONGEST_SCRIPT = 60


def test_every_component_is_in_the_joined_sheet() -> None:
    sheet = join_sheet()
    assert "@import" not in sheet
    parts = {path.name: path.read_text() for path in SOURCES.glob("*.css")}
    assert [name for name, css in parts.items() if name not in APART and css not in sheet] == []
    assert sheet.count("{") == sheet.count("}")


def test_the_sheet_stays_within_its_budget_and_fetches_nothing_else() -> None:
    sheet = join_sheet()
    assert len(gzip.compress(sheet.encode())) <= 15_000
    assert re.findall(r"url\(", sheet) == []


def test_the_sheet_is_found_as_it_is_collected(tmp_path: Path) -> None:
    with override_settings(SHEET_ROOT=tmp_path):
        finder = SheetFinder()
        assert finder.find("refurb/css/tokens.css") is None
        (path,) = finder.find(SHEET, find_all=True)
        assert [name for name, _storage in finder.list(None)] == [SHEET]
    assert Path(path).read_text() == join_sheet()
    assert [file.name for file in Path(path).parent.iterdir()] == ["refurb.css"]


def test_pages_find_the_sheet() -> None:
    assert finders.find(SHEET) is not None


def test_scripts_are_short_modules_of_one_behaviour() -> None:
    scripts = (SOURCES.parent / "js").glob("*.js")
    long = [path.name for path in scripts if len(path.read_text().splitlines()) > LONGEST_SCRIPT]
    assert long == []
