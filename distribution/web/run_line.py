"""One line on the review of a run: what it is to receive, and the devices that would fit it."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404

from distribution.allocations.supply import need_of
from distribution.fit import Need, preference_rank, remarks, waste, why_not
from distribution.models import AllocationRun, RequestLine, RunLine
from distribution.models.run_line import LineOutcome
from distribution.runs.explanation import left_over
from distribution.runs.results import whys_of
from distribution.runs.supplies import Offered, offered
from distribution.web.forms.runs import line_ids
from distribution.web.needs import in_short, kind_names
from distribution.web.run_words import sentences_of, what_was_missing, why_pair, why_pinned
from inventory.lifecycle import State
from inventory.models import Device
from refurb.accounts.models import Membership

MOST_SHOWN = 50


@dataclass(frozen=True)
class Choice:
    """A ready device that fits, and the line to which the run would give it."""

    code: str
    name: str
    kind: str
    holder: str
    grade: str
    remarks: list[str]
    waste: int
    goes_to: str


@dataclass(frozen=True)
class LineOfRun:
    """One line of a run: what stands in its row, and what else would fit."""

    line: RequestLine
    told: RunLine
    wanted: str
    why: list[str]
    choices: list[Choice]
    fitting: int


def line_of(run: AllocationRun, sent: str, actor: Membership) -> LineOfRun:
    """Read a visible line of a run by id; the first when none is asked for. Raises Http404."""
    told = _told(run, sent)
    if told is None:
        raise Http404
    line = waiting_line(told, actor)
    choices, fitting = _choices(run, line)
    return LineOfRun(
        line=line,
        told=told,
        wanted=in_short(line),
        why=_why(run, told),
        choices=choices,
        fitting=fitting,
    )


def waiting_line(told: RunLine, actor: Membership) -> RequestLine:
    """Read the visible line that a run tells of, as the fit reads it. Raises Http404."""
    lines = RequestLine.objects.visible_to(actor)
    lines = lines.select_related(
        "nomination__household", "nomination__institution", "nomination__organisation"
    )
    line = lines.filter(pk=told.line).first()
    if line is None:
        raise Http404
    return line


def _told(run: AllocationRun, sent: str) -> RunLine | None:
    """Find what the run says of the line that was asked for; else of its last pair."""
    if sent:
        asked = run.lines.filter(outcome__in={LineOutcome.PAIR, LineOutcome.SKIPPED})
        return asked.filter(line__in=line_ids(sent)).first()
    return run.lines.pairs().last() or run.lines.skipped().last()


def _why(run: AllocationRun, told: RunLine) -> list[str]:
    if told.why is None:
        return why_pair(told.place, told.told)
    pins = run.wishes.filter(is_applied=True).select_related("device")
    return what_was_missing(whys_of(run, [told])[told.why], why_pinned(pins))


def _choices(run: AllocationRun, line: RequestLine) -> tuple[list[Choice], int]:
    """List the best that fit, and count them all: five queries."""
    need = need_of(line)
    fitting = [each for each in offered([State.READY]) if not why_not(need, each.supply)]
    fitting.sort(key=lambda each: (*_rank(need, each), each.code))
    best = fitting[:MOST_SHOWN]
    devices = Device.objects.in_bulk([each.code for each in best], field_name="code")
    pairs = run.lines.pairs().filter(device__in=devices)
    holders = dict(pairs.values_list("device", "reference"))
    found = [
        _choice(each, need, devices[each.code], holders.get(each.code, ""))
        for each in best
        if each.code in devices
    ]
    return found, len(fitting)


def _rank(need: Need, each: Offered) -> tuple[int, int]:
    return preference_rank(need, each.supply), waste(need, each.supply)


def _choice(each: Offered, need: Need, device: Device, goes_to: str) -> Choice:
    to_know = [reason.code for reason in remarks(need, each.supply)]
    return Choice(
        code=each.code,
        name=device.name,
        kind=kind_names([each.supply.kind])[0],
        holder=each.holder,
        grade=device.grade,
        remarks=sentences_of(to_know),
        waste=len(left_over(need, each.supply)),
        goes_to=goes_to,
    )
