"""Hardware reports: files in, one line of result each; the page of one; its raw bytes."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from inventory.hardware import HardwareFacts
from inventory.models import Device, Donation, HardwareReport
from inventory.projection import warning_words
from inventory.proving import StoredLog, is_wipe_log, store_wipe_log
from inventory.reading import StoredReport, store_report, take_over
from inventory.web.finding import of_device
from inventory.web.forms.reports import AssignForm, ReportsForm, TakeOverForm, TargetForm
from inventory.web.report_page import report_page
from inventory.wipe_logs import MAX_BYTES
from refurb.accounts.access import SignedInRequest, allow
from refurb.accounts.models import Membership
from refurb.accounts.roles import Permission
from refurb.reasons import Refused
from refurb.web.acting import sent
from refurb.web.pages import render_page
from refurb.web.uploads import shown_name


@dataclass(frozen=True)
class Result:
    """What became of one file: what was stored, or why it was refused."""

    file: str
    stored: StoredReport | None = None
    log: StoredLog | None = None
    reasons: tuple[str, ...] = ()

    @property
    def understood(self) -> str:
        """Say in a few words what kind of file it is, and which machine and drives it told of."""
        if self.stored is None:
            return str(self.log.log.get_format_display()) if self.log else ""
        report = self.stored.report
        facts = HardwareFacts.model_validate(report.facts) if report.facts else HardwareFacts()
        name = f"{facts.manufacturer.value or ''} {facts.model.value or ''}".strip()
        drives = [
            str(drive.serial_number.value or drive.model.value or "?") for drive in facts.drives
        ]
        form = "" if report.format == "unknown" else str(report.format)
        return " · ".join(filter(None, [form, name, ", ".join(drives)]))

    @property
    def warnings(self) -> list[str]:
        """Say what a person should know."""
        return [warning_words(code) for code in self.stored.warnings] if self.stored else []


@allow(Permission.RECEIVE)
def report_add(request: SignedInRequest) -> HttpResponse:
    """Read hardware reports, for a device or a donation when the address names one.

    Answers without a redirect: sending the same files again changes nothing.
    """
    device, donation = TargetForm(request.GET).found(request.actor)
    form = ReportsForm(**sent(request))
    files = form.cleaned_data["reports"] if form.is_valid() else []
    results = [read_file(file, request.actor, device, donation) for file in files]
    context = {"form": form, "device": device, "donation": donation, "results": results}
    # The script sends file by file, and shows their lines alone.
    return render_page(request, "inventory/report_add.html", context, part="results")


def read_file(
    file: UploadedFile[bytes], actor: Membership, device: Device | None, donation: Donation | None
) -> Result:
    """Store one file; a refusal is its result, so that the other files are still read."""
    name = shown_name(file)
    # One byte more than is allowed is enough to be refused.
    raw = file.read(MAX_BYTES + 1)
    try:
        if is_wipe_log(raw):
            return Result(name, log=store_wipe_log(raw, actor=actor))
        stored = store_report(raw, actor=actor, device=device, donation=donation)
    except Refused as refusal:
        return Result(name, reasons=tuple(map(str, refusal.reasons)))
    return Result(name, stored)


def _my_report(request: SignedInRequest, pk: int) -> HardwareReport:
    mine = HardwareReport.objects.visible_to(request.actor)
    return get_object_or_404(mine.select_related("device", "uploaded_by__user"), pk=pk)


@allow(Permission.SEE_EVIDENCE)
def report(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show what was read from a report, and ask for its device when nobody knows it."""
    found = _my_report(request, pk)
    form = AssignForm(actor=request.actor)
    context = {"page": report_page(found, request.actor), "report": found, "form": form}
    return render_page(request, "inventory/report.html", context)


@allow(Permission.SEE_EVIDENCE)
def evidence(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Lead to what a snapshot describes: workbench-script prints this address as a QR code."""
    mine = HardwareReport.objects.visible_to(request.actor).select_related("device")
    found = mine.filter(uuid=uuid).order_by("pk").last()
    if found is None:
        raise Http404
    if found.device is None:
        return redirect("report", found.pk)
    return redirect("device", found.device.code)


@allow(Permission.RECEIVE)
def report_assign(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say which device a report describes."""
    found = _my_report(request, pk)
    form = AssignForm(**sent(request), actor=request.actor)
    if form.does(lambda: form.assign(bytes(found.raw))):
        if form.stored.device is not None:
            return redirect("device", form.stored.device.code)
        messages.warning(request, _("The report still has no device: choose its kind."))
        return redirect("report", pk)
    context = {"page": report_page(found, request.actor), "report": found, "form": form}
    return render_page(request, "inventory/report.html", context, status=form.status)


@allow(Permission.WORK)
@require_POST
@of_device
def device_take_over(request: SignedInRequest, device: Device) -> HttpResponse:
    """Write what the hardware reports say over what was typed by hand."""
    form = TakeOverForm(request.POST)
    if form.does(lambda: take_over(device, **form.cleaned_data, actor=request.actor)):
        messages.success(request, _("Taken over from the hardware report."))
    for error in form.non_field_errors():
        messages.error(request, str(error))
    return redirect("device", device.code)


@allow(Permission.SEE_EVIDENCE)
def report_raw(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give the bytes as they came in; never shown by the browser, whatever they hold."""
    found = _my_report(request, pk)
    response = HttpResponse(bytes(found.raw), content_type="text/plain; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="report-{found.pk}.txt"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
