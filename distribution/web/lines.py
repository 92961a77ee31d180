"""Request lines as the page of their nomination shows them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Prefetch

from distribution.lifecycle import Step, line_can
from distribution.models import Allocation, Nomination, Policy, Receipt, RequestLine
from distribution.waiting_list.outlook import outlooks
from distribution.waiting_list.places import WaitingLine, lines_of
from distribution.waiting_list.usual_waits import Wait, usual_waits
from distribution.web.needs import Need, in_short, kind_names, preparation_sheet
from distribution.web.outlook_words import OutlookShown, outlook_in_words
from distribution.web.points import Line, PointWords
from distribution.web.stood import Stood, stood_of
from distribution.words import AllocationEnd


@dataclass(frozen=True)
class LineStanding:
    """One request line on its nomination's page."""

    line: RequestLine
    wanted: str
    needs: list[Need]
    waiting: WaitingLine | None
    points: list[Line]
    allocation: Allocation | None
    receipt: Receipt | None
    stood: Stood | None = None  # when its device was set aside, which it has or has had since
    usual: Wait | None = None  # of those who asked for the same kind first
    outlook: OutlookShown | None = None
    kind: str = ""

    @property
    def may_end(self) -> bool:
        """Say whether it can be given up alone."""
        return line_can(Step.GIVE_UP, self.line.state)


def lines_standing(
    nomination: Nomination, policy: Policy | None, words: PointWords
) -> list[LineStanding]:
    """Say of each line where it stands."""
    receipts = Receipt.objects.defer("pdf").select_related("issuer").order_by("-pk")
    mains = Allocation.objects.mains().select_related("device", "run").order_by("-pk")
    newest = Prefetch("allocations", mains)
    rows = nomination.lines.order_by("number").prefetch_related(newest)
    found = lines_of(nomination)
    waits = usual_waits() if found else {}
    ahead = outlooks(nomination, found, policy, waits)
    by_allocation = {
        receipt.handover.allocation_id: receipt
        for receipt in receipts.filter(handover__allocation__line__nomination=nomination)
        .select_related("handover", "issuer")
        .order_by("pk")
    }
    stood = stood_of(each for line in rows for each in line.allocations.all() if _counts(each))
    return [
        LineStanding(
            line=line,
            wanted=in_short(line),
            needs=preparation_sheet(line),
            waiting=found.get(line.pk),
            points=words.lines(found[line.pk].points) if line.pk in found else [],
            allocation=next((each for each in line.allocations.all() if not each.ended_at), None),
            stood=next((stood[e.pk] for e in line.allocations.all() if e.pk in stood), None),
            receipt=next(
                (by_allocation[e.pk] for e in line.allocations.all() if e.pk in by_allocation), None
            ),
            usual=waits.get(line.kinds[0]) if line.kinds else None,
            outlook=outlook_in_words(ahead[line.pk], words) if line.pk in ahead else None,
            kind=next(iter(kind_names(line.kinds)), ""),
        )
        for line in rows
    ]


def _counts(allocation: Allocation) -> bool:
    """Say whether it stands, or brought the device to its receiver."""
    return allocation.ended_at is None or allocation.end == AllocationEnd.HANDED_OVER
