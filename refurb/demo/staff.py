"""People on their way in: invitations that nobody has answered yet."""

from __future__ import annotations

from refurb.accounts.inviting import Offer, invite
from refurb.accounts.roles import Role
from refurb.demo.people import DOMAIN, Cast

# Who is invited, into which organisation, by whom of it, as what, in which language.
INVITED = (
    ("yasmine.boutonvert", "TOURNEVIS", Role.WORKSHOP_LEAD, Role.VOLUNTEER, "fr"),
    ("joris.zekering", "SOLDEER", Role.WORKSHOP_LEAD, Role.VOLUNTEER, "nl"),
    ("clara.lilandre", "LILAS", Role.SOCIAL_WORKER, Role.SOCIAL_WORKER, "fr"),
)


def invite_newcomers(cast: Cast) -> None:
    """Send the letters, without sending them: the demonstration mails nobody."""
    for account, place, inviter, role, language in INVITED:
        actor = cast.of(place, inviter)[0]
        invite(Offer(f"{account}@{DOMAIN}", actor.organisation, role, language), actor=actor)
