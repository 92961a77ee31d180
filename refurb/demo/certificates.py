"""What each workshop's lead certifies: donations for their donors, some machines on their own."""

# ruff: noqa: RUF001 - French is written with the typographic apostrophe.

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from inventory.certifying import CertificateRefused, certify_device, certify_donation
from inventory.lifecycle import State
from inventory.models import Device, Donation
from inventory.regulating import set_policy
from inventory.sanitisation import STRICT
from refurb.demo.bench import Bench
from refurb.demo.story import DAY, HOUR, Life, Story

DONATIONS = 4  # of each workshop
MACHINES = 3
# Passes that take days and that no drive of today needs.
SLOW = {"Gutmann Wipe", "Bruce Schneier 7-Pass", "RCMP TSSIT OPS-II"}


def certify(story: Story, benches: Iterable[Bench]) -> Life:
    """Set a policy at first; certify some donations two weeks before the end, and again after."""
    yield HOUR
    first, *_others = benches = list(benches)
    set_policy(
        first.workshop,
        replace(STRICT, methods=STRICT.methods - SLOW),
        reason="Trop lentes pour ce qu’elles ajoutent",
        actor=first.lead,
        seen_version=0,
    )
    yield max(HOUR, story.clock.end - 14 * DAY)
    for bench in benches:
        _certify_donations(bench)
    yield 10 * DAY
    for bench in benches:
        _certify_donations(bench)
        ready = Device.objects.filter(steward=bench.workshop, state=State.READY, kind="laptop")
        for device in ready.order_by("-pk")[:MACHINES]:
            certify_device(device, language="fr", actor=bench.lead)
            yield HOUR // 4


def _certify_donations(bench: Bench) -> None:
    """Certify the oldest donations, one of which nothing is proved or changed left out."""
    mine = Donation.objects.filter(organisation=bench.workshop).select_related("donor")
    for donation in mine.order_by("pk")[:DONATIONS]:
        try:
            certify_donation(donation, language=donation.donor.language, actor=bench.lead)
        except CertificateRefused:
            continue
