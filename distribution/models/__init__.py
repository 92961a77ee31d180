"""Households, what is asked for them, what they are given."""

from distribution.models.allocation import Allocation
from distribution.models.appointment import Appointment, ReceivingHours
from distribution.models.consignment import Consignment, ConsignmentLine
from distribution.models.delivery import DeliveryReport, Irregularity
from distribution.models.duplicate import (
    Fingerprint,
    LikenessBlock,
    PairDecision,
    PossibleDuplicate,
)
from distribution.models.handover import Handover, Receipt, Return
from distribution.models.household import Household
from distribution.models.institution import Institution, InstitutionQuota
from distribution.models.nomination import Nomination
from distribution.models.notice import Notice
from distribution.models.paper_text import PaperText
from distribution.models.place import PlaceTally, WaitingPlace
from distribution.models.policy import Criterion, Policy
from distribution.models.policy_draft import PolicyDraft
from distribution.models.proof import Ground, Proof
from distribution.models.referral import Referral, ReferralEvent
from distribution.models.request_line import RequestLine
from distribution.models.run import AllocationRun, RunRecord, RunWish
from distribution.models.run_line import RunLine, RunWhy
from distribution.models.signed_paper import SignedPaper
from distribution.models.viewing import HouseholdView

__all__ = [
    "Allocation",
    "AllocationRun",
    "Appointment",
    "Consignment",
    "ConsignmentLine",
    "Criterion",
    "DeliveryReport",
    "Fingerprint",
    "Ground",
    "Handover",
    "Household",
    "HouseholdView",
    "Institution",
    "InstitutionQuota",
    "Irregularity",
    "LikenessBlock",
    "Nomination",
    "Notice",
    "PairDecision",
    "PaperText",
    "PlaceTally",
    "Policy",
    "PolicyDraft",
    "PossibleDuplicate",
    "Proof",
    "Receipt",
    "ReceivingHours",
    "Referral",
    "ReferralEvent",
    "RequestLine",
    "Return",
    "RunLine",
    "RunRecord",
    "RunWhy",
    "RunWish",
    "SignedPaper",
    "WaitingPlace",
]
