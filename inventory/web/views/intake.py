"""Unpack similar machines: what they share, their labels, then one by one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from inventory.codes import show_code
from inventory.kinds import Kind
from inventory.models import Donation, Intake
from inventory.unpacking import (
    change_intake,
    choose_labelling,
    finish_intake,
    receive_next,
    start_intake,
    undo_last,
)
from inventory.web.forms.intake import KindForm, LabellingForm, NextForm, SharedForm
from inventory.web.intake_page import IntakePage, steps_at, twins_of
from refurb.accounts.access import SignedInRequest, allow
from refurb.accounts.roles import Permission
from refurb.web.acting import NoFieldsForm, sent
from refurb.web.pages import render_page


def _mine(request: SignedInRequest, reference: str) -> Intake:
    rows = Intake.objects.visible_to(request.actor)
    rows = rows.select_related("donation__organisation", "donation__donor", "batch")
    return get_object_or_404(rows, reference=reference)


@allow(Permission.RECEIVE)
def intake_add(request: SignedInRequest, reference: str) -> HttpResponse:
    """Ask for the kind first, then for what machines of that kind have in common."""
    mine = Donation.objects.visible_to(request.actor).select_related("donor")
    donation = get_object_or_404(mine, reference=reference)
    chosen = KindForm(request.GET)
    context = {"donation": donation, "kinds": Kind.choices, "steps": steps_at(2)}
    if not chosen.is_valid():
        return render_page(request, "inventory/intake_add.html", context)
    form = SharedForm(**sent(request), kind=chosen.cleaned_data["kind"])
    if form.does(lambda: start_intake(donation, form.plan(), actor=request.actor)):
        return redirect("intake-labels", form.done.reference)
    context |= {"form": form, "kind": Kind(form.kind)}
    return render_page(request, "inventory/intake_edit.html", context)


@allow(Permission.RECEIVE)
def intake_edit(request: SignedInRequest, reference: str) -> HttpResponse:
    """Change what the machines share, as long as nobody else did meanwhile."""
    row = _mine(request, reference)
    form = SharedForm(**sent(request), kind=row.kind, initial=SharedForm.initial_of(row))
    seen = form["version"].value() or row.version
    if form.does(lambda: change_intake(row, form.plan(), seen=int(seen), actor=request.actor)):
        return redirect("intake" if row.labelling else "intake-labels", row.reference)
    context = {"form": form, "intake": row, "donation": row.donation, "steps": steps_at(2)}
    context["kind"] = Kind(row.kind)
    return render_page(request, "inventory/intake_edit.html", context, status=form.status)


@allow(Permission.RECEIVE)
def intake_labels(request: SignedInRequest, reference: str) -> HttpResponse:
    """Choose when the machines get their labels; those to be printed now are prepared."""
    row = _mine(request, reference)
    form = LabellingForm(**sent(request))
    if form.does(
        lambda: choose_labelling(row, form.labelling, prints=form.prints, actor=request.actor)
    ):
        if not form.prints:
            return redirect("intake", row.reference)
        return redirect(reverse("labels", query={"batch": form.done.batch.reference}))
    context = {"form": form, "intake": row, "page": IntakePage(row, request.actor)}
    context["steps"] = steps_at(3)
    return render_page(request, "inventory/intake_labels.html", context)


@allow(Permission.RECEIVE)
def intake(request: SignedInRequest, reference: str) -> HttpResponse:
    """Receive one machine after the other; Enter after the label asks for the serial number."""
    row = _mine(request, reference)
    form = NextForm(**sent(request), intake=row)
    page = IntakePage(row, request.actor)
    if form.is_begun:
        begun = form.cleaned_data | {"asked": "serial_number"}
        form = NextForm(intake=row, initial=begun)
    elif not row.finished_at and form.does(
        lambda: receive_next(row, form.found(), actor=request.actor)
    ):
        return _received(request, row, form)
    context = {"form": form, "intake": row, "page": page, "steps": steps_at(4)}
    context["twins"] = twins_of(form.data.get("serial_number", ""), request.actor)
    return render_page(request, "inventory/intake.html", context, status=form.status)


def _received(request: SignedInRequest, row: Intake, form: NextForm) -> HttpResponse:
    device = form.done
    words = {"code": show_code(device.code), "serial": device.serial_number or "\N{EN DASH}"}
    messages.success(request, _("Received: %(code)s, serial number %(serial)s.") % words)
    if form.cleaned_data["differs"]:
        return redirect("device-edit", device.code)
    return redirect("intake", row.reference)


@allow(Permission.RECEIVE)
@require_POST
def intake_undo(request: SignedInRequest, reference: str) -> HttpResponse:
    """Take back what this person scanned last."""
    row = _mine(request, reference)
    form = NoFieldsForm(request.POST)
    code = request.POST.get("device", "")
    if form.does(lambda: undo_last(row, code, actor=request.actor)):
        words = {"code": show_code(code)}
        messages.success(request, _("Taken back: %(code)s. Scan it again.") % words)
    for error in form.non_field_errors():
        messages.error(request, str(error))
    return redirect("intake", row.reference)


@allow(Permission.RECEIVE)
@require_POST
def intake_finish(request: SignedInRequest, reference: str) -> HttpResponse:
    """Say that no more of these machines come."""
    row = _mine(request, reference)
    finish_intake(row, actor=request.actor)
    messages.success(request, _("These devices are all received."))
    return redirect("donation", row.donation.reference)
