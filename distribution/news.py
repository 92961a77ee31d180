"""What a service reads about its nominations: one sentence for each code, made when read. Pure."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from distribution.words import Decision, NoticeCode, WithdrawReason

NEWS: dict[NoticeCode, Promise] = {
    NoticeCode.ACCEPTED: _("It was accepted: %(decision)s. The household waits."),
    NoticeCode.REJECTED: _(
        "It was rejected: %(decision)s. You may ask another coordinator to look at it again."
    ),
    NoticeCode.EXCEPTION_APPROVED: _("The exception you asked for was approved."),
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
    NoticeCode.PROOF_ENDS: _(
        "Its last proof holds until %(until)s. Look at a recent one before then, and record it."
    ),
    NoticeCode.EXPIRED: _(
        "It has expired, since its proof was not renewed in time. Nominate the household again."
    ),
}
FINAL_REJECTION = _("It was rejected again, by another coordinator: %(decision)s. This is final.")
PROOF_ENDED = _("Its last proof ran out on %(until)s. Look at a recent one, and record it.")
ENDS = {"no_show": _("nobody came"), "refused": _("the device was refused")}


class _Facts(dict[str, Any]):
    """Facts that answer … for what an older notice does not hold."""

    def __missing__(self, key: str) -> str:
        return "…"


def say(code: str, facts: Mapping[str, Any]) -> str:
    """Say what happened, in the language active at that moment."""
    template = NEWS[NoticeCode(code)]
    if code == NoticeCode.REJECTED and facts.get("is_final"):
        template = FINAL_REJECTION
    if code == NoticeCode.PROOF_ENDS and facts.get("has_ended"):
        template = PROOF_ENDED
    return str(template) % _Facts({name: _in_words(name, value) for name, value in facts.items()})


def _in_words(fact: str, value: Any) -> Any:
    words = {"decision": Decision, "because": WithdrawReason}
    if fact in words:
        return dict(words[fact].choices).get(value, value)
    if fact == "end":
        return ENDS.get(value, value)
    return date.fromisoformat(value).strftime("%d/%m/%Y") if fact == "until" else value
