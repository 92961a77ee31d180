"""For each check constraint a change that breaks it alone, made behind the acts' backs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.db import models
from django.db.models import F
from django.utils import timezone

from distribution.institutions.quota import set_quota
from distribution.models import (
    Allocation,
    AllocationRun,
    Consignment,
    Criterion,
    DeliveryReport,
    Fingerprint,
    Ground,
    Handover,
    Household,
    HouseholdView,
    Institution,
    Irregularity,
    Notice,
    PairDecision,
    PaperText,
    PlaceTally,
    Policy,
    PolicyDraft,
    PossibleDuplicate,
    Proof,
    ReceivingHours,
    ReferralEvent,
    RequestLine,
    Return,
    RunLine,
    RunRecord,
    RunWhy,
    RunWish,
    WaitingPlace,
)
from inventory.models import Device, DeviceEvent, Donation, Donor, Drive, Erasure, Label, WipeResult
from inventory.models.bench import (
    Checklist,
    ChecklistItem,
    LockCheck,
    QualityCheck,
    RepairPart,
    RepairWork,
)
from inventory.models.drive import Destruction
from inventory.models.incident import IncidentNote
from inventory.models.label import LabelShift
from inventory.regulating import set_policy
from inventory.sanitisation import STRICT
from refurb.accounts.models import ApiToken, Invitation, Membership, Organisation, User
from refurb.accounts.sessions import BrowserSession
from refurb.accounts.tokens import create_token
from refurb.audit.models import Entry
from refurb.jobs.models import JobLine
from refurb.saved_filters.models import SavedFilter
from tests.access.world import World

NOW, TODAY = timezone.now(), timezone.localdate()
LONG_AGO = date(1990, 1, 1)
# The name of a constraint → a row, and what can't be written there.
Violations = dict[str, tuple[models.Model, dict[str, Any]]]
# Constraints that no change breaks alone, and what says the same.
SAID_ELSEWHERE = {
    "handover_signature_known": "handover_is_signed",
    "counter_not_negative": "the column's own check",
}


def newest[M: models.Model](model: type[M]) -> M:
    """Give a row of the world."""
    return model._default_manager.latest("pk")  # noqa: SLF001  Django's public API


def violations(world: World) -> Violations:
    """Name a violation of each constraint; rows that the world lacks are made for it."""
    found: Violations = {}
    for part in (
        _accounts,
        _intake,
        _bench,
        _proof,
        _requests,
        _pairs,
        _institutions,
        _course,
        _desk,
        _papers,
        _floor,
    ):
        for row, broken in part(world):
            assert not broken.keys() & found.keys()
            found |= {name: (row, changes) for name, changes in broken.items()}
    return found


Part = Iterator[tuple[models.Model, dict[str, dict[str, Any]]]]


def _accounts(world: World) -> Part:
    create_token(world.cast.tom)
    nothing = dict.fromkeys(("workshop", "social_service", "partner", "coordination"), False)
    yield newest(User), {"user_theme_known": {"theme": "x"}}
    yield (
        newest(Organisation),
        {
            "organisation_is_something": {f"is_{name}": value for name, value in nothing.items()},
            "organisation_commune_is_refnis": {"commune": "x"},
            "organisation_number_not_a_persons": {"enterprise_number": "0199999999"},
            "organisation_protection_role_known": {"protection_role": "x"},
        },
    )
    yield newest(Membership), {"membership_role_known": {"role": "x"}}
    yield (
        newest(BrowserSession),
        {"session_browser_known": {"browser": "x"}, "session_system_known": {"system": "x"}},
    )
    yield newest(ApiToken), {"token_scope_known": {"scope": "x"}}
    yield (
        newest(Invitation),
        {"invitation_role_known": {"role": "x"}, "invitation_accepted_once": {"accepted_at": NOW}},
    )


def _intake(world: World) -> Part:
    yield (
        newest(Donor),
        {"donor_has_a_name": {"name": ""}, "donor_commune_is_refnis": {"commune": "x"}},
    )
    yield (
        newest(Donation),
        {
            "donation_purpose_known": {"purpose": "x"},
            "donation_earmark_whole": {"earmark": "commune"},
        },
    )
    yield (
        world.own.device,
        {
            "device_state_known": {"state": "x"},
            "device_kind_known": {"kind": "x"},
            "device_code_formed": {"code": "ILOU"},
            "device_grade_known": {"grade": "X"},
            "device_words_known": {"keyboard": "x"},
        },
    )
    yield (
        newest(DeviceEvent),
        {
            "event_states_known": {"after": "x"},
            "event_by_somebody_or_a_rule": {"actor": None},
            "event_names_a_verb": {"verb": ""},
        },
    )
    yield (
        world.own.intake,
        {
            "intake_kind_known": {"kind": "x"},
            "intake_planned_sane": {"planned": 0},
            "intake_labelling_known": {"labelling": "x"},
        },
    )
    on_it = {"device": world.own.device, "bound_at": NOW}
    yield (
        newest(Label),
        {
            "label_code_formed": {"code": "x"},
            "label_bound_at_a_moment": {"bound_at": NOW},
            "label_bound_or_void": on_it | {"voided_at": NOW},
        },
    )
    shift = LabelShift(organisation=world.cast.tom.organisation, right_mm=0, down_mm=0)
    shift.save()
    yield shift, {"shift_within_a_centimetre": {"right_mm": 11}}


def _bench(world: World) -> Part:
    own, tom = world.own, world.cast.tom
    event = DeviceEvent.objects.filter(device=own.device).earliest("pk")
    yield (
        own.repair,
        {
            "repair_closed_with_an_outcome": {"outcome": "fixed"},
            "repair_names_a_fault": {"fault": ""},
        },
    )
    work = RepairWork.objects.create(repair=own.repair, event=event, done="glue", worker=tom.user)
    yield work, {"repair_minutes_sane": {"minutes": 0}, "repair_work_in_words": {"done": ""}}
    part = RepairPart.objects.create(repair=own.repair, part="hinge", source="stock")
    yield (
        part,
        {
            "part_is_named": {"part": ""},
            "part_quantity_sane": {"quantity": 0},
            "part_source_known": {"source": "x"},
            "part_cost_sane": {"cost": -1},
        },
    )
    mine = {"organisation": tom.organisation, "created_by": tom, "version": 1}
    checklist = Checklist.objects.create(kind="laptop", **mine)
    texts = {f"text_{language}": "hinge" for language in ("fr", "nl", "de", "en")}
    item = ChecklistItem.objects.create(checklist=checklist, code="hinge", position=1, **texts)
    yield checklist, {"checklist_kind_known": {"kind": "x"}}
    yield item, {"item_in_four_languages": {"text_de": ""}}
    yield (
        newest(QualityCheck),
        {
            "passed_check_is_graded": {"grade": ""},
            "check_battery_percent_sane": {"battery_percent": 121},
        },
    )
    yield newest(LockCheck), {"lock_known": {"lock": "x"}}


def _proof(world: World) -> Part:
    own, tom, vera = world.own, world.cast.tom.user, world.cast.vera.user
    yield (
        own.drive,
        {
            "drive_technology_known": {"technology": "x"},
            "drive_left_by_an_event": {"status": "lost"},
        },
    )
    verified = {"verifier": vera, "verified_by": own.erasure.event}
    reset = {"technique": "encrypted_reset", "category": "purge", "encryption_seen": None}
    yield (
        Erasure.objects.get(pk=own.erasure.pk),
        {
            "erasure_verifier_is_not_operator": verified | {"verifier": tom},
            "erasure_words_known": {"result": "x"},
            "erasure_category_of_technique": {"category": "clear"},
            "erasure_by_a_tool_has_evidence": {"by_hand": False},
            "erasure_verified_somehow": verified | {"verification": "none"},
            "erasure_ends_after_it_starts": {"started_at": NOW + timedelta(days=1)},
            "erasure_accepted_by_another": verified | {"accepted": True},
            "erasure_rejected_by_another": {"rejecter": vera},
            "erasure_reset_of_encrypted": reset,
        },
    )
    drive = newest(Drive)
    gone = Destruction.objects.create(
        drive=drive, event=drive.arrived, method="shred", document="D 1", recorded_by=tom
    )
    yield (
        gone,
        {
            "destruction_method_known": {"method": "x"},
            "destruction_is_proved": {"document": ""},
            "destruction_seen_by_another": {"witness": tom},
        },
    )
    yield (
        own.incident,
        {"incident_kind_known": {"kind": "x"}, "incident_resolved_with_words": {"resolution": "x"}},
    )
    note = IncidentNote.objects.create(incident=own.incident, author=world.cast.lea, text="seen")
    yield note, {"incident_note_in_words": {"text": ""}}
    yield (
        own.photo,
        {
            "photo_about_known": {"about": "x"},
            "photo_of_a_wipe_is_proof": {"erasure": own.erasure},
            "photo_of_a_check_is_a_defect": {"item": "screen"},
            "photo_of_a_repair_is_a_fault": {"repair": own.repair},
        },
    )
    yield (
        newest(WipeResult),
        {
            "wipe_result_matched_by_an_erasure": {"erasure": None},
            "wipe_result_words_known": {"verdict": "x"},
        },
    )
    yield own.wipe_log, {"wipe_log_format_known": {"format": "x"}}
    yield own.certificate, {"certificate_numbers_from_one": {"number": 0}}
    yield (
        own.certificate.lines.get(),
        {
            "certificate_outcome_known": {"outcome": "x"},
            "certificate_sanitised_by_an_erasure": {"erasure": None},
        },
    )
    lead = world.cast.lea
    looser = replace(STRICT, flash=STRICT.techniques)
    policy = set_policy(lead.organisation, looser, reason="board", actor=lead, seen_version=0)
    yield (
        policy,
        {
            "sanitisation_policy_reads_back": {"least_verification": "none"},
            "sanitisation_policy_says_why": {"reason": ""},
        },
    )


def _requests(world: World) -> Part:
    yield (
        newest(Household),
        {
            "household_commune_is_refnis": {"commune": "x"},
            "household_has_an_adult": {"adults": 0},
            "household_school_children_are_children": {"children_at_school": 9},
        },
    )
    yield (
        RequestLine.objects.get(nomination=world.own.nomination),
        {
            "line_state_known": {"state": "x"},
            "line_waits_since_a_date": {"waiting_since": None},
            "line_missed_twice_has_ended": {"missed": 2},
            "line_names_a_kind": {"kinds": []},
            "line_given_up_for_a_reason": {"given_up_because": "moved"},
            "line_words_known": {"purpose": "x"},
        },
    )
    yield (
        newest(WaitingPlace),
        {"place_is_explained": {"because": []}, "place_kind_known": {"kind": "x"}},
    )
    yield (
        newest(PlaceTally),
        {"tally_kind_known": {"kind": "x"}, "tally_counts_something": {"lines": 0}},
    )
    yield (
        newest(Ground),
        {
            "ground_named_in_four_languages": {"name_de": ""},
            "ground_ends_after_it_starts": {"active_to": LONG_AGO},
            "ground_validity_bounded": {"validity_days": 0},
        },
    )
    yield (
        newest(Proof),
        {
            "proof_valid_after_seen": {"valid_until": LONG_AGO},
            "proof_kind_known": {"kind": "x"},
            "proof_covers_known": {"covers": "x"},
        },
    )
    yield (
        newest(Criterion),
        {
            "criterion_named_in_four_languages": {"name_de": ""},
            "criterion_said_in_four_languages": {"sentence_nl": ""},
        },
    )
    yield (
        newest(Policy),
        {
            "policy_says_why": {"published_by": world.cast.anna, "reason": ""},
            "policy_counts_waiting": {"points_per_month": 0},
        },
    )
    yield (
        newest(PolicyDraft),
        {"one_policy_draft": {"id": 2}, "draft_part_known": {"changed_part": "x"}},
    )
    yield (
        PaperText.objects.create(
            kind="notice", language="fr", version=2, words={}, written_by=world.cast.ada
        ),
        {"paper_text_kind_known": {"kind": "x"}, "paper_text_after_the_first": {"version": 1}},
    )


def _pairs(world: World) -> Part:
    pair = newest(PossibleDuplicate)
    anna = world.cast.anna
    yield newest(Fingerprint), {"fingerprint_kind_and_key_known": {"kind": "x"}}
    yield (
        pair,
        {
            "pair_in_order": {"second": F("first")},
            "pair_met_somehow": {"same_person": False, "same_address": False, "score": 0},
            "pair_open_or_decided": {"state": "same"},
        },
    )
    decision = PairDecision.objects.create(
        pair=pair, state="different", because="namesakes", decided_by=anna
    )
    yield decision, {"pair_decided_for_a_fitting_reason": {"because": "moved"}}


def _institutions(world: World) -> Part:
    yield (
        newest(Institution),
        {
            "institution_kind_known": {"kind": "x"},
            "institution_commune_is_refnis": {"commune": "x"},
            "institution_number_not_a_persons": {"enterprise_number": "x"},
        },
    )
    quota = set_quota(1, "agreed with the services", actor=world.cast.anna)
    yield (
        quota,
        {
            "institution_quota_bounded": {"machines": 10_001},
            "institution_quota_says_why": {"reason": ""},
        },
    )


def _course(world: World) -> Part:
    anna = world.cast.anna
    asked = {"exception_asked_by": anna, "exception_asked_at": NOW, "exception_reason": "broken"}
    alone = {"exception_approved_by": anna, "exception_approved_at": NOW}
    yield (
        world.own.nomination,
        {
            "nomination_state_known": {"state": "x"},
            "nomination_of_a_household_or_an_institution": {"household": None},
            "nomination_informed_and_agreed": {"agreed_on": None},
            "nomination_project_has_a_date": {"project": "exam"},
            "rejected_with_a_reason": {"state": "rejected"},
            "nomination_decided_by_somebody": {"decision": "meets_rules"},
            "nomination_withdrawn_for_a_reason": {"state": "withdrawn"},
            "reviewed_by_another_coordinator": {"first_decided_by": anna},
            "exception_asked_for_a_reason": {"exception_asked_by": anna},
            "exception_approved_by_a_second_person": asked | alone,
            "nothing_goes_on_without_agreement": {"agreement_withdrawn_on": TODAY},
        },
    )
    yield (
        world.own.run,
        {
            "run_state_known": {"state": "x"},
            "run_confirmed_by_somebody": {"confirmed_by": anna},
            "run_can_be_repeated": {"state": "proposed", "input_sha256": ""},
            "run_stage_known": {"stage": "x"},
            "run_done_within_total": {"done": 1, "total": 0},
            "run_based_on_another": {"based_on": F("id")},
        },
    )
    yield newest(RunRecord), {"run_record_has_digests": {"sha256": ""}}
    a_pair = {"outcome": "pair", "why": None, "device": "D"}
    yield (
        _skipped_line(world.own.run),
        {
            "run_line_outcome_known": {"outcome": "x", "why": None},
            "pair_of_a_run_has_a_device": {"device": "D"},
            "skipped_line_says_why": {"why": None},
            "run_line_change_known": {"change": "x"},
            "run_line_fate_known": a_pair | {"fate": "x"},
        },
    )
    line = RequestLine.objects.get(nomination=world.own.nomination)
    wish = RunWish(run=world.own.run, kind="pin", line=line, device=world.own.device)
    wish.because, wish.made_by = "place", anna
    wish.save()
    yield (
        wish,
        {
            "wish_kind_known": {"kind": "x"},
            "wish_has_a_reason": {"because": "x"},
            "wish_for_another_reason_says_which": {"because": "other"},
        },
    )
    yield (
        world.own.allocation,
        {
            "allocation_ended_somehow": {"ended_at": NOW},
            "allocation_has_a_reason": {"reason": ""},
            "companion_of_another": {"companion_to": F("id")},
            "allocation_refusal_known": {"refused_because": "looks"},
            "allocation_prepared_by_somebody": {"prepared_at": NOW},
            "allocation_packed_when_prepared": {"packed": ["mouse"]},
        },
    )


def _skipped_line(run: AllocationRun) -> RunLine:
    RunWhy.objects.create(run=run, number=99)
    return RunLine.objects.create(run=run, outcome="skipped", place=99, line=0, number=1, why=99)


def _desk(world: World) -> Part:
    line = world.own.consignment.lines.get()
    yield newest(Consignment), {"consignment_goes_elsewhere": {"receiver": F("sender")}}
    yield (
        line,
        {
            "consignment_line_settled_by_somebody": {"settled_by": None},
            "damage_in_words": {"arrival": "damaged"},
        },
    )
    handover = newest(Handover)
    yield (
        handover,
        {
            "handover_terms_complete": {"loan_until": TODAY},
            "handover_deposit_of_a_loan": {"deposit_cents": 1},
            "handover_is_signed": {"signature_kind": "typed"},
        },
    )
    back = Return.objects.create(
        handover=handover, device=newest(Device), reason="slow", recorded_by=world.cast.tom
    )
    another = Allocation.objects.exclude(pk=handover.allocation_id)[0]
    yield back, {"return_of_one_thing": {"companion": another}, "return_says_why": {"reason": ""}}
    report = DeliveryReport.objects.create(
        allocation=another, because="later", reported_by=world.cast.petra
    )
    yield report, {"delivery_happened_or_says_why": {"because": ""}}
    yield (
        newest(Irregularity),
        {
            "irregularity_code_known": {"code": "x"},
            "irregularity_of_one_fact": {"report": report},
            "irregularity_resolved_with_words": {"resolution": "x"},
        },
    )


def _papers(world: World) -> Part:
    receipt = world.own.receipt
    yield (
        receipt,
        {
            "receipt_numbers_from_one": {"number": 0},
            "receipt_corrects_with_words": {"corrected_because": "x"},
            "receipt_corrects_another": {"supersedes": F("id"), "corrected_because": "x"},
            "receipt_has_a_digest": {"sha256": "x"},
        },
    )
    yield (
        world.own.paper,
        {
            "paper_superseded_with_words": {"because": "x"},
            "paper_supersedes_another": {"supersedes": F("id"), "because": "x"},
        },
    )
    yield (
        newest(Notice),
        {"notice_code_known": {"code": "x"}, "notice_read_by_somebody": {"read_at": NOW}},
    )
    yield (
        world.own.referral,
        {
            "referral_service_known": {"service": "x"},
            "referral_ended_fittingly": {"outcome": "helped"},
            "referral_sent_before_answered": {"state": "accepted", "sent_at": None},
            "referral_sent_with_consent": {"consented_on": None},
        },
    )
    yield newest(ReferralEvent), {"referral_event_state_known": {"state": "x"}}
    yield (
        world.own.appointment,
        {
            "appointment_ended_somehow": {"state": "kept"},
            "appointment_cancelled_for_a_reason": {"reason": "mistake"},
            "appointment_ends_later": {"ends_at": None},
        },
    )
    yield (
        newest(ReceivingHours),
        {
            "receiving_hours_on_a_weekday": {"weekday": 8},
            "receiving_hours_end_later": {"closes": F("opens")},
            "receiving_hours_take_somebody": {"households": 0},
        },
    )
    household = world.own.nomination.household
    view = HouseholdView.objects.create(household=household, viewer=world.cast.paula, page="x")
    yield view, {"household_view_of_a_page": {"page": ""}}


def _floor(world: World) -> Part:
    yield newest(Entry), {"entry_names_a_verb": {"verb": ""}}
    yield world.own.job, {"job_state_known": {"state": "x"}, "job_done_within_total": {"done": 999}}
    yield newest(JobLine), {"line_outcome_known": {"outcome": "x"}}
    tom = world.cast.tom
    saved = SavedFilter.objects.create(
        owner=tom.user, organisation=tom.organisation, list="device-list", name="mine", query={}
    )
    yield saved, {"saved_filter_has_a_name": {"name": ""}}
