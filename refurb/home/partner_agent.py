"""A partner's home: what is to be handed over, and what lies here."""

from __future__ import annotations

from django.utils.translation import gettext as _

from inventory.lifecycle import State
from inventory.models import Device
from refurb.accounts.models import Membership
from refurb.home import consignments, handovers, referrals
from refurb.home.pieces import Figure, Maker, Section, address, count_by


def held(actor: Membership) -> Section:
    """Count the devices that lie here, by state."""
    states = (State.ALLOCATED, State.READY, State.REPAIR, State.DELIVERED)
    counts = count_by(Device.objects.visible_to(actor), "state")
    return Section(
        _("With us"),
        tuple(
            Figure(state.label, counts.get(state, 0), address("device-list", state=state.value))
            for state in states
        ),
    )


SECTIONS: tuple[Maker, ...] = (
    consignments.on_the_way,
    handovers.to_hand_over,
    referrals.to_answer,
    held,
)
