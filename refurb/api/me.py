"""Who calls, and what they may do."""

from ninja import Router

from refurb.accounts.access import SignedInRequest, signed_in
from refurb.accounts.models import Membership
from refurb.accounts.roles import Permission, Role, Scope
from refurb.api.shapes import Shown

router = Router(tags=["Account"])


class OrganisationShown(Shown):
    """An organisation, by code and name."""

    code: str
    name: str


class Me(Shown):
    """The membership that the token acts for."""

    name: str
    email: str
    organisation: OrganisationShown
    role: Role
    scope: Scope
    permissions: list[Permission]


@router.get("me", response=Me, summary="Who am I?", operation_id="me")
@signed_in
def me(request: SignedInRequest) -> Me:
    """Say for which membership the token acts, and what it may do within its scope."""
    return show_member(request.actor)


def show_member(actor: Membership) -> Me:
    """Show a membership and its permissions, in the order of the table."""
    return Me(
        name=actor.user.name,
        email=actor.user.email,
        organisation=OrganisationShown(code=actor.organisation.code, name=actor.organisation.name),
        role=Role(actor.role),
        scope=actor.scope,
        permissions=[permission for permission in Permission if actor.may(permission)],
    )
