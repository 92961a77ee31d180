"""The access log: who was shown which household, for coordinators."""

from __future__ import annotations

from django.db.models import FETCH_RAISE, OuterRef, Subquery
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from distribution.models import HouseholdView, Nomination
from distribution.web.filters import HouseholdViewFilters
from distribution.web.tables import HouseholdViewTable
from refurb.accounts.access import SignedInRequest, allow
from refurb.accounts.roles import Permission
from refurb.web.lists import list_page, render_list


@require_safe
@allow(Permission.SEE_ACCESS_LOG)
def access_log(request: SignedInRequest) -> HttpResponse:
    """List who saw which household, by the references of its newest nomination; never its name."""
    newest = Nomination.objects.filter(household=OuterRef("household")).order_by("-pk")
    rows = HouseholdView.objects.visible_to(request.actor).annotate(
        reference=Subquery(newest.values("reference")[:1]),
        case=Subquery(newest.values("case_reference")[:1]),
    )
    rows = rows.select_related("viewer__user", "viewer__organisation", "household__organisation")
    rows = rows.fetch_mode(FETCH_RAISE)
    context = list_page(request, HouseholdViewTable, HouseholdViewFilters, rows)
    return render_list(request, "distribution/access_log.html", context)
