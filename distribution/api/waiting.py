"""The waiting list, in order, explained."""

from datetime import datetime

from ninja import Query, Router

from distribution.api.places import PlaceShown, show_place
from distribution.models import Ground, WaitingPlace
from distribution.waiting_list.places import WaitingLine, page_for
from distribution.words import LinePurpose
from refurb.accounts.access import SignedInRequest, allow
from refurb.accounts.roles import Permission
from refurb.api.listing import Page, Paging, no_such_page
from refurb.web.keyset import BadCursor, Position, decode, encode

router = Router(tags=["Allocation"])
SALT = "api:waiting-list"


class WaitingShown(PlaceShown):
    """A waiting line, without a name; the nomination's own page has the household."""

    nomination: str
    line: int
    organisation: str
    kinds: list[str]
    purpose: LinePurpose
    commune: str
    waiting_since: datetime | None
    ahead: bool


@router.get(
    "waiting-list",
    response=Page[WaitingShown],
    summary="Read the waiting list",
    operation_id="read_waiting_list",
)
@allow(Permission.SEE_WAITING_LIST, Permission.SEE_NOMINATIONS)
def read_waiting_list(request: SignedInRequest, paging: Query[Paging]) -> Page[WaitingShown]:
    """List who waits, in order, with place, points and why; services read their own lines."""
    actor = request.actor
    found, last = page_for(actor, _after(paging.cursor), paging.page_size)
    grounds = frozenset(Ground.objects.values_list("code", flat=True))
    return Page(
        items=[_show(each, grounds) for each in found],
        next=encode(Position((last.decode(),), backwards=False), salt=SALT) if last else None,
        count=WaitingPlace.objects.visible_to(actor).count() if paging.count else None,
    )


def _after(cursor: str | None) -> bytes:
    """Read the key of the last line of the page before."""
    if not cursor:
        return b""
    try:
        (key,) = decode(cursor, salt=SALT).values
    except BadCursor:
        raise no_such_page() from None
    return key.encode()


def _show(found: WaitingLine, grounds: frozenset[str]) -> WaitingShown:
    line = found.line
    return WaitingShown(
        **dict(show_place(found, grounds)),
        nomination=line.nomination.reference,
        line=line.number,
        organisation=line.nomination.organisation.code,
        kinds=line.kinds,
        purpose=LinePurpose(line.purpose),
        commune=line.nomination.household.commune,
        waiting_since=line.waiting_since,
        ahead=line.ahead_since is not None,
    )
