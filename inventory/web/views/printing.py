"""Labels: choose which and on what, then the PDF."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q
from django.http import HttpResponse
from django.views.decorators.http import require_POST

from inventory.codes import show_code
from inventory.label_formats import FORMATS, USUAL_FORMAT
from inventory.labels import draw_labels, draw_test_page
from inventory.models import Device, Donation, Intake, Label
from inventory.web.forms.labels import LONGEST_LIST, MOST_PRINTED, LabelsForm, SheetForm
from refurb.accounts.access import SignedInRequest, allow
from refurb.accounts.roles import Permission
from refurb.web.pages import render_page


@allow(Permission.RECEIVE)
def labels(request: SignedInRequest) -> HttpResponse:
    """Choose what to print and on what; a form that was sent is shown with its sheet's picture."""
    asked = request.POST or request.GET
    chosen = asked.get("format", "")
    initial = {
        "format": chosen if chosen in FORMATS else USUAL_FORMAT,
        "codes": asked.get("codes", "")[:LONGEST_LIST] or _wanted(request),
        "copies": asked.get("copies", "1")[:3],
        "start": 1,
    }
    form = LabelsForm(actor=request.actor, initial=initial)
    context = {"form": form, "unpacking": _unpacking(request)}
    return render_page(request, "inventory/labels.html", context, part="sheet")


def _unpacking(request: SignedInRequest) -> Intake | None:
    """Find the row of machines whose labels are asked for, to go back to; None when it is done."""
    batch, row = _reference(request, "batch"), _reference(request, "intake")
    if not batch and not row:
        return None
    wanted = Q(batch__reference=batch) if batch else Q(reference=row)
    return Intake.objects.visible_to(request.actor).open().filter(wanted).first()


def _wanted(request: SignedInRequest) -> str:
    return "\n".join(map(show_code, _wanted_codes(request)))


def _wanted_codes(request: SignedInRequest) -> Sequence[str]:
    """List the devices of a donation, the free labels of a batch, or what was ticked in a list."""
    if donation := _reference(request, "donation"):
        ours = Donation.objects.visible_to(request.actor).filter(reference=donation)
        rows = Device.objects.visible_to(request.actor).filter(donation__in=ours)
        return list(rows.order_by("pk").values_list("code", flat=True)[:MOST_PRINTED])
    if batch := _reference(request, "batch"):
        free = Label.objects.visible_to(request.actor).free().filter(batch__reference=batch)
        return list(free.order_by("pk").values_list("code", flat=True)[:MOST_PRINTED])
    if row := _reference(request, "intake"):
        rows = Device.objects.visible_to(request.actor).filter(intake__reference=row)
        return list(rows.order_by("pk").values_list("code", flat=True)[:MOST_PRINTED])
    ticked = [code for code in request.GET.getlist("device") if code.isascii() and code.isalnum()]
    mine = Device.objects.visible_to(request.actor).filter(code__in=ticked[:MOST_PRINTED])
    return list(mine.order_by("pk").values_list("code", flat=True))


def _reference(request: SignedInRequest, name: str) -> str:
    asked = request.GET.get(name, "")
    return asked if asked.isascii() and asked.replace("-", "").isalnum() else ""


@allow(Permission.RECEIVE)
def labels_pdf(request: SignedInRequest) -> HttpResponse:
    """Draw the labels, or show the form again with what is wrong; sent, its shift is remembered."""
    form = LabelsForm(request.POST or request.GET, actor=request.actor)
    if not form.is_valid():
        return render_page(request, "inventory/labels.html", {"form": form})
    if request.method == "POST":
        form.remember()
    return _pdf(draw_labels(form.contents, form.printing()), "labels")


@allow(Permission.RECEIVE)
@require_POST
def labels_test(request: SignedInRequest) -> HttpResponse:
    """Draw the outlines of a format's labels, with the shift as it is filled in."""
    sheet = SheetForm(request.POST, actor=request.actor)
    if not sheet.is_valid():
        form = LabelsForm(request.POST, actor=request.actor)
        return render_page(request, "inventory/labels.html", {"form": form})
    sheet.remember()
    return _pdf(draw_test_page(sheet.printing()), "labels-test")


def _pdf(drawn: bytes, name: str) -> HttpResponse:
    response = HttpResponse(drawn, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response
