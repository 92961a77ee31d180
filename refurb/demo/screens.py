"""Screens that a donor replaced all at once: desktops that wait can leave with one."""

from __future__ import annotations

from inventory.kinds import Kind
from inventory.models import Donation, Donor
from inventory.receiving import register_donation, register_donor
from refurb.demo.bench import Bench
from refurb.demo.catalogue import MODELS
from refurb.demo.donors import GIVERS, make_donor
from refurb.demo.machines import build_machine
from refurb.demo.story import DAY, HOUR, Life

GIVER = GIVERS[8]


def many_screens(bench: Bench, count: int) -> Life:
    """Receive screens on the last day but one, after the last allocations, and finish them."""
    yield bench.story.clock.end - DAY - 4 * HOUR
    models = [model for model in MODELS if model.kind == Kind.MONITOR]
    actor = bench.anyone()
    known = Donor.objects.filter(organisation=bench.workshop, name=GIVER.name).first()
    donor = known or register_donor(make_donor(GIVER, bench.rng), actor=actor)
    donation = Donation(donor=donor, received_on=bench.story.clock.today)
    donation = register_donation(donation, actor=actor)
    for _each in range(count):
        yield bench.story.between(2, 6)
        machine = build_machine(bench.rng.choice(models), bench.rng)
        device = bench.receive(donation, machine, actor)
        bench.identify(device, machine)
        # In one go: whoever ties loose ends up meanwhile takes what lies half done on the bench.
        for _pause in bench.finish(device):
            continue
