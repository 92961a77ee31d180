"""A run as it is reviewed: which device for which line, why, and what was missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from distribution.models import AllocationRun, RequestLine
from distribution.models.run import RunState
from distribution.results import why_skipped
from distribution.web.needs import in_short, kind_names

MOST_NAMED = 5  # of the lines that hold what a skipped one could use


@dataclass(frozen=True)
class ReviewedPair:
    """One device for one line, and what became of it."""

    line: int
    reference: str
    place: int
    points: int
    wanted: str
    kind: str
    rank: int
    device: str
    holder: str
    excluded_because: str
    moved: bool


@dataclass(frozen=True)
class SkippedLine:
    """A line left waiting, and why: nothing fits, or those before it hold what fits."""

    reference: str
    place: int
    points: int
    wanted: str
    fitting: int
    held_by: list[str]


@dataclass(frozen=True)
class Review:
    """The whole proposal."""

    pairs: list[ReviewedPair]
    skipped: list[SkippedLine]


def review_of(run: AllocationRun) -> Review:
    """Put a run's stored result into words: one query, for the lines."""
    pairs = run.result.get("pairs", [])
    skipped = run.result.get("skipped", [])
    lines = RequestLine.objects.in_bulk([each["line"] for each in (*pairs, *skipped)])
    excluded, moved = run.result.get("excluded", {}), set(run.result.get("moved", []))

    def wanted(each: dict[str, Any]) -> str:
        line = lines.get(each["line"])
        return in_short(line) if line else " / ".join(kind_names(each["kinds"]))

    return Review(
        pairs=[
            ReviewedPair(
                line=each["line"],
                reference=each["reference"],
                place=each["place"],
                points=each["points"],
                wanted=wanted(each),
                kind="".join(kind_names(each["kinds"][each["rank"] : each["rank"] + 1])),
                rank=each["rank"] + 1,
                device=each["device"],
                holder=each["holder"],
                excluded_because=excluded.get(str(each["line"]), ""),
                moved=each["line"] in moved,
            )
            for each in pairs
        ],
        skipped=[
            SkippedLine(
                reference=each["reference"],
                place=each["place"],
                points=each["points"],
                wanted=wanted(each),
                fitting=why_skipped(run.result, each)["fitting"],
                held_by=_named(why_skipped(run.result, each)["held_by"]),
            )
            for each in skipped
        ],
    )


def _named(keys: list[str]) -> list[str]:
    names = [key.partition("/")[0] for key in keys]
    return names if len(names) <= MOST_NAMED else [*names[:MOST_NAMED], "…"]


def is_under_way(run: AllocationRun) -> bool:
    """Tell whether its page has to ask again."""
    return run.state in {RunState.QUEUED, RunState.RUNNING}
