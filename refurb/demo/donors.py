"""Who gives: companies, schools and persons, all invented."""

# ruff: noqa: RUF001 - French is written with the typographic apostrophe.

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from inventory.models import Donor


@dataclass(frozen=True)
class Giver:
    """A donor: name, whether a person, most and least devices in one donation, where."""

    name: str
    devices: tuple[int, int]
    postcode: str
    commune: str
    language: str = "fr"
    is_person: bool = False
    earmark: str = ""  # of inventory.earmark; a commune is the donor's own


COMPANY, SCHOOL, PERSON = (9, 20), (6, 12), (1, 3)
GIVERS = (
    Giver("Assurances du Hibou Sage SA", COMPANY, "1000", "21004"),
    Giver("Tuinkabouter Logistics NV", COMPANY, "1120", "21004", "nl"),
    Giver("Ada Lovelaste", PERSON, "1030", "21015", is_person=True),
    Giver("Institut du Grand Compas", SCHOOL, "1080", "21012", earmark="pupils"),
    Giver("Cabinet Plume & Virgule SRL", SCHOOL, "1050", "21009"),
    Giver("Jean-Kévin Imprimetout", PERSON, "1180", "21016", is_person=True),
    Giver("Bank van de Gouden Eikel NV", COMPANY, "1000", "21004", "nl"),
    Giver("Lycée des Quatre Vents Imaginaires", SCHOOL, "1190", "21007", earmark="pupils"),
    Giver("Mutuelle Le Trèfle à Six Feuilles", COMPANY, "1060", "21013"),
    Giver("Roza Van Muizenval", PERSON, "1090", "21010", "nl", is_person=True),
    Giver("Studio Trois Virgule Cinq SRL", (3, 7), "1070", "21001"),
    Giver("Basisschool De Regenworm", SCHOOL, "1020", "21004", "nl", earmark="pupils"),
    Giver("Transports Escargot Express SA", COMPANY, "1130", "21004"),
    Giver("Ministère de la Sieste (inventé)", COMPANY, "1210", "21014", earmark="commune"),
    Giver("Hamid Zoukariel", PERSON, "1140", "21006", is_person=True),
    Giver("Kanzlei Blaubart & Söhne", (3, 7), "1040", "21005", "de", is_person=False),
    Giver("Hôtel de la Baleine Bleue", (4, 9), "1000", "21004"),
    Giver("Marguerite Patapouffe", PERSON, "1150", "21019", is_person=True),
)


def make_donor(giver: Giver, rng: Random) -> Donor:
    """Make the unsaved donor."""
    number = GIVERS.index(giver) + 1
    return Donor(
        name=giver.name,
        is_person=giver.is_person,
        email=f"donor{number}@mail.example",
        phone=f"02 000 01 {number:02d}",
        street=f"Rue de l’Armoire Pleine {rng.randint(1, 120)}",
        postcode=giver.postcode,
        commune=giver.commune,
        language=giver.language,
    )
