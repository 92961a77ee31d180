"""What a policy says, what it may say, and what changed between two of them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from distribution.priority import COMMUNE_NEED, SERVICE_BALANCE, WAITING, PolicyRules
from refurb.reasons import Reason
from refurb.reference import commune_exists
from refurb.reference.names import Names

MOST_POINTS = 1000
LONGEST_NAME = 120
LONGEST_SENTENCE = 200
LANGUAGES = ("fr", "nl", "de", "en")
MONTHS = "%(count)s"
"""Stands in the sentence of the waiting criterion, and nowhere else, for the full months waited."""

COUNTED_OTHERWISE = frozenset({COMMUNE_NEED, SERVICE_BALANCE, WAITING})
"""Criteria whose points are no number of their own: by commune, by service, and by month."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionContent:
    """One criterion of a policy."""

    code: str
    points: int
    names: Names
    sentences: Names


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyContent:
    """Everything that a policy says.

    `need` are points by REFNIS code, `balance` by the code of a social service.
    """

    points_per_month: int
    criteria: tuple[CriterionContent, ...]
    need: Mapping[str, int]
    balance: Mapping[str, int]

    def criterion(self, code: str) -> CriterionContent | None:
        """Find a criterion by its code."""
        return next((each for each in self.criteria if each.code == code), None)

    def rules(self, version: int = 0) -> PolicyRules:
        """Put it into the words of the rule of priority."""
        return PolicyRules(
            version=version,
            points={each.code: each.points for each in self.criteria},
            points_per_month=self.points_per_month,
            need_index=self.need,
            balance=self.balance,
        )


def written_down(content: PolicyContent) -> dict[str, Any]:
    """Write a policy as JSON."""
    return {
        "points_per_month": content.points_per_month,
        "need": dict(sorted(content.need.items())),
        "balance": dict(sorted(content.balance.items())),
        "criteria": [
            {
                "code": each.code,
                "points": each.points,
                "names": _by_language(each.names),
                "sentences": _by_language(each.sentences),
            }
            for each in content.criteria
        ],
    }


def read_back(written: Mapping[str, Any]) -> PolicyContent:
    """Read what `written_down` wrote."""
    return PolicyContent(
        points_per_month=written["points_per_month"],
        need=written["need"],
        balance=written.get("balance", {}),  # a draft begun before there was any
        criteria=tuple(
            CriterionContent(
                code=each["code"],
                points=each["points"],
                names=Names(**each["names"]),
                sentences=Names(**each["sentences"]),
            )
            for each in written["criteria"]
        ),
    )


def _by_language(names: Names) -> dict[str, str]:
    return {language: getattr(names, language) for language in LANGUAGES}


def sentence_fault(code: str, sentence: str) -> Reason | None:
    """Say why a sentence can't stand for a criterion; None when it can."""
    rest = sentence.replace(MONTHS, "")
    if code == WAITING and MONTHS not in sentence:
        message = _("Write %(mark)s where the number of months belongs.")
        return Reason("months_missing", message, {"mark": MONTHS})
    if code != WAITING and MONTHS in sentence:
        message = _("%(mark)s belongs only in the sentence on the months waited.")
        return Reason("months_elsewhere", message, {"mark": MONTHS})
    if "%(" in rest:
        return Reason("unknown_mark", _("Nothing is filled in for the mark that begins with %%(."))
    return None


def faults(content: PolicyContent) -> tuple[Reason, ...]:
    """Name everything for which a policy can't be published."""
    return tuple(_faults(content))


def _faults(content: PolicyContent) -> Iterator[Reason]:
    if not 1 <= content.points_per_month <= MOST_POINTS:
        # Without points for waiting somebody could wait for ever: design/domain.md, "Priority".
        message = _("A month of waiting counts from 1 to %(most)s points.")
        yield Reason("month_counts", message, {"most": MOST_POINTS})
    for each in content.criteria:
        yield from _faults_of(each)
    for refnis, points in content.need.items():
        if not (commune_exists(refnis) and 1 <= points <= MOST_POINTS):
            message = _("Commune %(refnis)s is unknown, or its points are not from 1 to %(most)s.")
            yield Reason("commune_wrong", message, {"refnis": refnis, "most": MOST_POINTS})
    for service, points in content.balance.items():
        if not 1 <= points <= MOST_POINTS:
            message = _("The points of %(service)s are not from 1 to %(most)s.")
            yield Reason("service_wrong", message, {"service": service, "most": MOST_POINTS})


def _faults_of(criterion: CriterionContent) -> Iterator[Reason]:
    named = {"code": criterion.code, "most": MOST_POINTS}
    if not 0 <= criterion.points <= MOST_POINTS:
        message = _("“%(code)s” counts from 0 to %(most)s points.")
        yield Reason("points_out_of_range", message, named)
    texts = [*_texts(criterion.names, LONGEST_NAME), *_texts(criterion.sentences, LONGEST_SENTENCE)]
    if not all(text.strip() and len(text) <= longest for text, longest in texts):
        message = _("“%(code)s” needs a name and a sentence in each of the four languages.")
        yield Reason("words_missing", message, named)
    for language in LANGUAGES:
        found = sentence_fault(criterion.code, getattr(criterion.sentences, language))
        if found:
            yield found


def _texts(names: Names, longest: int) -> list[tuple[str, int]]:
    return [(getattr(names, language), longest) for language in LANGUAGES]


class Changed(StrEnum):
    """What may differ between two policies."""

    MONTH = "month"
    POINTS = "points"
    NAME = "name"
    SENTENCE = "sentence"
    NEED = "need"
    BALANCE = "balance"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that a policy says otherwise than another.

    `code` is that of a criterion, a commune or a service, empty for the months; `language` that of
    a text.
    """

    what: Changed
    code: str
    before: int | str
    after: int | str
    language: str = ""


def differences(before: PolicyContent, after: PolicyContent) -> tuple[Difference, ...]:
    """List what one policy says otherwise than another; a criterion that counts nothing is absent.

    Points first, since they move people; then communes and services, then words.
    """
    return (
        *_of_points(before, after),
        *_of_each(Changed.NEED, before.need, after.need),
        *_of_each(Changed.BALANCE, before.balance, after.balance),
        *_of_words(before, after),
    )


def _of_points(before: PolicyContent, after: PolicyContent) -> Iterator[Difference]:
    if before.points_per_month != after.points_per_month:
        yield Difference(Changed.MONTH, "", before.points_per_month, after.points_per_month)
    old = {each.code: each.points for each in before.criteria}
    new = {each.code: each.points for each in after.criteria}
    for code in _codes(before.criteria, after.criteria):
        if old.get(code, 0) != new.get(code, 0):
            yield Difference(Changed.POINTS, code, old.get(code, 0), new.get(code, 0))


def _codes(*found: Iterable[CriterionContent]) -> list[str]:
    return list(dict.fromkeys(each.code for criteria in found for each in criteria))


def _of_each(
    what: Changed, before: Mapping[str, int], after: Mapping[str, int]
) -> Iterator[Difference]:
    for code in sorted(before.keys() | after.keys()):
        old, new = before.get(code, 0), after.get(code, 0)
        if old != new:
            yield Difference(what, code, old, new)


def _of_words(before: PolicyContent, after: PolicyContent) -> Iterator[Difference]:
    for new in after.criteria:
        old = before.criterion(new.code)
        if old is None:
            continue
        for what, was, now in (
            (Changed.NAME, old.names, new.names),
            (Changed.SENTENCE, old.sentences, new.sentences),
        ):
            for language in LANGUAGES:
                one, other = getattr(was, language), getattr(now, language)
                if one != other:
                    yield Difference(what, new.code, one, other, language)
