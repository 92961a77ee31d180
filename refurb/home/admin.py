"""An administrator's home: who is in, and what was done lately."""

from __future__ import annotations

from django.utils.translation import gettext as _

from refurb.accounts.models import Membership
from refurb.accounts.roles import Role
from refurb.audit.models import Entry
from refurb.home.pieces import MOST_LINES, Figure, Line, Maker, Section, address, count_by


def people(actor: Membership) -> Section:
    """Count the members by role."""
    counts = count_by(Membership.objects.visible_to(actor).in_force(), "role")
    return Section(
        _("People"),
        tuple(Figure(role.label, counts.get(role, 0), address("people")) for role in Role),
    )


def lately(actor: Membership) -> Section:
    """Show the newest lines of the audit trail."""
    rows = Entry.objects.visible_to(actor).select_related("actor__user", "actor__organisation")
    return Section(
        _("Done lately"),
        lines=tuple(
            Line(
                title=each.sentence,
                url=address("audit"),
                words=(each.actor.user.name if each.actor else _("The system"),),
                since=each.at,
            )
            for each in rows.order_by("-id")[:MOST_LINES]
        ),
        empty=_("Nothing yet"),
        more=_("Audit trail"),
        more_url=address("audit"),
    )


SECTIONS: tuple[Maker, ...] = (people, lately)
