"""Makers of rows for tests: through the acts, so that what they make could have happened.

Each takes only what matters to the test.
"""

from __future__ import annotations

from datetime import time, timedelta
from io import BytesIO
from itertools import count
from typing import Any

from django.utils import timezone
from PIL import Image

from distribution.allocations.allocating import allocate
from distribution.appointments.arriving import arrive
from distribution.grounds import DEFAULT_GROUNDS
from distribution.handovers.handing_over import HandoverRefused, hand_over
from distribution.institutions.nominating import InstitutionNeed, nominate_institution
from distribution.models import (
    Allocation,
    Appointment,
    Criterion,
    Ground,
    Handover,
    Household,
    Institution,
    Nomination,
    Policy,
    Proof,
    Receipt,
    ReceivingHours,
    RequestLine,
)
from distribution.nominations.nominating import submit, write_draft
from distribution.policy.criteria import DEFAULT_CRITERIA
from distribution.priority import DEFAULT_POINTS, DEFAULT_POINTS_PER_MONTH
from inventory.checking import NewCheck, record_check, record_locks
from inventory.checklist import items_for
from inventory.kinds import WITH_STORAGE, Kind, locks_of
from inventory.lifecycle import State, Transition
from inventory.models import Device, DevicePhoto, Donation, Donor, Drive
from inventory.models.photo import About
from inventory.moving import move_device
from inventory.photographing import NewPhoto, add_photo
from inventory.receiving import NewDevice, register_device, register_donation, register_donor
from inventory.reviewing import verify_erasure
from inventory.sanitisation import Result, Technique, Verification
from inventory.wiping import NewErasure, add_drive, record_erasure
from refurb.accounts.models import Membership, Organisation
from refurb.photos.pictures import prepare_picture

_serials = count(1)


def make_donation(actor: Membership, donor_name: str = "Invented Donor") -> Donation:
    """Receive a donation in the actor's workshop."""
    donor = register_donor(Donor(name=donor_name), actor=actor)
    donation = Donation(donor=donor, received_on=timezone.localdate())
    return register_donation(donation, actor=actor)


def make_device(
    actor: Membership, *, donation: Donation | None = None, kind: str = Kind.LAPTOP, **new: Any
) -> Device:
    """Receive a device, without drives, in state received."""
    # Tests may well give two devices one serial number: whoever does so knows it.
    new.setdefault("knows_twin", True)
    new = {"manufacturer": "Lenovo", "model": "ThinkPad T480"} | new
    return register_device(
        donation or make_donation(actor), NewDevice(kind=kind, **new), actor=actor
    )


def make_drive(device: Device, actor: Membership, **drive: Any) -> Drive:
    """Find an SSD in a device."""
    usual: dict[str, Any] = {
        "serial_number": f"SER{next(_serials):06d}",
        "technology": "ssd",
        "size_bytes": 256_000_000_000,
    }
    return add_drive(device, actor=actor, **(usual | drive))


def make_wiped(drive: Drive, operator: Membership, verifier: Membership) -> None:
    """Purge a drive, verified by a second person."""
    new = NewErasure(
        technique=Technique.BLOCK_ERASE,
        tool="hdparm",
        result=Result.WIPED,
        verification=Verification.SAMPLED,
    )
    verify_erasure(record_erasure(drive, new, actor=operator), actor=verifier)


def make_checked(device: Device, actor: Membership, grade: str = "B") -> None:
    """Pass the quality check and clear the locks."""
    locks = dict.fromkeys(locks_of(device.kind), True)
    if locks:
        record_locks(device, locks, actor=actor)
    items = dict.fromkeys(items_for(device.kind), "ok")
    check = NewCheck(items=items, grade=grade, os_name="Linux Mint 22", os_language="fr")
    record_check(device, check, actor=actor)


def make_ready(
    operator: Membership, verifier: Membership, *, kind: str = Kind.LAPTOP, **new: Any
) -> Device:
    """Take a device all the way to ready; a laptop of the standard class."""
    device = make_device(operator, kind=kind, **new)
    Device.objects.filter(pk=device.pk).update(memory_bytes=8 * 1024**3, cpu="Intel Core i5-8250U")
    if kind in WITH_STORAGE:
        make_wiped(make_drive(device, operator), operator, verifier)
    make_checked(device, operator)
    move_device(device, Transition.MARK_READY, actor=operator)
    device.refresh_from_db()
    assert device.state == State.READY
    return device


def make_picture(colour: str = "teal") -> bytes:
    """Draw what a phone would send."""
    written = BytesIO()
    Image.new("RGB", (40, 30), colour).save(written, "JPEG")
    return written.getvalue()


def make_photo(device: Device, actor: Membership, caption: str = "Scratch") -> DevicePhoto:
    """Take a photo of a known defect."""
    new = NewPhoto(prepare_picture(make_picture()), About.DEFECT, caption)
    return add_photo(device, new, actor=actor)


def make_grounds() -> None:
    """Make the default grounds, unless they are there."""
    for ground in DEFAULT_GROUNDS:
        Ground.objects.get_or_create(
            code=ground.code,
            defaults={
                "name_fr": ground.names.fr,
                "name_nl": ground.names.nl,
                "name_de": ground.names.de,
                "name_en": ground.names.en,
                "validity_days": ground.validity_days,
                "is_sensitive": ground.is_sensitive,
                "shown_as": ground.shown_as,
                "active_from": "2020-01-01",
            },
        )


def make_policy(version: int = 1, **grounds: int) -> Policy:
    """Publish the default policy; `grounds`: what counts besides, by code."""
    policy = Policy.objects.create(
        version=version,
        points_per_month=DEFAULT_POINTS_PER_MONTH,
        criterion_count=len(DEFAULT_CRITERIA) + len(grounds),
    )
    languages = ("fr", "nl", "de", "en")
    words = dict.fromkeys(
        (f"{kind}_{lang}" for kind in ("name", "sentence") for lang in languages), "A ground"
    )
    for code, points in grounds.items():
        Criterion.objects.create(policy=policy, code=code, points=points, **words)
    for criterion in DEFAULT_CRITERIA:
        texts = {f"name_{lang}": getattr(criterion.names, lang) for lang in languages}
        texts |= {f"sentence_{lang}": getattr(criterion.sentences, lang) for lang in languages}
        points = DEFAULT_POINTS.get(criterion.code, 0)
        Criterion.objects.create(policy=policy, code=criterion.code, points=points, **texts)
    return policy


def make_household_of(
    surname: str = "Inventée", first_name: str = "Fatima", **details: Any
) -> Household:
    """Describe a household of three in Schaerbeek, unsaved."""
    usual: dict[str, Any] = {
        "street": "Rue Imaginaire 12",
        "postcode": "1030",
        "commune": "21015",
        "phone": "0470 00 00 00",
        "adults": 1,
        "children": 2,
    }
    return Household(surname=surname, first_name=first_name, **(usual | details))


def make_proof() -> Proof:
    """See a proof of the first ground, valid for half a year; unsaved."""
    today = timezone.localdate()
    ground = Ground.objects.order_by("code")[0]
    until = today + timedelta(days=180)
    return Proof(ground=ground, kind="certificate", seen_on=today, valid_until=until)


def make_draft(
    actor: Membership,
    *,
    surname: str = "Inventée",
    household: Household | None = None,
    kinds: tuple[str, ...] = (Kind.LAPTOP,),
    with_proof: bool = True,
    **circumstances: Any,
) -> Nomination:
    """Draft a nomination that meets every rule; `with_proof=False` leaves out the proof."""
    make_grounds()
    today = timezone.localdate()
    household = household or make_household_of(surname)
    told = {"informed_on": today, "informed_language": "fr", "agreed_on": today}
    nomination = Nomination(**(told | circumstances))
    line = RequestLine(kinds=list(kinds), purpose="school")
    proofs = [make_proof()] if with_proof else []
    return write_draft(nomination, household, [line], proofs, actor=actor)


def make_nomination(actor: Membership, **draft: Any) -> Nomination:
    """Submit a nomination; it waits when every rule holds."""
    return submit(make_draft(actor, **draft), actor=actor)


def make_institution(
    actor: Membership,
    name: str = "Bibliothèque Inventée",
    enterprise_number: str = "",
    **need: Any,
) -> Nomination:
    """Nominate a library in Schaerbeek for two desktops."""
    library = Institution(
        name=name,
        kind="library",
        enterprise_number=enterprise_number,
        street="Rue Imaginaire 40",
        postcode="1030",
        commune="21015",
        email="library@example.org",
    )
    asked: dict[str, Any] = {"machines": 2, "kinds": (Kind.DESKTOP,)} | need
    return nominate_institution(library, InstitutionNeed(**asked), actor=actor)


def make_allocation(coordinator: Membership, nomination: Nomination, device: Device) -> Allocation:
    """Allocate a ready device to the nomination's first line by hand."""
    line = nomination.lines.get(number=1)
    return allocate(line, device, reason="first in line", actor=coordinator)


def make_hours(place: Organisation, households: int = 2) -> None:
    """Let a place receive so many households each day from nine to noon."""
    ReceivingHours.objects.bulk_create(
        ReceivingHours(
            organisation=place,
            weekday=day,
            opens=time(9),
            closes=time(12),
            households=households,
        )
        for day in range(1, 8)
    )


def make_handover(
    allocation: Allocation, actor: Membership, language: str = "fr", signed: str = "typed"
) -> Receipt:
    """Hand over as a gift, signed by a typed name, or otherwise."""
    handover = Handover(
        handed_over_on=timezone.localdate(),
        place="EPN de la Gare",
        receiver_name="Fatima Inventée",
        works=True,
        signature_kind=signed,
        signed_by_name="Fatima Inventée" if signed == "typed" else "",
    )
    try:
        return hand_over(allocation, handover, language=language, actor=actor)
    except HandoverRefused as refused:
        if [each.code for each in refused.reasons] != ["not_expected"]:
            raise
    make_arrival(allocation, actor)
    return hand_over(allocation, handover, language=language, actor=actor)


def make_arrival(allocation: Allocation, actor: Membership) -> Appointment:
    """Say that whoever a machine is for has come to the actor's organisation."""
    return arrive(allocation.line.nomination, allocation.device.holder, actor=actor)
