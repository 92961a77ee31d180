"""Read side: repeat a run from what is kept of it, and compare byte for byte."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from distribution.models import AllocationRun, RunRecord
from distribution.runs.matching import ImpossiblePin
from distribution.runs.material import key_of
from distribution.runs.objections import objections
from distribution.runs.objections.companions import companion_objections, main_stock
from distribution.runs.proposal import Companion, Outcome, Pair
from distribution.runs.record import (
    RunInput,
    UnreadableRecord,
    digest,
    read_input,
    read_outcome,
    restored,
    write_outcome,
)


class NotOnRecord(LookupError):
    """Say that a run has no input on record: it isn't computed, or older than the record."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of a run: as bytes, and read."""

    content: bytes
    outcome: bytes
    given: RunInput
    found: Outcome


def kept_of(run: AllocationRun) -> Kept:
    """Read the record of a run. Raises NotOnRecord and UnreadableRecord."""
    kept = RunRecord.objects.filter(run=run).first()
    if kept is None:
        raise NotOnRecord(run.number)
    content, outcome = restored(kept.content), restored(kept.outcome)
    if (digest(content), digest(outcome)) != (kept.sha256, kept.outcome_sha256):
        raise UnreadableRecord("The digests of its record are not those of what is kept.")
    return Kept(content, outcome, read_input(content), read_outcome(outcome))


def differences(run: AllocationRun) -> list[str]:
    """Compute a run again; say what is not as it was, one sentence each, in codes.

    Raises NotOnRecord and UnreadableRecord.
    """
    kept = kept_of(run)
    found = [*shown_otherwise(run, kept)]
    try:
        again = write_outcome(kept.given.outcome())
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
    """Say where the result that pages show, or its digest, is not the one on record."""
    if digest(kept.content) != run.input_sha256:
        yield "The run shows another digest of its input than its record."
    pairs = list(run.lines.pairs())
    shown = [(each.key, each.device, each.told["rank"], each.told["waste"]) for each in pairs]
    proposal, companions = kept.found.proposal, kept.found.companions or ()
    if shown != [(each.line, each.item, each.rank, each.waste) for each in proposal.pairs]:
        yield "The run shows other pairs than its record."
    beside = [(each.companion, each.told["missing"]) for each in pairs if "missing" in each.told]
    if beside != [(each.item, each.missing) for each in companions]:
        yield "The run shows other companions than its record."
    rows = run.lines.skipped().values_list("reference", "number")
    skipped = [key_of(*each) for each in rows]
    if skipped != [each.line for each in proposal.skipped]:
        yield "The run shows other lines left waiting than its record."
