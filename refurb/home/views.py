"""The start page: each role's own."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from refurb.accounts.access import SignedInRequest, signed_in
from refurb.accounts.roles import Permission, Role
from refurb.home import (
    admin,
    auditor,
    coordinator,
    partner_agent,
    social_worker,
    volunteer,
    workshop_lead,
)
from refurb.home.pieces import Maker, made
from refurb.saved_filters.chips import all_chips
from refurb.web.pages import render_page

SECTIONS: dict[Role, tuple[Maker, ...]] = {
    Role.VOLUNTEER: volunteer.SECTIONS,
    Role.WORKSHOP_LEAD: workshop_lead.SECTIONS,
    Role.SOCIAL_WORKER: social_worker.SECTIONS,
    Role.PARTNER_AGENT: partner_agent.SECTIONS,
    Role.COORDINATOR: coordinator.SECTIONS,
    Role.AUDITOR: auditor.SECTIONS,
    Role.ADMIN: admin.SECTIONS,
}


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
    Door(_("Organisations"), "organisation-list", Permission.MANAGE_PEOPLE, "people"),
    Door(_("Texts of papers"), "paper-text-list", Permission.EDIT_TEXTS, "print"),
)


@signed_in
def home(request: SignedInRequest) -> HttpResponse:
    """Show what waits for this person, and what they can do."""
    actor = request.actor
    doors = [door for door in DOORS if actor.may(door.permission)]
    context = {
        "doors": doors,
        "saved": all_chips(actor),
        "sections": made(SECTIONS[Role(actor.role)], actor),
    }
    return render_page(request, "refurb/home.html", context)
