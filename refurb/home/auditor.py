"""An auditor's home: where devices stand, and what went wrong; no household, no donor."""

from __future__ import annotations

from django.utils.translation import gettext as _

from distribution.models import AllocationRun
from distribution.models.run import RunState
from inventory.lifecycle import State
from inventory.models import Device, Incident
from refurb.accounts.models import Membership
from refurb.home import devices
from refurb.home.pieces import Figure, Maker, Section, address, count_by


def everywhere(actor: Membership) -> Section:
    """Count all devices by state."""
    counts = count_by(Device.objects.visible_to(actor), "state")
    return Section(
        _("Devices everywhere"),
        tuple(
            Figure(state.label, counts.get(state, 0), address("device-list", state=state.value))
            for state in State
        ),
    )


def to_look_into(actor: Membership) -> Section:
    """Count what an audit looks at first."""
    incidents = Incident.objects.visible_to(actor).filter(resolved_at=None).count()
    runs = AllocationRun.objects.visible_to(actor).filter(state=RunState.CONFIRMED).count()
    return Section(
        _("To look into"),
        (
            Figure(_("Open incidents"), incidents, address("incident-list", standing="open")),
            Figure(
                _("Confirmed proposals"), runs, address("run-list", state=RunState.CONFIRMED.value)
            ),
        ),
    )


SECTIONS: tuple[Maker, ...] = (to_look_into, everywhere, devices.stuck)
