"""Find what an address names, among what the actor may see: 404 hides the rest."""

from collections.abc import Callable
from functools import wraps

from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from inventory.codes import InvalidCode, parse_code
from inventory.labelled import device_with_label
from inventory.models import CertificateLine, Device, DevicePhoto, Drive, HardwareReport, Incident
from refurb.accounts.access import SignedInRequest

DeviceView = Callable[[SignedInRequest, Device], HttpResponse]


def of_device(view: DeviceView) -> Callable[[SignedInRequest, str], HttpResponse]:
    """Give a view the visible device with the code of its address, or with a label of that code.

    Any other spelling is redirected to the device's own code, when nothing is sent.
    """

    @wraps(view)
    def found(request: SignedInRequest, code: str) -> HttpResponse:
        try:
            stored = parse_code(code)
        except InvalidCode as mistake:
            raise Http404 from mistake
        device = visible_device(request, stored)
        if device.code != code and request.method in {"GET", "HEAD"}:
            return redirect(_same_view(request), device.code)
        return view(request, device)

    return found


def visible_device(request: SignedInRequest, code: str) -> Device:
    """Find a visible device by its code or another label of it; raises Http404."""
    mine = Device.objects.visible_to(request.actor)
    mine = mine.select_related("donation__earmark_organisation", "intake", "steward", "holder")
    open_incidents = Incident.objects.filter(device=OuterRef("pk"), resolved_at=None)
    mine = mine.to_be_judged().annotate(
        has_incident=Exists(open_incidents),
        # What most don't have costs no query of its own.
        is_certified=Exists(CertificateLine.objects.filter(drive__device=OuterRef("pk"))),
        has_photo=Exists(DevicePhoto.objects.filter(device=OuterRef("pk"))),
        has_report=Exists(HardwareReport.objects.filter(device=OuterRef("pk"))),
    )
    device = device_with_label(mine, code)
    if device is None:
        raise Http404
    return device


def my_drive(request: SignedInRequest, pk: int) -> Drive:
    """Find a visible drive with its device; raises Http404."""
    mine = Drive.objects.visible_to(request.actor).select_related("device")
    return get_object_or_404(mine, pk=pk)


def _same_view(request: HttpRequest) -> str:
    match = request.resolver_match
    return match.view_name if match else "device"
