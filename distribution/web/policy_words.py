"""A policy as pages show it, and in words what changed between two."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from distribution.policy.content import (
    MONTHS,
    Changed,
    CriterionContent,
    Difference,
    PolicyContent,
    differences,
)
from distribution.policy.service_shares import service_names
from distribution.policy.versions import worth_points
from distribution.priority import WAITING
from distribution.web.standing import place_name
from refurb.reference.names import Names


def in_readers_language(names: Names) -> str:
    """Pick a text in the reader's language."""
    return names.in_language(get_language() or "en")


@dataclass(frozen=True)
class CriterionShown:
    """One criterion in the reader's language."""

    code: str
    name: str
    sentence: str  # empty where it says no more than the name
    points: int


@dataclass(frozen=True)
class PolicyShown:
    """A policy in the reader's language."""

    month: int
    criteria: tuple[CriterionShown, ...]  # that count anything, most points first
    # Points, and who has them; most first.
    communes: tuple[tuple[int, tuple[str, ...]], ...]
    services: tuple[tuple[int, tuple[str, ...]], ...]


def shown(content: PolicyContent) -> PolicyShown:
    """Show a policy to a reader."""
    return PolicyShown(
        month=content.points_per_month,
        criteria=tuple(_criterion(each) for each in worth_points(content) if each.points),
        communes=_by_points(content.need, place_name),
        services=_by_points(content.balance, _service_name(content)),
    )


def _by_points(
    counted: Mapping[str, int], name: Callable[[str], str]
) -> tuple[tuple[int, tuple[str, ...]], ...]:
    found = {
        points: tuple(sorted(name(each) for each, counts in counted.items() if counts == points))
        for points in counted.values()
    }
    return tuple(sorted(found.items(), reverse=True))


def _service_name(*contents: PolicyContent) -> Callable[[str], str]:
    """Make what names a service by its code; one that is gone keeps its code."""
    names = service_names({code for each in contents for code in each.balance})
    return lambda code: names.get(code, code)


def all_criteria(content: PolicyContent) -> list[CriterionShown]:
    """List every criterion of a policy, those that count nothing too, for its writers."""
    counted = worth_points(content)
    others = [each for each in content.criteria if each not in counted]
    return [_criterion(each) for each in (*counted, *others)]


def _criterion(each: CriterionContent) -> CriterionShown:
    name, sentence = in_readers_language(each.names), in_readers_language(each.sentences)
    if each.code == WAITING:
        sentence = sentence.replace(MONTHS, "7")  # as it will read
    return CriterionShown(each.code, name, "" if sentence == name else sentence, each.points)


@dataclass
class Differences:
    """What changed between two policies, in sentences."""

    points: list[str] = field(default_factory=list)
    communes: list[str] = field(default_factory=list)
    services: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.points or self.communes or self.services or self.words)


def differences_in_words(before: PolicyContent, after: PolicyContent) -> Differences:
    """Say what one policy says otherwise than another, in the reader's language."""
    found = differences(before, after)
    return _said(found, lambda code: _name_in(code, after, before), _service_name(before, after))


def _name_in(code: str, *contents: PolicyContent) -> str:
    found = (content.criterion(code) for content in contents)
    return next((in_readers_language(each.names) for each in found if each), code)


def _said(
    found: Iterable[Difference], name: Callable[[str], str], service: Callable[[str], str]
) -> Differences:
    said = Differences()
    for each in found:
        told: dict[str, object] = {"before": each.before, "after": each.after}
        match each.what:
            case Changed.MONTH:
                text = _("Points for each full month waited: %(after)s instead of %(before)s.")
                said.points.append(text % told)
            case Changed.POINTS:
                text = _("Points for “%(name)s”: %(after)s instead of %(before)s.")
                said.points.append(text % (told | {"name": name(each.code)}))
            case Changed.NEED:
                text = _("Points for living in %(name)s: %(after)s instead of %(before)s.")
                said.communes.append(text % (told | {"name": place_name(each.code)}))
            case Changed.BALANCE:
                text = _("Points for households of %(name)s: %(after)s instead of %(before)s.")
                said.services.append(text % (told | {"name": service(each.code)}))
            case Changed.NAME:
                text = _("The name “%(before)s” became “%(after)s”.")
                said.words.append(text % told)
            case Changed.SENTENCE:
                text = _("The sentence “%(before)s” became “%(after)s”.")
                said.words.append(text % told)
    return said
