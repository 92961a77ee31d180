"""Where nominations stand, gathered for their pages in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Prefetch
from django.utils.translation import get_language

from distribution.entitlement import blocks_of, blocks_of_many
from distribution.models import Allocation, Ground, Nomination, Proof, Receipt, RequestLine
from distribution.waiting_list import WaitingLine, current_policy, waiting_lines
from distribution.web.needs import Need, in_short, kind_names, preparation_sheet
from distribution.web.points import Line, PointWords, name_for_others, own_name
from distribution.words import NominationState
from refurb.accounts.models import Membership
from refurb.audit.models import Entry
from refurb.reasons import Reason
from refurb.reference import name as commune_name

LONGEST_HISTORY = 100
UNDECIDED = frozenset({NominationState.DRAFT, NominationState.SUBMITTED})
JUDGED = UNDECIDED | {NominationState.WAITING}


@dataclass(frozen=True)
class NominationRow:
    """One nomination in the list: what it asks, its best place, what stands in its way."""

    nomination: Nomination
    wanted: str
    commune: str
    place: int | None
    blocks: tuple[Reason, ...]


def rows_of(nominations: Sequence[Nomination]) -> list[NominationRow]:
    """Put a page of nominations into rows; lines and proofs__ground are to be prefetched."""
    places: dict[int, int] = {}
    if any(each.state == NominationState.WAITING for each in nominations):
        for found in reversed(waiting_lines()):
            places[found.line.nomination_id] = found.place
    blocks = blocks_of_many([each for each in nominations if each.state in JUDGED])
    return [
        NominationRow(
            nomination=each,
            wanted="; ".join(" / ".join(kind_names(line.kinds)) for line in each.lines.all()),
            commune=place_name(each.household.commune),
            place=places.get(each.pk),
            blocks=blocks.get(each.pk, ()),
        )
        for each in nominations
    ]


def place_name(refnis: str) -> str:
    """Name a commune in the reader's language; a code that is gone stays a code."""
    try:
        return commune_name(refnis, get_language() or "en")
    except KeyError:
        return refnis


@dataclass(frozen=True)
class WaitingRow:
    """One line of the waiting list, explained."""

    waiting: WaitingLine
    wanted: str
    commune: str
    points: list[Line]


def waiting_rows(found: Iterable[WaitingLine], words: PointWords) -> list[WaitingRow]:
    """Explain a page of waiting lines."""
    return [
        WaitingRow(
            waiting=each,
            wanted=in_short(each.line),
            commune=place_name(each.line.nomination.household.commune),
            points=words.lines(each.points),
        )
        for each in found
    ]


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


@dataclass(frozen=True)
class SeenProof:
    """A proof, its ground named as far as this reader may know it."""

    proof: Proof
    ground: str


@dataclass(frozen=True)
class Standing:
    """All that a nomination's page shows."""

    nomination: Nomination
    commune: str
    is_own: bool
    lines: list[LineStanding] = field(default_factory=list)
    proofs: list[SeenProof] = field(default_factory=list)
    blocks: tuple[Reason, ...] = ()
    history: list[Entry] = field(default_factory=list)

    @property
    def best_place(self) -> int | None:
        """Give the foremost place of its waiting lines."""
        places = [line.waiting.place for line in self.lines if line.waiting]
        return min(places, default=None)


def standing_of(nomination: Nomination, actor: Membership) -> Standing:
    """Gather a nomination's page for one reader."""
    is_own = nomination.organisation_id == actor.organisation_id
    naming = own_name if is_own else name_for_others
    proofs = nomination.proofs.select_related("ground", "seen_by__user").order_by("-seen_on", "-pk")
    return Standing(
        nomination=nomination,
        commune=place_name(nomination.household.commune),
        is_own=is_own,
        lines=_lines(nomination, PointWords(current_policy(), naming)),
        proofs=[SeenProof(proof, naming(proof.ground)) for proof in proofs],
        blocks=blocks_of(nomination) if nomination.state in JUDGED else (),
        history=history_of(nomination.reference),
    )


def _lines(nomination: Nomination, words: PointWords) -> list[LineStanding]:
    receipts = Receipt.objects.defer("pdf").select_related("issuer").order_by("-pk")
    newest = Prefetch("allocations", Allocation.objects.select_related("device").order_by("-pk"))
    rows = nomination.lines.order_by("number").prefetch_related(newest)
    found = {each.line.pk: each for each in waiting_lines()}
    by_allocation = {
        receipt.handover.allocation_id: receipt
        for receipt in receipts.filter(handover__allocation__line__nomination=nomination)
        .select_related("handover", "issuer")
        .order_by("pk")
    }
    return [
        LineStanding(
            line=line,
            wanted=in_short(line),
            needs=preparation_sheet(line),
            waiting=found.get(line.pk),
            points=words.lines(found[line.pk].points) if line.pk in found else [],
            allocation=next((each for each in line.allocations.all() if not each.ended_at), None),
            receipt=next(
                (by_allocation[e.pk] for e in line.allocations.all() if e.pk in by_allocation), None
            ),
        )
        for line in rows
    ]


def history_of(reference: str) -> list[Entry]:
    """List what the trail says of a reference, newest first."""
    rows = Entry.objects.filter(subject=reference).order_by("-id")
    return list(rows.select_related("actor__user", "actor__organisation")[:LONGEST_HISTORY])


def names_of_grounds(proofs: Iterable[Proof]) -> list[str]:
    """Name grounds to the service that saw them."""
    grounds: list[Ground] = [proof.ground for proof in proofs]
    return [own_name(ground) for ground in grounds]
