"""From a label to the device's page."""

from collections.abc import Sequence
from typing import cast

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.csp import CSP
from django.utils.translation import gettext as _
from django.views.decorators.csp import csp_override

from inventory.codes import InvalidCode, parse_code, show_code
from inventory.labelled import device_with_label
from inventory.models import Device, Label
from refurb.accounts.access import SignedInRequest, allow
from refurb.accounts.roles import Permission
from refurb.web.pages import render_page

LONGEST_SHOWN = 200  # characters of what a scanner typed
# The camera's reader is compiled from WebAssembly, on this page alone.
SCAN_CSP: dict[str, Sequence[str]] = {
    **cast("dict[str, Sequence[str]]", settings.SECURE_CSP),
    "script-src": [CSP.SELF, CSP.WASM_UNSAFE_EVAL],
}


@allow(Permission.SEE_DEVICES)
def label(request: SignedInRequest, code: str) -> HttpResponse:
    """Lead from a label's address to the device's page, or to binding a label that is free."""
    try:
        stored = parse_code(code)
    except InvalidCode as mistake:
        raise Http404 from mistake
    return redirect(*_behind(request, stored))


def _behind(request: SignedInRequest, code: str) -> tuple[str, str]:
    """Name the page behind a label; raises Http404."""
    device = device_with_label(Device.objects.visible_to(request.actor), code)
    if device is not None:
        return ("device", device.code)
    if Label.objects.visible_to(request.actor).filter(code=code, device=None).exists():
        return ("label-bind", code)
    raise Http404


@allow(Permission.SEE_DEVICES)
@csp_override(SCAN_CSP)
def scan(request: SignedInRequest) -> HttpResponse:
    """Find a device by a code that was typed or scanned; say what to do when there is none."""
    typed = request.GET.get("code", "")
    context = {"typed": typed[:40], "mistake": ""}
    if "code" not in request.GET:
        return render_page(request, "inventory/scan.html", context)
    try:
        code = parse_code(typed)
    except InvalidCode as mistake:
        context["mistake"] = str(mistake)
        return render_page(request, "inventory/scan.html", context, status=422)
    try:
        return redirect(*_behind(request, code))
    except Http404:
        pass
    context["mistake"] = _("No device of yours has the code %(code)s.") % {"code": show_code(code)}
    return render_page(request, "inventory/scan.html", context, status=404)


@allow(Permission.SEE_DEVICES)
def scanner_test(request: SignedInRequest) -> HttpResponse:
    """Show what a handheld scanner types and what is understood; a script shows it at once."""
    typed = request.GET.get("typed", "")
    context = {"typed": typed[:LONGEST_SHOWN], "understood": "", "mistake": ""}
    if typed:
        try:
            context["understood"] = show_code(parse_code(typed))
        except InvalidCode as mistake:
            context["mistake"] = str(mistake)
    return render_page(request, "inventory/scanner_test.html", context)
