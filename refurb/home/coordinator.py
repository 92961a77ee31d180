"""A coordinator's home: what to decide, what runs out, what is ready for those who wait."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from distribution.allocations.set_aside import stands_until
from distribution.models import (
    Allocation,
    AllocationRun,
    Irregularity,
    Nomination,
    PossibleDuplicate,
    RequestLine,
)
from distribution.models.run import RunState
from distribution.verdicts import PairState
from distribution.words import AllocationEnd, NominationState
from inventory.codes import show_code
from inventory.kinds import Kind
from inventory.lifecycle import State
from inventory.models import Device, Incident
from refurb.accounts.models import Membership
from refurb.home import handovers, nominations, preparations, referrals
from refurb.home.pieces import MOST_LINES, Figure, Line, Maker, Section, address, count_by

LAPSES_SOON = timedelta(days=4)
"""So long before an allocation lapses it is shown: time to reach the household."""

LAPSED_LATELY = timedelta(days=7)


def settle(actor: Membership) -> Section:
    """Count what only a coordinator can settle."""
    undecided = Nomination.objects.visible_to(actor).filter(state=NominationState.SUBMITTED)
    proposed = AllocationRun.objects.visible_to(actor).filter(state=RunState.PROPOSED)
    incidents = Incident.objects.visible_to(actor).filter(resolved_at=None)
    return Section(
        _("To settle"),
        (
            Figure(
                _("Nominations to decide"),
                undecided.count(),
                address("nomination-list", state=NominationState.SUBMITTED.value),
            ),
            Figure(
                _("Possible duplicates"),
                PossibleDuplicate.objects.visible_to(actor).open().count(),
                address("duplicate-list", state=PairState.OPEN.value),
            ),
            Figure(
                _("Proposals to review"),
                proposed.count(),
                address("run-list", state=RunState.PROPOSED.value),
            ),
            Figure(
                _("Open irregularities"),
                Irregularity.objects.visible_to(actor).open().count(),
                address("irregularity-list", is_open="open"),
            ),
            referrals.without_a_place(actor),
            Figure(
                _("Open incidents"),
                incidents.count(),
                address("incident-list", standing="open"),
            ),
        ),
    )


def to_decide(actor: Membership) -> Section:
    """Show the nominations that have waited longest for a decision."""
    rows = Nomination.objects.visible_to(actor).filter(state=NominationState.SUBMITTED)
    rows = rows.select_related("organisation").order_by("submitted_at", "pk")
    return Section(
        _("To decide"),
        lines=tuple(
            Line(
                title=each.reference,
                url=reverse("nomination", args=[each.reference]),
                words=(each.organisation.name,),
                since=each.submitted_at,
            )
            for each in rows[:MOST_LINES]
        ),
        empty=_("Every nomination is decided."),
        more=_("See all that is to be decided"),
        more_url=address("nomination-list", state=NominationState.SUBMITTED.value),
    )


def lapsing(actor: Membership) -> Section:
    """Show the allocations that will lapse within days unless somebody sees to them."""
    today = timezone.localdate()
    began = today + LAPSES_SOON - timedelta(days=settings.ALLOCATION_DAYS)
    rows = Allocation.objects.visible_to(actor).open().mains().filter(made_at__date__lte=began)
    found = list(rows.select_related("device__holder", "line__nomination"))
    ends = {pk: day for pk, day in stands_until(found).items() if day}
    soon = [each for each in found if each.pk in ends and ends[each.pk] <= today + LAPSES_SOON]
    soon.sort(key=lambda each: (ends[each.pk], each.pk))
    return Section(
        _("Set aside, and not fetched"),
        lines=tuple(
            _allocation_line(each, handovers.until(ends[each.pk])) for each in soon[:MOST_LINES]
        ),
        empty=_("Nothing that is set aside lapses within the next days."),
        more=_("See all that is to be handed over"),
        more_url=address("handover-list"),
    )


def lapsed(actor: Membership) -> Section | None:
    """Show what lapsed lately; nothing when nothing did."""
    rows = (
        Allocation.objects.visible_to(actor)
        .mains()
        .filter(end=AllocationEnd.LAPSED, ended_at__gte=timezone.now() - LAPSED_LATELY)
    )
    rows = rows.select_related("device__holder", "line__nomination").order_by("-ended_at", "-pk")
    found = [_allocation_line(each, since=each.ended_at) for each in rows[:MOST_LINES]]
    if not found:
        return None
    return Section(_("Lapsed in the last seven days"), lines=tuple(found))


def _allocation_line(each: Allocation, *words: str, since: datetime | None = None) -> Line:
    return Line(
        title=show_code(each.device.code),
        url=reverse("allocation", args=[each.pk]),
        words=(each.line.nomination.reference, each.device.holder.name, *words),
        since=since,
        is_code=True,
    )


def ready_and_waiting(actor: Membership) -> Section:
    """Set ready devices beside the lines that would rather have that kind, kind by kind."""
    ready = count_by(Device.objects.visible_to(actor).filter(state=State.READY), "kind")
    wanted: Counter[str] = Counter()
    lines = RequestLine.objects.waiting().order_by()
    for kinds, count in lines.values_list("kinds").annotate(Count("pk")):
        wanted[kinds[0] if kinds else ""] += count
    kinds = [kind for kind in Kind if ready.get(kind) or wanted.get(kind)]
    return Section(
        _("Ready devices, and lines that wait for that kind first"),
        tuple(
            Figure(
                kind.label,
                ready.get(kind, 0),
                address("device-list", state=State.READY.value, kind=kind.value),
                _waiting_note(wanted.get(kind, 0)),
            )
            for kind in kinds
        ),
        empty=_("No device is ready, and nobody is waiting."),
        more=_("Allocate devices"),
        more_url=address("allocation-board"),
    )


def _waiting_note(count: int) -> str:
    return ngettext("%(count)s line waits", "%(count)s lines wait", count) % {"count": count}


SECTIONS: tuple[Maker, ...] = (
    settle,
    ready_and_waiting,
    to_decide,
    preparations.on_the_way_out,
    lapsing,
    lapsed,
    nominations.proofs_running_out,
)
