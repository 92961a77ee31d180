"""Tasks: mine, one of them, its file and its report; cancel, continue, undo."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.db.models import FETCH_RAISE
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from refurb.accounts.access import SignedInRequest, allow
from refurb.accounts.roles import Permission
from refurb.jobs.kinds import kind_of
from refurb.jobs.models import Job, JobFile
from refurb.jobs.notices import await_job, forget_job
from refurb.jobs.running import cancel, go_on
from refurb.jobs.web.job_page import job_page
from refurb.jobs.web.report import write_report
from refurb.jobs.web.tables import JobFilters, JobTable
from refurb.reasons import Refused
from refurb.web.lists import list_page, render_list
from refurb.web.pages import render_page

JOB = "jobs/job.html"


@require_safe
@allow(Permission.SEE_TASKS)
def job_list(request: SignedInRequest) -> HttpResponse:
    """List tasks, newest first: one's own, or those of all for who looks after the site."""
    rows = Job.objects.visible_to(request.actor).asked_for()
    rows = rows.select_related("requested_by__user", "requested_by__organisation")
    context = list_page(request, JobTable, JobFilters, rows.fetch_mode(FETCH_RAISE))
    context["rows"] = [(job, kind_of(job).label(job)) for job in context["rows"]]
    return render_list(request, "jobs/job_list.html", context)


@require_safe
@allow(Permission.SEE_TASKS)
def job(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show how far a task is, then what came of it."""
    mine = Job.objects.visible_to(request.actor).asked_for()
    rows = mine.select_related("requested_by__user", "requested_by__organisation", "undoes")
    found = get_object_or_404(rows, pk=pk)
    if not found.is_under_way:
        forget_job(request, found)
    context = {"page": job_page(found, request.actor), "job": found}
    return render_page(request, JOB, context, part="progress")


def _owned(request: SignedInRequest, pk: int) -> Job:
    mine = Job.objects.owned_by(request.actor).asked_for()
    return get_object_or_404(mine.select_related("requested_by"), pk=pk)


@require_safe
@allow(Permission.WORK)
def job_file(request: SignedInRequest, pk: int) -> HttpResponse:
    """Send what a task made."""
    found = JobFile.objects.filter(job=_owned(request, pk)).first()
    if found is None:
        raise Http404  # not made yet, or deleted after a week
    answer = HttpResponse(bytes(found.content), content_type=found.content_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{found.name}"'
    return answer


@require_safe
@allow(Permission.WORK)
def job_report(request: SignedInRequest, pk: int) -> StreamingHttpResponse:
    """Send as CSV what was not done, with why."""
    return write_report(_owned(request, pk))


def _act(
    request: SignedInRequest, pk: int, act: Callable[[Job], object], told: str
) -> HttpResponse:
    try:
        act(_owned(request, pk))
        messages.success(request, told)
    except Refused as refusal:
        for reason in refusal.reasons:
            messages.error(request, str(reason))
    return redirect("job", pk)


@require_POST
@allow(Permission.WORK, Permission.EDIT_POLICY)
def job_cancel(request: SignedInRequest, pk: int) -> HttpResponse:
    """Stop a task; what is done stays done."""
    told = _("Cancelled. What was done stays done.")
    return _act(request, pk, lambda job: cancel(job, actor=request.actor), told)


@require_POST
@allow(Permission.WORK, Permission.EDIT_POLICY)
def job_continue(request: SignedInRequest, pk: int) -> HttpResponse:
    """Have the rest of a stopped task done."""
    told = _("The rest will be done now. Nothing is done twice.")
    return _act(request, pk, lambda job: go_on(job, actor=request.actor), told)


@require_POST
@allow(Permission.WORK)
def job_undo(request: SignedInRequest, pk: int) -> HttpResponse:
    """Undo what a task did, as a task of its own."""
    found = _owned(request, pk)
    undo = kind_of(found).undo
    if undo is None:
        raise Http404
    try:
        undoing = undo(found, request.actor)
    except Refused as refusal:
        for reason in refusal.reasons:
            messages.error(request, str(reason))
        return redirect("job", pk)
    await_job(request, undoing)
    return redirect("job", undoing.pk)
