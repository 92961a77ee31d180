"""Read side: what a run keeps of a proposal: a row for each line, in references, codes and counts.

A skipped line names one of the run's `whys`, since lines of one need share their reason. Each line
says how it fares otherwise than in the proposal before.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, replace
from typing import NamedTuple

from distribution.fit import Need, Supply, remarks, screen_for, why_not
from distribution.models import AllocationRun, RunLine
from distribution.models.run_line import Change, LineOutcome
from distribution.runs.explanation import coming, excluded, left_over, nearest
from distribution.runs.material import Json, Material, Told
from distribution.runs.proposal import Companion, Outcome, Pair, Skipped
from distribution.runs.second_choice import SecondChoices, exclusions_of
from distribution.runs.shown import plain
from distribution.runs.supplies import Offered, stock_in_work
from inventory.kinds import Kind

MOST_HOLDERS = 20
InWork = Mapping[str, Mapping[Supply, int]]
Before = dict[int, tuple[str, str, int, int]]
"""By the id of a line served before: its device, its reference and number, its place."""


class LineKept(NamedTuple):
    """A row of RunLine, by its columns."""

    run_id: int
    outcome: str
    place: int
    line: int
    reference: str
    number: int
    kinds: str = ""
    device: str = ""
    companion: str = ""
    why: int | None = None
    told: str = "{}"  # JSON
    change: str = ""
    device_before: str = ""
    fate: str = ""
    refusals: str = "[]"  # JSON


class Result:
    """What is kept of an outcome: `lines` as rows, made as they are read; then `whys` is whole."""

    def __init__(self, run: AllocationRun, material: Material, outcome: Outcome) -> None:
        self.run = run
        self.compared_with = _proposal_before(run)
        self._material = material
        self._outcome = outcome
        self._before = _served(self.compared_with)
        in_work = stock_in_work()
        self._whys = _Whys(material, in_work)
        self._second = SecondChoices(material)
        self._screens = _Screens(material, outcome, in_work)

    @property
    def whys(self) -> list[Json]:
        """List what was missing, by the number that skipped lines name."""
        return self._whys.listed

    def lines(self) -> Iterator[LineKept]:
        """Make the rows: pairs, skipped lines, barred ones, then those that wait no longer."""
        yield from self._pairs()
        for skip in self._outcome.proposal.skipped:
            told = self._material.about[skip.line]
            why = self._whys.number_of(skip)
            yield self._row(told, LineOutcome.SKIPPED, why=why)
        for told, reasons in self._material.barred:
            yield self._row(told, LineOutcome.BARRED, reasons=reasons)
        for line, (device, reference, number, place) in self._before.items():
            row = LineKept(self.run.pk, LineOutcome.GONE, place, line, reference, number)
            yield row._replace(change=Change.GONE, device_before=device)

    def _pairs(self) -> Iterator[LineKept]:
        beside = {each.line: each for each in self._outcome.companions or ()}
        needs = self._material.needs
        for pair in self._outcome.proposal.pairs:
            yield self._pair(pair, needs[pair.line], beside.get(pair.line))

    def _pair(self, pair: Pair, need: Need, beside: Companion | None) -> LineKept:
        device = self._material.devices[pair.item]
        more: Json = {
            "holder": device.holder,
            "rank": pair.rank,
            "waste": pair.waste,
            "pinned": pair.is_pinned,
            "remarks": [each.code for each in remarks(need, device.supply)],
            "over": list(left_over(need, device.supply)),
        }
        if pair.rank and not pair.is_pinned:
            more["preferred"] = self._second.why(pair.line, need, pair.rank)
        if beside is not None:
            more["missing"] = beside.missing
        if beside is not None and beside.missing:
            more |= self._screens.that_may_come(need, device)
        row = self._row(self._material.about[pair.line], LineOutcome.PAIR, pair.item, **more)
        return row._replace(kinds=device.supply.kind, companion=beside.item if beside else "")

    def _row(
        self,
        told: Told,
        outcome: LineOutcome,
        device: str = "",
        why: int | None = None,
        **more: object,
    ) -> LineKept:
        before = self._before.pop(told.line, ("",))[0]
        return LineKept(
            run_id=self.run.pk,
            outcome=outcome,
            place=told.place,
            line=told.line,
            reference=told.reference,
            number=told.number,
            kinds=" ".join(told.kinds),
            device=device,
            why=why,
            told=plain(_standing(told) | more),
            change=_change(before, device) if self.compared_with else "",
            device_before=before if before != device else "",
        )


def _standing(told: Told) -> Json:
    found: Json = {"points": told.points, "kinds": told.kinds, "because": told.because}
    return found | ({"ahead": True} if told.is_ahead else {})


def _change(before: str, now: str) -> str:
    if before == now:
        return ""
    if not before:
        return Change.NEWLY
    return Change.OTHER if now else Change.NO_LONGER


class _Whys:
    """What was missing, worked out once for all lines of one need."""

    def __init__(self, material: Material, in_work: InWork) -> None:
        self.listed: list[Json] = []
        self._material = material
        self._numbers: dict[object, int] = {}
        self._ready = material.ready()
        self._in_work = in_work
        self._pinned = dict(material.content.pins)
        self._kept_from = exclusions_of(material)
        # Kept to go with another machine: no line's own.
        beside = [item for line, item in material.content.beside if line in material.about]
        self._beside = [each.supply for each in map(material.devices.get, beside) if each]

    def number_of(self, skip: Skipped) -> int:
        """Give the number of a skipped line's reasons, working them out where they are new."""
        kept = self._kept_from.get(skip.line, ())
        same = self._material.needs[skip.line], kept, skip.quota
        if same not in self._numbers:
            self._numbers[same] = len(self.listed)
            self.listed.append(self._why(skip))
        return self._numbers[same]

    def _why(self, skip: Skipped) -> Json:
        need = self._material.needs[skip.line]
        kept = [self._material.devices.get(code) for code in self._kept_from.get(skip.line, ())]
        near = () if skip.fitting else nearest(need, self._ready)
        arriving = coming(need, self._in_work)
        # Lines of one need are all behind those that hold what fits them, but for the pinned ones.
        higher = [key for key in skip.held_by if key not in self._pinned]
        return {
            "fitting": len(skip.fitting),
            "held_by": higher[:MOST_HOLDERS],
            "pinned": [(key, self._pinned[key]) for key in skip.held_by if key in self._pinned],
            "quota": skip.quota,
            "near": [asdict(each) for each in near],
            "excluded": excluded(need, [*(each.supply for each in kept if each), *self._beside]),
            "coming": dict(arriving.by_state),
            "unknown": arriving.unknown,
        }


class _Screens:
    """What may bring a screen to a machine that none is left for, where it is."""

    def __init__(self, material: Material, outcome: Outcome, in_work: InWork) -> None:
        given = {pair.item for pair in outcome.proposal.pairs}
        given |= {each.item for each in outcome.companions or ()}
        self._left = [
            each
            for code, each in material.devices.items()
            if each.supply.kind == Kind.MONITOR and code not in given
        ]
        self._in_work = in_work
        self._known: dict[tuple[Need, str], Json] = {}

    def that_may_come(self, need: Need, machine: Offered) -> Json:
        """Count the screens that fit: ready elsewhere, and in the workshops by state."""
        wanted = screen_for(need, machine.supply.kind)
        if wanted is None:
            return {}
        same = replace(wanted, regions=()), machine.holder_code
        if same not in self._known:
            arriving = coming(same[0], self._in_work)
            elsewhere = [each for each in self._left if each.holder_code != machine.holder_code]
            self._known[same] = {
                "screens_elsewhere": sum(not why_not(same[0], each.supply) for each in elsewhere),
                "screens_coming": dict(arriving.by_state),
                "screens_unknown": arriving.unknown,
            }
        return self._known[same]


def _proposal_before(run: AllocationRun) -> AllocationRun | None:
    earlier = AllocationRun.objects.computed().filter(number__lt=run.number)
    return earlier.order_by("-number").first()


def _served(run: AllocationRun | None) -> Before:
    if run is None:
        return {}
    columns = ("line", "device", "reference", "number", "place")
    rows = run.lines.pairs().values_list(*columns)
    return {line: (device, *where) for line, device, *where in rows.iterator(chunk_size=5_000)}


def whys_of(run: AllocationRun, lines: Iterator[RunLine] | list[RunLine]) -> Mapping[int, Json]:
    """Map the numbers of the reasons that some lines name to what they say: one query or none."""
    numbers = {each.why for each in lines if each.why is not None}
    if not numbers:
        return {}
    return dict(run.whys.filter(number__in=numbers).values_list("number", "content"))
