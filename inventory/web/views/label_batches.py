"""Labels printed before there is a device: prepare a batch, look at it, void, bind."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import FETCH_RAISE, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inventory.binding import bind_label, prepare_batch, void_labels
from inventory.codes import InvalidCode, parse_code, show_code
from inventory.models import Donation, Label, LabelBatch
from inventory.web.forms.labels import BatchForm, BindForm, VoidForm
from inventory.web.label_lists import LabelBatchFilters, LabelBatchTable, LabelFilters, LabelTable
from refurb.accounts.access import SignedInRequest, allow
from refurb.accounts.roles import Permission
from refurb.web.acting import sent
from refurb.web.lists import list_page
from refurb.web.pages import render_page

RECENT_DONATIONS = 5


def _batches(request: SignedInRequest) -> QuerySet[LabelBatch]:
    rows = LabelBatch.objects.visible_to(request.actor).select_related("printed_by__user")
    return rows.counted()


@allow(Permission.RECEIVE)
def label_batch_list(request: SignedInRequest) -> HttpResponse:
    """List the batches of the actor's workshop, and what became of their labels."""
    rows = _batches(request).fetch_mode(FETCH_RAISE)
    context = list_page(request, LabelBatchTable, LabelBatchFilters, rows)
    return render_page(request, "inventory/label_batch_list.html", context, part="rows")


@allow(Permission.RECEIVE)
def label_batch_add(request: SignedInRequest) -> HttpResponse:
    """Prepare a batch of labels, then go on to printing it."""
    form = BatchForm(**sent(request))
    if form.does(lambda: prepare_batch(form.cleaned_data["count"], actor=request.actor)):
        messages.success(request, _("The labels are prepared. Print them now."))
        return redirect("label-batch", form.done.reference)
    return render_page(request, "inventory/label_batch_add.html", {"form": form})


@allow(Permission.RECEIVE)
def label_batch(request: SignedInRequest, reference: str) -> HttpResponse:
    """Show a batch label by label; the ticked ones can be declared void."""
    batch = get_object_or_404(_batches(request), reference=reference)
    form = VoidForm(**sent(request), batch=batch)
    if form.does(lambda: void_labels(batch, form.codes(), actor=request.actor)):
        words = ngettext("%(n)s label is void now.", "%(n)s labels are void now.", form.done)
        messages.success(request, words % {"n": form.done})
        return redirect("label-batch", batch.reference)
    rows = Label.objects.filter(batch=batch).select_related("device").fetch_mode(FETCH_RAISE)
    context = list_page(request, LabelTable, LabelFilters, rows) | {"batch": batch, "form": form}
    return render_page(request, "inventory/label_batch.html", context, part="rows")


@allow(Permission.RECEIVE)
def label_bind(request: SignedInRequest, code: str) -> HttpResponse:
    """Say what a free label goes on: a new device, or one that has lost its own."""
    label = _my_label(request, code)
    form = BindForm(**sent(request), actor=request.actor)
    if form.does(lambda: bind_label(label.code, form.device, actor=request.actor)):
        words = {"code": show_code(label.code)}
        messages.success(request, _("Label %(code)s leads to this device now.") % words)
        return redirect("device", form.device.code)
    recent = Donation.objects.visible_to(request.actor).select_related("donor")
    donations = recent.order_by("-received_on", "-pk")[:RECENT_DONATIONS]
    context = {"form": form, "label": label, "donations": donations}
    return render_page(request, "inventory/label_bind.html", context, status=form.status)


def _my_label(request: SignedInRequest, code: str) -> Label:
    try:
        stored = parse_code(code)
    except InvalidCode as mistake:
        raise Http404 from mistake
    mine = Label.objects.visible_to(request.actor).select_related("device", "batch")
    return get_object_or_404(mine, code=stored)
