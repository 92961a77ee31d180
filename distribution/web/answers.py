"""How views of distribution answer: what was sent, and what the rules refused."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict

from distribution.allocating import AllocationRefused
from distribution.handing_over import HandoverRefused
from distribution.nominating import NominationRefused
from distribution.proposing import RunRefused
from distribution.returning import ReturnRefused
from inventory.lifecycle import MoveRefused
from refurb.web.pages import render_page

CONFLICT = 409
REFUSALS = (
    AllocationRefused,
    HandoverRefused,
    MoveRefused,
    NominationRefused,
    ReturnRefused,
    RunRefused,
)


def sent(request: HttpRequest) -> QueryDict | None:
    """Give what a form posted; None when the page is only looked at."""
    return request.POST if request.method == "POST" else None


def refused(
    request: HttpRequest, template: str, context: dict[str, Any], refusal: Any
) -> HttpResponse:
    """Show the same page with every reason (409): what was typed is still there."""
    return render_page(request, template, context | {"refusal": refusal.reasons}, status=CONFLICT)
