"""Cut a log of nwipe into runs, and read what each says of its options and its drives.

The file is opened for append: runs follow each other. A run starts at the tool's own first line,
after the line that closes the one before, or (0.32 and older write no first line) when drives are
found anew after a wipe had started.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from inventory.hardware.wording import tidy
from inventory.wipe_logs.shapes import Outcome
from inventory.wipe_logs.tables import Row, Table, read_tables, rows_by_drive

STAMP = re.compile(
    r"^\[(?P<at>\d{4}/\d\d/\d\d \d\d:\d\d:\d\d)\]\s+(?:(?P<level>[a-z]+):)?\s?(?P<text>.*)$"
)
FIRST = re.compile(r"^(?:nwipe 0\.|ShredOS v)")
MARKS = re.compile(r"nwipe 0\.|ShredOS v|Found /dev/|Invoking method '")
FOUND = re.compile(
    r"^Found /dev/(?P<name>[A-Za-z0-9]+),\s*(?:(?P<bus>[A-Z][A-Z0-9-]*)\s*,\s*)?"
    r"(?P<model>.*?),\s+(?P<size>\d+)\s(?P<unit>[KMGTP]?B), S/N=(?P<serial>.*)$"
)
OPTION = re.compile(r"^\s*(?P<key>banner|method|rounds|verify)\s+=\s(?P<value>.*)$")
INVOKED = re.compile(r"^Invoking method '(?P<method>[^']*)' on /dev/(?P<name>\S+)$")
WRITTEN = re.compile(r"^(?P<bytes>\d+) bytes written to /dev/(?P<name>\S+)$")
DEVICE_BYTES = re.compile(r"^/dev/(?P<name>\S+), sect/blk/dev \d+/\d+/(?P<bytes>\d+)$")
NAMED = re.compile(r"/dev/([A-Za-z0-9]+)")
THROUGHPUT = re.compile(
    r"^Total Throughput.*, (?P<method>[^,]+), (?P<rounds>\d+)R\+\w+\+(?P<verify>NV|VL|VA)\b"
)
VERIFY = {"0": "none", "1": "last", "2": "all", "NV": "none", "VL": "last", "VA": "all"}
CLOSED = (
    (re.compile(r"^Nwipe successfully (?:completed|exited)"), "completed"),
    (re.compile(r"^Nwipe exited with errors, check"), "errors"),
    (re.compile(r"^Nwipe was aborted by the user"), "aborted"),
)


@dataclass(frozen=True)
class Line:
    """One line of a log, its continuations joined; `level` and `at` are "" where it has none."""

    number: int  # from 1
    at: str
    level: str
    text: str


@dataclass
class FoundDrive:
    """A drive as the tool listed it; the serial is "" when unknown or masked by the tool."""

    name: str
    bus: str
    model: str
    serial: str
    invoked_with: str = ""
    most_written: int = 0
    size_bytes: int | None = None
    times_found: int = 1


@dataclass
class Run:
    """What one run says, before anybody judges."""

    lines: list[Line]
    tool: str = ""
    method: str = ""
    rounds: int = 0
    verify: str = ""
    outcome: Outcome = Outcome.CUT
    drives: dict[str, FoundDrive] = field(default_factory=dict)
    tables: dict[Table, list[Row]] = field(default_factory=dict)
    rows: dict[Table, dict[str, Row]] = field(default_factory=dict)  # by drive
    naming: dict[str, list[Line]] = field(default_factory=dict)  # the lines that name a drive

    @property
    def started(self) -> str:
        """Give the run's first time as written."""
        return next((line.at for line in self.lines if line.at), "")

    @property
    def ended(self) -> str:
        """Give the run's last time as written."""
        return next((line.at for line in reversed(self.lines) if line.at), "")


NOTHING_READ = re.compile(r"^(?:X+|\?+|-+|\(S/N: unknown\)|unknown|n/a|not available|0+)?$", re.I)


def is_nwipe(text: str) -> bool:
    """Say whether a text is a log of nwipe's, also a cut one."""
    if MARKS.search(text) is None:  # as in nearly every hardware report
        return False
    return any(
        FIRST.match(line.text) or FOUND.match(line.text) or INVOKED.match(line.text)
        for line in _lines(text)
    )


def read_runs(text: str) -> list[Run]:
    """Read each run that found a drive, in the order of the file."""
    runs = [_read(lines) for lines in _split(list(_lines(text)))]
    return [run for run in runs if run.drives]


def _lines(text: str) -> Iterator[Line]:
    """Yield lines; one that continues a stamped line is joined to it, a row of a table is not."""
    held: Line | None = None
    for number, raw in enumerate(text.split("\n"), start=1):
        stamped = STAMP.match(raw)
        if stamped is not None:
            if held is not None:
                yield held
            parts = stamped.groupdict()
            held = Line(number, parts["at"], parts["level"] or "", parts["text"].strip())
        elif held is not None and raw.startswith(" on /dev/"):
            held = Line(held.number, held.at, held.level, f"{held.text}{raw.rstrip()}")
        else:
            if held is not None:
                yield held
                held = None
            yield Line(number, "", "", raw.rstrip())
    if held is not None:
        yield held


def _split(lines: list[Line]) -> Iterator[list[Line]]:
    current: list[Line] = []
    is_closed = has_started = False
    for line in lines:
        is_new = bool(FIRST.match(line.text)) and bool(line.at)
        is_next = has_started and FOUND.match(line.text) is not None
        if current and (is_new or is_next or (is_closed and line.at)):
            yield current
            current, is_closed, has_started = [], False, False
        current.append(line)
        has_started = has_started or INVOKED.match(line.text) is not None
        is_closed = is_closed or _closing(line.text) is not None
    if current:
        yield current


def _closing(text: str) -> Outcome | None:
    for pattern, outcome in CLOSED:
        if pattern.match(text):
            return Outcome(outcome)
    return None


def _read(lines: list[Line]) -> Run:
    run = Run(lines)
    for line in lines:
        if FIRST.match(line.text) and not run.tool:
            run.tool = tidy(line.text)[:60]
        elif found := FOUND.match(line.text):
            _find(run, found)
        elif option := OPTION.match(line.text):
            _set_option(run, option["key"], option["value"].strip())
        elif total := THROUGHPUT.match(line.text):
            run.rounds, run.verify = int(total["rounds"][:4]), VERIFY[total["verify"]]
        else:
            _note(run, line.text)
    run.tables = read_tables([(line.number, line.text) for line in lines])
    run.rows = {table: rows_by_drive(rows, run.drives) for table, rows in run.tables.items()}
    for line in lines:
        for name in set(NAMED.findall(line.text)) & run.drives.keys():
            run.naming.setdefault(name, []).append(line)
    return run


def _find(run: Run, found: re.Match[str]) -> None:
    name, serial = found["name"], tidy(found["serial"])
    if name in run.drives:
        run.drives[name].times_found += 1
        return
    serial = "" if NOTHING_READ.match(serial) else serial
    run.drives[name] = FoundDrive(name, found["bus"] or "", tidy(found["model"]), serial)


def _set_option(run: Run, key: str, value: str) -> None:
    if key == "banner" and not run.tool:
        run.tool = tidy(value)[:60]
    elif key == "method":
        run.method = tidy(value)
    elif key == "rounds" and value.isdecimal():
        run.rounds = int(value[:4])
    elif key == "verify":
        run.verify = VERIFY.get(value[:1], "")


def _note(run: Run, text: str) -> None:
    """Note what one line says of one drive."""
    if invoked := INVOKED.match(text):
        if drive := run.drives.get(invoked["name"]):
            drive.invoked_with = tidy(invoked["method"])
    elif written := WRITTEN.match(text):
        if drive := run.drives.get(written["name"]):
            drive.most_written = max(drive.most_written, int(written["bytes"][:18]))
    elif size := DEVICE_BYTES.match(text):
        if drive := run.drives.get(size["name"]):
            drive.size_bytes = int(size["bytes"][:18])
    elif closing := _closing(text):
        run.outcome = closing
