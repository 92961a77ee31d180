"""What a service reads about its nominations: one sentence for each code, made when read. Pure."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from distribution.words import Decision, NoticeCode, ReferralState, WithdrawReason
from refurb.accounts.offers import Service

NEWS: dict[NoticeCode, Promise] = {
    NoticeCode.ACCEPTED: _("It was accepted: %(decision)s. The household waits."),
    NoticeCode.REJECTED: _(
        "It was rejected: %(decision)s. You may ask another coordinator to look at it again."
    ),
    NoticeCode.EXCEPTION_APPROVED: _("The exception you asked for was approved."),
    NoticeCode.EXCEPTION_REFUSED: _(
        "The exception you asked for was refused. The rule of frequency holds: change what is "
        "asked for, or ask again with another reason."
    ),
    NoticeCode.TRANSFERRED_AWAY: _(
        "It was transferred to %(service)s, which follows the household from now on."
    ),
    NoticeCode.TRANSFERRED_HERE: _(
        "%(service)s passed it on to you: your organisation follows the household from now on."
    ),
    NoticeCode.SET_ASIDE: _("A device is set aside for machine %(line)s."),
    NoticeCode.WAITS_AGAIN: _(
        "Machine %(line)s waits again with its original date: %(end)s. The next time it ends."
    ),
    NoticeCode.LAPSED: _(
        "The device for machine %(line)s was not fetched in time and went back to the shelf. The "
        "machine waits again with its original date."
    ),
    NoticeCode.LINE_ENDED: _("Machine %(line)s is given up: %(because)s."),
    NoticeCode.TAKEN_OFF: _(
        "A coordinator took it off the list of institutions: %(because)s. Ask the coordinators if "
        "you see it otherwise; you may nominate it again."
    ),
    NoticeCode.PROOF_ENDS: _(
        "Its last proof holds until %(until)s. Look at a recent one before then, and record it."
    ),
    NoticeCode.EXPIRED: _(
        "It has expired, since its proof was not renewed in time. Nominate the household again."
    ),
    NoticeCode.KNOWN: _(
        "The household is nominated already, since %(on)s. This nomination goes on, with the "
        "earlier of both dates."
    ),
    NoticeCode.COUNTS_APART: _(
        "The household counts apart again: it is not the one it was taken for. This nomination "
        "goes on with its own date."
    ),
    NoticeCode.REFERRAL: _("Referral, %(aftercare)s: %(referral)s."),
    NoticeCode.REFERRAL_LAPSED: _(
        "Referral, %(aftercare)s: the place has not answered, so the referral was withdrawn. Refer "
        "the household again, to another place or this one, if that is still wanted."
    ),
    NoticeCode.APPOINTMENT: _("Appointment at %(place)s, on %(on)s at %(at)s."),
}
APPOINTMENTS = {
    ("booked", False): _(
        "An appointment is booked: %(on)s at %(at)s, to collect at %(place)s. Print the invitation "
        "or tell them."
    ),
    ("booked", True): _(
        "An appointment is booked: %(on)s at %(at)s, brought to their door by %(place)s. Print the "
        "invitation or tell the household."
    ),
    ("moved", False): _(
        "The appointment has another time: %(on)s at %(at)s, to collect at %(place)s. Tell them."
    ),
    ("moved", True): _(
        "The appointment has another time: %(on)s at %(at)s, brought to their door by %(place)s. "
        "Tell the household."
    ),
    ("cancelled", False): _(
        "The appointment on %(on)s at %(at)s, at %(place)s, is cancelled. Tell them."
    ),
    ("cancelled", True): _(
        "The appointment on %(on)s at %(at)s, to which %(place)s was to come, is cancelled. Tell "
        "the household."
    ),
}
NOMINATED_ALREADY = _(
    "The household is nominated already, since %(on)s: this nomination is closed. You may ask "
    "another coordinator to look at it again."
)
NOT_SENT = _(
    "Referral, %(aftercare)s: it was proposed and nobody sent it, so it was withdrawn. Refer the "
    "household again if that is still wanted."
)
SERVED_ALREADY = _(
    "The household has received a computer already, on %(on)s. This nomination goes on, and the "
    "rule of frequency counts that computer."
)
SERVED_AND_CLOSED = _(
    "The household has received a computer already, on %(on)s: this nomination is closed. You may "
    "ask another coordinator to look at it again."
)
NOMINATED_AND_FINAL = _(
    "The household is nominated already, since %(on)s: this nomination is closed. Another "
    "coordinator has looked at it before: this is final."
)
SERVED_AND_FINAL = _(
    "The household has received a computer already, on %(on)s: this nomination is closed. Another "
    "coordinator has looked at it before: this is final."
)
NOMINATED_TOO = _(
    "The household of this nomination, which was served, has another nomination, since %(on)s. "
    "Nothing changes for this one; the rule of frequency counts what it received."
)
SERVED_TOO = _(
    "The household of this nomination, which was served, received another computer too, on "
    "%(on)s. Nothing changes for this one; the rule of frequency counts both."
)
OPEN_AGAIN = _(
    "The household counts apart again: it is not the one it was taken for. This nomination is open "
    "again with its own date."
)
TO_COLLECT = _(
    "A device is set aside for machine %(line)s. It is prepared at %(place)s. Choose on the "
    "nomination's page when it is collected, or agree with them. It goes back to the shelf on "
    "%(until)s, unless by then an appointment is booked or it is on its way to a partner."
)
TO_BE_BROUGHT = _(
    "A device is set aside for machine %(line)s. It is prepared at %(place)s. Agree with them when "
    "it is brought to the household, and book that on the nomination's page. It goes back to the "
    "shelf on %(until)s, unless by then an appointment is booked or it is on its way to a partner."
)
FINAL_REJECTION = _("It was rejected again, by another coordinator: %(decision)s. This is final.")
PROOF_MISSING = _("No proof of a ground has been seen yet. Look at a recent one, and record it.")
PROOF_ENDED = _("Its last proof ran out on %(until)s. Look at a recent one, and record it.")
ENDS = {"no_show": _("nobody came"), "refused": _("the device was refused")}


class _Facts(dict[str, Any]):
    """Facts that answer … for what an older notice does not hold."""

    def __missing__(self, key: str) -> str:
        return "…"


def say(code: str, facts: Mapping[str, Any]) -> str:
    """Say what happened, in the language active at that moment."""
    named = {
        (NoticeCode.SET_ASIDE, "is_brought"): TO_BE_BROUGHT,
        (NoticeCode.SET_ASIDE, "place"): TO_COLLECT,
        (NoticeCode.REJECTED, "is_final"): FINAL_REJECTION,
        (NoticeCode.PROOF_ENDS, "has_ended"): PROOF_ENDED,
        (NoticeCode.PROOF_ENDS, "is_missing"): PROOF_MISSING,
        (NoticeCode.REFERRAL_LAPSED, "was_not_sent"): NOT_SENT,
        (NoticeCode.COUNTS_APART, "is_open_again"): OPEN_AGAIN,
    }
    found = [text for (of, fact), text in named.items() if of == code and facts.get(fact)]
    template = found[0] if found else NEWS[NoticeCode(code)]
    if code == NoticeCode.APPOINTMENT:
        asked = (str(facts.get("what")), bool(facts.get("at_home")))
        template = APPOINTMENTS.get(asked, template)
    if code == NoticeCode.KNOWN:
        template = _known(facts)
    return str(template) % _Facts({name: _in_words(name, value) for name, value in facts.items()})


def _known(facts: Mapping[str, Any]) -> Promise:
    """Choose by what became of it; the second sentence is for a household that was served."""
    both: tuple[Promise, Promise]
    if facts.get("was_served"):
        both = NOMINATED_TOO, SERVED_TOO
    elif facts.get("is_closed") and facts.get("is_final"):
        both = NOMINATED_AND_FINAL, SERVED_AND_FINAL
    elif facts.get("is_closed"):
        both = NOMINATED_ALREADY, SERVED_AND_CLOSED
    else:
        both = NEWS[NoticeCode.KNOWN], SERVED_ALREADY
    return both[bool(facts.get("is_served"))]


def _in_words(fact: str, value: Any) -> Any:
    words = {
        "decision": Decision,
        "because": WithdrawReason,
        "aftercare": Service,
        "referral": ReferralState,
    }
    if fact in words:
        return dict(words[fact].choices).get(value, value)
    if fact == "end":
        return ENDS.get(value, value)
    return date.fromisoformat(value).strftime("%d/%m/%Y") if fact in {"until", "on"} else value
