"""Two of everything: one row for each organisation, made before anybody looks.

A test of secrecy first creates what could leak.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from hashlib import sha256
from uuid import uuid4

from django.test import Client
from django.utils import timezone

from distribution.consignments.shipping import receive_line, send_consignment
from distribution.deliveries import Arrival
from distribution.handovers.filing import file_paper
from distribution.models import (
    Allocation,
    AllocationRun,
    Appointment,
    Consignment,
    Irregularity,
    Nomination,
    PossibleDuplicate,
    Receipt,
    ReceivingHours,
    Referral,
    SignedPaper,
)
from distribution.policy.drafting import start_draft
from distribution.referrals.referring import Said as SaidOfReferral
from distribution.referrals.referring import refer
from distribution.runs.proposing import request_run
from distribution.waiting_list.ranking import RANKING
from inventory.batching import choose, start_batch
from inventory.binding import prepare_batch
from inventory.certifying import certify_device
from inventory.forecast import BulkAct
from inventory.lifecycle import Transition
from inventory.models import (
    Certificate,
    Device,
    DevicePhoto,
    Donation,
    Drive,
    Erasure,
    HardwareReport,
    Incident,
    Intake,
    LabelBatch,
    Repair,
    WipeLog,
)
from inventory.moving import Said, move_device
from inventory.proving import store_wipe_log
from inventory.repairing import open_repair
from inventory.unpacking import Plan, start_intake
from inventory.wiping import record_erasure
from refurb.accounts.inviting import Offer, invite
from refurb.accounts.models import Invitation, Membership
from refurb.accounts.offers import Service
from refurb.accounts.roles import Role
from refurb.accounts.sessions import BrowserSession
from refurb.demo.nwipe import Log, LoggedDrive
from refurb.jobs.models import Job
from refurb.photos.pictures import prepare_picture
from tests.cast import Cast, make_member, make_organisation
from tests.inventory.test_moving import PURGE
from tests.makers import (
    make_allocation,
    make_device,
    make_donation,
    make_draft,
    make_drive,
    make_handover,
    make_hours,
    make_institution,
    make_nomination,
    make_photo,
    make_picture,
    make_policy,
    make_ready,
)

INVITED = "the-secret-of-a-letter"  # the link of one invitation that works


@dataclass(frozen=True)
class Rows:
    """One organisation's rows; a social service has nominations, a workshop devices."""

    device: Device
    delivered: Device
    donation: Donation
    printed: LabelBatch
    intake: Intake
    drive: Drive
    erasure: Erasure
    repair: Repair
    photo: DevicePhoto
    report: HardwareReport
    wipe_log: WipeLog
    incident: Incident
    nomination: Nomination
    draft: Nomination
    submitted: Nomination
    institution: Nomination
    pair: PossibleDuplicate
    allocation: Allocation
    receipt: Receipt
    paper: SignedPaper
    referral: Referral
    appointment: Appointment
    run: AllocationRun
    consignment: Consignment
    irregularity: Irregularity
    member: Membership
    invitation: Invitation
    batch: Job
    job: Job
    session: str  # the name of one in addresses
    certificate: Certificate


def make_session(member: Membership) -> str:
    """Log somebody in at some other browser."""
    elsewhere = Client()
    elsewhere.force_login(member.user)
    return BrowserSession.objects.get(pk=elsewhere.session.session_key).handle


def make_rows(  # noqa: PLR0913, PLR0917  everybody has a part in it
    volunteer: Membership,
    colleague: Membership,
    lead: Membership,
    social: Membership,
    anna: Membership,
    holder: Membership | None = None,
) -> Rows:
    """Make one of everything; devices are held by `holder`'s organisation, when there is one."""
    donation = make_donation(volunteer, donor_name=f"Donor of {volunteer.organisation.code}")
    device = make_device(volunteer, donation=donation)
    drive = make_drive(device, volunteer)
    erasure = record_erasure(drive, PURGE, actor=volunteer)
    lost = make_device(volunteer, donation=donation)
    make_drive(lost, volunteer)
    move_device(lost, Transition.LOSE, actor=lead, said=Said(reason="gone"))
    report = HardwareReport.objects.create(
        organisation=volunteer.organisation,
        device=device,
        uploaded_by=volunteer,
        format="unknown",
        parser_version=1,
        uuid=uuid4(),
        raw=social.organisation.code.encode(),
        size_bytes=1,
        sha256=social.organisation.code,
    )
    logged = Log(drives=(LoggedDrive(serial=drive.serial_number),))
    allocated, delivered = make_ready(volunteer, colleague), make_ready(volunteer, colleague)
    if holder is not None:
        there = [device.pk, lost.pk, allocated.pk, delivered.pk]
        Device.objects.filter(pk__in=there).update(holder=holder.organisation)
    consignment = make_missing(volunteer, colleague, holder or anna, anna)
    surname = f"Secret{social.organisation.code}"
    served = make_nomination(social, surname=surname)
    certificate = certify_device(delivered, language="fr", actor=lead)
    given = make_allocation(anna, served, delivered)
    receipt = make_handover(given, holder or volunteer, signed="paper")
    awaited = make_allocation(anna, make_nomination(social, surname=surname), allocated)
    picture = prepare_picture(make_picture())
    return Rows(
        device=device,
        delivered=delivered,
        donation=donation,
        intake=start_intake(donation, Plan("laptop", 2), actor=volunteer),
        printed=prepare_batch(1, actor=volunteer),
        drive=drive,
        erasure=erasure,
        repair=open_repair(device, "hinge", actor=volunteer),
        photo=make_photo(device, volunteer),
        report=report,
        wipe_log=store_wipe_log(logged.text().encode(), actor=volunteer).log,
        incident=Incident.objects.get(device=lost),
        allocation=awaited,
        appointment=make_appointment(awaited, social),
        receipt=receipt,
        paper=file_paper(receipt, picture, actor=holder or volunteer),
        nomination=make_nomination(social, surname=surname),
        draft=make_draft(social, surname=surname),
        submitted=make_nomination(social, surname=surname, with_proof=False),
        institution=make_institution(social),
        pair=PossibleDuplicate.objects.of(served.household).latest("pk"),
        referral=make_referral(social, holder, surname),
        run=request_run(actor=anna),
        consignment=consignment,
        irregularity=consignment.lines.get().irregularities.get(),
        member=volunteer,
        invitation=make_invitation(lead, Role.VOLUNTEER, social.organisation.code),
        batch=choose(donation.devices.all(), actor=volunteer),
        job=make_labels(donation, volunteer),
        session=make_session(volunteer),
        certificate=certificate,
    )


def make_referral(social: Membership, holder: Membership | None, surname: str) -> Referral:
    """Refer a household to who holds the devices, else to a place of its own."""
    code = f"P{social.organisation.code}"
    place = holder.organisation if holder else make_organisation(code, code, is_partner=True)
    place.training_communes = ["21015"]
    place.save()
    said = SaidOfReferral(organisation=place, consented_on=timezone.localdate())
    return refer(make_nomination(social, surname=surname), Service.TRAINING, said, actor=social)


def make_appointment(allocation: Allocation, social: Membership) -> Appointment:
    """Expect a household now, at a place that receives people all day."""
    place, now = allocation.device.holder, timezone.now()
    if not ReceivingHours.objects.filter(organisation=place).exists():
        make_hours(place)
    return Appointment.objects.create(
        nomination=allocation.line.nomination,
        place=place,
        starts_at=now,
        ends_at=now + timedelta(hours=2),
        made_by=social,
    )


def make_invitation(actor: Membership, role: Role, name: str) -> Invitation:
    """Invite a colleague who has no account."""
    email = f"new.{name.casefold()}@example.org"
    return invite(Offer(email, actor.organisation, role, "en"), actor=actor)[0]


def make_labels(donation: Donation, volunteer: Membership) -> Job:
    """Have the labels of a donation printed as long work."""
    job = choose(donation.devices.all(), actor=volunteer)
    return start_batch(job, BulkAct.LABELS, actor=volunteer, format="L7160", start=1)


def make_ranking(anna: Membership) -> Job:
    """Ask for the waiting list to be ranked, as publishing a policy does; nobody is at it yet."""
    return Job.objects.create(kind=RANKING, requested_by=anna, parameters={"version": 1})


def make_missing(
    volunteer: Membership, colleague: Membership, receiver: Membership, anna: Membership
) -> Consignment:
    """Send a device that does not arrive."""
    device, today = make_ready(volunteer, colleague), timezone.localdate()
    sent = send_consignment(receiver.organisation, [device], sent_on=today, actor=volunteer)
    receive_line(sent.lines.get(), Arrival.MISSING, actor=anna)
    return sent


@dataclass(frozen=True)
class World:
    """The cast, their own rows, and those of others; the partner's own are apart."""

    cast: Cast
    own: Rows
    other: Rows
    at_partner: Rows
    invited_to_school: Invitation
    sessions: dict[Role, str]  # of each role, as it is played
    ranking: Job  # a coordinator's

    def rows(self, role: Role, *, own: bool) -> Rows:
        """Give the rows of a role's own organisation, or of others."""
        if not own:
            return self.other
        mine = replace(self.own, session=self.sessions[role])
        if role is Role.COORDINATOR:
            return replace(mine, job=self.ranking)
        if role is Role.SOCIAL_WORKER:
            # In the same rows the workshop's people are strangers to the school.
            return replace(mine, member=self.cast.paula, invitation=self.invited_to_school)
        if role is Role.PARTNER_AGENT:
            return replace(self.at_partner, session=mine.session, member=self.cast.petra)
        return mine


def make_world(cast: Cast) -> World:
    """Make the rows of the cast's workshop and school, of others, and what is at the partner."""
    make_policy()
    start_draft(actor=cast.anna)
    lead = make_member("Walter", Role.WORKSHOP_LEAD, cast.will.organisation)
    second = make_member("Wanda", Role.VOLUNTEER, cast.will.organisation)
    third = make_organisation("HULP", "Hulp", is_social_service=True)
    helper = make_member("Hilde", Role.SOCIAL_WORKER, third)
    invited = make_invitation(cast.paula, Role.SOCIAL_WORKER, "colleague")
    Invitation.objects.filter(pk=invited.pk).update(sha256=sha256(INVITED.encode()).hexdigest())
    return World(
        cast=cast,
        invited_to_school=invited,
        sessions={role: make_session(cast.of_role(role)) for role in Role},
        ranking=make_ranking(cast.anna),
        own=make_rows(cast.tom, cast.vera, cast.lea, cast.paula, cast.anna),
        other=make_rows(cast.will, second, lead, cast.olga, cast.anna),
        at_partner=make_rows(cast.will, second, lead, helper, cast.anna, holder=cast.petra),
    )
