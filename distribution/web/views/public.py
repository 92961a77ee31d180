"""What anybody may read without an account: the rule of priority, and how things stand."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.formats import number_format
from django.views.decorators.http import require_safe

from distribution.circumstances import current_policy
from distribution.institutions.quota import institution_share
from distribution.policy.versions import content_of
from distribution.public_figures import PublicFigures, public_figures
from distribution.web.policy_words import shown
from inventory.kinds import Kind
from refurb.accounts.access import public
from refurb.web.charts import HIDDEN
from refurb.web.pages import render_page

KEPT_SECONDS = 60 * 60
KEY = "public-figures"


@require_safe
@public(reason="tells the published rule and counts of which small ones are hidden; nobody's row")
def priority(request: HttpRequest) -> HttpResponse:
    """Show who comes first and why, who waits, and what was delivered lately."""
    policy = current_policy()
    figures = _figures()
    context = {
        "policy": policy,
        "shown": shown(content_of(policy)) if policy else None,
        "figures": figures,
        "rows": _rows(figures),
        "share": institution_share(),
        "together": _row("", figures.waiting.total, figures.months_of_all, figures.delivered.total),
    }
    return render_page(request, "distribution/priority.html", context)


def _figures() -> PublicFigures:
    """Count once an hour: nobody without an account can have the waiting list counted at will."""
    kept: PublicFigures | None = cache.get(KEY)
    if kept is None:
        kept = public_figures()
        cache.set(KEY, kept, KEPT_SECONDS)
    return kept


@dataclass(frozen=True)
class Row:
    """One kind of device, each figure as it is read."""

    kind: str
    waiting: str
    months: str
    delivered: str


NOT_TOLD = "\N{EN DASH}"


def _rows(figures: PublicFigures) -> list[Row]:
    waiting, given = figures.waiting.cells, figures.delivered.cells
    return [
        Row(
            str(kind.label),
            _told(waiting.get(kind.value, 0)),
            _months(figures.months.get(kind.value)),
            _told(given.get(kind.value, 0)),
        )
        for kind in Kind
        if kind.value in waiting or kind.value in given
    ]


def _row(kind: str, waiting: int | None, months: int | None, given: int | None) -> Row:
    sums = [NOT_TOLD if count is None else _told(count) for count in (waiting, given)]
    return Row(kind, sums[0], _months(months), sums[1])


def _told(count: int | None) -> str:
    return HIDDEN if count is None else number_format(count, use_l10n=True)


def _months(months: int | None) -> str:
    return NOT_TOLD if months is None else str(months)
