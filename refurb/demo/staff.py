"""People on their way in, a program at the bench, and who looked at whom."""

from __future__ import annotations

from datetime import timedelta

from distribution.models import Nomination
from distribution.nominations.viewing import note_views
from refurb.accounts.inviting import Offer, invite
from refurb.accounts.roles import Role, Scope
from refurb.accounts.tokens import create_token
from refurb.demo.people import DOMAIN, Cast

# Who is invited, into which organisation, by whom of it, as what, in which language.
INVITED = (
    ("yasmine.boutonvert", "TOURNEVIS", Role.WORKSHOP_LEAD, Role.VOLUNTEER, "fr"),
    ("joris.zekering", "SOLDEER", Role.WORKSHOP_LEAD, Role.VOLUNTEER, "nl"),
    ("clara.lilandre", "LILAS", Role.SOCIAL_WORKER, Role.SOCIAL_WORKER, "fr"),
)


def settle_staff(cast: Cast) -> None:
    """Leave what the last evening left: letters on their way, a token, looks at households."""
    invite_newcomers(cast)
    make_token(cast)
    look_at_households(cast)


def invite_newcomers(cast: Cast) -> None:
    """Send the letters, without sending them: the demonstration mails nobody."""
    for account, place, inviter, role, language in INVITED:
        actor = cast.of(place, inviter)[0]
        invite(Offer(f"{account}@{DOMAIN}", actor.organisation, role, language), actor=actor)


def make_token(cast: Cast) -> None:
    """Let the bench kit of one workshop speak for a volunteer; its token was shown to nobody."""
    volunteer = cast.of("TOURNEVIS", Role.VOLUNTEER)[0]
    create_token(volunteer, scope=Scope.BENCH, lifetime=timedelta(days=365), actor=volunteer)


def look_at_households(cast: Cast) -> None:
    """Let a service look at its newest nominations, and a coordinator after it."""
    social, coordinator = (
        cast.of("LILAS", Role.SOCIAL_WORKER)[0],
        cast.of("COORD", Role.COORDINATOR)[0],
    )
    rows = Nomination.objects.filter(organisation=social.organisation).select_related("household")
    households = [each.household for each in rows.order_by("-pk")[:4]]
    note_views(households, page="nomination-list", actor=social)
    note_views(households[:2], page="nomination", actor=coordinator)
