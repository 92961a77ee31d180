"""What people of the demonstration look at every day: their saved filters."""

from __future__ import annotations

from refurb.accounts.models import Membership
from refurb.accounts.roles import Role
from refurb.demo.people import Cast
from refurb.saved_filters.models import SavedFilter
from refurb.saved_filters.saving import save_filter

READY = {"state": "ready", "grade": "A"}
HABITS: tuple[tuple[str, Role, str, str, dict[str, str], bool], ...] = (
    ("TOURNEVIS", Role.WORKSHOP_LEAD, "device-list", "Bloqués", {"age": "stuck"}, True),
    ("TOURNEVIS", Role.VOLUNTEER, "device-list", "Portables à effacer",
     {"kind": "laptop", "state": "wipe"}, False),
    ("LILAS", Role.SOCIAL_WORKER, "nomination-list", "En attente", {"state": "waiting"}, True),
    ("MARQUEPAGE", Role.PARTNER_AGENT, "device-list", "À remettre", {"state": "allocated"}, False),
    ("COORD", Role.COORDINATOR, "nomination-list", "À décider", {"state": "submitted"}, False),
    ("COORD", Role.COORDINATOR, "device-list", "Prêts, grade A", READY, True),
    ("COORD", Role.AUDITOR, "incident-list", "Encore ouverts", {"standing": "open"}, False),
)  # fmt: skip


def keep_habits(cast: Cast) -> None:
    """Save a filter or two for each role."""
    for place, role, url_name, name, query, is_shared in HABITS:
        member: Membership = cast.of(place, role)[0]
        saved = SavedFilter(list=url_name, name=name, query=query, is_shared=is_shared)
        save_filter(saved, actor=member)
