"""One line on the review of a run: what it is to receive, and the devices that would fit it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404

from distribution.fit import Need, preference_rank, remarks, waste, why_not
from distribution.models import AllocationRun, RequestLine
from distribution.runs.explanation import left_over
from distribution.runs.results import why_skipped
from distribution.runs.supplies import Offered, offered
from distribution.supply import need_of
from distribution.web.forms.runs import line_id
from distribution.web.needs import in_short, kind_names
from distribution.web.run_words import sentences_of, what_was_missing, why_pair
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
    told: Mapping[str, Any]
    wanted: str
    why: list[str]
    choices: list[Choice]
    fitting: int


def line_of(run: AllocationRun, sent: str, actor: Membership) -> LineOfRun:
    """Read a visible line of a run by id; the first when none is asked for. Raises Http404."""
    rows = {each["line"]: each for each in (*run.result["skipped"], *run.result["pairs"])}
    wanted = line_id(sent, rows) if sent else next(reversed(rows), None)
    lines = RequestLine.objects.visible_to(actor)
    lines = lines.select_related("nomination__household", "nomination__organisation")
    line = lines.filter(pk=wanted).first() if wanted is not None else None
    if line is None:
        raise Http404
    told = rows[line.pk]
    choices, fitting = _choices(run, line)
    is_pair = "device" in told
    return LineOfRun(
        line=line,
        told=told,
        wanted=in_short(line),
        why=why_pair(told) if is_pair else what_was_missing(why_skipped(run.result, told)),
        choices=choices,
        fitting=fitting,
    )


def _choices(run: AllocationRun, line: RequestLine) -> tuple[list[Choice], int]:
    """List the best that fit, and count them all: four queries."""
    need = need_of(line)
    fitting = [each for each in offered([State.READY]) if not why_not(need, each.supply)]
    fitting.sort(key=lambda each: (*_rank(need, each), each.code))
    best = fitting[:MOST_SHOWN]
    devices = Device.objects.in_bulk([each.code for each in best], field_name="code")
    holders = {pair["device"]: pair for pair in run.result["pairs"]}
    found = [
        _choice(each, need, devices[each.code], holders.get(each.code, {}))
        for each in best
        if each.code in devices
    ]
    return found, len(fitting)


def _rank(need: Need, each: Offered) -> tuple[int, int]:
    return preference_rank(need, each.supply), waste(need, each.supply)


def _choice(each: Offered, need: Need, device: Device, pair: Mapping[str, Any]) -> Choice:
    to_know = [reason.code for reason in remarks(need, each.supply)]
    return Choice(
        code=each.code,
        name=device.name,
        kind=kind_names([each.supply.kind])[0],
        holder=each.holder,
        grade=device.grade,
        remarks=sentences_of(to_know),
        waste=len(left_over(need, each.supply)),
        goes_to=pair.get("reference", ""),
    )
