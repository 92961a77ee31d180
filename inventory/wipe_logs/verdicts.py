"""Judge one run: a verdict for each drive that it found, with every reason.

`wiped` asks for all of: a table of results and a closing line; the status Erased; no errors of any
sort; a method that writes; the whole drive written; something read back; nothing hidden; a serial
number that is known and unique in the run. A fact against it makes `not_wiped`; proof that is only
missing makes `review`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from inventory.sanitisation import METHODS, Result
from inventory.wipe_logs.runs import NAMED, FoundDrive, Line, Run
from inventory.wipe_logs.shapes import DriveVerdict, Outcome, WipeReason
from inventory.wipe_logs.tables import Row, Table

WRITING = frozenset(METHODS)
READING = re.compile(r"^Verify (?:Zeros|Ones)\b")
IO_TROUBLE = re.compile(r"Input/output error|fdatasync:|Buffer flush failure|giving up", re.I)
# Said at a mild level, and yet a failure.
FAILURE = re.compile(
    r"\[FAILURE\]|INSANITY|Buffer flush failure|giving up|is not empty|may not be blanked"
    r"|exited with errors on device|short write|short read|I/O error|Input/output error",
    re.I,
)
HIDDEN = re.compile(r"HIDDEN (?:SECTORS|AREA) DETECTED", re.I)
HIDDEN_UNCLEAR = re.compile(r"INDETERMINATE|hdparm (?:--verbose )?(?:-N|--dco-identify)\b", re.I)
# One more try is no failure when the counts of errors stay at nought; the drive is worn, though.
RETRY = re.compile(r"\(attempt \d+/\d+\)")
HPA = re.compile(r"HPA(?:: +max sectors +=| values)\s+(?P<shown>\d{1,18}) ?/ ?(?P<real>\d{1,18})")
IN_USE = re.compile(r"reported as IN USE", re.I)
SANITIZE = re.compile(r"\bSANITIZE\b", re.I)
STATUS = {
    "-FAILED-": "failed",
    "UABORTED": "aborted",
    "INSANITY": "insanity",
}
ERASED = "Erased"
AGAINST = frozenset(
    {"no_status_table", "no_closing_line", "not_in_table", "in_use", "failed", "aborted"}
    | {"insanity", "status_unknown", "pass_errors", "verify_errors", "sync_errors", "flagged"}
    | {"verify_only", "error_lines", "bytes_missing", "hidden_area", "sanitize_alone"}
)
ERROR_COLUMNS = ("pass_errors", "verify_errors", "sync_errors")


def judge_run(run: Run) -> tuple[DriveVerdict, ...]:
    """Judge each drive that the run found, in the order in which it found them."""
    stray = _stray(run)
    serials = Counter(drive.serial.upper() for drive in run.drives.values() if drive.serial)
    return tuple(_judge(run, drive, serials, stray) for drive in run.drives.values())


def _judge(
    run: Run, drive: FoundDrive, serials: Counter[str], stray: tuple[WipeReason, ...]
) -> DriveVerdict:
    status = _row(run, Table.STATUS, drive)
    reasons = (
        *_of_the_run(run, status),
        *_of_the_status(run, drive, status),
        *_of_the_errors(run, drive),
        *_of_the_method(run, drive),
        *_of_the_bytes(run, drive),
        *_of_its_lines(run, drive),
        *stray,
        *_of_the_serial(drive, serials),
    )
    return DriveVerdict(
        name=drive.name,
        model=drive.model,
        serial=drive.serial,
        status=_status(status),
        method=drive.invoked_with or run.method,
        verdict=_verdict(reasons),
        reasons=reasons,
        needed_retries=any(RETRY.search(line.text) for line in run.naming[drive.name]),
    )


def _verdict(reasons: tuple[WipeReason, ...]) -> Result:
    if any(reason.code in AGAINST for reason in reasons):
        return Result.NOT_WIPED
    return Result.REVIEW if reasons else Result.WIPED


def _row(run: Run, table: Table, drive: FoundDrive) -> Row | None:
    return run.rows.get(table, {}).get(drive.name)


def _status(row: Row | None) -> str:
    return row.cells[0] if row is not None and row.cells else ""


def _of_the_run(run: Run, status: Row | None) -> Iterator[WipeReason]:
    if Table.STATUS not in run.tables:
        yield WipeReason("no_status_table")
    if run.outcome is Outcome.CUT:
        yield WipeReason("no_closing_line")
    # Rows that had finished before the rest was aborted are good.
    if run.outcome is Outcome.ABORTED and status is None:
        yield WipeReason("aborted")


def _of_the_status(run: Run, drive: FoundDrive, status: Row | None) -> Iterator[WipeReason]:
    used = [line.number for line in run.naming[drive.name] if IN_USE.search(line.text)]
    if used:
        yield WipeReason("in_use", lines=tuple(used))
    if status is None:
        if Table.STATUS in run.tables:
            yield WipeReason("not_in_table")
        return
    code = STATUS.get(_status(status), "status_unknown")
    if _status(status) != ERASED:
        yield WipeReason(code, lines=(status.line,))
    elif status.is_flagged:
        yield WipeReason("flagged", lines=(status.line,))


def _of_the_errors(run: Run, drive: FoundDrive) -> Iterator[WipeReason]:
    """Count errors by sort; a table without this drive is no proof that it had none."""
    row = _row(run, Table.ERRORS, drive)
    if row is None:
        yield WipeReason("no_error_table")
        return
    counts = [int(cell[:9]) for cell in row.cells if cell.isdecimal()]
    if len(counts) != len(row.cells) or len(counts) not in {2, 3}:
        yield WipeReason("errors_unreadable", lines=(row.line,))
    elif len(counts) < len(ERROR_COLUMNS):
        # Before 0.32 nobody counted what never reached the drive.
        yield WipeReason("no_sync_count", lines=(row.line,))
    for code, count in zip(ERROR_COLUMNS, counts, strict=False):
        if count:
            yield WipeReason(code, {"count": count}, (row.line,))
    if row.is_flagged and not any(counts):
        yield WipeReason("flagged", lines=(row.line,))


def _of_the_method(run: Run, drive: FoundDrive) -> Iterator[WipeReason]:
    method = drive.invoked_with
    if READING.match(method or run.method):
        yield WipeReason("verify_only")
    elif method not in WRITING:
        yield WipeReason("method_unknown")
    if any(SANITIZE.search(line.text) for line in run.naming[drive.name]) and not method:
        yield WipeReason("sanitize_alone")
    if not run.verify:
        yield WipeReason("verify_unknown")
    elif run.verify == "none":
        yield WipeReason("not_verified")


def _of_the_bytes(run: Run, drive: FoundDrive) -> Iterator[WipeReason]:
    """Compare what was written with what there is to write; the tool's table decides if it can."""
    row = _row(run, Table.ERASED, drive)
    numbers = [int(cell[:18]) for cell in row.cells[:2] if cell.isdecimal()] if row else []
    if len(numbers) == len(("erased", "total")):
        erased, total = numbers
    else:
        erased, total = drive.most_written, drive.size_bytes or 0
    if READING.match(drive.invoked_with or run.method):
        return
    if total and erased < total:
        lines = (row.line,) if row else ()
        yield WipeReason("bytes_missing", {"erased": erased, "total": total}, lines)
    elif not erased:
        yield WipeReason("size_unknown")


def _of_its_lines(run: Run, drive: FoundDrive) -> Iterator[WipeReason]:
    own = run.naming[drive.name]
    failing = [line.number for line in own if _is_failure(line)]
    if failing:
        yield WipeReason("error_lines", lines=tuple(failing))
    hidden = [line.number for line in own if _is_hidden(line)]
    if hidden:
        yield WipeReason("hidden_area", lines=tuple(hidden))
    unclear = [line.number for line in own if _is_unclear(line)]
    if unclear:
        yield WipeReason("hidden_area_unknown", lines=tuple(unclear))


def _is_failure(line: Line) -> bool:
    if RETRY.search(line.text) or _asks_for_hidden(line):
        return False
    return line.level in {"error", "fatal"} or FAILURE.search(line.text) is not None


def _is_unclear(line: Line) -> bool:
    return line.level in {"error", "warning"} and _asks_for_hidden(line)


def _asks_for_hidden(line: Line) -> bool:
    """Tell the tool's own question about hidden areas, which USB bridges leave unanswered."""
    return HIDDEN_UNCLEAR.search(line.text) is not None and HIDDEN.search(line.text) is None


def _is_hidden(line: Line) -> bool:
    hpa = HPA.search(line.text)
    shows_less = hpa is not None and int(hpa["shown"]) < int(hpa["real"])
    return shows_less or HIDDEN.search(line.text) is not None


def _stray(run: Run) -> tuple[WipeReason, ...]:
    """List what speaks against some drive without naming it: then it may be any of the run's."""
    unnamed = [one for one in run.lines if not run.drives.keys() & set(NAMED.findall(one.text))]
    found = {
        "stray_errors": tuple(one.number for one in unnamed if _is_trouble(one)),
        "hidden_area_unknown": tuple(one.number for one in unnamed if _is_hidden(one)),
    }
    if _counts_errors(run):
        found.pop("stray_errors")
    return tuple(WipeReason(code, lines=lines) for code, lines in found.items() if lines)


def _is_trouble(line: Line) -> bool:
    is_loud = line.level in {"error", "fatal", "warning"}
    return is_loud and IO_TROUBLE.search(line.text) is not None


def _counts_errors(run: Run) -> bool:
    """Say whether the table of errors accounts for some, so that none of them is a stray one."""
    rows = run.tables.get(Table.ERRORS, [])
    return any(cell.isdecimal() and int(cell[:9]) for row in rows for cell in row.cells)


def _of_the_serial(drive: FoundDrive, serials: Counter[str]) -> Iterator[WipeReason]:
    if not drive.serial:
        yield WipeReason("serial_unknown")
    elif serials[drive.serial.upper()] > 1 or drive.times_found > 1:
        yield WipeReason("serial_twice")
