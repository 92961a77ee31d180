"""What goes with a machine, and what else happens at the desk."""

from __future__ import annotations

from distribution.accompanying import add_companion, possible_companions
from distribution.deliveries import lacks_screen
from distribution.models import Allocation
from inventory.kinds import Kind
from inventory.models import Device
from refurb.accounts.models import Membership


class Desk:
    """The coordinators' table: a desktop leaves with a screen while there is one."""

    def add_screen(self, allocation: Allocation, coordinator: Membership) -> None:
        """Let a screen go with what has none of its own."""
        screens = possible_companions(allocation).filter(kind=Kind.MONITOR)
        screen = screens.first() if lacks_screen(allocation.device.kind, ()) else None
        if screen is not None:
            add_companion(allocation, screen, actor=coordinator)

    def companions(self, allocation: Allocation) -> list[Device]:
        """List the devices that go with a machine."""
        rows = Allocation.objects.open().filter(companion_to=allocation).order_by("pk")
        return [each.device for each in rows.select_related("device")]
