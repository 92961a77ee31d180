"""Institutions that services nominate for machines that everybody may use; all invented."""

from __future__ import annotations

from dataclasses import dataclass

from distribution.institutions.nominating import nominate_institution, withdraw_institution
from distribution.models import Institution, InstitutionNomination
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


ASKED = (
    Asked("Bibliothèque de la Page Cornée", InstitutionKind.LIBRARY, "Rue de la Page Cornée 12",
          "1030", "21015", "bibliotheque@demo.example", 4, (Kind.DESKTOP, Kind.ALL_IN_ONE)),
    Asked("Digipunt De Gele Gieter", InstitutionKind.EPN, "Gele Gieterstraat 5",
          "1080", "21012", "digipunt@demo.example", 3, (Kind.LAPTOP,), "nl", SpecClass.STANDARD),
    Asked("École de la Marelle", InstitutionKind.SCHOOL, "Avenue de la Marelle 90",
          "1190", "21007", "ecole@demo.example", 2, (Kind.LAPTOP, Kind.TABLET)),
)  # fmt: skip


def nominate_institutions(story: Story, workers: tuple[Membership, Membership]) -> Life:
    """Let two services nominate them by turns; the last finds its machines elsewhere."""
    yield story.clock.end - 6 * DAY
    for number, asked in enumerate(ASKED):
        actor = workers[number % 2]
        nomination = _nominate(asked, actor)
        yield DAY + HOUR
    withdraw_institution(nomination, WithdrawReason.FOUND_ELSEWHERE, actor=actor)


def _nominate(asked: Asked, actor: Membership) -> InstitutionNomination:
    institution = Institution(
        name=asked.name,
        kind=asked.kind,
        street=asked.street,
        postcode=asked.postcode,
        commune=asked.commune,
        language=asked.language,
        email=asked.email,
    )
    nomination = InstitutionNomination(
        machines=asked.machines,
        kinds=list(asked.kinds),
        spec_class=asked.spec_class,
        keyboard=Keyboard.BE_AZERTY,
    )
    return nominate_institution(institution, nomination, actor=actor)
