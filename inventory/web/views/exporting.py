"""The lists of inventory as files."""

from __future__ import annotations

from django.db.models import FETCH_RAISE
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_POST

from inventory.models import Donation
from inventory.web.filters import DeviceFilters, DonationFilters
from inventory.web.forms.batches import of_the_page
from inventory.web.tables import DeviceTable, DonationTable
from inventory.web.views.devices import devices_for_list
from inventory.web.views.donations import with_device_count
from refurb.accounts.access import SignedInRequest, allow
from refurb.accounts.roles import Permission
from refurb.exports.lists import export_list
from refurb.exports.words import ListName

# What the file says of a device; reading every column takes much longer.
WRITTEN = (
    *("code", "kind", "manufacturer", "model", "cpu", "memory_bytes", "grade", "state"),
    *("state_since", "received_at", "shelf", "holder__name"),
)


@require_POST
@allow(Permission.SEE_DEVICES)
def device_export(request: SignedInRequest) -> HttpResponseBase:
    """Give the devices of a list, or of a donation's page, as a file."""
    rows = of_the_page(request, devices_for_list(request.actor)).only(*WRITTEN)
    return export_list(request, ListName.DEVICES, DeviceTable, DeviceFilters, rows)


@require_POST
@allow(Permission.SEE_DONATIONS)
def donation_export(request: SignedInRequest) -> HttpResponseBase:
    """Give the donations as a file."""
    rows = with_device_count(Donation.objects.visible_to(request.actor).select_related("donor"))
    rows = rows.fetch_mode(FETCH_RAISE)
    return export_list(request, ListName.DONATIONS, DonationTable, DonationFilters, rows)
