"""A workshop lead's home: what is stuck and where, what came in, what nobody else can settle."""

from __future__ import annotations

from django.utils.translation import gettext as _

from inventory.models import Incident
from refurb.accounts.models import Membership
from refurb.home import devices, donations, preparations, wipes
from refurb.home.pieces import Figure, Maker, Section, address


def today(actor: Membership) -> Section:
    """Count what came in and what has to be settled."""
    incidents = Incident.objects.visible_to(actor).filter(resolved_at=None).count()
    return Section(
        _("Today"),
        (
            *devices.arrived(actor),
            Figure(_("Open incidents"), incidents, address("incident-list", standing="open")),
            *wipes.to_judge(actor),
            wipes.open_repairs(actor),
            *preparations.counts(actor),
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
