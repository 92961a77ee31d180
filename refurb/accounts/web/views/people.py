"""Who belongs where: the list, one membership's page, ending it, another role, closing accounts."""

from __future__ import annotations

from django.contrib import messages
from django.db import models
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from refurb.accounts import enrolling, staffing
from refurb.accounts.access import SignedInRequest, allow
from refurb.accounts.models import Invitation, Membership
from refurb.accounts.roles import GIVES, Permission, Role
from refurb.accounts.second_factor import standing_of
from refurb.accounts.web.buttons import tell
from refurb.accounts.web.filters import PeopleFilters
from refurb.accounts.web.forms.people import RoleForm
from refurb.accounts.web.letters import FactorNews, send_factor_letter
from refurb.accounts.web.tables import PeopleTable
from refurb.web.acting import NoFieldsForm
from refurb.web.lists import list_page, render_list
from refurb.web.pages import render_page

PERSON = "accounts/person.html"


def visible(request: SignedInRequest) -> models.QuerySet[Membership]:
    """List the memberships that the actor may see, with their user and organisation."""
    rows = Membership.objects.visible_to(request.actor)
    return rows.select_related("user", "organisation")


@allow(Permission.SEE_COLLEAGUES)
def people(request: SignedInRequest) -> HttpResponse:
    """List who is in which organisation, with which role."""
    rows = visible(request).fetch_mode(models.FETCH_RAISE)
    context = list_page(request, PeopleTable, PeopleFilters, rows)
    context["may_invite"] = request.actor.may(Permission.INVITE)
    context["invited"] = Invitation.objects.visible_to(request.actor).open().count()
    context["sees_all"] = request.actor.may(Permission.SEE_PEOPLE)
    return render_list(request, "accounts/people.html", context)


@allow(Permission.SEE_COLLEAGUES)
def person(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show one membership, the others of the same person, and what may be changed."""
    found = get_object_or_404(visible(request), pk=pk)
    return render_page(request, PERSON, _shown(request, found, RoleForm(request.actor, found)))


@allow(Permission.MANAGE_MEMBERS)
def person_role(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give another role: end this membership and begin one with it."""
    found = get_object_or_404(visible(request), pk=pk)
    form = RoleForm(request.actor, found, request.POST if request.method == "POST" else None)

    def change() -> Membership:
        return staffing.change_role(found, form.cleaned_data["role"], actor=request.actor)

    if form.does(change):
        messages.success(request, _("The role is changed. What was done under the old one stays."))
        return redirect("person", form.done.pk)
    return render_page(request, PERSON, _shown(request, found, form), status=form.status)


@require_POST
@allow(Permission.MANAGE_MEMBERS)
def person_end(request: SignedInRequest, pk: int) -> HttpResponse:
    """End a membership."""
    found = get_object_or_404(visible(request), pk=pk)
    done = _("The membership has ended. Its API tokens stopped with it.")
    tell(request, lambda: staffing.end_membership(found, actor=request.actor), done)
    return redirect("person", pk)


@require_POST
@allow(Permission.MANAGE_PEOPLE)
def person_close(request: SignedInRequest, pk: int) -> HttpResponse:
    """Close a person's account."""
    found = get_object_or_404(visible(request), pk=pk)
    done = _("The account is closed. This person is signed out everywhere.")
    tell(request, lambda: staffing.close_account(found.user, actor=request.actor), done)
    return redirect("person", pk)


@require_POST
@allow(Permission.MANAGE_PEOPLE)
def person_open(request: SignedInRequest, pk: int) -> HttpResponse:
    """Open a closed account again."""
    found = get_object_or_404(visible(request), pk=pk)
    done = _("The account is open again.")
    tell(request, lambda: staffing.open_account(found.user, actor=request.actor), done)
    return redirect("person", pk)


@allow(Permission.MANAGE_PEOPLE)
def person_second_factor(request: SignedInRequest, pk: int) -> HttpResponse:
    """Reset the second factor of somebody who lost it."""
    found = get_object_or_404(visible(request), pk=pk)
    form = NoFieldsForm(request.POST if request.method == "POST" else None)
    if form.does(lambda: enrolling.reset(found.user, actor=request.actor)):
        send_factor_letter(request, found.user, FactorNews.RESET)
        messages.success(request, _("The second factor is reset. This person is signed out."))
        return redirect("person", pk)
    context = {"form": form, "membership": found}
    template = "accounts/second_factor_reset.html"
    return render_page(request, template, context, status=form.status)


def _shown(request: SignedInRequest, found: Membership, form: RoleForm) -> dict[str, object]:
    actor = request.actor
    manages = actor.may(Permission.MANAGE_PEOPLE)
    is_oneself = found.user_id == actor.user_id
    gives = found.role in GIVES.get(Role(actor.role), frozenset())
    others = visible(request).filter(user=found.user).exclude(pk=found.pk).order_by("-pk")
    may_end = actor.may(Permission.MANAGE_MEMBERS) and gives and not is_oneself
    return {
        "membership": found,
        "others": others,
        "form": form,
        "may_change": may_end and found.ended_at is None,
        "may_close": manages and not is_oneself,
        "shows_factor": manages,
        "has_factor": manages and standing_of(found.user) is not None,
    }
