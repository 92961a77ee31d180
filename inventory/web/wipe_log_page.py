"""What the page of one wipe log shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from inventory.hardware.decode import decode
from inventory.hardware.wording import tidy
from inventory.models import Device, Erasure, WipeLog, WipeResult
from inventory.wipe_logs import REASONS, LogFormat
from refurb.accounts.models import Membership

MOST_LINES = 12  # shown of one reason; the file has them all


@dataclass(frozen=True)
class ShownReason:
    """A reason as a sentence, with the lines of the log that caused it, by number."""

    sentence: str
    lines: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class ShownResult:
    """One drive of one run; the device only for who may see it."""

    result: WipeResult
    device: Device | None
    reasons: tuple[ShownReason, ...]


def wipe_log_page(log: WipeLog, actor: Membership) -> list[ShownResult]:
    """List the log's results, in its order."""
    rows = log.results.select_related("drive__device").order_by("run", "place")
    ours = set(
        Device.objects.visible_to(actor)
        .filter(drives__wipe_results__log=log)
        .values_list("pk", flat=True)
    )
    lines = lines_of(log)
    return [
        ShownResult(
            row,
            row.drive.device if row.drive and row.drive.device_id in ours else None,
            tuple(_reasons(row.reasons, lines)),
        )
        for row in rows
    ]


def reasons_of(erasure: Erasure) -> list[ShownReason]:
    """List why a wipe is not proved, with the lines of its log; select its result and log."""
    result = getattr(erasure, "wipe_result", None)
    if result is None:
        return []
    return list(_reasons(result.reasons, lines_of(result.log)))


def lines_of(log: WipeLog) -> list[str]:
    """Give the lines of a log; a PDF has none that a person could read."""
    return [] if log.format == LogFormat.NWIPE_PDF else decode(bytes(log.raw)).split("\n")


def _reasons(stored: list[dict[str, Any]], lines: list[str]) -> Iterator[ShownReason]:
    for reason in stored:
        numbers = [number for number in reason["lines"] if 0 < number <= len(lines)]
        shown = tuple((number, tidy(lines[number - 1])) for number in numbers[:MOST_LINES])
        known = REASONS.get(reason["code"], reason["code"])
        yield ShownReason(str(known % reason["facts"]), shown)
