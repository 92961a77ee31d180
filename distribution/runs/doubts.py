"""Read side: pairs of a run that may serve one household twice, while nobody has decided on it.

Two services may have nominated one household: name and birth date agree by their fingerprints, and
a coordinator has still to say whether it is one. The nomination that stands higher is served; the
other is left out until that is decided, unless whoever confirms means it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from distribution.models import AllocationRun, PossibleDuplicate, RequestLine
from distribution.words import LineState


def doubtful(run: AllocationRun) -> dict[int, int]:
    """Map the lines of pairs that wait for a decision to the id of the possible duplicate.

    One query, and two more where there is one to decide on.
    """
    exact = PossibleDuplicate.objects.open().filter(same_person=True).order_by("pk")
    couples = list(exact.values_list("pk", "first", "second"))
    if not couples:
        return {}
    of_household, got = _lines_of({each for _pk, *both in couples for each in both})
    places = dict(run.lines.pairs().filter(line__in=of_household).values_list("line", "place"))
    proposed: defaultdict[int, list[int]] = defaultdict(list)
    for line in sorted(places, key=places.__getitem__):
        proposed[of_household[line]].append(line)
    return dict(_left_out(couples, proposed, places, got))


def _lines_of(households: set[int]) -> tuple[dict[int, int], set[int]]:
    """Map lines to their household; list the households that have something set aside or got it."""
    rows = RequestLine.objects.filter(nomination__household__in=households)
    found = list(rows.values_list("pk", "nomination__household", "state"))
    got = {LineState.ALLOCATED, LineState.SERVED}
    return (
        {line: household for line, household, _state in found},
        {household for _line, household, state in found if state in got},
    )


def _left_out(
    couples: list[tuple[int, int, int]],
    proposed: defaultdict[int, list[int]],
    places: dict[int, int],
    got: set[int],
) -> Iterator[tuple[int, int]]:
    for pair, first, second in couples:
        mine, theirs = proposed[first], proposed[second]
        if mine and theirs:
            later = mine if places[mine[0]] > places[theirs[0]] else theirs
        elif mine:
            later = mine if second in got else []
        else:
            later = theirs if first in got else []
        for line in later:
            yield line, pair
