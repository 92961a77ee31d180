"""Counts, without names; small ones hidden from those who may not see each row anyway."""

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce, TruncMonth
from django.utils import timezone
from ninja import Router

from distribution.models import Handover, Nomination
from distribution.small_cells import SMALL
from distribution.words import NominationState
from inventory.lifecycle import State
from inventory.models import Device
from refurb.accounts.access import SignedInRequest, allow
from refurb.accounts.roles import Permission
from refurb.api.shapes import Shown

router = Router(tags=["Figures"])
OLD = timedelta(days=30)


class Cell(Shown):
    """A count under a key; null when it is too small to be told."""

    key: str
    count: int | None


class DeviceCell(Shown):
    """Devices in a state, and those of them that have been in it for more than 30 days."""

    state: State
    count: int
    older_than_30_days: int


class Stats(Shown):
    """Devices that the token may see; nominations and deliveries of everybody."""

    devices: list[DeviceCell]
    nominations: list[Cell]
    delivered_by_commune: list[Cell]
    delivered_by_month: list[Cell]


@router.get("stats", response=Stats, summary="Count", operation_id="stats")
@allow(Permission.COUNT)
def stats(request: SignedInRequest) -> Stats:
    """Count devices by state and age, nominations by state, deliveries by commune and month."""
    actor = request.actor
    sees_all = actor.may(Permission.SEE_ALL_NOMINATIONS)
    given = Handover.objects.filter(returned=None)
    nomination = "allocation__line__nomination"
    communes = given.annotate(
        commune=Coalesce(f"{nomination}__household__commune", f"{nomination}__institution__commune")
    )
    months = given.annotate(month=TruncMonth("handed_over_on")).order_by("month")
    by_month = months.values_list("month").annotate(Count("pk"))
    by_commune = communes.order_by("commune").values_list("commune").annotate(Count("pk"))
    states = dict(Nomination.objects.order_by().values_list("state").annotate(Count("pk")))
    by_state = [(state.value, states.get(state, 0)) for state in NominationState]
    return Stats(
        devices=_devices(Device.objects.visible_to(actor)),
        nominations=_cells(by_state, sees_all=sees_all),
        delivered_by_commune=_cells(by_commune, sees_all=sees_all),
        delivered_by_month=_cells(
            ((f"{month:%Y-%m}", count) for month, count in by_month), sees_all=sees_all
        ),
    )


def _devices(rows: QuerySet[Device]) -> list[DeviceCell]:
    since = timezone.now() - OLD
    old = Count("pk", filter=Q(state_since__lt=since))
    found = {
        state: (count, older)
        for state, count, older in rows.order_by()
        .values_list("state")
        .annotate(Count("pk"), older=old)
    }
    return [
        DeviceCell(state=state, count=count, older_than_30_days=older)
        for state in State
        for count, older in [found.get(state, (0, 0))]
    ]


def _cells(counts: Iterable[tuple[str, int]], *, sees_all: bool) -> list[Cell]:
    """Hide what is from 1 to 4; a zero tells nothing of anybody."""
    return [
        Cell(key=key, count=count if sees_all or count == 0 or count >= SMALL else None)
        for key, count in counts
    ]
