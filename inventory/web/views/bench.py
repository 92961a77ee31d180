"""Bench work on a device: repairs, quality checks, locks."""

from django.contrib import messages
from django.db import transaction
from django.db.models import FETCH_RAISE
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from inventory.checking import record_check, record_locks
from inventory.checklists import list_for
from inventory.kinds import locks_of
from inventory.models import Device, QualityCheck, Repair
from inventory.models.bench import Outcome
from inventory.models.photo import About
from inventory.open_repairs import open_repairs
from inventory.photographing import NewPhoto, add_photo
from inventory.repairing import close_repair, open_repair, work_on
from inventory.web.filters import RepairFilters
from inventory.web.finding import of_device
from inventory.web.forms.bench import (
    CheckForm,
    CloseRepairForm,
    LocksForm,
    RepairForm,
    SittingForm,
)
from inventory.web.tables import RepairTable
from inventory.wiping import declare_driveless
from refurb.accounts.access import SignedInRequest, allow
from refurb.accounts.models import Membership
from refurb.accounts.roles import Permission
from refurb.photos.pictures import Picture
from refurb.web.acting import NoFieldsForm, sent
from refurb.web.lists import list_page, render_list
from refurb.web.pages import render_page


@allow(Permission.WORK)
@of_device
def repair_add(request: SignedInRequest, device: Device) -> HttpResponse:
    """Name a fault: sends the device to repair, or adds a fault to one that is there."""
    form = RepairForm(**sent(request))
    if form.does(lambda: open_with_photo(device, actor=request.actor, **form.cleaned_data)):
        return redirect("device", device.code)
    context = {"form": form, "device": device}
    return render_page(request, "inventory/repair_add.html", context, status=form.status)


def open_with_photo(
    device: Device, *, fault: str, photo: Picture | None, actor: Membership
) -> Repair:
    """Open a repair, with the photo of the fault when there is one."""
    with transaction.atomic():
        repair = open_repair(device, fault, actor=actor)
        if photo:
            shown = NewPhoto(photo, About.FAULT, fault[:120], repair=repair)
            add_photo(device, shown, actor=actor)
    return repair


@allow(Permission.WORK)
def repair_close(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say how a repair ended."""
    mine = Repair.objects.visible_to(request.actor).select_related("device")
    repair = get_object_or_404(mine, pk=pk)
    form = CloseRepairForm(**sent(request))
    if form.does(lambda: close_with(repair, form, request.actor)):
        messages.success(request, _("The repair is closed."))
        return redirect("device", repair.device.code)
    context = {"form": form, "device": repair.device, "repair": repair}
    return render_page(request, "inventory/repair_close.html", context, status=form.status)


def close_with(repair: Repair, form: CloseRepairForm, actor: Membership) -> Repair:
    """Close a repair with what a form says."""
    return close_repair(
        repair,
        outcome=Outcome(form.cleaned_data["outcome"]),
        actor=actor,
        diagnosis=form.cleaned_data["diagnosis"],
        sitting=form.sitting(),
    )


@allow(Permission.WORK)
def repair_list(request: SignedInRequest) -> HttpResponse:
    """List the open repairs of the workshop, with their age and the time spent."""
    rows = open_repairs(request.actor).fetch_mode(FETCH_RAISE)
    context = list_page(request, RepairTable, RepairFilters, rows)
    return render_list(request, "inventory/repair_list.html", context)


@allow(Permission.WORK)
def repair(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show a repair: what was done so far; record a sitting at it."""
    mine = Repair.objects.visible_to(request.actor).prefetch_related(
        "work__worker", "parts", "photos"
    )
    found = get_object_or_404(mine.select_related("device", "opened", "closed"), pk=pk)
    form = SittingForm(**sent(request))
    if form.does(lambda: work_on(found, form.sitting(), actor=request.actor)):
        messages.success(request, _("The work is recorded."))
        return redirect("repair", pk)
    context = {"form": form, "device": found.device, "repair": found}
    return render_page(request, "inventory/repair.html", context, status=form.status)


@allow(Permission.WORK)
@of_device
def device_check(request: SignedInRequest, device: Device) -> HttpResponse:
    """Go through the checklist of the device's kind."""
    form = CheckForm(**sent(request), kind=device.kind, items=list_for(device))
    if form.does(lambda: check_with_photo(device, form, request.actor)):
        messages.success(request, _("The quality check is recorded."))
        return redirect("device", device.code)
    context = {"form": form, "device": device}
    return render_page(request, "inventory/device_check.html", context, status=form.status)


def check_with_photo(device: Device, form: CheckForm, actor: Membership) -> QualityCheck:
    """Record a check, with the photo of a known defect when there is one."""
    with transaction.atomic():
        check = record_check(device, form.new_check(), actor=actor)
        if form.cleaned_data["photo"]:
            found = form.cleaned_data
            caption, item = found["known_defects"][:120], found["photo_of"]
            shown = NewPhoto(found["photo"], About.DEFECT, caption, quality_check=check, item=item)
            add_photo(device, shown, actor=actor)
    return check


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
