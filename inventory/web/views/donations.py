"""Donations and the devices that come with them."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import FETCH_RAISE, Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from inventory.codes import InvalidCode, parse_code, show_code
from inventory.models import Device, Donation
from inventory.web.filters import DeviceFilters, DonationFilters
from inventory.web.forms.devices import NewDeviceForm
from inventory.web.forms.donations import DonationForm
from inventory.web.tables import DeviceTable, DonationTable
from inventory.web.views.devices import devices_for_list
from refurb.accounts.access import SignedInRequest, allow
from refurb.accounts.roles import Permission
from refurb.web.acting import sent
from refurb.web.lists import list_page, render_list
from refurb.web.pages import render_page

LIKE = ("kind", "manufacturer", "model", "keyboard", "shelf")


@allow(Permission.SEE_DONATIONS)
def donation_list(request: SignedInRequest) -> HttpResponse:
    """List the donations that the actor's workshop received."""
    rows = with_device_count(Donation.objects.visible_to(request.actor).select_related("donor"))
    context = list_page(request, DonationTable, DonationFilters, rows.fetch_mode(FETCH_RAISE))
    context["export_url"] = reverse("donation-export")
    context["may_receive"] = request.actor.may(Permission.RECEIVE)
    return render_list(request, "inventory/donation_list.html", context)


def with_device_count(rows: QuerySet[Donation]) -> QuerySet[Donation]:
    """Add `device_count`, by a subquery: a join would count before the page is cut."""
    devices = Device.objects.filter(donation=OuterRef("pk")).order_by().values("donation")
    count = devices.annotate(count=Count("pk")).values("count")
    return rows.annotate(device_count=Coalesce(Subquery(count), 0, output_field=IntegerField()))


@allow(Permission.RECEIVE)
def donation_add(request: SignedInRequest) -> HttpResponse:
    """Receive a donation, from a known donor or a new one."""
    form = DonationForm(**sent(request), actor=request.actor)
    if form.is_valid():
        donation = form.register()
        messages.success(request, _("The donation is registered. Add its devices now."))
        return redirect("donation", donation.reference)
    return render_page(request, "inventory/donation_add.html", {"form": form})


@allow(Permission.SEE_DONATIONS)
def donation(request: SignedInRequest, reference: str) -> HttpResponse:
    """Show one donation with its devices."""
    found = _my_donation(request, reference)
    rows = devices_for_list(request.actor).filter(donation=found)
    context = list_page(request, DeviceTable, DeviceFilters, rows) | {"donation": found}
    context["may_receive"] = request.actor.may(Permission.RECEIVE)
    return render_page(request, "inventory/donation.html", context, part="rows")


def _my_donation(request: SignedInRequest, reference: str) -> Donation:
    mine = Donation.objects.visible_to(request.actor).select_related("donor", "organisation")
    return get_object_or_404(mine, reference=reference)


@allow(Permission.RECEIVE)
def device_add(request: SignedInRequest, reference: str) -> HttpResponse:
    """Receive a device of a donation; offer to add another one like it."""
    donation = _my_donation(request, reference)
    form = NewDeviceForm(**sent(request), initial=_like(request) | _printed(request))
    if form.does(lambda: form.register(donation, actor=request.actor)):
        messages.success(request, _("Received: %(code)s.") % {"code": show_code(form.device.code)})
        if "another" not in request.POST:
            return redirect("device", form.device.code)
        like = {"like": form.device.code}
        return redirect(reverse("device-add", args=[donation.reference], query=like))
    context = {"form": form, "donation": donation}
    return render_page(request, "inventory/device_add.html", context, status=form.status)


def _like(request: SignedInRequest) -> dict[str, str]:
    """Fill the form in as the device before, when the address names one."""
    try:
        code = parse_code(request.GET.get("like", ""))
    except InvalidCode:
        return {}
    before = Device.objects.visible_to(request.actor).filter(code=code)
    return before.values(*LIKE).first() or {}


def _printed(request: SignedInRequest) -> dict[str, str]:
    """Fill in the label that was scanned, when the address names one."""
    try:
        return {"code": show_code(parse_code(request.GET.get("label", "")))}
    except InvalidCode:
        return {}
