"""What each workshop accepts as a wipe: the list, one with its history, and a change of it."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from inventory.models import SanitisationPolicy
from inventory.regulating import set_policy
from inventory.web.forms.policies import WipePolicyForm
from inventory.web.policy_page import policy_page
from inventory.wipe_policies import newest_policy, policy_of
from refurb.accounts.access import SignedInRequest, allow
from refurb.accounts.models import Organisation
from refurb.accounts.roles import Permission
from refurb.web.acting import sent
from refurb.web.pages import render_page


def workshops(request: SignedInRequest) -> QuerySet[Organisation]:
    """List the workshops whose policy the actor may read: its own, or all."""
    rows = Organisation.objects.filter(is_workshop=True).order_by("name", "pk")
    if request.actor.may(Permission.SEE_POLICIES):
        return rows
    return rows.filter(pk=request.actor.organisation_id)


@allow(Permission.SEE_WIPE_POLICY)
def wipe_policy_list(request: SignedInRequest) -> HttpResponse:
    """List the workshops, each with its policy in force."""
    rows = SanitisationPolicy.objects.visible_to(request.actor).order_by("version")
    newest = {row.organisation_id: row for row in rows}
    found = [(workshop, newest.get(workshop.pk)) for workshop in workshops(request)]
    return render_page(request, "inventory/wipe_policy_list.html", {"workshops": found})


@allow(Permission.SEE_WIPE_POLICY)
def wipe_policy(request: SignedInRequest, code: str) -> HttpResponse:
    """Show what a workshop accepts, its versions, and its machines that no longer satisfy it."""
    workshop = get_object_or_404(workshops(request), code=code)
    context = {"workshop": workshop, "page": policy_page(workshop, request.actor)}
    return render_page(request, "inventory/wipe_policy.html", context)


@allow(Permission.SET_WIPE_POLICY)
def wipe_policy_edit(request: SignedInRequest, code: str) -> HttpResponse:
    """Change what a workshop accepts from now on."""
    workshop = get_object_or_404(workshops(request), code=code)
    rule, known = policy_of(workshop.pk), newest_policy(workshop.pk)
    form = WipePolicyForm(**sent(request), rule=rule, known=known)
    if form.does(lambda: _set(form, workshop, request)):
        messages.success(request, _("The policy is in force from now on."))
        return redirect("wipe-policy", workshop.code)
    context = {"form": form, "workshop": workshop}
    return render_page(request, "inventory/wipe_policy_edit.html", context, status=form.status)


def _set(form: WipePolicyForm, workshop: Organisation, request: SignedInRequest) -> None:
    said = form.cleaned_data
    set_policy(
        workshop,
        form.policy(),
        reason=said["reason"],
        actor=request.actor,
        seen_version=said["version"],
    )
