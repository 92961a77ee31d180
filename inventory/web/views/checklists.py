"""The workshop's own lists of checks: what is checked per kind, changed by a lead."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from inventory.checklists import list_of, own_lists
from inventory.kinds import Kind
from inventory.revising import revise_checklist
from inventory.web.forms.checklists import ChecklistForm
from refurb.accounts.access import SignedInRequest, allow
from refurb.accounts.roles import Permission
from refurb.web.acting import sent
from refurb.web.pages import render_page


@allow(Permission.WORK)
def checklist_list(request: SignedInRequest) -> HttpResponse:
    """List the kinds, each with its list in force: the workshop's own, or the shared one."""
    own = {each.kind: each for each in reversed(own_lists(request.actor.organisation_id))}
    kinds = [(kind, own.get(kind)) for kind in Kind]
    context = {"kinds": kinds, "may_change": request.actor.may(Permission.LEAD)}
    return render_page(request, "inventory/checklist_list.html", context)


@allow(Permission.LEAD)
def checklist(request: SignedInRequest, kind: str) -> HttpResponse:
    """Change what is checked of a kind: add, rename, order, retire."""
    if kind not in Kind.values:
        raise Http404
    items = list_of(request.actor.organisation_id, kind)
    form = ChecklistForm(**sent(request), items=items)
    if form.does(lambda: revise_checklist(kind, actor=request.actor, **form.revision())):
        messages.success(request, _("The list is changed. Checks made before keep theirs."))
        return redirect("checklist-list")
    context = {"form": form, "kind": Kind(kind), "items": items}
    return render_page(request, "inventory/checklist.html", context, status=form.status)
