"""A bench kit's report in each workshop: SSDs that an overwrite did not purge, sanitized since."""

from __future__ import annotations

import json
from datetime import timedelta

from inventory.lifecycle import State
from inventory.models import Drive
from inventory.models.drive import DriveStatus
from inventory.proving import store_wipe_log
from refurb.demo.bench import Bench
from refurb.demo.story import DAY, Life, Story

MOST = 2
# technology → what was asked of the drive, with what, and what the drive answers
ASKED = {
    "nvme": ("crypto_erase", "nvme-cli 2.11", {"source": "nvme_sanitize_log", "sstat": 0x101}),
    "ssd": (
        "block_erase",
        "hdparm 9.65",
        {"source": "ata_sanitize_status", "count": 0x8000, "aborted": False},
    ),
}


def send_sanitize_reports(story: Story, benches: dict[str, Bench]) -> Life:
    """Send one report a workshop on the last day: its lead has to look at these drives."""
    yield story.clock.end - DAY
    for bench in benches.values():
        waiting = Drive.objects.filter(
            device__steward=bench.workshop,
            device__state=State.WIPE,
            status=DriveStatus.PRESENT,
            technology__in=ASKED,
        )
        drives = [_shown(story, drive) for drive in waiting.order_by("pk")[:MOST]]
        report = {"format": "refurb-sanitize", "version": 1, "kit": "0.1", "drives": drives}
        if drives:
            volunteer = next(one for one in bench.team if one != bench.lead)
            store_wipe_log(json.dumps(report).encode(), actor=volunteer)


def _shown(story: Story, drive: Drive) -> dict[str, object]:
    operation, tool, status = ASKED[drive.technology]
    now = story.clock.now
    return {
        "serial": drive.serial_number,
        "serial_after": drive.serial_number,
        "model": drive.model,
        "operation": operation,
        "tool": tool,
        "started_at": (now - timedelta(minutes=4)).isoformat(),
        "ended_at": now.isoformat(),
        "status": status,
        "read_back": None,
    }
