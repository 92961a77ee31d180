"""Institutions that services nominate for machines that everybody may use; all invented."""

from __future__ import annotations

from dataclasses import dataclass

from distribution.institutions.nominating import InstitutionNeed, nominate_institution
from distribution.institutions.quota import set_quota
from distribution.models import Institution, Nomination
from distribution.nominations.nominating import withdraw
from distribution.words import InstitutionKind, SpecClass, WithdrawReason
from inventory.kinds import Keyboard, Kind
from refurb.accounts.models import Membership
from refurb.demo.story import DAY, HOUR, Life, Story


@dataclass(frozen=True)
class Asked:
    """An institution, and the machines that it asks for."""

    name: str
    kind: InstitutionKind
    street: str
    postcode: str
    commune: str
    email: str
    machines: int
    kinds: tuple[Kind, ...]
    language: str = "fr"
    spec_class: SpecClass = SpecClass.BASIC


MACHINES_A_QUARTER = 2
WHY_SO_MANY = "Un appareil sur vingt, comme convenu avec les CPAS."
ASKED = (
    Asked("Bibliothèque de la Page Cornée", InstitutionKind.LIBRARY, "Rue de la Page Cornée 12",
          "1030", "21015", "bibliotheque@demo.example", 4, (Kind.DESKTOP, Kind.ALL_IN_ONE)),
    Asked("Digipunt De Gele Gieter", InstitutionKind.EPN, "Gele Gieterstraat 5",
          "1080", "21012", "digipunt@demo.example", 3, (Kind.LAPTOP,), "nl", SpecClass.STANDARD),
    Asked("École de la Marelle", InstitutionKind.SCHOOL, "Avenue de la Marelle 90",
          "1190", "21007", "ecole@demo.example", 2, (Kind.LAPTOP, Kind.TABLET)),
)  # fmt: skip


def nominate_institutions(
    story: Story, workers: tuple[Membership, Membership], coordinator: Membership
) -> Life:
    """Let two services nominate them by turns, within a quota; the last finds its elsewhere."""
    yield story.clock.end - 6 * DAY
    set_quota(MACHINES_A_QUARTER, WHY_SO_MANY, actor=coordinator)
    for number, asked in enumerate(ASKED):
        actor = workers[number % 2]
        nomination = _nominate(asked, actor)
        yield DAY + HOUR
    withdraw(nomination, WithdrawReason.FOUND_ELSEWHERE, actor=actor)


def _nominate(asked: Asked, actor: Membership) -> Nomination:
    institution = Institution(
        name=asked.name,
        kind=asked.kind,
        street=asked.street,
        postcode=asked.postcode,
        commune=asked.commune,
        language=asked.language,
        email=asked.email,
    )
    need = InstitutionNeed(
        machines=asked.machines,
        kinds=tuple(asked.kinds),
        spec_class=asked.spec_class,
        keyboard=Keyboard.BE_AZERTY,
    )
    return nominate_institution(institution, need, actor=actor)
