"""Under which membership a signed-in user acts, and switching it."""

from allauth.account.auth_backends import AuthenticationBackend
from django.http import HttpRequest

from refurb.accounts.models import Membership, User
from refurb.accounts.second_factor import with_debts

SESSION_KEY = "acting_as"


def memberships_of(user: User) -> list[Membership]:
    """List the memberships a user may act under, oldest first."""
    rows = Membership.objects.in_force().filter(user=user).select_related("organisation", "user")
    return list(rows.order_by("pk"))


class UserWithMemberships(AuthenticationBackend):  # type: ignore[misc]  # allauth ships no types
    """Signs in by allauth's rules, and finds a session's user and memberships in one query."""

    def get_user(self, user_id: int) -> User | None:
        """Find a user who may sign in, with `acts_as`: their memberships, oldest first."""
        rows = with_debts(Membership.objects.in_force().filter(user=user_id))
        acts_as = list(rows.select_related("organisation", "user").order_by("pk"))
        user: User | None = acts_as[0].user if acts_as else super().get_user(user_id)
        if user is not None:
            user.acts_as = acts_as
        return user


def acting_membership(request: HttpRequest) -> Membership | None:
    """Find the membership chosen in this session, else the user's first; None without one."""
    mine: list[Membership] = getattr(request.user, "acts_as", [])
    chosen = request.session.get(SESSION_KEY) if mine else None
    return next((one for one in mine if one.pk == chosen), next(iter(mine), None))


def act_under(request: HttpRequest, membership: Membership) -> None:
    """Remember the membership for the rest of the session."""
    request.session[SESSION_KEY] = membership.pk
