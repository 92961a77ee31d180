"""Where referrals stand, and what came of them."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ReferralState(models.TextChoices):
    """Where a referral to training, or to help with the connection, stands."""

    PROPOSED = "proposed", pgettext_lazy("referral state", "Proposed")
    SENT = "sent", pgettext_lazy("referral state", "Sent")
    ACCEPTED = "accepted", pgettext_lazy("referral state", "Accepted")
    DONE = "done", pgettext_lazy("referral state", "Done")
    DECLINED = "declined", pgettext_lazy("referral state", "Declined")
    NO_SHOW = "no_show", pgettext_lazy("referral state", "Nobody came")
    WITHDRAWN = "withdrawn", pgettext_lazy("referral state", "Withdrawn")


OPEN_REFERRALS = [ReferralState.PROPOSED, ReferralState.SENT, ReferralState.ACCEPTED]


class ReferralOutcome(models.TextChoices):
    """What came of a referral; each belongs to one way in which it ends."""

    HELPED = "helped", _("Helped as asked")
    IN_PART = "in_part", _("Helped in part")
    FULL = "full", _("No place left")
    LANGUAGE = "language", _("Not in their language")
    NOT_OFFERED = "not_offered", _("Not offered here, or not any more")
    DID_NOT_COME = "did_not_come", _("Did not come")
    NOT_REACHED = "not_reached", _("Could not be reached")
    NOT_WANTED = "not_wanted", _("Not wanted any more")
    ELSEWHERE = "elsewhere", _("Found help elsewhere")
    NO_CONSENT = "no_consent", _("The person did not agree, or does not any more")
    CLOSED = "closed", _("The nomination was withdrawn")
    NOT_ANSWERED = "not_answered", _("Not answered by the place")
    NOT_SENT = "not_sent", _("Not sent in time")


OUTCOMES = {
    ReferralState.DONE: [ReferralOutcome.HELPED, ReferralOutcome.IN_PART],
    ReferralState.DECLINED: [
        ReferralOutcome.FULL,
        ReferralOutcome.LANGUAGE,
        ReferralOutcome.NOT_OFFERED,
    ],
    ReferralState.NO_SHOW: [ReferralOutcome.DID_NOT_COME, ReferralOutcome.NOT_REACHED],
    ReferralState.WITHDRAWN: [
        ReferralOutcome.NOT_WANTED,
        ReferralOutcome.ELSEWHERE,
        ReferralOutcome.NO_CONSENT,
        ReferralOutcome.CLOSED,
        ReferralOutcome.NOT_ANSWERED,
        ReferralOutcome.NOT_SENT,
    ],
}
# What time alone brings about; nobody chooses these.
LAPSED_OUTCOMES = frozenset({ReferralOutcome.NOT_ANSWERED, ReferralOutcome.NOT_SENT})
