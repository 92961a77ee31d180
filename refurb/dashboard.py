"""The roof: each role's home, with figures from both apps."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from distribution.models import Allocation, Nomination
from distribution.words import NominationState
from inventory.lifecycle import State
from inventory.models import Device
from refurb.accounts.access import SignedInRequest, signed_in
from refurb.accounts.models import Membership
from refurb.accounts.roles import Permission
from refurb.web.pages import render_page

STUCK_AFTER = timedelta(days=30)
NEARLY = {State.RECEIVED, State.WIPE, State.REPAIR, State.READY, State.ALLOCATED, State.DELIVERED}


@dataclass(frozen=True)
class Tile:
    """A figure that opens its list."""

    label: str | Promise
    figure: int
    url: str
    note: str = ""


@dataclass(frozen=True)
class Door:
    """A thing to do, for those who may do it."""

    label: Promise
    url_name: str
    permission: Permission
    icon: str


DOORS = (
    Door(_("Receive a donation"), "donation-add", Permission.RECEIVE, "box"),
    Door(_("Read hardware reports"), "report-add", Permission.RECEIVE, "laptop"),
    Door(_("Print labels"), "labels", Permission.RECEIVE, "print"),
    Door(_("Nominate a household"), "nomination-add", Permission.NOMINATE, "people"),
    Door(_("Allocate devices"), "allocation-board", Permission.ALLOCATE, "arrow"),
    Door(_("Waiting list"), "waiting-list", Permission.SEE_WAITING_LIST, "people"),
    Door(_("Hand over"), "handover-list", Permission.HAND_OVER, "check"),
    Door(_("Proposals"), "run-list", Permission.SEE_RUNS, "document"),
    Door(_("Policy"), "policy", Permission.SEE_POLICIES, "document"),
    Door(_("Audit trail"), "audit", Permission.SEE_AUDIT, "document"),
    Door(_("People"), "people", Permission.SEE_PEOPLE, "people"),
)


@signed_in
def home(request: SignedInRequest) -> HttpResponse:
    """Show where things stand, and what to do next."""
    actor = request.actor
    tiles = [*device_tiles(actor), *nomination_tiles(actor), *handover_tiles(actor)]
    doors = [door for door in DOORS if actor.may(door.permission)]
    return render_page(request, "refurb/home.html", {"tiles": tiles, "doors": doors})


def _counts(rows: QuerySet[Device] | QuerySet[Nomination]) -> dict[str, int]:
    return dict(rows.order_by().values_list("state").annotate(Count("pk")))


def device_tiles(actor: Membership) -> list[Tile]:
    """Count visible devices by state, and say how many are stuck."""
    if not actor.may(Permission.SEE_DEVICES):
        return []
    rows = Device.objects.visible_to(actor)
    counts = _counts(rows)
    stuck = _counts(rows.filter(state_since__lt=timezone.now() - STUCK_AFTER))
    url = reverse("device-list")
    return [
        Tile(state.label, counts.get(state, 0), f"{url}?state={state}", _note(state, stuck))
        for state in State
        if state in NEARLY
    ]


def _note(state: State, stuck: dict[str, int]) -> str:
    count = stuck.get(state, 0)
    if state is State.DELIVERED or not count:
        return ""
    text = ngettext(
        "%(count)s longer than %(days)s days", "%(count)s longer than %(days)s days", count
    )
    return text % {"count": count, "days": STUCK_AFTER.days}


def nomination_tiles(actor: Membership) -> list[Tile]:
    """Count visible nominations by state."""
    if not actor.may(Permission.SEE_NOMINATIONS):
        return []
    counts = _counts(Nomination.objects.visible_to(actor))
    url = reverse("nomination-list")
    shown = [NominationState.DRAFT, NominationState.SUBMITTED, NominationState.WAITING]
    shown += [NominationState.ALLOCATED, NominationState.SERVED]
    titles = {
        NominationState.DRAFT: _("Nominations in draft"),
        NominationState.SUBMITTED: _("Nominations to decide"),
        NominationState.WAITING: _("Nominations waiting"),
        NominationState.ALLOCATED: _("Nominations with a device set aside"),
        NominationState.SERVED: _("Nominations served"),
    }
    return [Tile(titles[state], counts.get(state, 0), f"{url}?state={state}") for state in shown]


def handover_tiles(actor: Membership) -> list[Tile]:
    """Count what waits to be handed over."""
    if not actor.may(Permission.HAND_OVER):
        return []
    waiting = Allocation.objects.visible_to(actor).open().count()
    return [Tile(_("To hand over"), waiting, reverse("handover-list"))]
