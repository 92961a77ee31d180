"""A run as it is reviewed: one page of what it says of its lines, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from distribution.models import AllocationRun, RequestLine, RunLine, RunWish
from distribution.models.run import RunState
from distribution.models.run_line import Fate, LineOutcome
from distribution.runs.doubts import doubtful
from distribution.runs.results import whys_of
from distribution.runs.reviewed import Otherwise, newer_policy, newer_than, wanted_otherwise
from distribution.web.filters import code_in
from distribution.web.forms.runs import OF_PAIRS, ReviewFilters, Shown
from distribution.web.needs import in_short, kind_names
from distribution.web.points import PointWords, name_in_lists
from distribution.web.run_wishes import WishRow, wish_rows, wishes_of
from distribution.web.run_words import (
    screen_left_out,
    sentences_of,
    what_was_missing,
    why_companion,
    why_pair,
    why_pinned,
    wish_in_short,
)
from distribution.web.stood import Kept, kept_in
from refurb.accounts.access import SignedInRequest
from refurb.accounts.roles import Permission
from refurb.jobs.reasons import unpack
from refurb.web.keyset import paginate
from refurb.web.lists import addresses_around

PAGE_SIZE = 50
OUTCOMES = {
    Shown.PAIRS: LineOutcome.PAIR,
    Shown.SKIPPED: LineOutcome.SKIPPED,
    Shown.BARRED: LineOutcome.BARRED,
}
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
    before: str  # the device that the proposal before had for the line
    doubt: int | None  # the possible duplicate to decide on first
    left_out: str  # who wants it otherwise, and why; or why it was not confirmed
    bare: str  # who leaves the screen out, and why; the machine stands
    refused: str  # why it was not set aside after all
    stood: Kept
    companion: str  # the code of what goes with it
    about_companion: str  # why it does; or why nothing does, though the machine has no screen
    needs_screen: bool


@dataclass(frozen=True)
class SkippedLine:
    """A line that receives nothing, and why."""

    line: int
    reference: str
    number: int
    place: int
    wanted: str
    missing: list[str]
    stood: Kept
    before: str


@dataclass(frozen=True, kw_only=True)
class Review:
    """One page of a run, and what stands around it."""

    filters: ReviewFilters
    show: str
    title: str
    is_pairs: bool
    pairs: list[ReviewedPair]
    skipped: list[SkippedLine]
    found: int
    pages: dict[str, Any]
    wishes: list[WishRow]
    changed: int  # pairs left out when it is confirmed
    bare: int  # machines confirmed without their screen
    doubts: int  # pairs left out unless whoever confirms means them
    to_confirm: int
    newer: int | None
    newer_policy: int | None
    differences: list[tuple[str, str, int]]  # how many fare otherwise: what is listed, its name
    fates: Mapping[str, int]  # how many pairs were not set aside, by Fate


def review_of(run: AllocationRun, request: SignedInRequest) -> Review:
    """Put one page of what a run says into words: as many queries, however many lines there are."""
    filters = ReviewFilters(request.GET)
    wishes = wishes_of(run)
    otherwise = wanted_otherwise(run, wishes)
    changed = otherwise.left_out
    doubts = doubtful(run) if run.state == RunState.PROPOSED else {}
    listed = _listed(run, filters, otherwise)
    page = paginate(listed, ["place"], request.GET.get("cursor"), PAGE_SIZE)
    rows = page.items
    lines = RequestLine.objects.visible_to(request.actor).in_bulk([each.line for each in rows])
    is_pairs, fates = filters.shown in OF_PAIRS, _fates(run)
    # What counts for a household is for who may see it: an auditor reads its total alone.
    may_see = request.actor.may(Permission.SEE_ALL_NOMINATIONS)
    words = PointWords(run.policy, name_in_lists) if may_see else None
    missing = Missing(whys_of(run, rows), wishes)
    return Review(
        filters=filters,
        show=filters.shown,
        title=str(Shown(filters.shown).label),
        is_pairs=is_pairs,
        pairs=[_pair(each, lines, otherwise, words, doubts) for each in rows if is_pairs],
        skipped=[_skipped(each, lines, missing, words) for each in rows if not is_pairs],
        found=_count(run, filters, listed, fates),
        pages=addresses_around(request.GET, page),
        wishes=wish_rows(run, wishes, otherwise),
        changed=len(changed),
        bare=len(otherwise.bare.keys() - changed.keys()),
        doubts=len(doubts.keys() - changed.keys()),
        to_confirm=run.pair_count - len(doubts.keys() | changed.keys()),
        newer=newer_than(run),
        newer_policy=newer_policy(run),
        differences=[
            (code, str(Shown(code).label), run.change_counts[code])
            for code in (Shown.NEWLY, Shown.OTHER, Shown.NO_LONGER, Shown.GONE)
            if run.change_counts.get(code)
        ],
        fates=fates,
    )


def _listed(run: AllocationRun, filters: ReviewFilters, otherwise: Otherwise) -> QuerySet[RunLine]:
    """Keep what is to be listed, in priority order."""
    shown = Shown(filters.shown)
    if shown in OUTCOMES:
        rows = run.lines.filter(outcome=OUTCOMES[shown])
    elif shown == Shown.CHANGED:
        rows = run.lines.pairs().filter(line__in={*otherwise.left_out, *otherwise.bare})
    elif shown == Shown.LEFT_OUT:
        rows = run.lines.exclude(fate="")
    else:
        rows = run.lines.filter(change=shown)
    if kind := filters.wanted_kind:
        rows = rows.filter(kinds__contains=kind)
    if words := filters.words:
        rows = rows.filter(Q(reference__icontains=words) | Q(device=code_in(words)))
    return rows


def _count(
    run: AllocationRun,
    filters: ReviewFilters,
    listed: QuerySet[RunLine],
    fates: Mapping[str, int],
) -> int:
    """Count what is listed; of what the run knows by itself nothing is counted."""
    known = {
        Shown.PAIRS: run.pair_count,
        Shown.SKIPPED: run.skipped_count,
        Shown.BARRED: run.barred_count,
        Shown.LEFT_OUT: sum(fates.values()),
    }
    if filters.wanted_kind or filters.words or filters.shown == Shown.CHANGED:
        return listed.count()
    shown = Shown(filters.shown)
    return known[shown] if shown in known else run.change_counts.get(shown, 0)


def _fates(run: AllocationRun) -> dict[str, int]:
    """Count the pairs of a confirmed run that were not set aside, by why."""
    if run.state != RunState.CONFIRMED:
        return {}
    rows = run.lines.exclude(fate="").order_by().values_list("fate")
    return dict(rows.annotate(count=Count("pk")))


def _pair(
    row: RunLine,
    lines: Mapping[int, RequestLine],
    otherwise: Otherwise,
    words: PointWords | None,
    doubts: Mapping[int, int],
) -> ReviewedPair:
    return ReviewedPair(
        line=row.line,
        reference=row.reference,
        number=row.number,
        wanted=_wanted(row, lines),
        device=row.device,
        kind="".join(kind_names([row.kinds])),
        holder=row.told["holder"],
        why=why_pair(row.place, row.told),
        to_do=sentences_of(row.told.get("remarks", ())),
        before=row.device_before,
        doubt=doubts.get(row.line),
        left_out=_left_out(row, otherwise.left_out.get(row.line)),
        bare=_without_screen(row, otherwise.bare.get(row.line)),
        refused=" ".join(map(str, unpack(row.refusals))) if row.fate == Fate.MOVED else "",
        stood=kept_in(words, row.told),
        companion=row.companion,
        about_companion=_about_companion(row),
        needs_screen="missing" in row.told,
    )


def _left_out(row: RunLine, wish: RunWish | None) -> str:
    if wish:
        return wish_in_short(wish)
    if row.fate == Fate.DOUBT:
        return _("It may be one household with another that receives something: decide on that.")
    return row.run.excluded_because if row.fate == Fate.EXCLUDED else ""


def _without_screen(row: RunLine, wish: RunWish | None) -> str:
    if wish:
        return screen_left_out(wish)
    return row.run.excluded_because if row.fate == Fate.BARE else ""


def _about_companion(row: RunLine) -> str:
    if row.fate == Fate.ALONE:
        return _("The screen was not set aside: it moved meanwhile.")
    return " ".join(why_companion(row.told, row.companion))


def _skipped(
    row: RunLine, lines: Mapping[int, RequestLine], missing: Missing, words: PointWords | None
) -> SkippedLine:
    return SkippedLine(
        line=row.line,
        reference=row.reference,
        number=row.number,
        place=row.place,
        wanted=_wanted(row, lines),
        missing=missing.of(row),
        stood=kept_in(words, row.told),
        before=row.device_before,
    )


class Missing:
    """Why lines receive nothing, from the reasons that they name and the pins of their run."""

    def __init__(self, whys: Mapping[int, Json], wishes: Sequence[RunWish]) -> None:
        self._whys = whys
        self._pins = why_pinned(wishes)

    def of(self, row: RunLine) -> list[str]:
        """Say why a line receives nothing."""
        if row.why is not None:
            return what_was_missing(self._whys[row.why], self._pins)
        if row.outcome == LineOutcome.GONE:
            return [_("It waits no longer.")]
        return [str(each) for each in unpack(row.told["reasons"])]


def _wanted(row: RunLine, lines: Mapping[int, RequestLine]) -> str:
    line = lines.get(row.line)
    return in_short(line) if line else " / ".join(kind_names(row.told.get("kinds", [])))
