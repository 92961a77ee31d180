"""What becomes of a drive: taken out, put in, destroyed, missing and the answers to that."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from inventory.tracking import (
    destroy_drive,
    find_drive,
    lose_drive,
    miss_drive,
    put_into,
    remove_drive,
    strike_drive,
)
from inventory.web.finding import my_drive
from inventory.web.forms.drives import DestroyForm, PutIntoForm
from refurb.accounts.access import SignedInRequest, allow
from refurb.accounts.roles import Permission
from refurb.web.acting import NoFieldsForm, sent
from refurb.web.pages import render_page


@allow(Permission.WORK)
def drive_destroy(request: SignedInRequest, pk: int) -> HttpResponse:
    """Record that a drive was destroyed, and what proves it."""
    drive = my_drive(request, pk)
    form = DestroyForm(**sent(request), actor=request.actor)
    if form.does(lambda: destroy_drive(drive, actor=request.actor, **form.cleaned_data)):
        messages.success(request, _("Recorded: the drive is destroyed."))
        return redirect("device", drive.device.code)
    context = {"form": form, "drive": drive, "device": drive.device}
    return render_page(request, "inventory/drive_destroy.html", context, status=form.status)


@allow(Permission.WORK)
def drive_remove(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask first, then record that a drive was taken out into stock."""
    drive = my_drive(request, pk)
    form = NoFieldsForm(**sent(request))
    if form.does(lambda: remove_drive(drive, actor=request.actor)):
        messages.success(request, _("Recorded: the drive is in stock."))
        return redirect("device", drive.device.code)
    context = {"form": form, "drive": drive, "device": drive.device}
    return render_page(request, "inventory/drive_remove.html", context, status=form.status)


@allow(Permission.WORK)
def drive_put(request: SignedInRequest, pk: int) -> HttpResponse:
    """Put a drive of our stock into a device."""
    drive = my_drive(request, pk)
    form = PutIntoForm(**sent(request), actor=request.actor)
    if form.does(lambda: put_into(drive, form.device(), actor=request.actor)):
        messages.success(request, _("Recorded: the drive is in this device."))
        return redirect("device", form.device().code)
    context = {"form": form, "drive": drive, "device": drive.device}
    return render_page(request, "inventory/drive_put.html", context, status=form.status)


@allow(Permission.WORK)
def drive_missing(request: SignedInRequest, pk: int) -> HttpResponse:
    """Record that a drive is no longer found; its page then asks what became of it."""
    drive = my_drive(request, pk)
    form = NoFieldsForm(**sent(request))
    if form.does(lambda: miss_drive(drive, actor=request.actor)):
        return redirect("drive", drive.pk)
    context = {"form": form, "drive": drive, "device": drive.device}
    return render_page(request, "inventory/drive_missing.html", context, status=form.status)


@allow(Permission.WORK)
def drive_found(request: SignedInRequest, pk: int) -> HttpResponse:
    """Record that a missing drive is there after all."""
    drive = my_drive(request, pk)
    form = NoFieldsForm(**sent(request))
    if form.does(lambda: find_drive(drive, actor=request.actor)):
        messages.success(request, _("Recorded: the drive is in the device."))
        return redirect("device", drive.device.code)
    context = {"form": form, "drive": drive, "device": drive.device}
    return render_page(request, "inventory/drive_found.html", context, status=form.status)


@allow(Permission.WORK)
def drive_mistaken(request: SignedInRequest, pk: int) -> HttpResponse:
    """Record that a missing drive was never there."""
    drive = my_drive(request, pk)
    form = NoFieldsForm(**sent(request))
    if form.does(lambda: strike_drive(drive, actor=request.actor)):
        messages.success(request, _("Recorded: this drive was never there."))
        return redirect("device", drive.device.code)
    context = {"form": form, "drive": drive, "device": drive.device}
    return render_page(request, "inventory/drive_mistaken.html", context, status=form.status)


@allow(Permission.LOSE)
def drive_lost(request: SignedInRequest, pk: int) -> HttpResponse:
    """Record that nobody knows where a drive is; an incident opens when it was not sanitised."""
    drive = my_drive(request, pk)
    form = NoFieldsForm(**sent(request))
    if form.does(lambda: lose_drive(drive, actor=request.actor)):
        messages.success(request, _("Recorded: the drive is lost."))
        return redirect("device", drive.device.code)
    context = {"form": form, "drive": drive, "device": drive.device}
    return render_page(request, "inventory/drive_lost.html", context, status=form.status)
