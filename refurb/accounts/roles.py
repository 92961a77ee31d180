"""The whole permission table: which role may do what.

"May this role do it?" is answered here; "may this device do it now?" by inventory.lifecycle; "is
this row theirs?" by each model's visible_to. All must say yes.
"""

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What somebody is in one organisation."""

    VOLUNTEER = "volunteer", _("Volunteer")
    WORKSHOP_LEAD = "workshop_lead", _("Workshop lead")
    SOCIAL_WORKER = "social_worker", _("Social worker")
    PARTNER_AGENT = "partner_agent", _("Partner agent")
    COORDINATOR = "coordinator", _("Coordinator")
    AUDITOR = "auditor", _("Auditor")
    ADMIN = "admin", _("Administrator")


class Permission(StrEnum):
    """One thing somebody may do, on the rows that are theirs unless it says all."""

    SEE_DEVICES = "see_devices"  # that the organisation stewards or holds
    SEE_ALL_DEVICES = "see_all_devices"
    SEE_EVIDENCE = "see_evidence"  # raw hardware reports
    RECEIVE = "receive"  # donors, donations, devices in
    READ_HARDWARE = "read_hardware"  # hardware reports in
    SEE_DONATIONS = "see_donations"
    SEE_ALL_DONATIONS = "see_all_donations"
    WORK = "work"  # wipe, repair, check, move
    LEAD = "lead"  # recycle, reopen, revert what others did, accept wipes, edit check lists
    CERTIFY = "certify"  # issue certificates of erasure
    SEE_WIPE_POLICY = "see_wipe_policy"  # what one's workshop accepts as a wipe, or all
    SET_WIPE_POLICY = "set_wipe_policy"  # what one's workshop, or any for an admin, accepts
    LOSE = "lose"  # say that a device is lost
    REPORT_FAULT = "report_fault"  # on an allocated device
    TAKE_BACK = "take_back"
    SEE_INCIDENTS = "see_incidents"
    RESOLVE_INCIDENTS = "resolve_incidents"  # take, note, close
    NOMINATE = "nominate"
    SEE_NOMINATIONS = "see_nominations"  # that the organisation brought
    SEE_ALL_NOMINATIONS = "see_all_nominations"
    DECIDE = "decide"  # accept and reject nominations
    SEE_WAITING_LIST = "see_waiting_list"
    ALLOCATE = "allocate"
    SEE_RUNS = "see_runs"
    HAND_OVER = "hand_over"  # what the organisation holds
    REPORT_DELIVERIES = "report_deliveries"  # that happened already: recorded, never refused
    PREPARE = "prepare"  # read the sheets of what is set aside; who works marks it as prepared
    SHIP = "ship"  # send devices to partners together
    SETTLE = "settle"  # irregularities of what others reported
    SEE_RECEIPTS = "see_receipts"
    SEE_ALL_RECEIPTS = "see_all_receipts"
    SEE_POLICIES = "see_policies"
    EDIT_POLICY = "edit_policy"  # draft and publish the rule of priority
    EDIT_TEXTS = "edit_texts"  # what receipts and information notices say
    SEE_AUDIT = "see_audit"
    SEE_COLLEAGUES = "see_colleagues"  # who belongs to the organisation, and who is invited
    SEE_ACCESS_LOG = "see_access_log"  # who was shown which household
    REACH_RECEIVERS = "reach_receivers"  # name and phone of whom a device that one holds is for
    SEE_PEOPLE = "see_people"  # the same, of every organisation
    INVITE = "invite"  # into roles of GIVES, where one sees people
    MANAGE_MEMBERS = "manage_members"  # end memberships and change roles, of roles in GIVES
    MANAGE_PEOPLE = "manage_people"  # close accounts, write organisations
    SEE_REFERRALS = "see_referrals"  # of one's nominations, and sent to one's organisation
    REFER = "refer"  # a household to training, or to help with the connection
    ANSWER_REFERRALS = "answer_referrals"  # sent to one's organisation; a coordinator any
    SET_OFFERS = "set_offers"  # in which communes one's organisation offers help, or any one
    SEE_APPOINTMENTS = "see_appointments"  # of one's nominations, or at one's organisation
    BOOK = "book"  # appointments there: when a household collects, or is brought, its machine
    SET_RECEIVING = "set_receiving"  # when one's organisation receives households, or any one
    SEE_TASKS = "see_tasks"  # long work: one's own, a lead's workshop's, all for those above
    COUNT = "count"  # figures without names, small ones hidden


class Scope(models.TextChoices):
    """What an API token is limited to, below its membership."""

    FULL = "full", _("All that the membership may")
    BENCH = "bench", _("Post reports and read devices")
    PARTNER = "partner", _("Report deliveries")
    READ = "read", _("Read only")


P = Permission
_VOLUNTEER = frozenset(
    {P.SEE_DEVICES, P.SEE_EVIDENCE, P.RECEIVE, P.READ_HARDWARE, P.SEE_DONATIONS, P.WORK}
    | {P.REPORT_FAULT, P.TAKE_BACK, P.HAND_OVER, P.SHIP, P.SEE_RECEIPTS, P.COUNT}
    | {P.SEE_TASKS, P.SEE_WIPE_POLICY, P.PREPARE, P.SEE_APPOINTMENTS, P.BOOK}
)

MAY: dict[Role, frozenset[Permission]] = {
    Role.VOLUNTEER: _VOLUNTEER,
    Role.WORKSHOP_LEAD: _VOLUNTEER
    | {P.LEAD, P.LOSE, P.SEE_INCIDENTS, P.RESOLVE_INCIDENTS, P.CERTIFY, P.SET_WIPE_POLICY}
    | {P.SEE_COLLEAGUES, P.INVITE, P.MANAGE_MEMBERS, P.SET_RECEIVING},
    Role.SOCIAL_WORKER: frozenset(
        {P.NOMINATE, P.SEE_NOMINATIONS, P.SEE_RECEIPTS, P.COUNT, P.SEE_COLLEAGUES, P.INVITE}
        | {P.SET_OFFERS, P.SEE_REFERRALS, P.REFER, P.ANSWER_REFERRALS}
        | {P.SEE_APPOINTMENTS, P.BOOK}
    ),
    Role.PARTNER_AGENT: frozenset(
        {P.SEE_DEVICES, P.LOSE, P.REPORT_FAULT, P.TAKE_BACK, P.HAND_OVER}
        | {P.REPORT_DELIVERIES, P.SEE_RECEIPTS, P.COUNT, P.REACH_RECEIVERS, P.SET_OFFERS}
        | {P.SEE_REFERRALS, P.ANSWER_REFERRALS}
        | {P.SEE_APPOINTMENTS, P.BOOK, P.SET_RECEIVING}
    ),
    Role.COORDINATOR: frozenset(
        {P.SEE_DEVICES, P.SEE_ALL_DEVICES, P.SEE_EVIDENCE, P.SEE_DONATIONS, P.SEE_ALL_DONATIONS}
        | {P.SEE_INCIDENTS, P.RESOLVE_INCIDENTS, P.SEE_NOMINATIONS, P.SEE_ALL_NOMINATIONS, P.DECIDE}
        | {P.SEE_WAITING_LIST, P.ALLOCATE, P.SEE_RUNS, P.HAND_OVER, P.SHIP, P.PREPARE}
        | {P.REPORT_DELIVERIES, P.SETTLE, P.SEE_RECEIPTS, P.SEE_ALL_RECEIPTS, P.SEE_POLICIES}
        | {P.SEE_AUDIT, P.SEE_PEOPLE, P.COUNT, P.SEE_COLLEAGUES, P.INVITE, P.SEE_TASKS}
        | {P.SEE_ACCESS_LOG, P.REACH_RECEIVERS, P.SEE_WIPE_POLICY, P.EDIT_POLICY, P.SET_OFFERS}
        | {P.SEE_REFERRALS, P.REFER, P.ANSWER_REFERRALS}
        | {P.SEE_APPOINTMENTS, P.BOOK, P.SET_RECEIVING}
    ),
    Role.AUDITOR: frozenset(
        {P.SEE_DEVICES, P.SEE_ALL_DEVICES, P.SEE_EVIDENCE, P.SEE_INCIDENTS, P.SEE_RUNS}
        | {P.SEE_POLICIES, P.SEE_WIPE_POLICY, P.COUNT}
    ),
    Role.ADMIN: frozenset(
        {P.SEE_AUDIT, P.SEE_PEOPLE, P.SEE_POLICIES, P.SEE_TASKS, P.COUNT}
        | {P.SEE_COLLEAGUES, P.INVITE, P.MANAGE_MEMBERS, P.MANAGE_PEOPLE}
        | {P.SEE_WIPE_POLICY, P.SET_WIPE_POLICY, P.EDIT_TEXTS, P.SET_OFFERS}
    ),
}
# Which roles somebody may give to others, and take from them.
GIVES: dict[Role, frozenset[Role]] = {
    Role.WORKSHOP_LEAD: frozenset({Role.VOLUNTEER, Role.WORKSHOP_LEAD}),
    Role.SOCIAL_WORKER: frozenset({Role.SOCIAL_WORKER}),
    Role.COORDINATOR: frozenset(
        {Role.VOLUNTEER, Role.WORKSHOP_LEAD, Role.SOCIAL_WORKER, Role.PARTNER_AGENT}
    ),
    Role.ADMIN: frozenset(Role),
}
# What an organisation must be for somebody to have a role in it: the flag of its row.
NEEDS: dict[Role, str] = {
    Role.VOLUNTEER: "is_workshop",
    Role.WORKSHOP_LEAD: "is_workshop",
    Role.SOCIAL_WORKER: "is_social_service",
    Role.PARTNER_AGENT: "is_partner",
    Role.COORDINATOR: "is_coordination",
    Role.AUDITOR: "is_coordination",
    Role.ADMIN: "is_coordination",
}
# Who holds one of these logs in with a second factor, whatever role they act in.
NEEDS_SECOND_FACTOR = frozenset({Role.COORDINATOR, Role.ADMIN})
# What a token lets through of what its membership may; one to read is limited by method, to GET.
LETS_THROUGH: dict[Scope, frozenset[Permission]] = {
    Scope.FULL: frozenset(Permission),
    Scope.READ: frozenset(Permission),
    Scope.BENCH: frozenset(
        {P.SEE_DEVICES, P.SEE_ALL_DEVICES, P.SEE_DONATIONS, P.SEE_ALL_DONATIONS, P.READ_HARDWARE}
    ),
    Scope.PARTNER: frozenset(
        {P.SEE_DEVICES, P.HAND_OVER, P.REPORT_DELIVERIES, P.SEE_RECEIPTS}
        # what follows when a device comes back broken, or not at all
        | {P.REPORT_FAULT, P.LOSE}
    ),
}
