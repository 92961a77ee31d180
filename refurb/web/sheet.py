"""The style sheet: kept apart by component, served as one file, in development as in production.

A phone would otherwise fetch the entry first and learn only then of sixteen others.
"""

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, override

from django.conf import settings
from django.core.files.storage import FileSystemStorage

from refurb.web.finders import ListedFinder

SHEET = "refurb/refurb.css"
SOURCES = Path(__file__).resolve().parent.parent / "static" / "refurb" / "css"
IMPORT = re.compile(r'^@import url\("(?P<name>[a-z]+\.css)"\) layer\((?P<layer>[a-z]+)\);$', re.M)


def join_sheet() -> str:
    """Read css/refurb.css with its imports written out, each in its layer."""

    def write_out(found: re.Match[str]) -> str:
        return f"@layer {found['layer']} {{\n{(SOURCES / found['name']).read_text()}}}"

    return IMPORT.sub(write_out, (SOURCES / "refurb.css").read_text())


class SheetFinder(ListedFinder):
    """Find the joined sheet; it is written under settings.SHEET_ROOT when it is asked for."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.storage = FileSystemStorage(location=settings.SHEET_ROOT)
        super().__init__(*args, **kwargs)

    @override
    def place_of(self, name: str) -> str | None:
        """Return the joined sheet's path, written anew when a source has changed."""
        return self._written() if name == SHEET else None

    @override
    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Any]]:
        """List the joined sheet, for collectstatic."""
        self._written()
        yield SHEET, self.storage

    def _written(self) -> str:
        place = Path(self.storage.path(SHEET))
        sheet = join_sheet()
        if not place.is_file() or place.read_text() != sheet:
            place.parent.mkdir(parents=True, exist_ok=True)
            # Two processes may write at once: each its own file, put in place in one step.
            draft = place.with_suffix(f".{os.getpid()}.draft")
            draft.write_text(sheet)
            draft.replace(place)
        return str(place)
