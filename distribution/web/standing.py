"""Where nominations stand, gathered for their pages in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import get_language

from distribution.circumstances import current_policy
from distribution.eligibility import DAYS_BEFORE_END
from distribution.entitlement import blocks_of, blocks_of_many
from distribution.handovers.issuing import training_near
from distribution.lifecycle import (
    LINE_STEPS,
    STEPS,
    UNDECIDED,
    UNDER_WAY,
    Step,
    line_can,
    steps_from,
)
from distribution.models import Nomination, Proof, RequestLine
from distribution.waiting_list.places import WaitingLine, best_places
from distribution.web.information import nearest_language
from distribution.web.lines import LineStanding, lines_standing
from distribution.web.needs import (
    in_short,
    kind_names,
    language_name,
)
from distribution.web.points import Line, PointWords, name_for_others, own_name
from distribution.words import NominationState
from refurb.accounts.models import Membership
from refurb.audit.models import Entry
from refurb.reasons import Reason
from refurb.reference import name as commune_name

LONGEST_HISTORY = 100
JUDGED = UNDECIDED | {NominationState.WAITING}


@dataclass(frozen=True)
class NominationRow:
    """One nomination in the list: what it asks, its best place, what stands in its way."""

    nomination: Nomination
    wanted: str
    commune: str
    place: int | None
    blocks: tuple[Reason, ...]
    proof_until: date | None
    proof_is_late: bool


def rows_of(nominations: Sequence[Nomination]) -> list[NominationRow]:
    """Put a page of nominations into rows; lines and proofs__ground are to be prefetched."""
    waiting = [each.pk for each in nominations if each.state == NominationState.WAITING]
    places = best_places(waiting) if waiting else {}
    blocks = blocks_of_many([each for each in nominations if each.state in JUDGED])
    soon = timezone.localdate() + timedelta(days=DAYS_BEFORE_END)
    ends = {each.pk: _proof_until(each) for each in nominations}
    return [
        NominationRow(
            nomination=each,
            wanted="; ".join(" / ".join(kind_names(line.kinds)) for line in each.lines.all()),
            commune=place_name(each.household.commune),
            place=places.get(each.pk),
            blocks=blocks.get(each.pk, ()),
            proof_until=ends[each.pk],
            proof_is_late=each.state in UNDER_WAY and (ends[each.pk] or date.min) <= soon,
        )
        for each in nominations
    ]


def _proof_until(nomination: Nomination) -> date | None:
    return max((proof.valid_until for proof in nomination.proofs.all()), default=None)


def last_proof_of(nomination: Nomination) -> Proof | None:
    """Find the proof that holds longest, with its ground; None when none was seen."""
    seen = nomination.proofs.select_related("ground")
    return seen.order_by("-valid_until", "-pk").first()


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


def waiting_rows(found: Iterable[WaitingLine], words: PointWords) -> Iterator[WaitingRow]:
    """Explain waiting lines, one by one."""
    return (
        WaitingRow(
            waiting=each,
            wanted=in_short(each.line),
            commune=place_name(each.line.nomination.household.commune),
            points=words.lines(each.points),
        )
        for each in found
    )


@dataclass(frozen=True)
class SeenProof:
    """A proof, its ground named, and whom it covers, as far as this reader may know it."""

    proof: Proof
    ground: str
    covers: str


@dataclass(frozen=True)
class Standing:
    """All that a nomination's page shows."""

    nomination: Nomination
    commune: str
    is_own: bool
    lines: list[LineStanding] = field(default_factory=list)
    proofs: list[SeenProof] = field(default_factory=list)
    blocks: tuple[Reason, ...] = ()
    steps: frozenset[Step] = frozenset()
    proof_ends_on: date | None = None  # soon, or past: to be renewed
    history: list[Entry] = field(default_factory=list)

    @property
    def notice_language(self) -> str:
        """Name the language of the information notice that is printed for this household."""
        return language_name(self._nearest)

    @property
    def needs_interpreting(self) -> bool:
        """Say whether the notice isn't there in the household's own language."""
        return self._nearest != self.nomination.household.language

    @property
    def _nearest(self) -> str:
        it = self.nomination
        return nearest_language(it.household.language, it.organisation)

    @property
    def wants_training(self) -> bool:
        """Say whether a line of it asks for training."""
        return any(line.line.training_wanted for line in self.lines)

    @property
    def training(self) -> str:
        """Say who gives training near the household; empty when nobody does."""
        return training_near(self.nomination.household.commune, get_language() or "en")

    @property
    def is_too_frequent(self) -> bool:
        """Say whether the rule of frequency stands in the way."""
        return any(reason.code == "too_frequent" for reason in self.blocks)

    @property
    def best_place(self) -> int | None:
        """Give the foremost place of its waiting lines."""
        places = [line.waiting.place for line in self.lines if line.waiting]
        return min(places, default=None)


def standing_of(nomination: Nomination, actor: Membership) -> Standing:
    """Gather a nomination's page for one reader."""
    is_own = nomination.organisation_id == actor.organisation_id
    naming = own_name if is_own else name_for_others
    policy = current_policy()
    proofs = nomination.proofs.select_related("ground", "seen_by__user").order_by("-seen_on", "-pk")
    return Standing(
        nomination=nomination,
        commune=place_name(nomination.household.commune),
        is_own=is_own,
        lines=lines_standing(nomination, policy, PointWords(policy, naming)),
        proofs=[
            SeenProof(
                proof,
                naming(proof.ground),
                proof.get_covers_display() if proof.is_open(is_own=is_own) else "",
            )
            for proof in proofs
        ],
        blocks=blocks_of(nomination) if nomination.state in JUDGED else (),
        steps=steps_for(nomination, actor),
        proof_ends_on=_ends_soon(nomination),
        history=history_of(nomination.reference),
    )


def steps_for(nomination: Nomination, actor: Membership) -> frozenset[Step]:
    """List the steps that this reader may take now; pages offer these and no others."""
    begun = steps_from(nomination.state) - {Step.UNITE, Step.PART}  # decided on a pair's page
    offered = {step for step in begun if any(map(actor.may, STEPS[step].permissions))}
    if nomination.review_asked_at is not None:
        offered.discard(Step.ASK_REVIEW)
    asked_by = nomination.exception_asked_by
    if nomination.exception_approved_by_id or asked_by is None or asked_by.user_id == actor.user_id:
        offered.discard(Step.APPROVE_EXCEPTION)
    if nomination.exception_approved_by_id:
        offered.discard(Step.ASK_EXCEPTION)
    first = nomination.first_decided_by
    if first is not None and first.user_id == actor.user_id:
        offered -= {Step.ACCEPT, Step.REJECT}
    return frozenset(offered)


def line_steps_for(line: RequestLine, actor: Membership) -> frozenset[Step]:
    """List the steps that a line itself may take now, as far as this reader makes them."""
    begun = steps_from(line.nomination.state) & LINE_STEPS.keys()
    able = {step for step in begun if line_can(step, line.state)}
    return frozenset(step for step in able if any(map(actor.may, STEPS[step].permissions)))


def _ends_soon(nomination: Nomination) -> date | None:
    soon = timezone.localdate() + timedelta(days=DAYS_BEFORE_END)
    last = _proof_until(nomination)
    return last if last and last <= soon and nomination.state in UNDER_WAY else None


def history_of(reference: str) -> list[Entry]:
    """List what the trail says of a reference, newest first."""
    rows = Entry.objects.filter(subject=reference).order_by("-id")
    return list(rows.select_related("actor__user", "actor__organisation")[:LONGEST_HISTORY])
