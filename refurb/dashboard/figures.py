"""The figures, each from one aggregate query, hidden and linked as the reader's role demands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Q
from django.db.models.functions import TruncMonth
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from distribution.delivered import delivered
from distribution.models import Nomination
from distribution.months import months_later
from distribution.small_cells import SMALL
from distribution.words import NominationState
from inventory.ages import BANDS, begun_between
from inventory.lifecycle import State
from inventory.milestones import Milestone, count_reached
from inventory.models import Device, DeviceQuerySet
from refurb.accounts.models import Membership
from refurb.accounts.roles import Permission
from refurb.dashboard.asking import Asked, last_day
from refurb.reference import name as commune_name
from refurb.web.charts import Bar, Stack


@dataclass(frozen=True)
class Series:
    """Counts of one sort, and their sum: None where it would tell a hidden one."""

    bars: list[Bar]
    total: int | None


@dataclass(frozen=True)
class Reader:
    """Whose figures these are: of which rows they may see each one, and so may open the list."""

    actor: Membership
    organisation: int | None

    @property
    def is_own(self) -> bool:
        """Say whether the figures are those of the reader's own organisation."""
        return self.organisation == self.actor.organisation_id

    def sees(self, some: Permission, every: Permission) -> bool:
        """Say whether the reader may see each row behind a figure."""
        return self.actor.may(every) or (self.is_own and self.actor.may(some))

    def bar(self, label: object, count: int, *, opens: bool, url: str) -> Bar:
        """Tell a count, or hide one from 1 to 4 from those who don't see its rows."""
        told = count if opens or count == 0 or count >= SMALL else None
        return Bar(label, told, url if opens and count else "")

    def address(self, name: str, **asked: str) -> str:
        """Write the address of the list behind a figure."""
        if self.organisation is not None and self.actor.may(Permission.SEE_ALL_DEVICES):
            asked["organisation"] = str(self.organisation)
        return f"{reverse(name)}?{urlencode(asked)}"


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _devices(organisation: int | None) -> DeviceQuerySet:
    rows: DeviceQuerySet = Device.objects.all()
    if organisation is None:
        return rows
    return rows.filter(Q(steward=organisation) | Q(holder=organisation))


def ready_now(reader: Reader) -> Bar:
    """Count what is ready."""
    count = _devices(reader.organisation).filter(state=State.READY).count()
    opens = reader.sees(Permission.SEE_DEVICES, Permission.SEE_ALL_DEVICES)
    url = reader.address("device-list", state=State.READY.value)
    return reader.bar(_("Ready now"), count, opens=opens, url=url)


def by_state_and_age(reader: Reader) -> list[Stack]:
    """Count the devices in each state by how long they have been in it."""
    now, bands = timezone.now(), {}
    for band in BANDS:
        after, up_to = begun_between(band, now)
        within = Q() if after is None else Q(state_since__gt=after)
        within &= Q() if up_to is None else Q(state_since__lte=up_to)
        bands[band.value] = Count("pk", filter=within)
    rows = _devices(reader.organisation).order_by().values("state").annotate(**bands)
    found: dict[str, Any] = {row["state"]: row for row in rows}
    opens = reader.sees(Permission.SEE_DEVICES, Permission.SEE_ALL_DEVICES)
    return [
        Stack(
            state.label,
            tuple(
                reader.bar(
                    band.label,
                    found.get(state.value, {}).get(band.value, 0),
                    opens=opens,
                    url=reader.address("device-list", state=state.value, age=band.value),
                )
                for band in BANDS
            ),
        )
        for state in State
    ]


def funnel(reader: Reader, asked: Asked) -> list[Bar]:
    """Count the devices received in the period, and how far they have come since."""
    rows = _devices(reader.organisation).filter(
        received_at__gte=_midnight(asked.since),
        received_at__lt=_midnight(asked.until + timedelta(days=1)),
    )
    received, reached = count_reached(rows)
    period = {"since": asked.since.isoformat(), "until": asked.until.isoformat()}
    opens = reader.sees(Permission.SEE_DEVICES, Permission.SEE_ALL_DEVICES)
    address = reader.address("device-list", **period)
    first = reader.bar(State.RECEIVED.label, received, opens=opens, url=address)
    return [
        first,
        *(
            reader.bar(
                milestone.label,
                reached[milestone],
                opens=opens,
                url=reader.address("device-list", reached=milestone.value, **period),
            )
            for milestone in Milestone
        ),
    ]


def _months(asked: Asked) -> Iterator[date]:
    month = asked.since.replace(day=1)
    while month <= asked.until:
        yield month
        month = months_later(month, 1)


def delivered_by_month(reader: Reader, asked: Asked) -> Series:
    """Count what was handed over in each month and did not come back."""
    rows = delivered(reader.organisation).filter(handed_over_on__range=(asked.since, asked.until))
    months = rows.annotate(month=TruncMonth("handed_over_on")).order_by()
    found = dict(months.values_list("month").annotate(Count("pk", distinct=True)))
    opens = reader.sees(Permission.SEE_RECEIPTS, Permission.SEE_ALL_RECEIPTS)
    bars = [
        reader.bar(
            date_format(month, "M"),
            found.get(month, 0),
            opens=opens,
            url=reader.address(
                "receipt-list",
                since=max(month, asked.since).isoformat(),
                until=min(last_day(month), asked.until).isoformat(),
                kept="yes",
            ),
        )
        for month in _months(asked)
    ]
    return Series(bars, together(bars, sum(found.values())))


def waiting_by_commune(reader: Reader) -> Series:
    """Count the households that wait, by commune, most first."""
    rows = Nomination.objects.filter(state=NominationState.WAITING)
    if reader.organisation is not None:
        rows = rows.filter(organisation=reader.organisation)
    found = rows.order_by().values_list("household__commune").annotate(Count("pk"))
    counts = list(found)
    opens = reader.sees(Permission.SEE_NOMINATIONS, Permission.SEE_ALL_NOMINATIONS)
    bars = [
        reader.bar(
            _place(refnis),
            count,
            opens=opens,
            url=reader.address("nomination-list", state="waiting", commune=refnis),
        )
        for refnis, count in counts
    ]
    # Those that are hidden stand last, in the order of their names: their own order would tell.
    bars.sort(key=lambda bar: (-(bar.count or 0), str(bar.label)))
    return Series(bars, together(bars, sum(count for _refnis, count in counts)))


def _place(refnis: str) -> str:
    try:
        return commune_name(refnis, get_language() or "en")
    except KeyError:
        return refnis


def together(bars: Sequence[Bar], total: int) -> int | None:
    """Tell a sum, or None where it would tell a part: a single hidden one could be worked out."""
    hidden = sum(bar.count is None for bar in bars)
    return None if hidden == 1 or (hidden and total < SMALL) else total
