"""The style sheet: one file in production, small enough for a phone, nothing left out."""

import gzip
import re
from pathlib import Path

from django.core.files.storage import FileSystemStorage

from refurb.web.storage import SHEET, JoinedSheet

FOLDER = Path(__file__).parents[2] / "refurb" / "static"
APART = {"refurb.css", "styleguide.css"}  # the entry, and what only the style guide loads


def joined() -> str:
    with JoinedSheet(FileSystemStorage(location=FOLDER)).open(SHEET) as sheet:
        return str(sheet.read().decode())


def test_every_component_is_in_the_joined_sheet() -> None:
    sheet = joined()
    assert "@import" not in sheet
    parts = {path.name: path.read_text() for path in (FOLDER / "refurb/css").glob("*.css")}
    assert [name for name, css in parts.items() if name not in APART and css not in sheet] == []
    assert sheet.count("{") == sheet.count("}")


def test_the_sheet_stays_within_its_budget() -> None:
    assert len(gzip.compress(joined().encode())) <= 15_000


def test_the_sheet_fetches_nothing_else() -> None:
    assert re.findall(r"url\(", joined()) == []


def test_scripts_are_short_modules_of_one_behaviour() -> None:
    scripts = (FOLDER / "refurb/js").glob("*.js")
    assert [path.name for path in scripts if len(path.read_text().splitlines()) > 60] == []
