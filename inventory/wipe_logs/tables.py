"""Read the three tables at the end of a run: errors, bytes erased, status.

Versions differ in widths and in which tables there are: errors from 0.31 on (fdatasync in its third
column from 0.32 on), bytes erased from 0.41 on, status from 0.30 on. Up to 0.32 a row holds only
the last six characters of the device's name.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

HEADING = re.compile(r"^\*{4,} (?P<title>[A-Z][a-z]+ [A-Z][a-z]+) \*{4,}$")
ROW = re.compile(r"^(?P<flag>!)?\s*(?P<name>[A-Za-z0-9/_-]+) \|(?P<cells>.*)$")
END = re.compile(r"^\*{20,}$")
STATUS_COLUMNS = 4
CUT_AT = 6  # characters of a name that 0.32 and older print


class Table(StrEnum):
    """The tables, by the words of their headings."""

    ERRORS = "Error Summary"
    ERASED = "Erasure Summary"
    STATUS = "Drive Status"


@dataclass(frozen=True)
class Row:
    """One drive's row: flagged with `!`, its name as the table cuts it, its cells trimmed."""

    line: int
    is_flagged: bool
    name: str
    cells: tuple[str, ...]


def read_tables(lines: Iterable[tuple[int, str]]) -> dict[Table, list[Row]]:
    """Collect the rows of each table that is there; a table without rows is an empty list."""
    found: dict[Table, list[Row]] = {}
    current: Table | None = None
    for number, text in lines:
        heading = HEADING.match(text)
        if heading is not None:
            current = Table(heading["title"]) if heading["title"] in Table else None
            if current is not None:
                found.setdefault(current, [])
        elif END.match(text):
            current = None
        elif current is not None and (row := ROW.match(text)) and row["name"] != "Device":
            parts = row["cells"].split("|", STATUS_COLUMNS - 1)
            cells = tuple(part.strip() for part in parts)
            found[current].append(Row(number, row["flag"] is not None, row["name"], cells))
    return found


def rows_by_drive(rows: Iterable[Row], names: Iterable[str]) -> dict[str, Row]:
    """Map each drive to its row, without those of doubt: a cut name of several drives, two rows.

    A drive without a row is not wiped, so what is doubtful here can't do harm.
    """
    known = set(names)
    cut: dict[str, list[str]] = defaultdict(list)
    for name in known:
        if len(name) > CUT_AT:
            cut[name[-CUT_AT:]].append(name)
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        for name in [row.name] if row.name in known else cut.get(row.name, []):
            found[name].append(row)
    shared = {name for group in cut.values() if len(group) > 1 for name in group}
    return {
        name: mine[0]
        for name, mine in found.items()
        if len(mine) == 1 and (mine[0].name == name or name not in shared)
    }
