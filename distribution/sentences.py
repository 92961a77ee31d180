"""What the trail says about distribution."""

from django.utils.translation import gettext_lazy as _

from distribution.deliveries import IrregularityCode, NotDelivered
from distribution.kit import Kit
from distribution.models.policy_draft import DraftPart
from distribution.verdicts import PairReason, PairState
from distribution.words import (
    AllocationEnd,
    ChangedField,
    Decision,
    ExceptionReason,
    NominationState,
    PaperKind,
    ReferralState,
    WithdrawReason,
)
from refurb.accounts.offers import Service
from refurb.audit.sentences import register

register(
    {
        "nomination.drafted": _("drafted nomination %(subject)s"),
        "nomination.submitted": _("submitted nomination %(subject)s: %(state)s"),
        "nomination.decided": _("decided on nomination %(subject)s: %(decision)s"),
        "nomination.withdrawn": _("withdrew nomination %(subject)s: %(because)s"),
        "ground.added": _("added the ground %(subject)s"),
        "ground.changed": _("changed the ground %(subject)s"),
        "institution.nominated": _("nominated an institution: %(subject)s, machines: %(machines)s"),
        "institution.quota_set": _("set what institutions may have in a quarter: %(machines)s"),
        "nomination.expired": _("let nomination %(subject)s expire: its proof has run out"),
        "nomination.proof_seen": _("saw a proof for nomination %(subject)s"),
        "nomination.review_asked": _("asked for a review of nomination %(subject)s"),
        "nomination.transferred": _(
            "transferred nomination %(subject)s from %(before)s to %(after)s"
        ),
        "nomination.reminded": _("reminded the service of nomination %(subject)s of its proof"),
        "exception.asked": _("asked for an exception for nomination %(subject)s: %(exception)s"),
        "exception.refused": _("refused the exception for nomination %(subject)s"),
        "exception.approved": _("approved the exception for nomination %(subject)s"),
        "household.changed": _("changed %(fields)s of the household of nomination %(subject)s"),
        "fingerprint_key.retired": _(
            "retired the fingerprint key %(subject)s; rows deleted: %(count)s"
        ),
        "duplicate.decided": _("decided on possible duplicate %(subject)s: %(pair)s, %(reason)s"),
        "nomination.date_kept": _(
            "let nomination %(subject)s wait since the earliest date of its household"
        ),
        "nomination.reopened": _(
            "opened nomination %(subject)s again: its household counts apart from now on"
        ),
        "circumstances.changed": _("changed %(fields)s of nomination %(subject)s"),
        "needs.changed": _("changed %(fields)s of line %(line)s of nomination %(subject)s"),
        "referral.reminded": _(
            "reminded a place of a referral, nomination %(subject)s: %(aftercare)s"
        ),
        "referral.noted": _(
            "noted a referral of nomination %(subject)s, %(aftercare)s: %(referral)s"
        ),
        "appointment.booked": _(
            "booked an appointment for nomination %(subject)s at %(place)s: %(at)s"
        ),
        "appointment.moved": _(
            "moved the appointment for nomination %(subject)s at %(place)s to %(at)s"
        ),
        "appointment.came": _(
            "noted that somebody came for nomination %(subject)s at %(place)s: %(at)s"
        ),
        "appointment.cancelled": _(
            "cancelled the appointment for nomination %(subject)s at %(place)s: %(at)s"
        ),
        "receiving_hours.changed": _("changed when %(subject)s receives households"),
        "line.allocated": _("allocated device %(device)s to nomination %(subject)s"),
        "line.released": _("released the device of nomination %(subject)s"),
        "line.lapsed": _(
            "let the allocation of device %(device)s to nomination %(subject)s lapse: it was set "
            "aside too long and not handed over"
        ),
        "line.missed": _(
            "let line %(line)s of nomination %(subject)s wait again with its date: %(end)s"
        ),
        "line.given_up": _("gave up line %(line)s of nomination %(subject)s: %(because)s"),
        "line.lost_its_device": _("put nomination %(subject)s first: its device broke or was lost"),
        "companion.added": _(
            "set device %(device)s aside to go with that of nomination %(subject)s"
        ),
        "companion.ended": _(
            "device %(device)s no longer goes with that of nomination %(subject)s"
        ),
        "device.prepared": _("prepared it as its sheet asks; put in: %(kit)s"),
        "device.unprepared": _("said that it is not prepared after all"),
        "consignment.sent": _("sent consignment %(subject)s; devices: %(count)s"),
        "consignment.received": _("received consignment %(subject)s; devices: %(count)s"),
        "device.shipped": _("put it in consignment %(consignment)s to %(to)s"),
        "delivery.reported": _(
            "reported a delivery for nomination %(subject)s (irregular: %(code)s)"
        ),
        "delivery.failed": _("reported for nomination %(subject)s why not delivered: %(why)s"),
        "irregularity.opened": _("opened an irregularity of device %(subject)s: %(code)s"),
        "irregularity.taken_on": _("took on an irregularity of device %(subject)s"),
        "irregularity.resolved": _("resolved an irregularity of device %(subject)s: %(code)s"),
        "run.requested": _("asked for proposal %(subject)s"),
        "run.proposed": _("made proposal %(subject)s ready; pairs: %(pairs)s"),
        "run.taken_up": _("had proposal %(subject)s computed again"),
        "run.pinned": _(
            "pinned device %(device)s to nomination %(reference)s: proposal %(subject)s"
        ),
        "run.screen_pinned": _(
            "pinned screen %(device)s to the machine of nomination %(reference)s: proposal "
            "%(subject)s"
        ),
        "run.excluded": _(
            "excluded device %(device)s for nomination %(reference)s: proposal %(subject)s"
        ),
        "run.wish_undone": _(
            "undid what was asked for device %(device)s and nomination %(reference)s: proposal "
            "%(subject)s"
        ),
        "run.confirmed": _("confirmed proposal %(subject)s: %(pairs)s devices allocated"),
        "device.handed_over": _(
            "handed over device %(device)s for nomination %(subject)s, receipt %(receipt)s"
        ),
        "receipt.corrected": _("corrected receipt %(subject)s by receipt %(receipt)s"),
        "paper.filed": _("filed a photo of the signed paper of receipt %(subject)s"),
        "device.returned": _("took back the device of nomination %(subject)s"),
        "policy.draft_started": _("started a draft of the policy"),
        "policy.draft_changed": _("changed the draft of the policy: %(part)s"),
        "policy.draft_discarded": _("discarded the draft of the policy"),
        "policy.published": _(
            "published version %(subject)s of the policy; waiting lines ranked by it: %(lines)s"
        ),
        "text.draft_saved": _("wrote a draft of a text: %(paper)s, language %(language)s"),
        "text.draft_discarded": _(
            "discarded the draft of a text: %(paper)s, language %(language)s"
        ),
        "text.published": _(
            "published version %(version)s of a text: %(paper)s, language %(language)s"
        ),
    },
    words={
        "code": IrregularityCode,
        "why": NotDelivered,
        "state": NominationState,
        "decision": Decision,
        "because": WithdrawReason,
        "exception": ExceptionReason,
        "end": AllocationEnd,
        "fields": ChangedField,
        "kit": Kit,
        "paper": PaperKind,
        "part": DraftPart,
        "pair": PairState,
        "reason": PairReason,
        "aftercare": Service,
        "referral": ReferralState,
    },
)
