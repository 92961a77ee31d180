"""Sections about devices that several roles share."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.lookups import Exact
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inventory.ages import STUCK_AFTER, Age
from inventory.codes import show_code
from inventory.lifecycle import State
from inventory.models import Device, DeviceEvent, DeviceQuerySet
from refurb.accounts.models import Membership
from refurb.home.pieces import MOST_LINES, Figure, Line, Section, address, count_by

ON_THE_BENCH = (State.RECEIVED, State.WIPE, State.REPAIR)
RECENT_EVENTS = 200  # of one's own, in which the bench is looked for


def line_of(device: Device) -> Line:
    """Say which device waits, and where it is; the holder is to be selected."""
    place = " · ".join(part for part in (device.holder.name, device.shelf) if part)
    return Line(
        title=show_code(device.code),
        url=address_of(device),
        words=(device.name, place),
        state=State(device.state),
        since=device.state_since,
        is_code=True,
    )


def address_of(device: Device) -> str:
    """Write the address of a device's page."""
    return f"{address('device-list')}{device.code}/"


def lines_of(rows: DeviceQuerySet) -> tuple[Line, ...]:
    """Show the first of some devices."""
    shown = rows.select_related("holder").defer("hardware", "search", "note")[:MOST_LINES]
    return tuple(map(line_of, shown))


def stuck_in_workshop(actor: Membership) -> DeviceQuerySet:
    """List what has lain on the bench too long, longest first."""
    since = timezone.now() - STUCK_AFTER
    rows = Device.objects.visible_to(actor).filter(state__in=ON_THE_BENCH, state_since__lte=since)
    return rows.order_by("state_since", "pk")


def to_do(actor: Membership) -> Section:
    """Count what waits on the bench, state by state, and how much of it is stuck."""
    rows = Device.objects.visible_to(actor).filter(state__in=(*ON_THE_BENCH, State.READY))
    counts = count_by(rows, "state")
    stuck = count_by(rows.filter(state_since__lte=timezone.now() - STUCK_AFTER), "state")
    figures = tuple(
        Figure(
            state.label,
            counts.get(state, 0),
            address("device-list", state=state.value),
            _stuck_note(stuck.get(state, 0)),
        )
        for state in (*ON_THE_BENCH, State.READY)
    )
    return Section(_("To do"), figures)


def _stuck_note(count: int) -> str:
    if not count:
        return ""
    text = ngettext(
        "%(count)s longer than %(days)s days", "%(count)s longer than %(days)s days", count
    )
    return text % {"count": count, "days": STUCK_AFTER.days}


def stuck(actor: Membership) -> Section:
    """Show the devices that have waited longest, and where they lie."""
    return Section(
        _("Stuck"),
        lines=lines_of(stuck_in_workshop(actor)),
        empty=_("Nothing has waited for more than two weeks."),
        more=_("See all that is stuck"),
        more_url=address("device-list", age=Age.STUCK.value, sort="state"),
    )


def my_bench(actor: Membership) -> Section:
    """Show the devices that the actor was the last to touch and that still wait for something."""
    mine = DeviceEvent.objects.filter(actor=actor).order_by("-pk")
    touched = list(dict.fromkeys(mine.values_list("device", flat=True)[:RECENT_EVENTS]))
    newest = DeviceEvent.objects.filter(device=OuterRef("pk")).order_by("-pk")
    rows = Device.objects.visible_to(actor).filter(pk__in=touched, state__in=ON_THE_BENCH)
    rows = rows.filter(Exact(Subquery(newest.values("actor")[:1]), actor.pk))
    return Section(
        _("My bench"),
        lines=lines_of(rows.order_by(Subquery(newest.values("pk")[:1]).desc())),
        empty=_("Nothing of yours waits. Scan a label to take up a device."),
    )


def arrived(actor: Membership) -> tuple[Figure, ...]:
    """Count what came in today and during the last seven days."""
    today = timezone.localdate()
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    week = Q(received_at__gte=midnight - timedelta(days=6))
    rows = Device.objects.visible_to(actor).filter(week)
    newest = Count("pk", filter=Q(received_at__gte=midnight))
    found = rows.aggregate(today=newest, week=Count("pk"))
    return (
        Figure(
            _("Received today"),
            found["today"],
            address("device-list", since=today.isoformat()),
        ),
        Figure(
            _("Received in seven days"),
            found["week"],
            address("device-list", since=(today - timedelta(days=6)).isoformat()),
        ),
    )
