"""Wipes that wait for a second person: the list, and the judgement of one from its evidence."""

from collections.abc import Callable

from django.contrib import messages
from django.db.models import FETCH_RAISE
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inventory.models import Erasure
from inventory.reviewing import accept_erasure, reject_erasure, verify_erasure
from inventory.sanitisation import may_be_accepted
from inventory.waiting_wipes import unread_sanitizes, waiting_wipes
from inventory.web.filters import WaitingWipeFilters
from inventory.web.forms.drives import AcceptForm, RejectForm, VerifyForm
from inventory.web.forms.together import TogetherForm
from inventory.web.tables import WaitingWipeTable
from inventory.web.wipe_log_page import reasons_of
from refurb.accounts.access import SignedInRequest, allow
from refurb.accounts.roles import Permission
from refurb.web.acting import ActForm, sent
from refurb.web.lists import list_page, render_list
from refurb.web.pages import render_page


@allow(Permission.WORK, Permission.SEE_EVIDENCE)
def erasure_list(request: SignedInRequest) -> HttpResponse:
    """List the wipes that wait for a verifier, and those in review that wait for a lead."""
    rows = waiting_wipes(request.actor).fetch_mode(FETCH_RAISE)
    context = list_page(request, WaitingWipeTable, WaitingWipeFilters, rows)
    context["actor"] = request.actor
    context["may_verify"] = request.actor.may(Permission.WORK)
    context["may_accept"] = request.actor.may(Permission.LEAD)
    context["together"] = unread_sanitizes(request.actor).count() if context["may_accept"] else 0
    return render_list(request, "inventory/erasure_list.html", context)


def _judged(
    request: SignedInRequest, pk: int, form: ActForm, act: Callable[[Erasure], object], page: str
) -> HttpResponse:
    mine = Erasure.objects.visible_to(request.actor)
    mine = mine.select_related("drive__device", "operator", "wipe_result__log").prefetch_related(
        "photos"
    )
    erasure = get_object_or_404(mine, pk=pk)
    if form.does(lambda: act(erasure)):
        messages.success(request, _("Your judgement is recorded."))
        return redirect("device", erasure.drive.device.code)
    context = {"form": form, "erasure": erasure, "device": erasure.drive.device}
    context["reasons"] = reasons_of(erasure)
    context["is_acceptable"] = may_be_accepted(erasure.doubts)
    return render_page(request, page, context, status=form.status)


@allow(Permission.WORK)
def erasure_verify(request: SignedInRequest, pk: int) -> HttpResponse:
    """Verify somebody else's wipe."""
    form = VerifyForm(**sent(request))

    def act(erasure: Erasure) -> Erasure:
        return verify_erasure(erasure, actor=request.actor, verification=form.how())

    return _judged(request, pk, form, act, "inventory/erasure_verify.html")


@allow(Permission.LEAD)
def erasure_accept(request: SignedInRequest, pk: int) -> HttpResponse:
    """Accept a wipe from review, as a lead."""
    form = AcceptForm(**sent(request))

    def act(erasure: Erasure) -> Erasure:
        why = form.cleaned_data["reason"]
        return accept_erasure(erasure, reason=why, actor=request.actor, verification=form.how())

    return _judged(request, pk, form, act, "inventory/erasure_accept.html")


@allow(Permission.WORK)
def erasure_reject(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say that the evidence does not prove the wipe."""
    form = RejectForm(**sent(request))

    def act(erasure: Erasure) -> Erasure:
        return reject_erasure(erasure, form.why(), actor=request.actor)

    return _judged(request, pk, form, act, "inventory/erasure_reject.html")


@allow(Permission.LEAD)
def erasure_together(request: SignedInRequest) -> HttpResponse:
    """Judge several sanitize results at once, whose drives report success but were not read back.

    Each stands for itself: what is refused meanwhile doesn't stop the others.
    """
    form = TogetherForm(**sent(request), actor=request.actor)
    if form.is_valid():
        done, refused = form.judge()
        if done:
            text = ngettext("%(n)s wipe is judged.", "%(n)s wipes are judged.", done)
            messages.success(request, text % {"n": done})
        for words in refused:
            messages.error(request, words)
        return redirect("erasure-list")
    context = {"form": form, "count": unread_sanitizes(request.actor).count()}
    return render_page(request, "inventory/erasure_together.html", context)
