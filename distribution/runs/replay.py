"""Read side: repeat a run from what is kept of it, and compare byte for byte."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from distribution.models import AllocationRun, RunLine, RunRecord
from distribution.runs.matching import ImpossiblePin
from distribution.runs.objections import objections
from distribution.runs.objections.companions import companion_objections, main_stock
from distribution.runs.proposal import Companion, Outcome, Pair, Skipped
from distribution.runs.record import (
    RunInput,
    UnreadableRecord,
    digest,
    read_input,
    read_outcome,
    read_shown,
    restored,
    write_outcome,
)
from distribution.runs.results import MOST_HOLDERS
from distribution.runs.shown import shown_now

Json = Mapping[str, Any]


class NotOnRecord(LookupError):
    """Say that a run has no input on record: it isn't computed, or older than the record."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of a run: as bytes, and read; `shown` is None of runs that did not keep it."""

    content: bytes
    outcome: bytes
    given: RunInput
    found: Outcome
    shown: dict[str, str] | None


def kept_of(run: AllocationRun) -> Kept:
    """Read the record of a run. Raises NotOnRecord and UnreadableRecord."""
    kept = RunRecord.objects.filter(run=run).first()
    if kept is None:
        raise NotOnRecord(run.number)
    content, outcome = restored(kept.content), restored(kept.outcome)
    if (digest(content), digest(outcome)) != (kept.sha256, kept.outcome_sha256):
        raise UnreadableRecord("The digests of its record are not those of what is kept.")
    found = read_outcome(outcome)
    return Kept(content, outcome, read_input(content), found, read_shown(outcome))


def differences(run: AllocationRun) -> list[str]:
    """Compute a run again; say what is not as it was, one sentence each, in codes.

    Raises NotOnRecord and UnreadableRecord.
    """
    kept = kept_of(run)
    found = [*shown_otherwise(run, kept)]
    try:
        again = write_outcome(kept.given.outcome(), kept.shown)
    except ImpossiblePin as pin:
        return [*found, f"The matcher refuses the pin of {pin.item} to {pin.line}."]
    if again != kept.outcome:
        found += [f"{line}: the matcher gives otherwise now." for line in _lines(again, kept)]
    return found


def wrong_with(run: AllocationRun) -> list[str]:
    """Judge a run by the rule, without the matcher; say what is wrong, in codes.

    Raises NotOnRecord and UnreadableRecord.
    """
    kept = kept_of(run)
    given, found = kept.given, kept.found
    judged = objections(
        given.lines,
        main_stock(given.lines, given.items, given.beside),
        found.proposal,
        pins=given.pins,
        exclusions=given.exclusions,
        quotas=given.quotas,
    )
    if found.companions is not None:
        judged += companion_objections(
            given.lines,
            given.items,
            found,
            pins=given.beside,
            exclusions=given.exclusions,
            places=given.places or {},
        )
    return [*shown_otherwise(run, kept), *judged]


def _lines(again: bytes, kept: Kept) -> Iterator[str]:
    """Name the lines that would receive something else; the whole result, if none would."""
    before, now = _by_line(kept.found), _by_line(read_outcome(again))
    named = sorted(key for key in before | now if before.get(key) != now.get(key))
    yield from named or ["The result"]


def _by_line(outcome: Outcome) -> dict[str, tuple[Pair, Companion | None]]:
    beside = {each.line: each for each in outcome.companions or ()}
    return {pair.line: (pair, beside.get(pair.line)) for pair in outcome.proposal.pairs}


def shown_otherwise(run: AllocationRun, kept: Kept) -> Iterator[str]:
    """Say where what pages show is not what is on record, or does not follow from it."""
    if digest(kept.content) != run.input_sha256:
        yield "The run shows another digest of its input than its record."
    yield from _pairs_otherwise(list(run.lines.pairs()), kept)
    yield from _skipped_otherwise(run, kept)
    proposal = kept.found.proposal
    if (run.pair_count, run.skipped_count) != (len(proposal.pairs), len(proposal.skipped)):
        yield "The run shows other counts than its record."
    if kept.shown is not None:
        now = shown_now(run)
        differ = (name for name in kept.shown | now if kept.shown.get(name) != now.get(name))
        yield from (f"The run does not show what it did: {name}." for name in sorted(differ))


def _pairs_otherwise(pairs: list[RunLine], kept: Kept) -> Iterator[str]:
    proposal, companions = kept.found.proposal, kept.found.companions or ()
    shown = [
        (each.key, each.device, each.told.get("rank"), each.told.get("waste")) for each in pairs
    ]
    if shown != [(each.line, each.item, each.rank, each.waste) for each in proposal.pairs]:
        yield "The run shows other pairs than its record."
    beside = [(each.companion, each.told["missing"]) for each in pairs if "missing" in each.told]
    if beside != [(each.item, each.missing) for each in companions]:
        yield "The run shows other companions than its record."
    pinned = [bool(each.told.get("pinned")) for each in pairs]
    if pinned != [each.is_pinned for each in proposal.pairs]:
        yield "The run shows other pins than its record."
    if [(each.key, each.place) for each in pairs] != _places(kept, proposal.pairs):
        yield "The run shows pairs at other places than its record."


def _skipped_otherwise(run: AllocationRun, kept: Kept) -> Iterator[str]:
    rows, skipped = list(run.lines.skipped()), kept.found.proposal.skipped
    if [(each.key, each.place) for each in rows] != _places(kept, skipped):
        yield "The run shows other lines left waiting than its record, or at other places."
        return
    whys = dict(run.whys.values_list("number", "content"))
    pins = dict(kept.given.pins)
    untrue: dict[tuple[int | None, int, str], bool] = {}
    for row, skip in zip(rows, skipped, strict=True):
        same = row.why, id(skip.held_by), skip.quota  # lines of one need share theirs
        if same not in untrue:
            untrue[same] = not _tells(whys.get(row.why or 0, {}), skip, pins)
        if untrue[same]:
            yield f"{skip.line}: the run shows another reason than its record."


def _places(kept: Kept, told: Sequence[Pair | Skipped]) -> list[tuple[str, int]]:
    """Give lines with their places in the list of households; 0 of an institution's."""
    order = {line.key: max(0, line.order) for line in kept.given.lines}
    return [(each.line, order.get(each.line, -1)) for each in told]


def _tells(why: Json, skip: Skipped, pins: Mapping[str, str]) -> bool:
    """Tell whether what is shown to have been missing is what the record says holds it."""
    if (why.get("fitting"), why.get("quota", "")) != (len(skip.fitting), skip.quota):
        return False
    if "pinned" not in why:  # of a run that did not tell them apart
        return why.get("held_by") == list(skip.held_by[:MOST_HOLDERS])
    behind = [[key, pins[key]] for key in skip.held_by if key in pins]
    higher = [key for key in skip.held_by if key not in pins]
    return (why.get("held_by"), why["pinned"]) == (higher[:MOST_HOLDERS], behind)
