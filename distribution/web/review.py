"""A run as it is reviewed: one page of its pairs or of the lines left waiting, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Paginator
from django.utils.translation import gettext as _

from distribution.models import AllocationRun, RequestLine, RunWish
from distribution.runs.results import companion_in, why_skipped
from distribution.runs.reviewed import changed_pairs, newer_policy, newer_than
from distribution.web.board import addresses
from distribution.web.filters import code_in
from distribution.web.forms.runs import ReviewFilters, Shown
from distribution.web.needs import in_short, kind_names
from distribution.web.run_words import (
    sentences_of,
    what_was_missing,
    why_pair,
    why_wished,
    wish_in_short,
)
from refurb.accounts.access import SignedInRequest
from refurb.jobs.reasons import unpack

PAGE_SIZE = 50
MOST_SHEETS = 100  # of a file of slips
MOST_LISTED = 200  # of the lines that differ from the proposal before
Json = Mapping[str, Any]


@dataclass(frozen=True)
class ReviewedPair:
    """One device for one line, why, and what became of it."""

    line: int
    reference: str
    number: int
    wanted: str
    device: str
    kind: str
    holder: str
    why: list[str]
    to_do: list[str]
    left_out: str  # who wants it otherwise, and why; or why it was not confirmed
    moved: bool
    companion: str  # the code of what goes with it
    no_companion: str  # why nothing does, though the machine has no screen


@dataclass(frozen=True)
class SkippedLine:
    """A line left waiting, and what was missing."""

    line: int
    reference: str
    number: int
    place: int
    points: int
    wanted: str
    missing: list[str]


@dataclass(frozen=True)
class WishRow:
    """A pin or an exclusion, with its reason."""

    wish: RunWish
    why: str


@dataclass(frozen=True)
class Difference:
    """How many lines fare otherwise than in the proposal before, and the first of them."""

    newly: int = 0
    other: int = 0
    no_longer: int = 0
    gone: int = 0
    rows: list[tuple[str, str, str]] = field(default_factory=list)  # what, line, devices

    @property
    def total(self) -> int:
        """Count them all."""
        return self.newly + self.other + self.no_longer + self.gone


@dataclass(frozen=True, kw_only=True)
class Review:
    """One page of a run, and what stands around it."""

    filters: ReviewFilters
    show: str
    pairs: list[ReviewedPair]
    skipped: list[SkippedLine]
    found: int
    pages: dict[str, Any]
    wishes: list[WishRow]
    changed: int  # pairs left out when it is confirmed
    to_confirm: int
    newer: int | None
    newer_policy: int | None
    since: int | None
    difference: Difference
    barred: list[tuple[str, str]]


def review_of(run: AllocationRun, request: SignedInRequest) -> Review:
    """Put one page of a run's result into words: four queries, however many there are."""
    filters = ReviewFilters(request.GET)
    changed = changed_pairs(run)
    rows = _Rows(run, changed)
    listed = rows.matching(filters)
    page = Paginator(listed, PAGE_SIZE).get_page(request.GET.get("page"))
    shown = list(page)
    mine = RequestLine.objects.visible_to(request.actor)
    lines = mine.in_bulk([each["line"] for each in shown])
    is_pairs = filters.shown != Shown.SKIPPED
    changes = run.result.get("changes", {})
    return Review(
        filters=filters,
        show=filters.shown,
        pairs=[rows.pair(each, lines) for each in shown] if is_pairs else [],
        skipped=[] if is_pairs else [rows.skipped(each, lines) for each in shown],
        found=len(listed),
        pages=addresses(request, page),
        wishes=wish_rows(run),
        changed=len(changed),
        to_confirm=run.pair_count - len(changed),
        newer=newer_than(run),
        newer_policy=newer_policy(run),
        since=changes.get("since"),
        difference=_difference(changes),
        barred=[
            (each["reference"], " ".join(map(str, unpack(each["reasons"]))))
            for each in run.result.get("barred", ())[:MOST_LISTED]
        ],
    )


def slip_parts(run: AllocationRun) -> list[tuple[int, int, int]]:
    """Part the slips of what a run set aside and still stands: the part, its first, its last."""
    count = run.allocations.open().mains().count()
    starts = range(0, count, MOST_SHEETS)
    return [
        (part, start + 1, min(count, start + MOST_SHEETS)) for part, start in enumerate(starts, 1)
    ]


def wish_rows(run: AllocationRun) -> list[WishRow]:
    """List the pins and exclusions that stand, oldest first: one query."""
    rows = run.wishes.filter(lifted_by=None).order_by("pk")
    rows = rows.select_related("device", "line__nomination", "made_by__user")
    return [WishRow(wish, why_wished(wish)) for wish in rows]


class _Rows:
    """The pairs and lines of a run, filtered and put into words."""

    def __init__(self, run: AllocationRun, changed: Mapping[int, RunWish]) -> None:
        self._result = run.result
        self._changed = changed
        self._excluded = run.result.get("excluded", {})
        self._moved = set(run.result.get("moved", ()))
        self._alone = set(run.result.get("alone", ()))

    def matching(self, filters: ReviewFilters) -> Sequence[Json]:
        """Give the rows that the filters keep, in priority order."""
        rows: Sequence[Json] = self._result.get(
            "skipped" if filters.shown == Shown.SKIPPED else "pairs", ()
        )
        if filters.shown == Shown.CHANGED:
            rows = [each for each in rows if each["line"] in self._changed]
        if kind := filters.wanted_kind:
            rows = [each for each in rows if kind in self._kinds(each)]
        if words := filters.words.casefold():
            code = code_in(filters.words)
            rows = [
                each
                for each in rows
                if words in each["reference"].casefold() or each.get("device") == code
            ]
        return rows

    def _kinds(self, each: Json) -> Sequence[str]:
        return each["kinds"] if "device" not in each else (_kind_of(each),)

    def pair(self, each: Json, lines: Mapping[int, RequestLine]) -> ReviewedPair:
        """Put one pair into words."""
        wish = self._changed.get(each["line"])
        return ReviewedPair(
            line=each["line"],
            reference=each["reference"],
            number=each["number"],
            wanted=_wanted(each, lines),
            device=each["device"],
            kind="".join(kind_names([_kind_of(each)])),
            holder=each["holder"],
            why=why_pair(each),
            to_do=sentences_of(each.get("remarks", ())),
            left_out=wish_in_short(wish) if wish else self._excluded.get(str(each["line"]), ""),
            moved=each["line"] in self._moved,
            companion=companion_in(each),
            no_companion=self._no_companion(each),
        )

    def _no_companion(self, each: Json) -> str:
        if each["line"] in self._alone:
            return _("The screen was not set aside: it moved meanwhile.")
        return " ".join(sentences_of(filter(None, [each.get("companion", {}).get("missing")])))

    def skipped(self, each: Json, lines: Mapping[int, RequestLine]) -> SkippedLine:
        """Put one line left waiting into words."""
        return SkippedLine(
            line=each["line"],
            reference=each["reference"],
            number=each["number"],
            place=each["place"],
            points=each["points"],
            wanted=_wanted(each, lines),
            missing=what_was_missing(why_skipped(self._result, each)),
        )


def _kind_of(pair: Json) -> str:
    """Give the kind of a pair's device; runs of before did not keep it."""
    return str(pair.get("kind") or pair["kinds"][pair["rank"]])


def _wanted(each: Json, lines: Mapping[int, RequestLine]) -> str:
    line = lines.get(each["line"])
    return in_short(line) if line else " / ".join(kind_names(each["kinds"]))


def _difference(changes: Json) -> Difference:
    if not changes:
        return Difference()
    parts = ("newly", "other", "no_longer", "gone")
    rows = [
        (part, *([each, ""] if isinstance(each, str) else [each[0], " → ".join(each[1:])]))
        for part in parts
        for each in changes[part]
    ]
    listed = [(part, key.removesuffix("/1"), devices) for part, key, devices in rows[:MOST_LISTED]]
    return Difference(**{part: len(changes[part]) for part in parts}, rows=listed)
