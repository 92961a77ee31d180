"""Tell who asked for long work that it is ready, on whatever page they open next.

The session remembers what was asked for, so that pages of everybody else cost no query.
"""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from refurb.jobs.kinds import kind_of
from refurb.jobs.models import ENDED, Job, JobState

Handler = Callable[[HttpRequest], HttpResponseBase]
AWAITED = "awaited_jobs"
MOST = 20


def await_job(request: HttpRequest, job: Job) -> None:
    """Remember that this session wants to hear of a job."""
    known = [pk for pk in request.session.get(AWAITED, []) if pk != job.pk]
    request.session[AWAITED] = [*known, job.pk][-MOST:]


def forget_job(request: HttpRequest, job: Job) -> None:
    """Say nothing about a job any more: its page was looked at."""
    known = request.session.get(AWAITED, [])
    if job.pk in known:
        request.session[AWAITED] = [pk for pk in known if pk != job.pk]


def tell_what_is_ready(get_response: Handler) -> Handler:
    """Add a message to the first page opened after a job ended, unless that is its own page."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if request.method == "GET" and not request.headers.get("HX-Request"):
            _tell(request)
        return get_response(request)

    return middleware


def _tell(request: HttpRequest) -> None:
    awaited = request.session.get(AWAITED)
    actor = getattr(request, "actor", None)
    if not awaited or actor is None:
        return
    for job in Job.objects.owned_by(actor).filter(pk__in=awaited, state__in=ENDED):
        url = reverse("job", args=[job.pk])
        if request.path != url:
            forget_job(request, job)
            messages.add_message(request, _level(job), _sentence(job, url))


def _level(job: Job) -> int:
    return messages.SUCCESS if job.state == JobState.DONE else messages.WARNING


def _sentence(job: Job, url: str) -> str:
    text = {
        JobState.DONE: _("Your task is ready: %(task)s"),
        JobState.FAILED: _("Your task failed: %(task)s"),
        JobState.CANCELLED: _("Your task was cancelled: %(task)s"),
    }[JobState(job.state)]
    before, _marker, after = text.partition("%(task)s")
    return format_html('{}<a href="{}">{}</a>{}', before, url, kind_of(job).label(job), after)
