"""A workshop lead's home: what is stuck and where, what came in, what nobody else can settle."""

from __future__ import annotations

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from inventory.models import Incident, WipeResult
from inventory.sanitisation import Result
from refurb.accounts.models import Membership
from refurb.home import devices, donations, handovers
from refurb.home.pieces import Figure, Maker, Section, address


def today(actor: Membership) -> Section:
    """Count what came in and what has to be settled."""
    incidents = Incident.objects.visible_to(actor).filter(resolved_at=None).count()
    return Section(
        _("Today"),
        (
            *devices.arrived(actor),
            Figure(_("Open incidents"), incidents, address("incident-list", standing="open")),
            *wipe_logs(actor),
            handovers.to_hand_over_count(actor),
        ),
    )


def wipe_logs(actor: Membership) -> tuple[Figure, ...]:
    """Count what wipe logs left open: a verdict to review, a drive that nobody knows yet."""
    found = WipeResult.objects.visible_to(actor).aggregate(
        review=Count("pk", filter=Q(verdict=Result.REVIEW)),
        waiting=Count("pk", filter=Q(drive=None)),
    )
    return (
        Figure(
            _("Wipes to review"),
            found["review"],
            address("wipe-log-list", verdict=Result.REVIEW.value),
        ),
        Figure(
            _("Wipes that wait for their drive"),
            found["waiting"],
            address("wipe-log-list", standing="waiting"),
        ),
    )


SECTIONS: tuple[Maker, ...] = (
    today,
    devices.to_do,
    devices.stuck,
    devices.my_bench,
    donations.to_resume,
    donations.to_finish,
)
