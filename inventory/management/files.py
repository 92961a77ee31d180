"""Files named on a command line."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from inventory.wipe_logs import MAX_BYTES, LogFormat

# What the evidence of each tool is called where commands print it.
LOG_FORMATS = {
    LogFormat.NWIPE: "nwipe-log",
    LogFormat.SANITIZE: "sanitize-report",
    LogFormat.NWIPE_PDF: "nwipe-pdf",
    LogFormat.BLANCCO: "blancco-xml",
}


def files_below(paths: list[Path]) -> Iterator[Path]:
    """Yield the files named, and those below the folders named, in order of their names."""
    for path in paths:
        if path.is_dir():
            yield from sorted(found for found in path.rglob("*") if found.is_file())
        else:
            yield path


def shown_path(path: Path) -> str:
    """Write a path; a name that is no UTF-8 can't be printed as it is."""
    return os.fsencode(path).decode("utf-8", "replace")


def read_bytes(path: Path) -> bytes:
    """Read a file up to one byte more than is ever understood. Raises OSError."""
    with path.open("rb") as file:
        return file.read(MAX_BYTES + 1)
