"""Sections about nominations; they name references, never a household."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import OuterRef, Subquery
from django.db.models.lookups import LessThanOrEqual
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from distribution.entitlement import blocks_of_many, quota_left
from distribution.models import Nomination, Notice, Proof
from distribution.words import NominationState
from refurb.accounts.models import Membership
from refurb.home import handovers, referrals
from refurb.home.pieces import MOST_LINES, Figure, Line, Section, address, count_by

RUNS_OUT_WITHIN = timedelta(days=30)
STANDING = (NominationState.SUBMITTED, NominationState.WAITING, NominationState.ALLOCATED)
BLOCKABLE = (NominationState.SUBMITTED, NominationState.WAITING)
LOOKED_AT = 60  # the oldest open ones, among which blocked ones are looked for


def proofs_running_out(actor: Membership) -> Section:
    """Show the nominations whose last proof has run out or will within thirty days."""
    until = timezone.localdate() + RUNS_OUT_WITHIN
    last = Subquery(
        Proof.objects.filter(nomination=OuterRef("pk"))
        .order_by("-valid_until")
        .values("valid_until")[:1]
    )
    rows = Nomination.objects.visible_to(actor).filter(state__in=STANDING)
    rows = rows.filter(LessThanOrEqual(last, until)).order_by(last, "pk")
    rows = rows.select_related("organisation").prefetch_related("proofs")
    return Section(
        _("Proofs that run out"),
        lines=tuple(map(_with_its_last_proof, rows[:MOST_LINES])),
        empty=_("No proof runs out within thirty days."),
    )


def _with_its_last_proof(nomination: Nomination) -> Line:
    last = max(proof.valid_until for proof in nomination.proofs.all())
    day = date_format(last, "SHORT_DATE_FORMAT")
    return Line(
        title=nomination.reference,
        url=reverse("nomination", args=[nomination.reference]),
        words=(nomination.organisation.name, _("valid until %(day)s") % {"day": day}),
        state=NominationState(nomination.state),
    )


def mine(actor: Membership) -> Section:
    """Count the service's nominations by state, and what it may still ask for this quarter."""
    counts = count_by(Nomination.objects.visible_to(actor), "state")
    left = quota_left(actor.organisation, timezone.localdate())
    shown = (NominationState.DRAFT, *STANDING, NominationState.SERVED)
    figures = tuple(
        Figure(state.label, counts.get(state, 0), address("nomination-list", state=state.value))
        for state in shown
    )
    unread = Notice.objects.visible_to(actor).unread().count()
    news = Figure(_("Unread notices"), unread, address("notice-list", unread="no"))
    return Section(
        _("Our nominations"),
        (*figures, news, referrals.to_send(actor), *handovers.expected_today(actor)),
        more=_quota_words(left),
        more_url=reverse("nomination-add"),
    )


def _quota_words(left: int | None) -> str:
    if left is None:
        return _("New nomination")
    text = ngettext(
        "New nomination: %(left)s device may still be asked for this quarter",
        "New nomination: %(left)s devices may still be asked for this quarter",
        max(left, 0),
    )
    return text % {"left": max(left, 0)}


def blocked(actor: Membership) -> Section:
    """Show what stands in the way of nominations that are sent, each with its reasons."""
    rows = Nomination.objects.visible_to(actor).filter(state__in=BLOCKABLE)
    rows = rows.select_related("household", "organisation").prefetch_related(
        "lines", "proofs__ground"
    )
    found = list(rows.order_by("submitted_at", "pk")[:LOOKED_AT])
    blocks = blocks_of_many(found)
    return Section(
        _("What blocks a nomination"),
        lines=tuple(_with_reasons(each, blocks[each.pk]) for each in found if blocks[each.pk])[
            :MOST_LINES
        ],
        empty=_("Nothing blocks the nominations that you sent."),
        more=_("See our nominations"),
        more_url=address("nomination-list"),
    )


def _with_reasons(nomination: Nomination, reasons: Iterable[object]) -> Line:
    return Line(
        title=nomination.reference,
        url=reverse("nomination", args=[nomination.reference]),
        words=tuple(reasons),
        state=NominationState(nomination.state),
    )


def drafts(actor: Membership) -> Section:
    """Show the drafts to finish, the latest first."""
    rows = Nomination.objects.visible_to(actor).filter(state=NominationState.DRAFT)
    return Section(
        _("Drafts to finish"),
        lines=tuple(
            Line(
                title=each.reference,
                url=reverse("nomination-edit", args=[each.reference]),
                since=each.created_at,
            )
            for each in rows.order_by("-created_at", "-pk")[:MOST_LINES]
        ),
        empty=_("No draft is left lying."),
        more=_("New nomination"),
        more_url=reverse("nomination-add"),
    )
