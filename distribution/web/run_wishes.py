"""The pins and exclusions on a run's page, in words: why, and which were not taken in."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from distribution.models import AllocationRun, RunWish
from distribution.models.run_line import LineOutcome
from distribution.runs.reviewed import Otherwise
from distribution.web.run_words import why_wished
from refurb.jobs.reasons import unpack


@dataclass(frozen=True)
class WishRow:
    """A pin or an exclusion, with its reason; `unkept`: why the run could not keep a pin."""

    wish: RunWish
    why: str
    unkept: str = ""


def wishes_of(run: AllocationRun) -> list[RunWish]:
    """List the wishes of a run, also those taken back, oldest first: one query."""
    rows = run.wishes.select_related("device", "line__nomination", "made_by__user")
    return list(rows.order_by("pk"))


def wish_rows(run: AllocationRun, wishes: Sequence[RunWish], otherwise: Otherwise) -> list[WishRow]:
    """List the wishes that stand; one query where the run could not keep a pin, else none."""
    unkept = [each for each in wishes if each.pk in otherwise.unkept]
    barred = _barred(run, {each.line_id for each in unkept}) if unkept else {}
    said = {each.pk: _unkept(barred.get(each.line_id, "")) for each in unkept}
    return [
        WishRow(each, why_wished(each), said.get(each.pk, ""))
        for each in wishes
        if each.lifted_by_id is None
    ]


def _unkept(barred: str) -> str:
    if barred:
        return _("Not taken in: %(why)s") % {"why": barred}
    return _("Not kept: it can't go with what this line receives")


def _barred(run: AllocationRun, lines: Collection[int]) -> Mapping[int, str]:
    """Map those of some lines that could receive nothing to why."""
    rows = run.lines.filter(outcome=LineOutcome.BARRED, line__in=lines)
    return {each.line: " ".join(map(str, unpack(each.told["reasons"]))) for each in rows}
