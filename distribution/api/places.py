"""What the API shows of places on the waiting list, and of what would change them."""

from datetime import date

from distribution.priority import Point
from distribution.waiting_list.outlook import Outlook
from distribution.waiting_list.places import WaitingLine
from distribution.waiting_list.prospects import Change
from refurb.api.shapes import Shown

GROUND = "recognised_ground"  # in lists: a gap among names would tell which ones are sensitive


class PointShown(Shown):
    """One line of the explanation of a place."""

    criterion: str
    points: int


class PlaceShown(Shown):
    """The place of a waiting line among all, and among those that ask for its kind first, and why.

    `kind`: the kind that it asks for first.
    """

    place: int
    kind: str
    place_for_kind: int
    points: int
    because: list[PointShown]


class AheadShown(Shown):
    """What would change the points of a line, alone, and where it would stand then.

    `criterion`: a ground that the reader may not know reads `recognised_ground`; empty for a ground
    that nobody proved. `points`: what the change brings, less than 0 when it costs. `on`: the first
    day that counts so, for what time does by itself.
    """

    change: Change
    criterion: str
    points: int
    on: date | None
    place: int
    place_for_kind: int


class ExpectedWaitShown(Shown):
    """The days that a line may still wait, in eight cases of ten, at the pace of the last 90 days.

    `served`: the lines of its kind that were served in those 90 days. Not a promise.
    """

    served: int
    least_days: int
    most_days: int


class OtherKindShown(Shown):
    """A kind that a line takes as well, and its place among those that ask for that one first."""

    kind: str
    place: int


class OutlookShown(Shown):
    """What would change a place; `expected_wait` is null without enough deliveries to tell."""

    other_kinds: list[OtherKindShown]
    would_change: list[AheadShown]
    expected_wait: ExpectedWaitShown | None


def show_place(found: WaitingLine, grounds: frozenset[str] = frozenset()) -> PlaceShown:
    """Explain a place; `grounds` are codes that are not to be told."""
    return PlaceShown(
        place=found.place,
        kind=found.kind,
        place_for_kind=found.place_for_kind,
        points=found.total,
        because=[_point(point, grounds) for point in found.points],
    )


def _point(point: Point, grounds: frozenset[str]) -> PointShown:
    name = GROUND if point.criterion in grounds else point.criterion
    return PointShown(criterion=name, points=point.points)


def show_outlook(outlook: Outlook, hidden: frozenset[str]) -> OutlookShown:
    """Show what may come; `hidden` are codes of grounds that are not to be told."""
    wait = outlook.wait
    return OutlookShown(
        other_kinds=[OtherKindShown(kind=kind, place=place) for kind, place in outlook.other_kinds],
        would_change=[
            AheadShown(
                change=each.prospect.change,
                criterion=GROUND if each.prospect.criterion in hidden else each.prospect.criterion,
                points=each.prospect.points,
                on=each.prospect.on,
                place=each.place,
                place_for_kind=each.place_for_kind,
            )
            for each in outlook.ahead
        ],
        expected_wait=wait
        and ExpectedWaitShown(
            served=wait.served, least_days=wait.least_days, most_days=wait.most_days
        ),
    )
