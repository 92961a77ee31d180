"""Who may be nominated: grounds, their proof, and the rules every nomination must meet.

Pure: no database, no clock; the two numbers of the rule of frequency are settings. The day is
always given, because an act about to happen is judged today and a fact reported late is judged on
the day it happened.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from distribution.months import months_later
from refurb.reasons import Reason

DAYS_BEFORE_END = 30
"""How long before the last proof runs out its service is asked to renew it."""

DAYS_AFTER_REMINDER = 60
"""How long after that a wait without a valid proof expires (design/domain.md)."""

COUNTED_KINDS = frozenset({"laptop", "desktop", "all_in_one", "mini_pc"})
"""The kinds that the frequency rule counts; a tablet, screen or router is never counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofSeen:
    """A document that somebody looked at; neither it nor a copy is kept. Both days included."""

    ground: str
    seen_on: date
    valid_until: date

    def is_valid_on(self, day: date) -> bool:
        """Tell whether it had been seen, and still held, on that day."""
        return self.seen_on <= day <= self.valid_until


@dataclass(frozen=True, slots=True, kw_only=True)
class EligibilityFacts:
    """What is known of one nomination when it is judged.

    `delivered_on`: the day of each counted computer this household received and did not return,
    by whichever service. `asked`: counted computers on this nomination still to be delivered.
    `lines`: all devices on it, which a quota counts. `asked_before`: computers on nominations of
    this household by other services, sent in earlier.
    `quota_left`: what the service may still nominate this quarter before this one; None: no limit.
    `exception_for`: how many computers, with those received, a second person allowed in all; None:
    nobody was asked to.
    `is_guarantee_swap`: replaces a device under guarantee, so skips quota and frequency.
    """

    people: int
    proofs: tuple[ProofSeen, ...]
    informed_on: date | None
    agreed_on: date | None
    delivered_on: tuple[date, ...] = ()
    asked: int = 1
    lines: int = 1
    asked_before: int = 0
    quota_left: int | None = None
    exception_for: int | None = None
    is_guarantee_swap: bool = False


def laptops_allowed(people: int) -> int:
    """Count the laptops or desktops that a household of this size may receive in those months."""
    return max(1, people // int(settings.PEOPLE_A_COMPUTER))


def counts_until(delivered_on: date) -> date:
    """Give the first day on which a computer delivered then counts no more."""
    return months_later(delivered_on, settings.FREQUENCY_MONTHS)


def grounds_valid_on(proofs: Iterable[ProofSeen], day: date) -> frozenset[str]:
    """Collect the codes of the grounds whose proof holds on that day."""
    return frozenset(proof.ground for proof in proofs if proof.is_valid_on(day))


def computers_counted(delivered_on: Iterable[date], today: date) -> int:
    """Count the computers delivered within the months of the rule."""
    return sum(day <= today < counts_until(day) for day in delivered_on)


def next_computer_on(facts: EligibilityFacts, today: date) -> date:
    """Find the first day, from today, on which the frequency rule lets them have one more."""
    allowed = laptops_allowed(facts.people)
    ends = sorted(counts_until(day) for day in facts.delivered_on)
    counted = [end for end in ends if end > today]
    return today if len(counted) < allowed else counted[len(counted) - allowed]


def blocks(facts: EligibilityFacts, today: date) -> tuple[Reason, ...]:
    """Name every unmet condition, in the order of the form; empty when nothing stands in the way.

    Asked on submission, on allocation and again on the day of handover.
    """
    found = [
        *_household_blocks(facts),
        *_proof_blocks(facts, today),
        *_date_blocks(facts, today),
    ]
    if not facts.is_guarantee_swap:
        found += [*frequency_blocks(facts, today), *_quota_blocks(facts)]
    return tuple(found)


def _household_blocks(facts: EligibilityFacts) -> list[Reason]:
    if facts.people >= 1:
        return []
    return [Reason("no_people", _("The household has no people in it. Say how many live there."))]


def _proof_blocks(facts: EligibilityFacts, today: date) -> list[Reason]:
    if grounds_valid_on(facts.proofs, today):
        return []
    if not facts.proofs:
        return [Reason("no_proof", _("No proof of a ground has been seen yet."))]
    if all(proof.seen_on > today for proof in facts.proofs):
        return [Reason("proof_in_future", _("The day the proof was seen is still to come."))]
    return [
        Reason(
            "proof_expired",
            _("No proof is valid today. Look at a recent one and record when it was seen."),
        )
    ]


def _date_blocks(facts: EligibilityFacts, today: date) -> list[Reason]:
    found = []
    if facts.informed_on is None:
        message = _("Say on which day the person was given the information notice.")
        found.append(Reason("not_informed", message))
    elif facts.informed_on > today:
        message = _("The day the information notice was given is still to come.")
        found.append(Reason("informed_in_future", message))
    if facts.agreed_on is None:
        message = _("Say on which day the person agreed to this being passed on.")
        found.append(Reason("not_agreed", message))
    elif facts.agreed_on > today:
        message = _("The day the person agreed to this being passed on is still to come.")
        found.append(Reason("agreed_in_future", message))
    return found


def frequency_blocks(facts: EligibilityFacts, today: date) -> list[Reason]:
    """Say whether the rule of frequency stands in the way."""
    had = computers_counted(facts.delivered_on, today)
    allowed = laptops_allowed(facts.people)
    if facts.asked == 0 or had + facts.asked <= (facts.exception_for or 0):
        return []
    if had + facts.asked <= allowed:
        return _together_blocks(facts, had, allowed)
    message = _(
        "More computers than the rule allows this household: at most %(allowed)s in %(months)s "
        "months, %(had)s received, %(asked)s asked for. A second person may approve an exception."
    )
    return [_too_frequent(message, allowed, had=had, asked=facts.asked)]


def _together_blocks(facts: EligibilityFacts, had: int, allowed: int) -> list[Reason]:
    """Say no more of another service's nomination than that there is one."""
    if had + facts.asked_before + facts.asked <= allowed:
        return []
    message = _(
        "This household was nominated before, and both nominations together ask for more computers "
        "than the rule allows it: at most %(allowed)s in %(months)s months. A second person may "
        "approve an exception."
    )
    return [_too_frequent(message, allowed)]


def _too_frequent(message: Promise, allowed: int, **counts: int) -> Reason:
    months = int(settings.FREQUENCY_MONTHS)
    return Reason("too_frequent", message, {"allowed": allowed, "months": months, **counts})


def _quota_blocks(facts: EligibilityFacts) -> list[Reason]:
    if facts.quota_left is None or facts.quota_left >= max(1, facts.lines):
        return []
    if facts.quota_left <= 0:
        message = _("The quota of your organisation for this quarter is used up.")
        return [Reason("quota_used_up", message)]
    too_small = ngettext_lazy(
        "The quota of your organisation has room for %(left)s more device this quarter.",
        "The quota of your organisation has room for %(left)s more devices this quarter.",
        "left",
    )
    return [Reason("quota_too_small", too_small, {"left": facts.quota_left})]
