"""The screen of one pair on the review of a run: which goes with it, and which others would fit."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.db.models import QuerySet
from django.http import Http404

from distribution.allocations.supply import need_of
from distribution.fit import Need, Supply, screen_for, why_not
from distribution.models import AllocationRun, RequestLine, RunLine
from distribution.runs.supplies import Offered, offered
from distribution.web.forms.runs import line_ids
from distribution.web.needs import in_short
from distribution.web.run_line import MOST_SHOWN, waiting_line
from distribution.web.run_words import why_companion
from inventory.kinds import Kind
from inventory.lifecycle import State
from inventory.models import Device
from refurb.accounts.models import Membership


@dataclass(frozen=True)
class ScreenChoice:
    """A ready screen that fits beside the machine, and what the run proposes for it.

    `goes_to`: another line that it is proposed for; `is_proposed`: it goes with this very machine.
    """

    code: str
    name: str
    grade: str
    goes_to: str
    is_proposed: bool


@dataclass(frozen=True)
class ScreenOfPair:
    """A pair of a run whose machine has no screen: what goes with it, and what else would fit."""

    line: RequestLine
    told: RunLine
    machine: Device
    wanted: str
    why: list[str]
    choices: list[ScreenChoice]
    fitting: int


def pairs_with_screens(run: AllocationRun) -> QuerySet[RunLine]:
    """Keep the pairs whose machine needs a screen, whether one goes with it or is missing."""
    return run.lines.pairs().filter(told__has_key="missing")


def screen_of(run: AllocationRun, sent: str, actor: Membership) -> ScreenOfPair:
    """Read a pair by the id of its line; the last when none is asked for.

    Raises Http404 for one whose machine needs no screen.
    """
    rows = pairs_with_screens(run)
    told = (rows.filter(line__in=line_ids(sent)) if sent else rows).last()
    machine = (
        Device.objects.filter(code=told.device).select_related("holder").first() if told else None
    )
    if told is None or machine is None:
        raise Http404
    line = waiting_line(told, actor)
    fitting = _fitting(need_of(line), machine)
    return ScreenOfPair(
        line=line,
        told=told,
        machine=machine,
        wanted=in_short(line),
        why=why_companion(told.told, told.companion),
        choices=_choices(told, fitting)[:MOST_SHOWN],
        fitting=len(fitting),
    )


def _fitting(need: Need, machine: Device) -> list[str]:
    """List the codes of the screens that are ready where the machine is, and fit."""
    wanted = screen_for(need, machine.kind)
    if wanted is None:
        return []
    here = replace(wanted, regions=(machine.holder.code,))
    return [
        each.code
        for each in offered([State.READY])
        if each.supply.kind == Kind.MONITOR and not why_not(here, _placed(each))
    ]


def _placed(each: Offered) -> Supply:
    return replace(each.supply, region=each.holder_code)


def _choices(told: RunLine, codes: list[str]) -> list[ScreenChoice]:
    """List the screens: the one proposed, those that nobody is proposed, then the others."""
    devices = Device.objects.in_bulk(codes, field_name="code")
    others = told.run.lines.pairs().exclude(pk=told.pk)
    holders = dict(others.filter(companion__in=codes).values_list("companion", "reference"))
    holders |= dict(others.filter(device__in=codes).values_list("device", "reference"))
    found = [
        ScreenChoice(
            code,
            devices[code].name,
            devices[code].grade,
            holders.get(code, ""),
            code == told.companion,
        )
        for code in codes
        if code in devices
    ]
    return sorted(found, key=lambda each: (not each.is_proposed, bool(each.goes_to)))
