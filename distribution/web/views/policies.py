"""The published policy: what counts, how much, and why, for everybody who depends on it."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from distribution.circumstances import current_policy
from distribution.models import Policy
from distribution.web.standing import place_name
from refurb.accounts.access import SignedInRequest, allow
from refurb.accounts.roles import Permission
from refurb.web.pages import render_page


@require_safe
@allow(Permission.SEE_POLICIES, Permission.NOMINATE)
def policy(request: SignedInRequest) -> HttpResponse:
    """Show the policy in force: criteria, points and sentences in the reader's language."""
    found = current_policy()
    need = found.need_by_commune if found else {}
    context = {
        "policy": found,
        "criteria": _criteria(found),
        "communes": sorted((place_name(refnis), points) for refnis, points in need.items()),
    }
    return render_page(request, "distribution/policy.html", context)


def _criteria(policy: Policy | None) -> list[dict[str, object]]:
    """List each criterion with its points; the waiting one counts by the month."""
    if policy is None:
        return []
    return [
        {"name": each.name, "sentence": each.sentence, "points": each.points}
        for each in sorted(policy.criteria.all(), key=lambda each: (-each.points, each.code))
        if each.points
    ]
