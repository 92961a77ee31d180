"""What goes into a run and what the matcher gives, as bytes that are the same for the same content.

Pure. Canonical JSON: keys sorted, no spaces, each list in an order of its own. Equal needs,
supplies and explanations are written once and counted from 0, so that tens of thousands of lines
stay small. References and codes alone, nobody's name.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from distribution.fit import Need, Supply
from distribution.runs.matching import propose
from distribution.runs.matching.companions import accompany, kept_for_later
from distribution.runs.proposal import Companion, Item, Line, Outcome, Pair, Proposal, Skipped

ALONE, ACCOMPANIED, CHOSEN, SHOWN = 1, 2, 3, 4
FORMATS = (ALONE, ACCOMPANIED, CHOSEN, SHOWN)
"""How a record is written: from before runs gave companions, since, and where some were pinned;
an outcome with what pages show of it (runs.shown)."""

Json = dict[str, Any]


class UnreadableRecord(ValueError):
    """Say that the bytes of a record are not what this version writes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunInput:
    """All that the matcher is given; `earmarks` are those that a device of the run bears.

    `places`: who holds each device. None on record from before runs gave companions: none is given.
    `beside`: the companions pinned to a line, as `pins` are the machines.
    """

    lines: tuple[Line, ...]
    items: tuple[Item, ...]
    pins: tuple[tuple[str, str], ...] = ()
    exclusions: tuple[tuple[str, str], ...] = ()
    quotas: Mapping[str, int] = field(default_factory=dict)
    earmarks: tuple[str, ...] = ()
    places: Mapping[str, str] | None = field(default_factory=dict)
    beside: tuple[tuple[str, str], ...] = ()

    def outcome(self) -> Outcome:
        """Ask the matcher. Raises ImpossiblePin."""
        proposal = propose(
            self.lines,
            kept_for_later(self.lines, self.items, self.beside),
            pins=self.pins,
            exclusions=self.exclusions,
            quotas=self.quotas,
        )
        if self.places is None:
            return Outcome(proposal)
        return Outcome(
            proposal,
            accompany(
                self.lines,
                self.items,
                proposal,
                pins=self.beside,
                exclusions=self.exclusions,
                places=self.places,
            ),
        )


def digest(content: bytes) -> str:
    """Give the SHA-256 of bytes."""
    return hashlib.sha256(content).hexdigest()


def compressed(content: bytes) -> bytes:
    """Make bytes small for the database."""
    return zlib.compress(content, 6)


def restored(stored: bytes | memoryview) -> bytes:
    """Give the bytes that were compressed. Raises UnreadableRecord."""
    try:
        return zlib.decompress(bytes(stored))
    except zlib.error as broken:
        raise UnreadableRecord(str(broken)) from None


def write_input(content: RunInput) -> bytes:
    """Write an input down; the order in which lines and items are given makes no difference."""
    needs, supplies = _Once(), _Once()
    for need in sorted({line.need for line in content.lines}, key=_written):
        needs.number(need)
    for supply in sorted({item.supply for item in content.items}, key=_written):
        supplies.number(supply)
    lines = sorted(content.lines, key=lambda line: line.key)
    items = sorted(content.items, key=lambda item: item.key)
    later = {} if content.places is None else {"places": dict(content.places)}
    chosen = {"beside": sorted(set(content.beside))} if content.beside else {}
    return _json(
        {
            "format": CHOSEN if chosen else ACCOMPANIED if later else ALONE,
            "needs": [asdict(need) for need in needs.values],
            "lines": [
                [line.key, line.order, needs.number(line.need), line.quota] for line in lines
            ],
            "supplies": [asdict(supply) for supply in supplies.values],
            "items": [[item.key, supplies.number(item.supply)] for item in items],
            "pins": sorted(set(content.pins)),
            "exclusions": sorted(set(content.exclusions)),
            "quotas": dict(content.quotas),
            "earmarks": sorted(set(content.earmarks)),
        }
        | later
        | chosen
    )


def read_input(written: bytes) -> RunInput:
    """Read what write_input wrote. Raises UnreadableRecord."""
    try:
        found = _known(written)
        needs = [Need(**_tuples(each)) for each in found["needs"]]
        supplies = [Supply(**each) for each in found["supplies"]]
        return RunInput(
            lines=tuple(
                Line(key, needs[need], order, quota) for key, order, need, quota in found["lines"]
            ),
            items=tuple(Item(key, supplies[supply]) for key, supply in found["items"]),
            pins=_pairs(found["pins"]),
            exclusions=_pairs(found["exclusions"]),
            quotas=found["quotas"],
            earmarks=tuple(found["earmarks"]),
            places=None if found["format"] == ALONE else found["places"],
            beside=_pairs(found["beside"]) if found["format"] == CHOSEN else (),
        )
    except (KeyError, TypeError, IndexError, ValueError) as odd:
        raise UnreadableRecord(str(odd)) from None


def write_outcome(outcome: Outcome, shown: Mapping[str, str] | None = None) -> bytes:
    """Write down what the matcher gave, in its own order, and what `runs.shown` found."""
    proposal, companions = outcome.proposal, outcome.companions
    whys, known = _Once(), {}
    skipped = []
    for skip in proposal.skipped:
        # Lines of one need share their tuples: tens of thousands are not hashed each.
        same = id(skip.fitting), id(skip.held_by)
        if same not in known:
            known[same] = whys.number((tuple(skip.fitting), tuple(skip.held_by)))
        skipped.append([skip.line, known[same], skip.quota])
    pairs = [
        [each.line, each.item, each.rank, each.waste, each.is_pinned] for each in proposal.pairs
    ]
    found: Json = {"pairs": pairs, "whys": whys.values, "skipped": skipped}
    if companions is None:
        return _json(found | {"format": ALONE})
    beside = [[each.line, each.machine, each.item, each.missing] for each in companions]
    found |= {"format": ACCOMPANIED, "companions": beside}
    return _json(found if shown is None else found | {"format": SHOWN, "shown": dict(shown)})


def read_outcome(written: bytes) -> Outcome:
    """Read what write_outcome wrote. Raises UnreadableRecord."""
    try:
        found = _known(written)
        whys = [(tuple(fitting), tuple(held_by)) for fitting, held_by in found["whys"]]
        proposal = Proposal(
            tuple(Pair(*each) for each in found["pairs"]),
            tuple(
                Skipped(line, fitting=whys[why][0], held_by=whys[why][1], quota=quota)
                for line, why, quota in found["skipped"]
            ),
        )
        if found["format"] == ALONE:
            return Outcome(proposal)
        return Outcome(proposal, tuple(Companion(*each) for each in found["companions"]))
    except (KeyError, TypeError, IndexError, ValueError) as odd:
        raise UnreadableRecord(str(odd)) from None


def read_shown(written: bytes) -> dict[str, str] | None:
    """Read what write_outcome was given to write of what pages show; None of runs of before."""
    try:
        found = _known(written)
        return dict(found["shown"]) if found["format"] == SHOWN else None
    except (KeyError, TypeError, ValueError) as odd:
        raise UnreadableRecord(str(odd)) from None


class _Once:
    """Values numbered from 0 in the order in which they come, each once."""

    def __init__(self) -> None:
        self._numbers: dict[Any, int] = {}

    def number(self, value: Any) -> int:
        return self._numbers.setdefault(value, len(self._numbers))

    @property
    def values(self) -> list[Any]:
        return list(self._numbers)


def _written(value: Need | Supply) -> bytes:
    return _json(asdict(value))


def _json(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _known(written: bytes) -> Json:
    found: Json = json.loads(written)
    if found["format"] not in FORMATS:
        raise UnreadableRecord(f"It is written in format {found['format']}, not in {FORMATS}.")
    return found


def _tuples(need: Json) -> Json:
    return {
        name: tuple(value) if isinstance(value, list) else value for name, value in need.items()
    }


def _pairs(found: Iterable[Sequence[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((line, item) for line, item in found)
