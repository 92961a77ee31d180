"""The papers of what a run set aside, in files of a hundred."""

from __future__ import annotations

from distribution.models import AllocationRun, Appointment

MOST_SHEETS = 100  # of a file


def slip_parts(run: AllocationRun) -> list[tuple[int, int, int]]:
    """Part the slips of what a run set aside and still stands: the part, its first, its last."""
    return _parts(run.allocations.open().mains().count())


def letter_parts(run: AllocationRun) -> list[tuple[int, int, int]]:
    """Part the invitations to those who come for what a run set aside, in the same way."""
    theirs = run.allocations.order_by().values("line__nomination")
    return _parts(Appointment.objects.booked().filter(nomination__in=theirs).count())


def _parts(count: int) -> list[tuple[int, int, int]]:
    starts = range(0, count, MOST_SHEETS)
    return [
        (part, start + 1, min(count, start + MOST_SHEETS)) for part, start in enumerate(starts, 1)
    ]
