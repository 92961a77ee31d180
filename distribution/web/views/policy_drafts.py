"""The draft of the policy: written by coordinators, looked at ahead, published with a reason."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from distribution.models import PolicyDraft
from distribution.models.policy_draft import DraftPart
from distribution.policy.drafting import change_draft, discard_draft, start_draft
from distribution.policy.previewing import ask_for_preview
from distribution.policy.publishing import publish_draft
from distribution.policy.versions import content_of_draft, the_draft
from distribution.web.draft_page import consequences, draft_page, preview
from distribution.web.forms.policies import (
    CommunesForm,
    DraftForm,
    PointsForm,
    PublishForm,
    ServicesForm,
    WordsForm,
)
from refurb.accounts.access import SignedInRequest, allow
from refurb.accounts.roles import Permission
from refurb.jobs.notices import await_job
from refurb.reasons import Refused
from refurb.web.acting import sent
from refurb.web.pages import render_page


@require_safe
@allow(Permission.EDIT_POLICY)
def policy_draft(request: SignedInRequest) -> HttpResponse:
    """Show the draft, what it would change, and what can be done with it."""
    draft = the_draft()
    context = {"page": draft_page(draft) if draft else None}
    return render_page(request, "distribution/policy_draft.html", context)


@require_POST
@allow(Permission.EDIT_POLICY)
def policy_draft_start(request: SignedInRequest) -> HttpResponse:
    """Begin a draft that says what the policy in force says."""
    try:
        start_draft(actor=request.actor)
    except Refused as refusal:
        for reason in refusal.reasons:
            messages.warning(request, str(reason))
    return redirect("policy-draft")


@allow(Permission.EDIT_POLICY)
def policy_points(request: SignedInRequest) -> HttpResponse:
    """Change what the criteria of the draft count."""
    draft = the_draft()
    if draft is None:
        return _no_draft(request)
    form = PointsForm(**sent(request), draft=draft)
    return _changing(request, form, DraftPart.POINTS, "distribution/policy_points.html")


@allow(Permission.EDIT_POLICY)
def policy_words(request: SignedInRequest, criterion: str) -> HttpResponse:
    """Change the name and the sentence of one criterion of the draft."""
    draft = the_draft()
    if draft is None:
        return _no_draft(request)
    found = content_of_draft(draft).criterion(criterion)
    if found is None:
        raise Http404
    form = WordsForm(**sent(request), draft=draft, criterion=found)
    return _changing(request, form, DraftPart.WORDS, "distribution/policy_words.html")


@allow(Permission.EDIT_POLICY)
def policy_communes(request: SignedInRequest) -> HttpResponse:
    """Change what living in a commune counts."""
    draft = the_draft()
    if draft is None:
        return _no_draft(request)
    form = CommunesForm(**sent(request), draft=draft)
    return _changing(request, form, DraftPart.COMMUNES, "distribution/policy_communes.html")


@allow(Permission.EDIT_POLICY)
def policy_services(request: SignedInRequest) -> HttpResponse:
    """Change what being nominated by a service counts."""
    draft = the_draft()
    if draft is None:
        return _no_draft(request)
    form = ServicesForm(**sent(request), draft=draft)
    return _changing(request, form, DraftPart.SERVICES, "distribution/policy_services.html")


def _changing(request: SignedInRequest, form: Any, part: DraftPart, template: str) -> HttpResponse:
    if form.does(lambda: change_draft(form.seen, form.change, part=part, actor=request.actor)):
        messages.success(request, _("Saved in the draft. It orders nothing until it is published."))
        return redirect("policy-draft")
    return render_page(request, template, {"form": form}, status=form.status)


@allow(Permission.EDIT_POLICY)
def policy_preview(request: SignedInRequest) -> HttpResponse:
    """Show who would move, and how far; a long list is compared as a task, which a POST starts."""
    draft = the_draft()
    if draft is None:
        return _no_draft(request)
    if request.method == "POST":
        job = ask_for_preview(draft, actor=request.actor)
        await_job(request, job)
        return redirect("job", job.pk)
    return render_page(request, "distribution/policy_preview.html", {"preview": preview(draft)})


@allow(Permission.EDIT_POLICY)
def policy_publish(request: SignedInRequest) -> HttpResponse:
    """Say what publishing does, ask why, and publish; then follow the ranking."""
    draft = the_draft()
    if draft is None:
        return _no_draft(request)
    form = PublishForm(**sent(request), draft=draft)
    if form.does(lambda: _publish(form, request)):
        await_job(request, form.done.ranking)
        told = _("Version %(version)s is published. The waiting list is being ranked by it.")
        messages.success(request, told % {"version": form.done.policy.version})
        return redirect("job", form.done.ranking.pk)
    context = {"form": form, "consequences": consequences(draft)}
    return render_page(request, "distribution/policy_publish.html", context, status=form.status)


def _publish(form: PublishForm, request: SignedInRequest) -> object:
    return publish_draft(form.seen, reason=form.cleaned_data["reason"], actor=request.actor)


@allow(Permission.EDIT_POLICY)
def policy_discard(request: SignedInRequest) -> HttpResponse:
    """Throw the draft away, once it is confirmed."""
    draft: PolicyDraft | None = the_draft()
    if draft is None:
        return _no_draft(request)
    form = DraftForm(**sent(request), draft=draft)
    if form.does(lambda: discard_draft(form.seen, actor=request.actor)):
        messages.success(request, _("The draft is discarded. The published policy stays in force."))
        return redirect("policy")
    return render_page(
        request, "distribution/policy_discard.html", {"form": form}, status=form.status
    )


def _no_draft(request: SignedInRequest) -> HttpResponse:
    """Lead to where a draft is started, and say what became of the one looked for."""
    told = _("There is no draft: it was published or discarded, or nobody has started one.")
    messages.warning(request, told)
    return redirect("policy-draft")
