"""Who appears in the tests: the same people in the same organisations, always.

Anna coordinates; Tom repairs and Vera is his colleague; Lea leads their workshop; Will works in
another workshop; Paula works for the school, Olga for another service and must never see Paula's
rows; Petra hands over for a partner; Augustin audits; Ada administers.
"""

from __future__ import annotations

from dataclasses import dataclass

from refurb.accounts.models import Membership, Organisation, User
from refurb.accounts.roles import Role

PASSWORD = "correct horse battery staple"


@dataclass(frozen=True)
class Cast:
    """Everybody's membership, by first name."""

    anna: Membership
    tom: Membership
    vera: Membership
    lea: Membership
    will: Membership
    paula: Membership
    olga: Membership
    petra: Membership
    augustin: Membership
    ada: Membership

    def of_role(self, role: Role) -> Membership:
        """Give the member who usually plays a role."""
        return {
            Role.VOLUNTEER: self.tom,
            Role.WORKSHOP_LEAD: self.lea,
            Role.SOCIAL_WORKER: self.paula,
            Role.PARTNER_AGENT: self.petra,
            Role.COORDINATOR: self.anna,
            Role.AUDITOR: self.augustin,
            Role.ADMIN: self.ada,
        }[role]


def invent_organisation(code: str, name: str, **fields: object) -> Organisation:
    """Invent an organisation in Schaerbeek; it is not saved."""
    defaults: dict[str, object] = {
        "legal_name": f"{name} ASBL",
        "street": "Rue Inventée 1",
        "postcode": "1030",
        "commune": "21015",
        "phone": "02 000 00 00",
        "email": f"{code.casefold()}@example.org",
        "languages": ["fr", "nl"],
    }
    return Organisation(code=code, name=name, **(defaults | fields))


def make_organisation(code: str, name: str, **fields: object) -> Organisation:
    """Make an invented organisation in Schaerbeek."""
    organisation = invent_organisation(code, name, **fields)
    organisation.save()
    return organisation


def invent_user(first_name: str) -> User:
    """Invent a user whose password can't be used: log in with force_login; not saved."""
    return User(email=f"{first_name.casefold()}@example.org", name=first_name, language="en")


def make_member(first_name: str, role: Role, organisation: Organisation) -> Membership:
    """Make a user with a membership."""
    user = invent_user(first_name)
    user.save()
    return Membership.objects.create(user=user, role=role, organisation=organisation)


PARTS = {
    "anna": (Role.COORDINATOR, "REGION"),
    "tom": (Role.VOLUNTEER, "ATELIER"),
    "vera": (Role.VOLUNTEER, "ATELIER"),
    "lea": (Role.WORKSHOP_LEAD, "ATELIER"),
    "will": (Role.VOLUNTEER, "SCHROEF"),
    "paula": (Role.SOCIAL_WORKER, "ECOLE"),
    "olga": (Role.SOCIAL_WORKER, "ABRI"),
    "petra": (Role.PARTNER_AGENT, "EPN"),
    "augustin": (Role.AUDITOR, "REGION"),
    "ada": (Role.ADMIN, "REGION"),
}


def make_cast() -> Cast:
    """Make everybody, and their organisations; in three queries, since every test asks for it."""
    organisations = Organisation.objects.bulk_create(
        [
            invent_organisation("ATELIER", "Atelier du Coin", is_workshop=True),
            invent_organisation("SCHROEF", "De Schroef", is_workshop=True),
            invent_organisation("ECOLE", "École du Parc", is_social_service=True),
            invent_organisation("ABRI", "Abri de Nuit", is_social_service=True),
            invent_organisation("EPN", "EPN de la Gare", is_partner=True),
            invent_organisation("REGION", "Coordination", is_coordination=True),
        ]
    )
    by_code = {each.code: each for each in organisations}
    users = User.objects.bulk_create(invent_user(name.title()) for name in PARTS)
    members = Membership.objects.bulk_create(
        Membership(user=user, role=role, organisation=by_code[code])
        for user, (role, code) in zip(users, PARTS.values(), strict=True)
    )
    return Cast(**dict(zip(PARTS, members, strict=True)))
