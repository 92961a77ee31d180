"""Under which membership a signed-in user acts, and switching it."""

from django.http import HttpRequest

from refurb.accounts.models import Membership, User
from refurb.accounts.second_factor import with_debts

SESSION_KEY = "acting_as"


def memberships_of(user: User) -> list[Membership]:
    """List the memberships a user may act under, oldest first."""
    rows = Membership.objects.in_force().filter(user=user).select_related("organisation", "user")
    return list(rows.order_by("pk"))


def acting_membership(request: HttpRequest) -> Membership | None:
    """Find the membership chosen in this session, else the user's first; None without one."""
    if not request.user.is_authenticated:
        return None
    mine = Membership.objects.in_force().filter(user=request.user)
    rows = with_debts(mine.select_related("organisation", "user").order_by("pk"))
    chosen = request.session.get(SESSION_KEY)
    return (rows.filter(pk=chosen).first() if chosen else None) or rows.first()


def act_under(request: HttpRequest, membership: Membership) -> None:
    """Remember the membership for the rest of the session."""
    request.session[SESSION_KEY] = membership.pk
