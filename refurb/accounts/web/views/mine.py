"""Pages about oneself: how to join, switching, settings, language."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from refurb.accounts.access import SignedInRequest, public, signed_in
from refurb.accounts.acting import act_under, memberships_of
from refurb.accounts.models import Membership
from refurb.accounts.second_factor import standing_of
from refurb.accounts.sessions import sessions_of
from refurb.accounts.web.forms.mine import SettingsForm
from refurb.web.pages import render_page


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
    context = {
        "form": form,
        "sessions": sessions_of(request.user),
        "this": request.session.session_key,
        "standing": standing_of(request.user),
    }
    return render_page(request, "accounts/settings.html", context)
