"""How drives are wiped in the demonstration, and how that sometimes fails."""

from __future__ import annotations

from datetime import timedelta

from inventory.kinds import HANDHELDS
from inventory.lifecycle import Transition
from inventory.models import Device, Drive, Erasure
from inventory.models.drive import DriveStatus
from inventory.moving import move_device
from inventory.reviewing import verify_erasure
from inventory.sanitisation import Result, Technique, Technology, Verification
from inventory.tracking import destroy_drive
from inventory.wiping import NewErasure, add_drive, record_erasure
from refurb.accounts.models import Membership
from refurb.demo.catalogue import DRIVES
from refurb.demo.machines import shape
from refurb.demo.story import DAY, HOUR, Life, Story

# technology → technique, tool, its version, least and most minutes it takes
WAYS: dict[str, tuple[Technique, str, str, int, int]] = {
    "hdd": (Technique.OVERWRITE, "nwipe", "0.38", 110, 290),
    "ssd": (Technique.BLOCK_ERASE, "hdparm", "9.65", 2, 15),
    "nvme": (Technique.CRYPTO_ERASE, "nvme-cli", "2.11", 1, 4),
    "emmc": (Technique.BLOCK_ERASE, "mmc-utils", "1.0", 2, 10),
}
RESET = (Technique.ENCRYPTED_RESET, "factory reset", "", 8, 25)
REPLACEMENT = DRIVES["sata240"]


class Wiping:
    """The wiping bench of one workshop."""

    def __init__(self, story: Story, team: list[Membership]) -> None:
        self.story = story
        self.rng = story.rng
        self.team = team

    def life(self, device: Device, *, stays: bool) -> Life:
        """Wipe the drive of a device and have a colleague verify it; `stays`: not all the way."""
        operator, verifier = self.rng.sample(self.team, 2)
        move_device(device, Transition.START_WIPE, actor=operator)
        yield self.story.between(15, HOUR)
        drive = device.drives.get(status=DriveStatus.PRESENT)
        stop = self.rng.choice(("started", "failed", "review", "unverified", "unverified"))
        if stays and stop == "started":
            return
        if (stays and stop == "failed") or (not stays and self.story.happens(0.06)):
            self._attempt(drive, Result.NOT_WIPED, operator)
            if stays:
                return
            yield self.story.between(HOUR, DAY)
            drive = self._replace(drive, operator)
            yield self.story.between(HOUR, DAY)
        if stays and stop == "review":
            self._attempt(drive, Result.REVIEW, operator)
            return
        erasure = self._attempt(drive, Result.WIPED, operator)
        if stays:
            return
        yield self.story.between(10, DAY)
        verify_erasure(erasure, actor=verifier)

    def _attempt(self, drive: Drive, result: Result, operator: Membership) -> Erasure:
        is_handheld = drive.device.kind in HANDHELDS
        technique, tool, version, least, most = RESET if is_handheld else WAYS[drive.technology]
        ended = self.story.clock.now
        verified = result == Result.WIPED
        new = NewErasure(
            technique=technique,
            tool=tool,
            tool_version=version,
            result=result,
            verification=Verification.SAMPLED if verified else Verification.NONE,
            started_at=ended - timedelta(minutes=self.story.between(least, most)),
            ended_at=ended,
            doubts=("no_error_table",) if result == Result.REVIEW else (),
            encryption_seen=True if is_handheld else None,
        )
        return record_erasure(drive, new, actor=operator)

    def _replace(self, drive: Drive, actor: Membership) -> Drive:
        """Destroy a drive that can't be wiped and put another in; soldered flash is tried again."""
        document = f"SHRED-{self.story.clock.today:%y%m}-{self.rng.randint(100, 999)}"
        new = REPLACEMENT
        serial = shape(new.serial, self.rng)
        if drive.technology == Technology.EMMC:
            return drive
        destroy_drive(drive, document=document, actor=actor)
        return add_drive(
            drive.device,
            actor=actor,
            serial_number=serial,
            model=new.model,
            technology=new.technology,
            size_bytes=new.size_bytes,
        )
