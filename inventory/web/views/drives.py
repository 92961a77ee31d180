"""Drives: our stock of them, the page of one, found ones, and wipes recorded by hand."""

from django.contrib import messages
from django.db.models import FETCH_RAISE
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from inventory.models import Device, Drive
from inventory.spare_drives import judged, spare_drives
from inventory.web.drive_page import drive_page
from inventory.web.filters import SpareDriveFilters
from inventory.web.finding import my_drive, of_device
from inventory.web.forms.drives import DriveForm, ErasureForm
from inventory.web.tables import SpareDriveTable
from inventory.wiping import add_drive, record_erasure
from refurb.accounts.access import SignedInRequest, allow
from refurb.accounts.roles import Permission
from refurb.web.acting import sent
from refurb.web.lists import list_page, render_list
from refurb.web.pages import render_page


@allow(Permission.SEE_DEVICES)
def drive_list(request: SignedInRequest) -> HttpResponse:
    """List the drives in our stock: where each came from, and whether it is sanitised."""
    rows = spare_drives(request.actor).fetch_mode(FETCH_RAISE)
    context = list_page(request, SpareDriveTable, SpareDriveFilters, rows)
    context["spares"] = judged(context["rows"])
    return render_list(request, "inventory/drive_list.html", context)


@allow(Permission.SEE_DEVICES)
def drive(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show one drive: where it is, every attempt to wipe it, what can be recorded of it."""
    mine = Drive.objects.visible_to(request.actor).select_related("device", "origin", "left")
    found = get_object_or_404(mine, pk=pk)
    context = {"page": drive_page(found, request.actor), "drive": found, "device": found.device}
    return render_page(request, "inventory/drive.html", context)


@allow(Permission.WORK)
@of_device
def drive_add(request: SignedInRequest, device: Device) -> HttpResponse:
    """Record a drive found in a device."""
    form = DriveForm(**sent(request))
    if form.does(lambda: add_drive(device, actor=request.actor, **form.drive())):
        messages.success(request, _("The drive is added."))
        return redirect("device", device.code)
    context = {"form": form, "device": device}
    return render_page(request, "inventory/drive_add.html", context, status=form.status)


@allow(Permission.WORK)
def drive_erase(request: SignedInRequest, pk: int) -> HttpResponse:
    """Record an attempt to wipe a drive."""
    drive = my_drive(request, pk)
    form = ErasureForm(**sent(request), actor=request.actor, drive=drive)
    if form.does(lambda: record_erasure(drive, form.new_erasure(), actor=request.actor)):
        messages.success(request, _("The wipe is recorded."))
        return redirect("device", drive.device.code)
    context = {"form": form, "drive": drive, "device": drive.device}
    return render_page(request, "inventory/drive_erase.html", context, status=form.status)
