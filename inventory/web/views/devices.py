"""Devices: the list, the page of one, corrections, moves."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import FETCH_RAISE, Prefetch, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from inventory.lifecycle import RULES, WORKSHOP, Transition
from inventory.models import Device, DeviceEvent, Drive
from inventory.models.drive import DriveStatus
from inventory.moving import move_device, send_to
from inventory.web.device_page import device_page
from inventory.web.filters import DeviceFilters
from inventory.web.finding import of_device, visible_device
from inventory.web.forms.devices import CorrectionForm, MoveForm, SendForm
from inventory.web.intake_page import twins_of
from inventory.web.tables import DeviceTable
from refurb.accounts.access import SignedInRequest, allow
from refurb.accounts.models import Membership
from refurb.accounts.roles import Permission
from refurb.web.acting import sent
from refurb.web.lists import list_page, render_list
from refurb.web.pages import render_page


def devices_for_list(actor: Membership) -> QuerySet[Device]:
    """Read visible devices as lists show them: with their drives, without their reports."""
    present = Drive.objects.filter(status=DriveStatus.PRESENT).order_by("pk")
    present = present.only("device", "size_bytes", "technology").fetch_mode(FETCH_RAISE)
    rows = Device.objects.visible_to(actor).select_related("holder")
    rows = rows.defer("hardware", "search", "note")
    drives = Prefetch("drives", present, to_attr="present_drives")
    return rows.prefetch_related(drives).fetch_mode(FETCH_RAISE)


@allow(Permission.SEE_DEVICES)
def device_list(request: SignedInRequest) -> HttpResponse:
    """List the devices that the actor's organisation looks after."""
    rows = devices_for_list(request.actor)
    context = list_page(request, DeviceTable, DeviceFilters, rows)
    context["may_receive"] = request.actor.may(Permission.RECEIVE)
    return render_list(request, "inventory/device_list.html", context)


@allow(Permission.SEE_DEVICES)
@of_device
def device(request: SignedInRequest, device: Device) -> HttpResponse:
    """Show one device: where it is on its way, what holds it back, what to do next."""
    context = {"page": device_page(device, request.actor), "device": device}
    return render_page(request, "inventory/device.html", context)


@allow(Permission.WORK)
@of_device
def device_edit(request: SignedInRequest, device: Device) -> HttpResponse:
    """Correct what is known of a device."""
    form = CorrectionForm(**sent(request), device=device)
    if form.does(lambda: form.correct(device, actor=request.actor)):
        messages.success(request, _("Saved."))
        return redirect("device", device.code)
    typed = form.data.get("serial_number", "") if "serial_number" in form.changed_data else ""
    context = {"form": form, "device": device, "twins": twins_of(typed, request.actor, but=device)}
    return render_page(request, "inventory/device_edit.html", context, status=form.status)


@allow(Permission.WORK)
@of_device
def device_send(request: SignedInRequest, device: Device) -> HttpResponse:
    """Say who holds a device from now on: it is carried to a partner or another workshop."""
    form = SendForm(**sent(request))
    if form.does(lambda: send_to(device, form.cleaned_data["organisation"], actor=request.actor)):
        names = {"organisation": form.cleaned_data["organisation"]}
        messages.success(request, _("%(organisation)s holds it now.") % names)
        return redirect("device", device.code)
    context = {"form": form, "device": device}
    return render_page(request, "inventory/device_send.html", context, status=form.status)


@allow(Permission.WORK, Permission.LEAD, Permission.LOSE)
@require_POST
@of_device
def device_move(request: SignedInRequest, device: Device) -> HttpResponse:
    """Make a transition, or show the device with every reason against it."""
    form = MoveForm(request.POST)
    if form.does(lambda: move(device, form, request.actor)):
        transition = Transition(form.cleaned_data["transition"])
        tell_of_move(request, transition)
        return redirect("device", device.code)
    fresh = visible_device(request, device.code)
    context = {"page": device_page(fresh, request.actor), "device": fresh, "form": form}
    return render_page(request, "inventory/device.html", context, status=form.status)


def move(device: Device, form: MoveForm, actor: Membership) -> DeviceEvent:
    """Make the transition that a form asks for."""
    return move_device(
        device,
        Transition(form.cleaned_data["transition"]),
        actor=actor,
        said=form.said(),
        expected=form.expected_state(),
    )


def tell_of_move(request: SignedInRequest, transition: Transition) -> None:
    """Confirm a move; one inside the workshop is confirmed by the page itself, with Undo."""
    rule = RULES[transition]
    if rule.to not in WORKSHOP or not rule.before <= WORKSHOP:
        messages.success(request, _("Done: %(move)s.") % {"move": transition.label})
