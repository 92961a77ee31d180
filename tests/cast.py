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


def make_organisation(code: str, name: str, **fields: object) -> Organisation:
    """Make an invented organisation in Schaerbeek."""
    defaults: dict[str, object] = {
        "legal_name": f"{name} ASBL",
        "street": "Rue Inventée 1",
        "postcode": "1030",
        "commune": "21015",
        "phone": "02 000 00 00",
        "email": f"{code.casefold()}@example.org",
        "languages": ["fr", "nl"],
    }
    return Organisation.objects.create(code=code, name=name, **(defaults | fields))


def make_member(first_name: str, role: Role, organisation: Organisation) -> Membership:
    """Make a user with a membership; the password can't be used: log in with force_login."""
    user = User.objects.create(
        email=f"{first_name.casefold()}@example.org", name=first_name, language="en"
    )
    return Membership.objects.create(user=user, role=role, organisation=organisation)


def make_cast() -> Cast:
    """Make everybody, and their organisations."""
    workshop = make_organisation("ATELIER", "Atelier du Coin", is_workshop=True)
    other_workshop = make_organisation("SCHROEF", "De Schroef", is_workshop=True)
    school = make_organisation("ECOLE", "École du Parc", is_social_service=True)
    shelter = make_organisation("ABRI", "Abri de Nuit", is_social_service=True)
    partner = make_organisation("EPN", "EPN de la Gare", is_partner=True)
    region = make_organisation("REGION", "Coordination", is_coordination=True)
    return Cast(
        anna=make_member("Anna", Role.COORDINATOR, region),
        tom=make_member("Tom", Role.VOLUNTEER, workshop),
        vera=make_member("Vera", Role.VOLUNTEER, workshop),
        lea=make_member("Lea", Role.WORKSHOP_LEAD, workshop),
        will=make_member("Will", Role.VOLUNTEER, other_workshop),
        paula=make_member("Paula", Role.SOCIAL_WORKER, school),
        olga=make_member("Olga", Role.SOCIAL_WORKER, shelter),
        petra=make_member("Petra", Role.PARTNER_AGENT, partner),
        augustin=make_member("Augustin", Role.AUDITOR, region),
        ada=make_member("Ada", Role.ADMIN, region),
    )
