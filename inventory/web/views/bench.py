"""Bench work on a device: repairs, quality checks, locks."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from inventory.checking import record_check, record_locks
from inventory.kinds import locks_of
from inventory.models import Device, Repair
from inventory.models.bench import Outcome
from inventory.repairing import close_repair, open_repair
from inventory.web.finding import of_device
from inventory.web.forms.bench import CheckForm, CloseRepairForm, LocksForm, RepairForm
from inventory.wiping import declare_driveless
from refurb.accounts.access import SignedInRequest, allow
from refurb.accounts.roles import Permission
from refurb.web.acting import NoFieldsForm, sent
from refurb.web.pages import render_page


@allow(Permission.WORK)
@of_device
def repair_add(request: SignedInRequest, device: Device) -> HttpResponse:
    """Name a fault: sends the device to repair, or adds a fault to one that is there."""
    form = RepairForm(**sent(request))
    if form.does(lambda: open_repair(device, form.cleaned_data["fault"], actor=request.actor)):
        return redirect("device", device.code)
    context = {"form": form, "device": device}
    return render_page(request, "inventory/repair_add.html", context, status=form.status)


@allow(Permission.WORK)
def repair_close(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say how a repair ended."""
    mine = Repair.objects.visible_to(request.actor).select_related("device")
    repair = get_object_or_404(mine, pk=pk)
    form = CloseRepairForm(**sent(request))
    if form.does(lambda: close_with(repair, form, request)):
        messages.success(request, _("The repair is closed."))
        return redirect("device", repair.device.code)
    context = {"form": form, "device": repair.device, "repair": repair}
    return render_page(request, "inventory/repair_close.html", context, status=form.status)


def close_with(repair: Repair, form: CloseRepairForm, request: SignedInRequest) -> Repair:
    """Close a repair with what a form says."""
    found = dict(form.cleaned_data)
    outcome = Outcome(found.pop("outcome"))
    return close_repair(repair, outcome=outcome, actor=request.actor, **found)


@allow(Permission.WORK)
@of_device
def device_check(request: SignedInRequest, device: Device) -> HttpResponse:
    """Go through the checklist of the device's kind."""
    form = CheckForm(**sent(request), kind=device.kind)
    if form.does(lambda: record_check(device, form.new_check(), actor=request.actor)):
        messages.success(request, _("The quality check is recorded."))
        return redirect("device", device.code)
    context = {"form": form, "device": device}
    return render_page(request, "inventory/device_check.html", context, status=form.status)


@allow(Permission.WORK)
@of_device
def device_locks(request: SignedInRequest, device: Device) -> HttpResponse:
    """Say of each lock whether it is clear."""
    form = LocksForm(**sent(request), kind=device.kind)
    if form.does(lambda: record_locks(device, form.clear(), actor=request.actor)):
        messages.success(request, _("The lock checks are recorded."))
        return redirect("device", device.code)
    context = {"form": form, "device": device, "locks": locks_of(device.kind)}
    return render_page(request, "inventory/device_locks.html", context, status=form.status)


@allow(Permission.WORK)
@require_POST
@of_device
def device_driveless(request: SignedInRequest, device: Device) -> HttpResponse:
    """Record that a device has no drive."""
    form = NoFieldsForm(request.POST)
    if form.does(lambda: declare_driveless(device, actor=request.actor)):
        messages.success(request, _("Recorded: it has no drive."))
    for error in form.non_field_errors():
        messages.error(request, str(error))
    return redirect("device", device.code)
