"""Pages about accounts: switching, settings, who is who, the trail."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from refurb.accounts.access import SignedInRequest, allow, public, signed_in
from refurb.accounts.acting import act_under, memberships_of
from refurb.accounts.models import Membership
from refurb.accounts.roles import Permission
from refurb.accounts.web.forms import SettingsForm
from refurb.audit.models import Entry
from refurb.web.keyset import LAST, paginate
from refurb.web.lists import render_list
from refurb.web.pages import render_page

ROWS = 50  # on a page of a list


@public(reason="tells how to get an account")
def how_to_join(request: HttpRequest) -> HttpResponse:
    """Tell visitors that accounts are made by invitation, and by whom."""
    return render(request, "accounts/how_to_join.html")


@public(reason="visitors choose the language of the log-in page")
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Remember the language: in the account of who is signed in, else in a cookie."""
    response = set_language(request)
    actor: Membership | None = getattr(request, "actor", None)
    chosen = request.POST.get("language", "")
    if actor is not None and chosen in {"fr", "nl", "de", "en"}:
        actor.user.language = chosen
        actor.user.save(update_fields=["language"])
    return response


@signed_in
def switch(request: SignedInRequest) -> HttpResponse:
    """Offer one's own memberships; act under the one chosen."""
    mine = memberships_of(request.user)
    if request.method != "POST":
        return render(request, "accounts/switch.html", {"memberships": mine})
    chosen = next((m for m in mine if str(m.pk) == request.POST.get("membership")), None)
    if chosen is None:
        messages.error(request, _("That is not one of your memberships."))
        return redirect("switch")
    act_under(request, chosen)
    messages.success(request, _("You now act as %(membership)s.") % {"membership": chosen})
    return redirect("home")


@signed_in
def settings(request: SignedInRequest) -> HttpResponse:
    """Show and change how one is addressed and sees pages."""
    form = SettingsForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("settings")
    return render_page(request, "accounts/settings.html", {"form": form})


@allow(Permission.SEE_PEOPLE)
def people(request: SignedInRequest) -> HttpResponse:
    """List who is in which organisation, with which role."""
    rows = Membership.objects.visible_to(request.actor).select_related("user", "organisation")
    return render_list(request, "accounts/people.html", _page_of(request, rows, ("-id",)))


@allow(Permission.SEE_AUDIT)
def trail(request: SignedInRequest) -> HttpResponse:
    """Show what was done, newest first."""
    rows = Entry.objects.visible_to(request.actor)
    rows = rows.select_related("actor__user", "actor__organisation")
    return render_page(request, "accounts/audit.html", _page_of(request, rows, ("-id",)))


def _page_of(
    request: SignedInRequest, rows: QuerySet[Any], ordering: Sequence[str]
) -> dict[str, Any]:
    page = paginate(rows, ordering, request.GET.get("cursor"), ROWS)
    return {
        "rows": page.items,
        "first_url": "?",
        "previous_url": page.previous and f"?cursor={page.previous}",
        "next_url": page.next and f"?cursor={page.next}",
        "last_url": f"?cursor={LAST}",
    }
