"""Points in words: why a line stands where it stands, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.translation import get_language, gettext

from distribution.grounds import SHOWN_AS
from distribution.models import Ground, Policy
from distribution.priority import GROUND, Point


@dataclass(frozen=True)
class Line:
    """One line of the explanation."""

    sentence: str
    points: int


def shown_as(ground: Ground) -> str:
    """Name the group that others read instead of a ground."""
    names = SHOWN_AS.get(ground.shown_as)
    return names.in_language(get_language() or "en") if names else gettext("Recognised ground")


def own_name(ground: Ground) -> str:
    """Name a ground to the service that saw its proof."""
    return ground.name


def name_for_others(ground: Ground) -> str:
    """Name a ground to coordinators on a nomination's own page; a sensitive one by its group."""
    return shown_as(ground) if ground.is_sensitive else ground.name


def unnamed_ground() -> str:
    """Say that there was one."""
    return gettext("A recognised ground, with valid proof")


def name_in_lists(_ground: Ground) -> str:
    """Name no ground at all: a gap among names would tell which ones are sensitive."""
    return unnamed_ground()


class PointWords:
    """Say points of one policy; two queries, made once for a whole page."""

    def __init__(self, policy: Policy | None, name_ground: Callable[[Ground], str]) -> None:
        """Read the sentences; `name_ground` decides what a reader learns of a ground."""
        self._sentences = {each.code: each for each in policy.criteria.all()} if policy else {}
        self._grounds = {ground.code: ground for ground in Ground.objects.all()}
        self._name_ground = name_ground

    def lines(self, points: Iterable[Point]) -> list[Line]:
        """Say each point."""
        return [Line(self._sentence(point), point.points) for point in points]

    def name(self, code: str) -> str:
        """Name a criterion, or a ground as far as this reader may know it."""
        ground = self._grounds.get(code)
        if ground is not None:
            return self._name_ground(ground)
        criterion = self._sentences.get(code)
        return criterion.name if criterion else code

    def _sentence(self, point: Point) -> str:
        ground = self._grounds.get(point.criterion)
        criterion = self._sentences.get(point.criterion)
        if ground is not None:
            named = self._name_ground(ground)
            may_know = named == ground.name  # then what the policy says of it too
            return criterion.sentence or named if may_know and criterion else named
        if point.criterion == GROUND:
            return unnamed_ground()
        if criterion is None:
            return gettext("Full months waited: %(count)s") % {"count": point.count}
        words = criterion.sentence or criterion.name
        return words.replace("%(count)s", str(point.count))
