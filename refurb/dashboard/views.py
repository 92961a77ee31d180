"""The dashboard's page."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from inventory.ages import BANDS
from inventory.lifecycle import State
from refurb.accounts.access import SignedInRequest, allow
from refurb.accounts.roles import Permission
from refurb.dashboard.asking import Asked, AskForm
from refurb.dashboard.figures import (
    Reader,
    Series,
    by_state_and_age,
    delivered_by_month,
    funnel,
    ready_now,
    waiting_by_commune,
)
from refurb.web.charts import Bar
from refurb.web.pages import render_page

DRAWN = 10  # communes in the picture; the table holds them all


@require_safe
@allow(Permission.COUNT)
def dashboard(request: SignedInRequest) -> HttpResponse:
    """Show where devices stand, how far they come, what was delivered, where people wait."""
    form = AskForm(request.GET, request.actor)
    asked = form.asked(timezone.localdate())
    context = _context(Reader(request.actor, asked.organisation), asked)
    return render_page(request, "refurb/dashboard.html", context | {"ask": form, "asked": asked})


def _context(reader: Reader, asked: Asked) -> dict[str, object]:
    states, steps = by_state_and_age(reader), funnel(reader, asked)
    months, communes = delivered_by_month(reader, asked), waiting_by_commune(reader)
    told = [*steps, *months.bars, *communes.bars, *(part for each in states for part in each.parts)]
    return {
        "tiles": [
            Bar(_("Received in the period"), steps[0].count, steps[0].url),
            ready_now(reader),
            Bar(_("Delivered in the period"), months.total, _receipts(reader, asked, months)),
            Bar(_("Households waiting"), communes.total, _waiting(reader, communes)),
        ],
        "bands": [band.label for band in BANDS],
        "states": states,
        "stock": states[: list(State).index(State.DELIVERED)],
        "steps": steps,
        "months": months.bars,
        "communes": communes.bars,
        "drawn": communes.bars[:DRAWN],
        "hides": any(bar.count is None for bar in told),
    }


def _receipts(reader: Reader, asked: Asked, months: Series) -> str:
    period = {"since": asked.since.isoformat(), "until": asked.until.isoformat()}
    opens = any(bar.url for bar in months.bars)
    return reader.address("receipt-list", kept="yes", **period) if opens else ""


def _waiting(reader: Reader, communes: Series) -> str:
    opens = any(bar.url for bar in communes.bars)
    return reader.address("nomination-list", state="waiting") if opens else ""
