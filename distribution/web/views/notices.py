"""What a service is told: the list, and marking as read."""

from __future__ import annotations

from django.contrib import messages
from django.db import models
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from distribution.informing import mark_read
from distribution.models import Notice
from distribution.web.filters import NoticeFilters
from distribution.web.notices import rows_of
from distribution.web.tables import NoticeTable
from refurb.accounts.access import SignedInRequest, allow
from refurb.accounts.roles import Permission
from refurb.web.lists import list_page, render_list

MOST_AT_ONCE = 200


@require_safe
@allow(Permission.NOMINATE)
def notice_list(request: SignedInRequest) -> HttpResponse:
    """List what the organisation was told, newest first, unread ones marked."""
    rows = Notice.objects.visible_to(request.actor)
    unread = rows.unread().count()
    rows = rows.select_related("nomination", "read_by__user").fetch_mode(models.FETCH_RAISE)
    context = list_page(request, NoticeTable, NoticeFilters, rows)
    context |= {"rows": rows_of(context["rows"], request.actor), "unread": unread}
    return render_list(request, "distribution/notice_list.html", context)


@require_POST
@allow(Permission.NOMINATE)
def notice_read(request: SignedInRequest) -> HttpResponse:
    """Mark the ticked notices as read; without a tick, all of them."""
    mine = Notice.objects.visible_to(request.actor).unread()
    ticked = [key for key in request.POST.getlist("notice") if key.isascii() and key.isdigit()]
    if ticked:
        mine = mine.filter(pk__in=[int(key) for key in ticked if len(key) < len("9" * 18)])
    count = mark_read(list(mine[:MOST_AT_ONCE]), actor=request.actor)
    said = ngettext(
        "%(count)s notice is marked as read.", "%(count)s notices are marked as read.", count
    )
    messages.success(request, said % {"count": count})
    return redirect("notice-list")
