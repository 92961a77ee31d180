"""Drives: found, wiped, verified, destroyed, removed."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from inventory.models import Device, Drive, Erasure
from inventory.web.finding import of_device
from inventory.web.forms.drives import DestroyForm, DriveForm, ErasureForm, VerifyForm
from inventory.wiping import (
    add_drive,
    destroy_drive,
    record_erasure,
    remove_drive,
    verify_erasure,
)
from refurb.accounts.access import SignedInRequest, allow
from refurb.accounts.roles import Permission
from refurb.web.acting import NoFieldsForm, sent
from refurb.web.pages import render_page


def _my_drive(request: SignedInRequest, pk: int) -> Drive:
    mine = Drive.objects.visible_to(request.actor).select_related("device")
    return get_object_or_404(mine, pk=pk)


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
    drive = _my_drive(request, pk)
    form = ErasureForm(**sent(request), actor=request.actor)
    if form.does(lambda: record_erasure(drive, form.new_erasure(), actor=request.actor)):
        messages.success(request, _("The wipe is recorded."))
        return redirect("device", drive.device.code)
    context = {"form": form, "drive": drive, "device": drive.device}
    return render_page(request, "inventory/drive_erase.html", context, status=form.status)


@allow(Permission.WORK)
def drive_destroy(request: SignedInRequest, pk: int) -> HttpResponse:
    """Record that a drive was destroyed."""
    drive = _my_drive(request, pk)
    form = DestroyForm(**sent(request))
    if form.does(lambda: destroy_drive(drive, actor=request.actor, **form.cleaned_data)):
        messages.success(request, _("Recorded: the drive is destroyed."))
        return redirect("device", drive.device.code)
    context = {"form": form, "drive": drive, "device": drive.device}
    return render_page(request, "inventory/drive_destroy.html", context, status=form.status)


@allow(Permission.WORK)
def drive_remove(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask first, then record that a drive was taken out into stock."""
    drive = _my_drive(request, pk)
    form = NoFieldsForm(**sent(request))
    if form.does(lambda: remove_drive(drive, actor=request.actor)):
        messages.success(request, _("Recorded: the drive is in stock."))
        return redirect("device", drive.device.code)
    context = {"form": form, "drive": drive, "device": drive.device}
    return render_page(request, "inventory/drive_remove.html", context, status=form.status)


@allow(Permission.WORK)
def erasure_verify(request: SignedInRequest, pk: int) -> HttpResponse:
    """Verify somebody else's wipe."""
    mine = Erasure.objects.visible_to(request.actor)
    erasure = get_object_or_404(mine.select_related("drive__device", "operator"), pk=pk)
    initial = {"verification": erasure.verification}
    form = VerifyForm(**sent(request), initial=initial)
    if form.does(lambda: verify_erasure(erasure, actor=request.actor, verification=form.how())):
        messages.success(request, _("The wipe is verified."))
        return redirect("device", erasure.drive.device.code)
    context = {"form": form, "erasure": erasure, "device": erasure.drive.device}
    return render_page(request, "inventory/erasure_verify.html", context, status=form.status)
