"""The audit trail, as a page."""

from django.http import HttpResponse

from refurb.accounts.access import SignedInRequest, allow
from refurb.accounts.roles import Permission
from refurb.audit.models import Entry
from refurb.web.keyset import LAST, paginate
from refurb.web.pages import render_page

ROWS = 50  # on a page of the trail


@allow(Permission.SEE_AUDIT)
def trail(request: SignedInRequest) -> HttpResponse:
    """Show what was done, newest first."""
    rows = Entry.objects.visible_to(request.actor)
    rows = rows.select_related("actor__user", "actor__organisation")
    page = paginate(rows, ("-id",), request.GET.get("cursor"), ROWS)
    context = {
        "rows": page.items,
        "first_url": "?",
        "previous_url": page.previous and f"?cursor={page.previous}",
        "next_url": page.next and f"?cursor={page.next}",
        "last_url": f"?cursor={LAST}",
    }
    return render_page(request, "accounts/audit.html", context)
