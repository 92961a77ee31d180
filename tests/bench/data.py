"""Seeded rows by the thousand, written in bulk: only benchmarks may go round the acts."""

from datetime import timedelta

from django.utils import timezone
from stdnum.iso7064 import mod_37_36

from distribution.models import Ground, Household, Nomination, Proof, RequestLine
from distribution.waiting_list.ranking import rank_all
from inventory.codes import ALPHABET
from inventory.lifecycle import State
from inventory.models import Device, DeviceEvent, Donation, Drive, Erasure
from inventory.receiving import NewDevice, register_device
from refurb.accounts.models import Membership
from refurb.statistics import refresh_statistics
from tests.cast import Cast, make_cast
from tests.makers import make_checked, make_donation, make_grounds, make_policy, make_ready

MODELS = (("Dell", "Latitude 7490"), ("HP", "EliteBook 840 G5"), ("Lenovo", "ThinkPad T480"))
STATES = (State.RECEIVED, State.WIPE, State.REPAIR, State.READY, State.DELIVERED)
EXPORTED, MOST_EXPORTED = "E-1", 5_000  # the shelf of those that the export's budget is about
WAITING_SHARE = 3  # one household for so many devices


def code_of(number: int) -> str:
    """Write a number as a code: eight characters and the one that checks them."""
    digits = ""
    for _place in range(8):
        number, digit = divmod(number, len(ALPHABET))
        digits = ALPHABET[digit] + digits
    return digits + str(mod_37_36.calc_check_digit(digits, ALPHABET))


def build(devices: int) -> Cast:
    """Make the cast, that many devices with a drive and an erasure each, and the waiting lines.

    The statistics are those of a night: they are younger than the day's rows in use as well.
    """
    cast = make_cast()
    make_policy()
    make_grounds()
    donation = make_donation(cast.tom)
    histories(make_devices(devices, donation, cast.tom), cast.tom)
    nominations(devices // WAITING_SHARE, cast.paula)
    rank_all()
    make_ready(cast.tom, cast.vera)
    long_lived = register_device(donation, NewDevice(kind="laptop", model="busy"), actor=cast.tom)
    for _check in range(10):
        make_checked(long_lived, cast.tom)
    refresh_statistics()
    return cast


def make_devices(count: int, donation: Donation, actor: Membership) -> list[Device]:
    """Make so many laptops, in all states in turn."""
    rows = [_device(number, donation, actor) for number in range(count)]
    return Device.objects.bulk_create(rows, batch_size=1000)


def _device(number: int, donation: Donation, actor: Membership) -> Device:
    maker, model = MODELS[number % len(MODELS)]
    at = timezone.now() - timedelta(minutes=number)
    return Device(
        code=code_of(number),
        donation=donation,
        steward=actor.organisation,
        holder=actor.organisation,
        kind="laptop",
        shelf=EXPORTED if number < MOST_EXPORTED else "",
        state=STATES[number % len(STATES)],
        state_since=at,
        received_at=at,
        manufacturer=maker,
        model=model,
        serial_number=f"SN{number:08d}",
        cpu="Intel Core i5-8350U",
        memory_bytes=8 * 1024**3,
    )


def histories(devices: list[Device], actor: Membership) -> None:
    """Receive each with a drive, and wipe that."""
    arrivals = DeviceEvent.objects.bulk_create(
        [
            DeviceEvent(device=d, verb="device.received", after="received", actor=actor)
            for d in devices
        ],
        batch_size=1000,
    )
    drives = Drive.objects.bulk_create(
        [
            Drive(
                device=arrival.device,
                serial_number=f"D{arrival.pk}",
                technology="ssd",
                size_bytes=256_000_000_000,
                arrived=arrival,
            )
            for arrival in arrivals
        ],
        batch_size=1000,
    )
    wipes = DeviceEvent.objects.bulk_create(
        [
            DeviceEvent(
                device=drive.device,
                verb="drive.erased",
                actor=actor,
                facts={"drive": "D", "technique": "block_erase", "result": "wiped"},
            )
            for drive in drives
        ],
        batch_size=1000,
    )
    Erasure.objects.bulk_create(
        [
            Erasure(
                drive=drive,
                event=wipe,
                category="purge",
                technique="block_erase",
                tool="hdparm",
                result="wiped",
                verification="sampled",
                by_hand=False,
                evidence_sha256="0" * 64,
                operator=actor.user,
            )
            for drive, wipe in zip(drives, wipes, strict=True)
        ],
        batch_size=1000,
    )


def nominations(count: int, actor: Membership) -> None:
    """Make so many households wait for a laptop each."""
    today, now = timezone.localdate(), timezone.now()
    place = {"street": "Rue Imaginaire 1", "postcode": "1030", "commune": "21015"}
    households = Household.objects.bulk_create(
        [
            Household(
                organisation=actor.organisation,
                surname=f"Nom{number}",
                first_name="Prénom",
                children=number % 4,
                children_at_school=number % 3 if number % 4 > 2 else 0,
                **place,
            )
            for number in range(count)
        ],
        batch_size=1000,
    )
    nominations = Nomination.objects.bulk_create(
        [
            Nomination(
                reference=f"NM-{number:06d}",
                organisation=actor.organisation,
                household=household,
                nominated_by=actor,
                state="waiting",
                submitted_at=now - timedelta(days=number % 400),
                informed_on=today,
                agreed_on=today,
                single_parent=number % 5 == 0,
            )
            for number, household in enumerate(households)
        ],
        batch_size=1000,
    )
    ground = Ground.objects.order_by("pk")[0]
    until = today + timedelta(days=100)
    Proof.objects.bulk_create(
        [
            Proof(
                nomination=nomination,
                ground=ground,
                kind="certificate",
                seen_on=today,
                seen_by=actor,
                valid_until=until,
            )
            for nomination in nominations
        ],
        batch_size=1000,
    )
    RequestLine.objects.bulk_create(
        [
            RequestLine(
                nomination=nomination,
                kinds=["laptop"],
                purpose="school",
                state="waiting",
                waiting_since=nomination.submitted_at,
            )
            for nomination in nominations
        ],
        batch_size=1000,
    )
