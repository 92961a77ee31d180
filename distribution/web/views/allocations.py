"""One allocation: its page, and the ways it can end before the handover."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from distribution.allocations.allocating import (
    release,
    report_fault,
    report_loss,
    report_no_show,
)
from distribution.allocations.set_aside import stands_until
from distribution.deliveries import lacks_screen
from distribution.handovers.reporting import refuse
from distribution.lifecycle import STEPS, Step
from distribution.models import Allocation, Receipt
from distribution.models.allocation import AllocationQuerySet
from distribution.receivers import receiver_for
from distribution.web.contacts import contact_of
from distribution.web.forms.allocations import FaultForm, LossForm, ReleaseForm
from distribution.web.forms.deliveries import RefusalForm
from distribution.web.needs import preparation_sheet
from distribution.web.pairs import PairRow, open_pairs_of
from distribution.web.seeing import receiver_seen
from distribution.web.standing import line_steps_for
from distribution.web.stood import stood_of
from refurb.accounts.access import SignedInRequest, allow
from refurb.accounts.models import Membership
from refurb.accounts.roles import Permission
from refurb.web.acting import ActForm, NoFieldsForm, sent
from refurb.web.pages import render_page

page = require_http_methods(["GET", "HEAD", "POST"])


def visible(request: SignedInRequest) -> AllocationQuerySet:
    """List the allocations the actor has to do with, with what pages read of them."""
    rows = Allocation.objects.visible_to(request.actor)
    return rows.select_related(
        "device__holder",
        "line__nomination__household",
        "line__nomination__institution",
        "run",
        "made_by__user",
        "prepared_by__user",
    )


def parting_context(allocation: Allocation) -> dict[str, Any]:
    """Give what leaves together: the machine, what goes with it, whether it lacks a screen."""
    companions = Allocation.objects.filter(companion_to=allocation).order_by("pk")
    if allocation.ended_at is None:
        companions = companions.open()
    else:
        companions = companions.filter(end=allocation.end)
    found = list(companions.select_related("device"))
    kinds = [each.device.kind for each in found]
    return {
        "allocation": allocation,
        "companions": found,
        "lacks_screen": lacks_screen(allocation.device.kind, kinds),
    }


@require_safe
@allow(Permission.ALLOCATE, Permission.HAND_OVER)
def allocation(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the device, what to prepare, what can happen next, and whom a partner is to reach."""
    found = get_object_or_404(visible(request), pk=pk)
    if found.companion_to_id is not None:
        return redirect("allocation", found.companion_to_id)
    receiver = receiver_for(found, request.actor)
    if receiver is not None:
        receiver_seen(request, found.line.nomination)
    receipts = Receipt.objects.visible_to(request.actor).filter(handover__allocation=found)
    context = {
        **parting_context(found),
        "lapses_on": stands_until([found])[found.pk] if found.ended_at is None else None,
        "sheet": preparation_sheet(found.line),
        "stood": stood_of([found]).get(pk) if request.actor.may(Permission.ALLOCATE) else None,
        "contact": contact_of(receiver) if receiver else None,
        "pairs": _open_pairs(found, request.actor),
        "receipts": receipts.defer("pdf").select_related("issuer").order_by("-pk"),
        "may_prepare": request.actor.may(Permission.PREPARE),
        "may_choose": request.actor.may(Permission.ALLOCATE),
        "steps": line_steps_for(found.line, request.actor),
        "may_report_delivery": request.actor.may(Permission.REPORT_DELIVERIES),
        "may_report_fault": request.actor.may(Permission.REPORT_FAULT),
        "may_report_loss": request.actor.may(Permission.LOSE),
    }
    return render_page(request, "distribution/allocation.html", context)


def _open_pairs(allocation: Allocation, actor: Membership) -> list[PairRow]:
    nomination = allocation.line.nomination
    return open_pairs_of(nomination, actor) if nomination.institution_id is None else []


@dataclass(frozen=True)
class Ending:
    """One way an allocation ends: what is asked, what is said, what is done."""

    form: type[ActForm]
    act: Callable[..., Any]
    title: Promise
    effect: Promise
    button: Promise
    done: Promise


COMPANION_ONLY = _("The machine that it goes with stays set aside.")
RELEASE = Ending(
    ReleaseForm,
    release,
    _("Release the device?"),
    _("It goes back to the shelf, and the line goes back to its place with its original date."),
    _("Release the device"),
    _("The device is released, and the line waits again at its place."),
)
FAULT = Ending(
    FaultForm,
    report_fault,
    _("Report a fault"),
    _("The device goes to repair, and its line goes to the top of those waiting."),
    _("Send to repair"),
    _("The fault is reported. The line waits again, at the top."),
)
LOSS = Ending(
    LossForm,
    report_loss,
    _("Report that it is lost"),
    _("The device counts as lost, and its line goes to the top of those waiting."),
    _("Report the loss"),
    _("The loss is reported. The line waits again, at the top."),
)
NO_SHOW = Ending(
    NoFieldsForm,
    report_no_show,
    _("Did nobody come?"),
    _("The line waits again with its original date; the second time it ends."),
    _("Record that nobody came"),
    _("It is recorded that nobody came, and the service is told."),
)
REFUSAL = Ending(
    RefusalForm,
    refuse,
    _("Does the household refuse the device?"),
    _("The line waits again with its original date; the second time it ends."),
    _("Record the refusal"),
    _("The refusal is recorded, and the service is told."),
)


def _end(request: SignedInRequest, pk: int, ending: Ending) -> HttpResponse:
    found = get_object_or_404(visible(request), pk=pk)
    form = ending.form(**sent(request))
    if form.does(lambda: ending.act(found, **form.cleaned_data, actor=request.actor)):
        if found.companion_to_id is not None:
            return redirect("allocation", found.companion_to_id)
        messages.success(request, str(ending.done))
        return redirect(after(request))
    effect = COMPANION_ONLY if found.companion_to_id else ending.effect
    context = {"form": form, "allocation": found, "ending": ending, "effect": effect}
    return render_page(request, "distribution/allocation_end.html", context, status=form.status)


def after(request: SignedInRequest) -> str:
    """Choose where to go once an allocation has ended: its holder may not see it any more."""
    return "allocation-board" if request.actor.may(Permission.ALLOCATE) else "handover-list"


@page
@allow(*STEPS[Step.RELEASE].permissions)
def allocation_release(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give the device back to the shelf."""
    return _end(request, pk, RELEASE)


@page
@allow(Permission.REPORT_FAULT)
def allocation_fault(request: SignedInRequest, pk: int) -> HttpResponse:
    """Send a broken device to repair."""
    return _end(request, pk, FAULT)


@page
@allow(Permission.LOSE)
def allocation_loss(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say that an allocated device is lost."""
    return _end(request, pk, LOSS)


@page
@allow(*STEPS[Step.MISS].permissions)
def allocation_no_show(request: SignedInRequest, pk: int) -> HttpResponse:
    """Record that nobody came for the device."""
    return _end(request, pk, NO_SHOW)


@page
@allow(*STEPS[Step.REFUSE].permissions)
def allocation_refusal(request: SignedInRequest, pk: int) -> HttpResponse:
    """Record that the household refuses the device."""
    return _end(request, pk, REFUSAL)
