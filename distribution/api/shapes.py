"""What the API shows of nominations, to whom it shows them."""

from datetime import date, datetime

from distribution.api.places import OutlookShown, PlaceShown, show_outlook, show_place
from distribution.circumstances import current_policy
from distribution.models import Allocation, Ground, Household, Nomination, Proof, RequestLine
from distribution.nominations.viewing import note_views
from distribution.waiting_list.outlook import outlooks
from distribution.waiting_list.places import lines_of
from distribution.waiting_list.usual_waits import usual_waits
from distribution.words import (
    AllocationEnd,
    Decision,
    Internet,
    LinePurpose,
    LineState,
    NominationState,
    ProofCovers,
    ProofKind,
    SpecClass,
    WithdrawReason,
)
from refurb.accounts.models import Membership
from refurb.api.shapes import Shown


class HouseholdShown(Shown):
    """A household, to the service that brought it and to coordinators."""

    surname: str
    first_name: str
    birth_date: date | None
    street: str
    postcode: str
    commune: str
    phone: str
    email: str
    language: str
    needs_interpreter: bool
    adults: int
    children: int
    children_at_school: int


class LineShown(Shown):
    """One machine asked for."""

    number: int
    state: LineState
    kinds: list[str]
    purpose: LinePurpose
    keyboard: str
    system_language: str
    spec_class: SpecClass
    large_screen: bool
    screen_reader: bool
    numeric_pad: bool
    camera: bool
    internet: Internet
    training_wanted: bool
    delivery_needed: bool
    simplified_setup: bool
    waiting_since: datetime | None


class PlacedLine(LineShown):
    """A line and its place."""

    waiting: PlaceShown | None
    outlook: OutlookShown | None


class ProofShown(Shown):
    """A proof as seen; of a sensitive ground others read the group only, not whom it covers."""

    ground: str
    kind: ProofKind
    covers: ProofCovers | None
    seen_on: date
    valid_until: date


class NominationRow(Shown):
    """A nomination in a list."""

    reference: str
    organisation: str
    case_reference: str
    state: NominationState
    created_at: datetime
    submitted_at: datetime | None
    name: str
    commune: str
    lines: list[LineShown]


class NominationShown(Shown):
    """A nomination."""

    reference: str
    organisation: str
    case_reference: str
    state: NominationState
    created_at: datetime
    submitted_at: datetime | None
    household: HouseholdShown
    lines: list[PlacedLine]
    proofs: list[ProofShown]
    informed_on: date | None
    informed_language: str
    agreed_on: date | None
    legal_basis: str
    no_computer_at_home: bool
    single_parent: bool
    isolated_senior: bool
    project: str
    project_on: date | None
    decision: Decision | None
    withdrawn_because: WithdrawReason | None


class AllocationShown(Shown):
    """A device set aside for a line."""

    id: int
    nomination: str
    line: int
    device: str
    reason: str
    run: int | None
    made_at: datetime
    ended_at: datetime | None
    end: AllocationEnd | None


def show_row(nomination: Nomination) -> NominationRow:
    """Show a nomination in a list; select household and organisation, prefetch lines."""
    return NominationRow(
        reference=nomination.reference,
        organisation=nomination.organisation.code,
        case_reference=nomination.case_reference,
        state=NominationState(nomination.state),
        created_at=nomination.created_at,
        submitted_at=nomination.submitted_at,
        name=nomination.household.full_name,
        commune=nomination.household.commune,
        lines=[LineShown(**_line(line)) for line in nomination.lines.all()],
    )


def show_nomination(nomination: Nomination, actor: Membership) -> NominationShown:
    """Show a nomination whole: for its service every word, for coordinators no sensitive ground.

    That its household was shown is noted.
    """
    note_views([nomination.household], page="api/nominations", actor=actor)
    is_own = nomination.organisation_id == actor.organisation_id
    proofs = nomination.proofs.select_related("ground").order_by("-seen_on", "-pk")
    names = NominationShown.model_fields.keys()
    own = {name: getattr(nomination, name) for name in names if hasattr(nomination, name)}
    return NominationShown(
        **own
        | {
            "organisation": nomination.organisation.code,
            "household": _household(nomination.household),
            "lines": _placed_lines(nomination, is_own=is_own),
            "proofs": [_proof(proof, is_own=is_own) for proof in proofs],
            "decision": nomination.decision or None,
            "withdrawn_because": nomination.withdrawn_because or None,
        }
    )


def _waits(nomination: Nomination) -> bool:
    return nomination.state in {NominationState.WAITING, NominationState.ALLOCATED}


def _household(household: Household) -> HouseholdShown:
    return HouseholdShown(
        **{name: getattr(household, name) for name in HouseholdShown.model_fields}
    )


def _line(line: RequestLine) -> dict[str, object]:
    return {name: getattr(line, name) for name in LineShown.model_fields}


def _placed_lines(nomination: Nomination, *, is_own: bool) -> list[PlacedLine]:
    places = lines_of(nomination) if _waits(nomination) else {}
    waits = usual_waits() if places else {}
    ahead = outlooks(nomination, places, current_policy() if places else None, waits)
    sensitive = Ground.objects.filter(is_sensitive=True) if places and not is_own else ()
    hidden = frozenset(ground.code for ground in sensitive)
    return [
        PlacedLine(
            **_line(line),
            waiting=show_place(places[line.pk], hidden) if line.pk in places else None,
            outlook=show_outlook(ahead[line.pk], hidden) if line.pk in ahead else None,
        )
        for line in nomination.lines.order_by("number")
    ]


def _proof(proof: Proof, *, is_own: bool) -> ProofShown:
    ground, is_open = proof.ground, proof.is_open(is_own=is_own)
    return ProofShown(
        ground=ground.code if is_open else ground.shown_as,
        kind=ProofKind(proof.kind),
        covers=ProofCovers(proof.covers) if is_open and proof.covers else None,
        seen_on=proof.seen_on,
        valid_until=proof.valid_until,
    )


def show_allocation(allocation: Allocation) -> AllocationShown:
    """Show an allocation; select line__nomination, device and run."""
    return AllocationShown(
        id=allocation.pk,
        nomination=allocation.line.nomination.reference,
        line=allocation.line.number,
        device=allocation.device.code,
        reason=allocation.reason,
        run=allocation.run.number if allocation.run else None,
        made_at=allocation.made_at,
        ended_at=allocation.ended_at,
        end=AllocationEnd(allocation.end) if allocation.end else None,
    )
