"""What the page of one drive shows: where it is, every attempt to wipe it, what can be recorded."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import cached_property

from inventory.lifecycle import WORKSHOP
from inventory.models import Destruction, Drive, Erasure
from inventory.models.drive import IN_REACH, DriveStatus
from inventory.sanitisation import Unsanitised
from inventory.spare_drives import fault_of
from inventory.stock import load_standing
from inventory.web.preparation import may_accept, may_verify
from inventory.wiping import is_soldered
from refurb.accounts.models import Membership
from refurb.accounts.roles import Permission


@dataclass(frozen=True)
class DrivePage:
    """One drive, for one reader."""

    drive: Drive
    actor: Membership

    @cached_property
    def erasures(self) -> list[Erasure]:
        """List its erasures, newest first."""
        people = ("operator", "verifier", "rejecter")
        return list(self.drive.erasures.select_related(*people).order_by("-event_id"))

    @cached_property
    def fault(self) -> Unsanitised | None:
        """Say why it is not sanitised, wherever it is."""
        if self.drive.status == DriveStatus.PRESENT:
            return load_standing(self.drive.device).faults.get(self.drive.pk)
        return fault_of(self.drive) if self.drive.status in IN_REACH else None

    @property
    def is_in_reach(self) -> bool:
        """Say whether it can be wiped."""
        return self.drive.status in IN_REACH

    @property
    def is_missing(self) -> bool:
        """Say whether somebody has to say what became of it."""
        return self.drive.status == DriveStatus.MISSING

    @property
    def is_present(self) -> bool:
        """Say whether it is in its device."""
        return self.drive.status == DriveStatus.PRESENT

    @property
    def is_spare(self) -> bool:
        """Say whether it is in our stock."""
        return self.drive.status == DriveStatus.REMOVED

    @property
    def is_soldered(self) -> bool:
        """Say whether it can't be taken out."""
        return is_soldered(self.drive.device, self.drive)

    @property
    def was_wiped(self) -> bool:
        """Say whether anybody wiped it, so that it was there."""
        return bool(self.erasures)

    @cached_property
    def destruction(self) -> Destruction | None:
        """Give what proves that it was destroyed."""
        rows = Destruction.objects.select_related("witness", "recorded_by")
        return rows.filter(drive=self.drive).first()

    @property
    def may_work(self) -> bool:
        """Say whether the actor may record what becomes of it."""
        return self.actor.may(Permission.WORK)

    @property
    def may_lose(self) -> bool:
        """Say whether the actor may say that it is lost."""
        return self.actor.may(Permission.LOSE)

    @property
    def may_verify(self) -> bool:
        """Say whether the actor may verify its newest wipe."""
        return bool(self.may_work and self.erasures and may_verify(self.erasures[0], self.actor))

    @property
    def may_accept(self) -> bool:
        """Say whether the actor may judge its newest wipe, which is in review."""
        return bool(self.erasures and may_accept(self.erasures[0], self.actor))

    @property
    def is_on_the_bench(self) -> bool:
        """Say whether its device is one that the workshop works on."""
        return self.drive.device.state in WORKSHOP


def drive_page(drive: Drive, actor: Membership) -> DrivePage:
    """Show a drive to a reader."""
    return DrivePage(drive, actor)
