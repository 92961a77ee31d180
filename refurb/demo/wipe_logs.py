"""A log of nwipe that each workshop sends in: drives proved, one that failed, one nobody knows."""

from __future__ import annotations

from inventory.lifecycle import State
from inventory.models import Drive
from inventory.models.drive import DriveStatus
from inventory.proving import store_wipe_log
from refurb.accounts.models import Organisation
from refurb.demo.bench import Bench
from refurb.demo.nwipe import Log, LoggedDrive
from refurb.demo.story import DAY, HOUR, Life, Story

MOST = 3  # drives on the wiping bench at once


def send_wipe_logs(story: Story, benches: dict[str, Bench]) -> Life:
    """Send one log a workshop, two days before the story ends."""
    yield story.clock.end - 2 * DAY
    for bench in benches.values():
        yield story.between(10, HOUR)
        known = [
            LoggedDrive(name=f"sd{letter}", serial=drive.serial_number, model=drive.model[:17])
            for letter, drive in zip("abc", _on_the_bench(bench.workshop), strict=False)
        ]
        bad = LoggedDrive(
            name="sdd", serial=f"DEMO{bench.workshop.code}1", model="WDC WD5000AAKX-0"
        )
        failed = LoggedDrive(
            name="sde",
            serial=f"DEMO{bench.workshop.code}2",
            model="ST500LM012 HN-M50",
            status="-FAILED-",
            errors=(3, 0, 0),
            flag="!",
            more=("  error: Write error on '/dev/sde' at offset 1048576",),
        )
        at = f"{story.clock.now:%Y/%m/%d %H:%M:%S}"
        log = Log(drives=(*known, bad, failed), at=at)
        store_wipe_log(log.text().encode(), actor=bench.anyone())


def _on_the_bench(workshop: Organisation) -> list[Drive]:
    waiting = Drive.objects.filter(
        device__steward=workshop, device__state=State.WIPE, status=DriveStatus.PRESENT
    )
    return list(waiting.exclude(serial_number="").order_by("-pk")[:MOST])
