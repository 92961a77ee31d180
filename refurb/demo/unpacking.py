"""Machines that two people began to unpack on the last afternoon, and go on with tomorrow."""

from __future__ import annotations

from inventory.codes import new_code
from inventory.kinds import Keyboard, Kind
from inventory.models import Donation, Donor
from inventory.models.intake import Labelling
from inventory.receiving import register_donation, register_donor
from inventory.unpacking import Found, Plan, choose_labelling, receive_next, start_intake
from refurb.demo.bench import Bench
from refurb.demo.clock import MINUTES_A_DAY
from refurb.demo.donors import GIVERS, make_donor
from refurb.demo.story import Life

GIVER = GIVERS[4]
MACHINES, DONE = 12, 5
LOOKS = ("good", "good", "fair", "good", "poor")


def half_unpacked(bench: Bench) -> Life:
    """Receive five of twelve notebooks, with the donor's list of serial numbers."""
    yield bench.story.clock.end - MINUTES_A_DAY // 4
    actor = bench.anyone()
    known = Donor.objects.filter(organisation=bench.workshop, name=GIVER.name).first()
    donor = known or register_donor(make_donor(GIVER, bench.rng), actor=actor)
    donation = Donation(donor=donor, received_on=bench.story.clock.today)
    donation = register_donation(donation, actor=actor)
    serials = [f"5CD{bench.rng.randint(1000000, 9999999)}" for _each in range(MACHINES)]
    facts = {
        "manufacturer": "HP",
        "model": "ProBook 450 G8",
        "cpu": "Intel Core i5-1135G7",
        "memory_bytes": 8 * 1024**3,
        "keyboard": Keyboard.BE_AZERTY.value,
        "screen_inches": "15.6",
        "has_charger": True,
        "shelf": "A1",
        "drive": "nvme",
        "drive_bytes": 256 * 10**9,
    }
    plan = Plan(Kind.LAPTOP.value, MACHINES, facts, serials)
    row = start_intake(donation, plan, actor=actor)
    row = choose_labelling(row, Labelling.AFTER, actor=actor)
    for serial, look in zip(serials[:DONE], LOOKS, strict=True):
        yield bench.story.between(2, 6)
        code = new_code(bench.rng.choice)
        found = Found(code=code, serial_number=serial, first_impression=look)
        receive_next(row, found, actor=bench.anyone())
