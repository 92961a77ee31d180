"""Labels: choose which and on what, then the PDF."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse

from inventory.codes import show_code
from inventory.labels import LabelContent, draw_labels
from inventory.models import Device, Donation
from inventory.web.forms.labels import MOST_LABELS, LabelsForm
from refurb.accounts.access import SignedInRequest, allow
from refurb.accounts.roles import Permission
from refurb.web.pages import render_page


@allow(Permission.RECEIVE)
def labels(request: SignedInRequest) -> HttpResponse:
    """Choose what to print: the devices ticked in a list, or all of a donation."""
    wanted = "\n".join(map(show_code, _wanted_codes(request)))
    form = LabelsForm(actor=request.actor, initial={"codes": wanted})
    return render_page(request, "inventory/labels.html", {"form": form})


def _wanted_codes(request: SignedInRequest) -> Sequence[str]:
    reference = request.GET.get("donation", "")
    mine = Device.objects.visible_to(request.actor).order_by("pk")
    if reference and reference.isascii() and reference.replace("-", "").isalnum():
        ours = Donation.objects.visible_to(request.actor).filter(reference=reference)
        mine = mine.filter(donation__in=ours)
    else:
        ticked = [
            code for code in request.GET.getlist("device") if code.isascii() and code.isalnum()
        ]
        mine = mine.filter(code__in=ticked[:MOST_LABELS])
    return list(mine.values_list("code", flat=True)[:MOST_LABELS])


@allow(Permission.RECEIVE)
def labels_pdf(request: SignedInRequest) -> HttpResponse:
    """Draw the labels, or show the form again with what is wrong."""
    form = LabelsForm(request.GET, actor=request.actor)
    if not form.is_valid():
        return render_page(request, "inventory/labels.html", {"form": form})
    contents = [_content(device) for device in form.devices]
    found = form.cleaned_data
    pdf = draw_labels(contents, found["format"], start=found["start"])
    response = HttpResponse(pdf, content_type="application/pdf")
    response.headers["Content-Disposition"] = 'inline; filename="labels.pdf"'
    return response


def _content(device: Device) -> LabelContent:
    return LabelContent(
        code=device.code,
        url=settings.PUBLIC_URL.rstrip("/") + reverse("label", args=[device.code]).rstrip("/"),
        model=device.name,
        owner=device.steward.name,
        contact=device.steward.phone,
    )
