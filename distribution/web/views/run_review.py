"""The review of a proposal: pin, exclude, undo, propose again, take up again, confirm."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from distribution.models import AllocationRun, RunWish
from distribution.models.run import COMPUTED
from distribution.runs.confirming import resume
from distribution.runs.proposing import propose_again
from distribution.runs.wishing import take_back
from distribution.web.forms.runs import ConfirmForm, ExcludeForm, PinForm, ScreenForm
from distribution.web.run_line import line_of
from distribution.web.run_screen import pairs_with_screens, screen_of
from distribution.web.views.runs import RUN, find, run_context
from refurb.accounts.access import SignedInRequest, allow
from refurb.accounts.roles import Permission
from refurb.web.acting import ActForm, NoFieldsForm, sent
from refurb.web.pages import render_page


def _back(request: SignedInRequest, number: int) -> HttpResponseRedirect:
    """Lead back to the very page of the review."""
    query = request.GET.urlencode()
    return redirect(reverse("run", args=[number]) + (f"?{query}" if query else ""))


def _refused(request: SignedInRequest, run: AllocationRun, form: ActForm) -> HttpResponse:
    return render_page(request, RUN, run_context(request, run, form), status=form.status)


@require_POST
@allow(Permission.ALLOCATE)
def run_exclude(request: SignedInRequest, number: int) -> HttpResponse:
    """Keep the proposed devices from the ticked lines."""
    run, form = find(request, number), ExcludeForm(request.POST)
    if not form.does(lambda: form.exclude(run, actor=request.actor)):
        return _refused(request, run, form)
    sentence = ngettext("%(n)s pair is excluded.", "%(n)s pairs are excluded.", len(form.done))
    messages.success(request, sentence % {"n": len(form.done)})
    return _back(request, number)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.ALLOCATE)
def run_line(request: SignedInRequest, number: int) -> HttpResponse:
    """Choose another device for one line, or see why it receives what it does."""
    run = get_object_or_404(AllocationRun.objects.visible_to(request.actor), number=number)
    if run.state not in COMPUTED or not (run.pair_count or run.skipped_count):
        return redirect("run", number)
    shown = line_of(run, request.GET.get("line", ""), request.actor)
    form = PinForm(**sent(request))
    if form.does(lambda: form.pin(run, shown.line, actor=request.actor)):
        messages.success(request, _("It is pinned: the next proposal takes it in."))
        return redirect("run", number)
    context = {"run": run, "shown": shown, "form": form}
    return render_page(request, "distribution/run_line.html", context, status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.ALLOCATE)
def run_screen(request: SignedInRequest, number: int) -> HttpResponse:
    """Choose another screen for the machine of a pair, or say that it goes without this one."""
    run = get_object_or_404(AllocationRun.objects.visible_to(request.actor), number=number)
    if run.state not in COMPUTED or not pairs_with_screens(run).exists():
        return redirect("run", number)
    shown = screen_of(run, request.GET.get("line", ""), request.actor)
    form = ScreenForm(**sent(request))
    if form.does(lambda: form.wish(shown.told, shown.line, actor=request.actor)):
        messages.success(request, _("The review shows it: the next proposal takes it in."))
        return redirect("run", number)
    context = {"run": run, "shown": shown, "form": form}
    return render_page(request, "distribution/run_screen.html", context, status=form.status)


@require_POST
@allow(Permission.ALLOCATE)
def run_undo(request: SignedInRequest, number: int) -> HttpResponse:
    """Take a pin or an exclusion back."""
    run, form = find(request, number), NoFieldsForm(request.POST)
    pk = request.POST.get("wish", "")
    rows = RunWish.objects.visible_to(request.actor).filter(run=run)
    rows = rows.select_related("run", "line__nomination", "device")
    known = {str(each.pk): each for each in rows}
    if pk not in known:
        return _back(request, number)
    if not form.does(lambda: take_back(known[pk], actor=request.actor)):
        return _refused(request, run, form)
    messages.success(request, _("Undone: the next proposal leaves it out."))
    return _back(request, number)


@require_POST
@allow(Permission.ALLOCATE)
def run_again(request: SignedInRequest, number: int) -> HttpResponse:
    """Ask for a new proposal that takes the pins and exclusions in."""
    run = get_object_or_404(AllocationRun.objects.visible_to(request.actor), number=number)
    return redirect("run", propose_again(run, actor=request.actor).number)


@require_POST
@allow(Permission.ALLOCATE)
def run_take_up(request: SignedInRequest, number: int) -> HttpResponse:
    """Go on with a proposal that failed, or whose worker fell silent."""
    run, form = find(request, number), NoFieldsForm(request.POST)
    if not form.does(lambda: resume(run, actor=request.actor)):
        return _refused(request, run, form)
    return _back(request, number)


@require_POST
@allow(Permission.ALLOCATE)
def run_confirm(request: SignedInRequest, number: int) -> HttpResponse:
    """Have what was reviewed reserved, in one transaction; its page tells when and what."""
    run, form = find(request, number), ConfirmForm(request.POST)
    if not form.does(lambda: form.confirm(run, actor=request.actor)):
        return _refused(request, run, form)
    return redirect("run", number)
