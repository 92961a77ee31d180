"""Read side: what pages show of a run, as digests that its record keeps and a check takes again.

Places, points and reasons of those who could receive nothing, of what was missing, of how a line
fares otherwise than before: the matcher's input and answer don't hold these. What is written on
confirming (`fate`, `refusals`) is not among it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from distribution.models import AllocationRun

LINE_COLUMNS = (
    *("outcome", "place", "line", "reference", "number", "kinds", "device", "companion"),
    *("why", "told", "change", "device_before"),
)
COUNTS = ("pair_count", "skipped_count", "barred_count")
AT_ONCE = 5_000
APART = "\x1f"  # stands in no code, count or JSON
OF_LINES = "lines: "
"""Before the outcome whose lines a digest is of."""

Shown = Mapping[str, str]
"""Digests by what they are of; the version of the policy and the counts as they are."""


class LineDigests:
    """Digests of the rows of a run, by outcome, in the order in which they are written."""

    def __init__(self) -> None:
        self._found: dict[str, hashlib._Hash] = {}

    def take(self, row: Sequence[Any]) -> None:
        """Take a row in, by LINE_COLUMNS, `told` as `plain` writes it."""
        outcome = row[0]
        if outcome not in self._found:
            self._found[outcome] = hashlib.sha256()
        self._found[outcome].update(f"{APART.join(map(str, row))}\n".encode())

    def all(self) -> Iterator[tuple[str, str]]:
        """Give each outcome with its digest."""
        for outcome, found in self._found.items():
            yield f"{OF_LINES}{outcome}", found.hexdigest()


def plain(content: object) -> str:
    """Write codes and counts as the text that is the same for the same content."""
    return json.dumps(content, sort_keys=True)


def digest_of_whys(contents: Iterable[object]) -> str:
    """Give the digest of what was missing, in the order of the numbers."""
    found = hashlib.sha256()
    for number, content in enumerate(contents):
        found.update(f"{number} {plain(content)}\n".encode())
    return found.hexdigest()


def shown_of(
    lines: LineDigests, whys: Iterable[object], counts: Mapping[str, object]
) -> dict[str, str]:
    """Put together what a record keeps; `counts`: columns of the run, by name."""
    digests = dict(lines.all()) | {"whys": digest_of_whys(whys)}
    return digests | {name: plain(value) for name, value in counts.items()}


def shown_now(run: AllocationRun) -> dict[str, str]:
    """Work out from the rows of a run what its record keeps: three queries."""
    lines = LineDigests()
    told = LINE_COLUMNS.index("told")
    for row in run.lines.order_by("pk").values_list(*LINE_COLUMNS).iterator(AT_ONCE):
        lines.take([*row[:told], plain(row[told]), *row[told + 1 :]])
    whys = run.whys.order_by("number").values_list("content", flat=True)
    return shown_of(lines, whys, about(run))


def about(run: AllocationRun) -> dict[str, object]:
    """Tell of a run that is proposed what pages show of it as a whole."""
    before = run.compared_with
    return {
        **{name: getattr(run, name) for name in COUNTS},
        "change_counts": run.change_counts,
        "compared_with": before.number if before else None,
        "policy": run.policy.version if run.policy else None,
        "wishes": _digest_of_wishes(run),
    }


def _digest_of_wishes(run: AllocationRun) -> str:
    """Give the digest of the pins and exclusions that a run was given, undone since or not."""
    columns = ("kind", "line", "device__code", "because", "reason", "made_by")
    rows = run.wishes.filter(is_applied=True).order_by("pk").values_list(*columns)
    return hashlib.sha256(plain(list(rows)).encode()).hexdigest()
