"""What distribution adds to a device: its panel on the device's page, and its return."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from distribution.handovers.returning import take_back
from distribution.web.filters import code_in
from distribution.web.forms.allocations import ReturnForm
from distribution.web.panel import panel_of
from inventory.models import Device
from refurb.accounts.access import SignedInRequest, allow
from refurb.accounts.roles import Permission
from refurb.web.acting import sent
from refurb.web.pages import render_page

RETURN = "distribution/device_return.html"


def _device(request: SignedInRequest, code: str) -> Device:
    known = code_in(code)
    if not known:
        raise Http404
    return get_object_or_404(Device.objects.visible_to(request.actor), code=known)


@require_safe
@allow(Permission.SEE_DEVICES)
def device_panel(request: SignedInRequest, code: str) -> HttpResponse:
    """Show on a device's page what distribution knows of it, as far as this role may know."""
    device = _device(request, code)
    context = {"device": device, "panel": panel_of(device, request.actor)}
    return render_page(request, "distribution/device_panel.html", context, part="panel")


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.TAKE_BACK)
def device_return(request: SignedInRequest, code: str) -> HttpResponse:
    """Take a delivered device back; everything wiped before counts no more."""
    device = _device(request, code)
    form = ReturnForm(**sent(request))
    if form.does(lambda: take_back(device, **form.cleaned_data, actor=request.actor)):
        messages.success(request, _("The device is back. Its drives are to be wiped again."))
        return redirect("device", device.code)
    context = {"form": form, "device": device}
    return render_page(request, RETURN, context, status=form.status)
