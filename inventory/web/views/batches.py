"""Many devices at once: choose, look at what would come of it, have it done."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from inventory.batching import KIND, BatchRefused, choose, start_batch
from inventory.forecast import BulkAct
from inventory.web.batch_page import batch_page
from inventory.web.forms.batches import BatchForm, chosen_devices
from refurb.accounts.access import SignedInRequest, allow
from refurb.accounts.roles import Permission
from refurb.jobs.models import Job, JobState
from refurb.jobs.notices import await_job
from refurb.web.pages import render_page


@require_POST
@allow(Permission.WORK)
def batch_add(request: SignedInRequest) -> HttpResponse:
    """Remember the devices that were ticked, or all that match, and ask what to do with them."""
    if request.POST.get("act") == BulkAct.LABELS:  # a few: at once, on the page for labels
        return redirect(reverse("labels", query={"device": request.POST.getlist("device")}))
    try:
        job = choose(chosen_devices(request), actor=request.actor)
    except BatchRefused as refusal:
        for reason in refusal.reasons:
            messages.error(request, str(reason))
        return redirect(_back(request))
    return redirect("batch", job.pk)


def _back(request: SignedInRequest) -> str:
    came_from = request.headers.get("Referer", "")
    hosts = {request.get_host()}
    known = url_has_allowed_host_and_scheme(came_from, hosts, require_https=request.is_secure())
    return came_from if known else reverse("device-list")


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.WORK)
def batch(request: SignedInRequest, pk: int) -> HttpResponse:
    """Choose what to do with them, see who will move and who can't, and start it."""
    mine = Job.objects.owned_by(request.actor).filter(kind=KIND)
    job = get_object_or_404(mine.select_related("requested_by"), pk=pk)
    if job.state != JobState.DRAFT:
        return redirect("job", pk)
    sent = request.POST if request.method == "POST" else None
    page = batch_page(job, request.actor, (sent or request.GET).get("act", ""), sent)
    form = page.form
    if form is not None and form.does(lambda: _start(request, job, form)):
        return redirect("job", pk)
    context = {"page": page, "form": form, "job": job}
    status = form.status if form else None
    return render_page(request, "inventory/batch.html", context, status=status)


def _start(request: SignedInRequest, job: Job, form: BatchForm) -> None:
    started = start_batch(job, form.chosen, actor=request.actor, **form.said())
    await_job(request, started)
