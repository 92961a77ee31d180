"""A coordinator's home: what to decide, what runs out, what is ready for those who wait."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from distribution.models import Allocation, AllocationRun, Irregularity, Nomination, RequestLine
from distribution.models.allocation import RunState
from distribution.words import NominationState
from inventory.codes import show_code
from inventory.kinds import Kind
from inventory.lifecycle import State
from inventory.models import Device, Incident
from refurb.accounts.models import Membership
from refurb.home import nominations
from refurb.home.pieces import MOST_LINES, Figure, Line, Maker, Section, address, count_by

LAPSES_SOON_AFTER = timedelta(days=10)
"""An allocation lapses after 14 days without an appointment: this leaves four to act."""


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
                _("Proposals to review"),
                proposed.count(),
                address("run-list", state=RunState.PROPOSED.value),
            ),
            Figure(
                _("Open irregularities"),
                Irregularity.objects.visible_to(actor).open().count(),
                address("irregularity-list", is_open="open"),
            ),
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
    """Show the allocations that will lapse unless somebody hands over or makes an appointment."""
    since = timezone.now() - LAPSES_SOON_AFTER
    rows = Allocation.objects.visible_to(actor).open().mains().filter(made_at__lte=since)
    rows = rows.select_related("device__holder", "line__nomination").order_by("made_at", "pk")
    return Section(
        _("Set aside for ten days or more"),
        lines=tuple(
            Line(
                title=show_code(each.device.code),
                url=reverse("allocation", args=[each.pk]),
                words=(each.line.nomination.reference, each.device.holder.name),
                since=each.made_at,
                is_code=True,
            )
            for each in rows[:MOST_LINES]
        ),
        empty=_("Nothing has been set aside that long."),
        more=_("See all that is to be handed over"),
        more_url=address("handover-list"),
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
    lapsing,
    nominations.proofs_running_out,
)
