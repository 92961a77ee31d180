"""The points of communes as lines of text, written for a reader and read from what they paste."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from distribution.policy.content import MOST_POINTS
from distribution.web.standing import place_name
from refurb.reasons import Reason
from refurb.reference import find_commune

LINE = re.compile(r"^(?P<place>.*?)[\s:;,=]+(?P<points>\d{1,6})\s*$")
MOST_FAULTS = 10
LONGEST_LINE = 200  # no name is longer; the pattern would search a long row of separators for ages


@dataclass
class CommuneLines:
    """What lines say: points by REFNIS code, and what is wrong with the others."""

    need: dict[str, int] = field(default_factory=dict)
    faults: list[Reason] = field(default_factory=list)


def write_lines(need: Mapping[str, int]) -> str:
    """Write points by commune, a line each, by name."""
    named = sorted((place_name(refnis), refnis, points) for refnis, points in need.items())
    return "\n".join(f"{refnis} {name}: {points}" for name, refnis, points in named)


def read_lines(text: str) -> CommuneLines:
    """Read lines that begin with a REFNIS code or a name and end with points; 0 takes one off."""
    found = CommuneLines()
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            _read_line(line.strip(), number, found)
        if len(found.faults) == MOST_FAULTS:
            break
    return found


def _read_line(line: str, number: int, found: CommuneLines) -> None:
    parts, shown = LINE.match(line[:LONGEST_LINE]), {"number": number, "line": line[:60]}
    if parts is None:
        message = _("Line %(number)s, “%(line)s”: end it with the points.")
        found.faults.append(Reason("points_missing", message, shown))
        return
    place, points = find_commune(parts["place"]), int(parts["points"])
    if place is None:
        message = _("Line %(number)s, “%(line)s”: no commune is called so.")
        found.faults.append(Reason("commune_unknown", message, shown))
    elif place in found.need:
        message = _("Line %(number)s, “%(line)s”: this commune is in the list already.")
        found.faults.append(Reason("commune_twice", message, shown))
    elif points > MOST_POINTS:
        message = _("Line %(number)s, “%(line)s”: at most %(most)s points.")
        found.faults.append(Reason("too_many_points", message, shown | {"most": MOST_POINTS}))
    elif points:
        found.need[place] = points
