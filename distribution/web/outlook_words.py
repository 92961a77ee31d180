"""What would change a place, and the expected wait, in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from distribution.waiting_list.expected_wait import ExpectedWait
from distribution.waiting_list.outlook import Ahead, Outlook
from distribution.waiting_list.prospects import Change
from distribution.web.needs import kind_names
from distribution.web.points import PointWords

MINUS = "\N{MINUS SIGN}"
SENTENCES = {
    Change.MONTH: _("From %(from)s one more full month of waiting counts."),
    Change.PROOF_ENDS: _("Unless the proof is renewed by %(until)s: %(name)s."),
    Change.PROJECT_PASSES: _("The project counts until its day, %(until)s."),
    Change.RENEWED: _("The proof has ended; renewed, it would count again: %(name)s."),
    Change.OTHER_GROUND: _(
        "Proof of a ground that counts more, if the household has one: at most so many points."
    ),
    Change.BEGINS: _("Not counted now; if it is so: %(name)s."),
    Change.ENDS: _("Counted now; if it is so no more: %(name)s."),
}


@dataclass(frozen=True)
class AheadShown:
    """One change in words, with its points signed."""

    sentence: str
    signed: str
    ahead: Ahead


@dataclass(frozen=True)
class OutlookShown:
    """What a line's card says of what may come."""

    ahead: list[AheadShown]
    wait: str
    other_kinds: list[str]


def outlook_in_words(outlook: Outlook, words: PointWords) -> OutlookShown:
    """Say an outlook; of grounds no more than the words of the points say."""
    ahead = [
        AheadShown(_sentence(each, words), f"{each.prospect.points:+}".replace("-", MINUS), each)
        for each in outlook.ahead
    ]
    others = [
        gettext(
            "For another kind that would do (%(kind)s): place %(place)s among those who ask for it "
            "first."
        )
        % {"place": place, "kind": kind_names([kind])[0]}
        for kind, place in outlook.other_kinds
    ]
    return OutlookShown(ahead, wait_in_words(outlook.wait), others)


def _sentence(ahead: Ahead, words: PointWords) -> str:
    it = ahead.prospect
    return str(SENTENCES[it.change]) % {
        "from": _day(it.on),
        "until": _day(it.on and it.on - timedelta(days=1)),
        "name": words.name(it.criterion),
    }


def _day(day: date | None) -> str:
    return date_format(day, "SHORT_DATE_FORMAT") if day else ""


def wait_in_words(wait: ExpectedWait | None) -> str:
    """Say an expected wait as a range; without enough deliveries say that."""
    if wait is None:
        return gettext(
            "Not enough data to estimate the wait: fewer than five lines of this kind were served "
            "in the last 90 days."
        )
    params = {"served": wait.served, "least": wait.least, "most": wait.most}
    if wait.is_beyond:
        sentence = gettext(
            "Expected wait: more than three years at the pace of the last 90 days (%(served)s of "
            "this kind served). This is not a promise."
        )
    else:
        sentence = _range(wait)
    return sentence % params


def _range(wait: ExpectedWait) -> str:
    if wait.least and wait.in_weeks:
        return gettext(
            "Expected wait: about %(least)s to %(most)s weeks at the pace of the last 90 days "
            "(%(served)s of this kind served). This is not a promise."
        )
    if wait.least:
        return gettext(
            "Expected wait: about %(least)s to %(most)s months at the pace of the last 90 days "
            "(%(served)s of this kind served). This is not a promise."
        )
    if wait.in_weeks:
        return ngettext(
            "Expected wait: up to %(most)s week at the pace of the last 90 days (%(served)s of "
            "this kind served). This is not a promise.",
            "Expected wait: up to %(most)s weeks at the pace of the last 90 days (%(served)s of "
            "this kind served). This is not a promise.",
            wait.most,
        )
    return gettext(
        "Expected wait: up to %(most)s months at the pace of the last 90 days (%(served)s of this "
        "kind served). This is not a promise."
    )
