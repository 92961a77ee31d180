"""Donations and the devices that come with them."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import (
    FETCH_RAISE,
    Count,
    Exists,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from inventory.certifying import may_certify, newest_of
from inventory.codes import InvalidCode, parse_code, show_code
from inventory.models import Device, Donation, Intake
from inventory.web.filters import DeviceFilters, DonationFilters
from inventory.web.forms.devices import NewDeviceForm
from inventory.web.forms.donations import DonationForm
from inventory.web.intake_page import twins_of
from inventory.web.tables import DeviceTable, DonationTable
from inventory.web.views.devices import devices_for_list
from refurb.accounts.access import SignedInRequest, allow
from refurb.accounts.roles import Permission
from refurb.audit.models import Entry
from refurb.web.acting import sent
from refurb.web.lists import list_page, render_list
from refurb.web.pages import render_page


@allow(Permission.SEE_DONATIONS)
def donation_list(request: SignedInRequest) -> HttpResponse:
    """List the donations that the actor's workshop received."""
    rows = with_device_count(Donation.objects.visible_to(request.actor).select_related("donor"))
    context = list_page(request, DonationTable, DonationFilters, rows.fetch_mode(FETCH_RAISE))
    context["export_url"] = reverse("donation-export")
    context["may_receive"] = request.actor.may(Permission.RECEIVE)
    return render_list(request, "inventory/donation_list.html", context)


def with_received(rows: QuerySet[Intake]) -> QuerySet[Intake]:
    """Add how many devices of each row are in."""
    return rows.annotate(received=Count("devices"))


def with_device_count(rows: QuerySet[Donation]) -> QuerySet[Donation]:
    """Add `device_count`, by a subquery: a join would count before the page is cut."""
    devices = Device.objects.filter(donation=OuterRef("pk")).order_by().values("donation")
    count = devices.annotate(count=Count("pk")).values("count")
    open_ones = Intake.objects.open().filter(donation=OuterRef("pk"))
    rows = rows.annotate(is_to_continue=Exists(open_ones))
    return rows.annotate(device_count=Coalesce(Subquery(count), 0, output_field=IntegerField()))


@allow(Permission.RECEIVE)
def donation_add(request: SignedInRequest) -> HttpResponse:
    """Receive a donation, from a known donor or a new one."""
    if "look" in request.POST:
        return _look_for_donor(request, "inventory/donation_add.html", {})
    form = DonationForm(**sent(request), actor=request.actor)
    if form.does(form.register):
        messages.success(request, _("The donation is registered. Unpack its devices now."))
        return redirect("intake-add", form.done.reference)
    return render_page(request, "inventory/donation_add.html", {"form": form})


def _history(donation: Donation) -> QuerySet[Entry]:
    """List what was done to a donation, newest first, for those who see it anyway."""
    entries = Entry.objects.filter(subject=donation.reference).select_related("actor__user")
    return entries.order_by("-pk")[:20]


def _look_for_donor(
    request: SignedInRequest, template: str, context: dict[str, object]
) -> HttpResponse:
    """Show the donors that match what was typed; names are sent, so that no address holds them."""
    form = DonationForm(actor=request.actor, initial=request.POST.dict())
    only_donors = bool(getattr(request, "htmx", False))
    return render_page(
        request, "inventory/_donors.html" if only_donors else template, context | {"form": form}
    )


@allow(Permission.RECEIVE)
def donation_edit(request: SignedInRequest, reference: str) -> HttpResponse:
    """Correct a donation: its donor, its day, what it is given for and for whom."""
    found = _my_donation(request, reference)
    context: dict[str, object] = {"donation": found}
    if "look" in request.POST:
        return _look_for_donor(request, "inventory/donation_edit.html", context)
    initial = DonationForm.initial_of(found)
    form = DonationForm(**sent(request), actor=request.actor, initial=initial)
    if form.does(lambda: form.correct(found)):
        messages.success(request, _("Saved."))
        return redirect("donation", found.reference)
    return render_page(request, "inventory/donation_edit.html", context | {"form": form})


@allow(Permission.SEE_DONATIONS)
def donation(request: SignedInRequest, reference: str) -> HttpResponse:
    """Show one donation with its devices."""
    found = _my_donation(request, reference)
    rows = devices_for_list(request.actor).filter(donation=found)
    context = list_page(request, DeviceTable, DeviceFilters, rows) | {"donation": found}
    context["may_receive"] = request.actor.may(Permission.RECEIVE)
    context["certificate"] = newest_of(found, None)
    context["may_certify"] = may_certify(request.actor, found.organisation_id)
    context["intakes"] = with_received(found.intakes.open().order_by("pk"))
    context["history"] = _history(found)
    return render_page(request, "inventory/donation.html", context, part="rows")


def _my_donation(request: SignedInRequest, reference: str) -> Donation:
    mine = Donation.objects.visible_to(request.actor)
    mine = mine.select_related("donor", "organisation", "earmark_organisation")
    return get_object_or_404(mine, reference=reference)


@allow(Permission.RECEIVE)
def device_add(request: SignedInRequest, reference: str) -> HttpResponse:
    """Receive one device of a donation; similar ones are unpacked in a row instead."""
    donation = _my_donation(request, reference)
    form = NewDeviceForm(**sent(request), initial=_printed(request))
    if form.does(lambda: form.register(donation, actor=request.actor)):
        messages.success(request, _("Received: %(code)s.") % {"code": show_code(form.device.code)})
        return redirect("device", form.device.code)
    twins = twins_of(form.data.get("serial_number", ""), request.actor)
    context = {"form": form, "donation": donation, "twins": twins}
    return render_page(request, "inventory/device_add.html", context, status=form.status)


def _printed(request: SignedInRequest) -> dict[str, str]:
    """Fill in the label that was scanned, when the address names one."""
    try:
        return {"code": show_code(parse_code(request.GET.get("label", "")))}
    except InvalidCode:
        return {}
