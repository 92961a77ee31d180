"""Photos of a device: all of them, a new one, one taken away, and the files themselves."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from inventory.checklists import words_of
from inventory.models import Device, DevicePhoto
from inventory.photographing import add_photo, remove_photo
from inventory.web.finding import of_device
from inventory.web.forms.photos import PhotoForm
from refurb.accounts.access import SignedInRequest, allow
from refurb.accounts.roles import Permission
from refurb.photos.serving import photo_response
from refurb.web.acting import NoFieldsForm, sent
from refurb.web.pages import render_page

DAY = 60 * 60 * 24


def _mine(request: SignedInRequest) -> QuerySet[DevicePhoto]:
    return DevicePhoto.objects.visible_to(request.actor)


@allow(Permission.SEE_DEVICES)
@of_device
def device_photos(request: SignedInRequest, device: Device) -> HttpResponse:
    """Show all photos of a device, newest first."""
    photos = device.photos.select_related("taken_by__user").order_by("-pk")
    works, reports = map(request.actor.may, (Permission.WORK, Permission.REPORT_FAULT))
    context = {"device": device, "photos": photos, "may_work": works, "may_add": works or reports}
    return render_page(request, "inventory/device_photos.html", context)


@allow(Permission.WORK, Permission.REPORT_FAULT)
@of_device
def photo_add(request: SignedInRequest, device: Device) -> HttpResponse:
    """Add a photo to a device."""
    form = PhotoForm(**sent(request), **_shows(device))
    if form.does(lambda: add_photo(device, form.new_photo(), actor=request.actor)):
        messages.success(request, _("The photo is added."))
        return redirect("device-photos", device.code)
    context = {"form": form, "device": device}
    return render_page(request, "inventory/photo_add.html", context, status=form.status)


def _shows(device: Device) -> dict[str, Any]:
    """Name what a photo of a device may belong to: a point of its newest check, an open repair."""
    check = device.quality_checks.select_related("checklist").order_by("-pk").first()
    repairs = device.repairs.filter(closed=None).order_by("-pk")
    return {"check": check, "words": words_of(check) if check else {}, "repairs": list(repairs)}


@allow(Permission.SEE_DEVICES)
def photo(request: SignedInRequest, pk: int) -> FileResponse:
    """Give the picture; a machine is on it, so the reader's browser may keep it for a day."""
    return photo_response(get_object_or_404(_mine(request), pk=pk), keep_for=DAY)


@allow(Permission.SEE_DEVICES)
def photo_small(request: SignedInRequest, pk: int) -> FileResponse:
    """Give the thumbnail."""
    found = get_object_or_404(_mine(request), pk=pk)
    return photo_response(found, is_small=True, keep_for=DAY)


@allow(Permission.WORK)
def photo_remove(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask first, then take a wrong photo away."""
    found = get_object_or_404(_mine(request).select_related("device"), pk=pk)
    form = NoFieldsForm(**sent(request))
    if form.does(lambda: remove_photo(found, actor=request.actor)):
        messages.success(request, _("The photo is gone."))
        return redirect("device-photos", found.device.code)
    context = {"form": form, "photo": found, "device": found.device}
    return render_page(request, "inventory/photo_remove.html", context, status=form.status)
