"""Households that don't exist: coined surnames, invented streets, numbers nobody can be called at.

The first names are common ones of Brussels; the surnames are coined for this page, street names
too, in communes and postcodes that exist. No Belgian mobile number begins with 0400.
"""

# ruff: noqa: RUF001 - Turkish has an i without a dot.

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from random import Random

from distribution.models import Household
from refurb.demo.dice import happens
from refurb.reference import postcodes_of_commune

PEOPLES: dict[str, tuple[str, str]] = {
    "ar": (
        "Fatima Khadija Naïma Samira Hanane Youssef Rachid Karim Bilal Ilyas Soukaïna Mounir",
        "Benzarkoub Oulmarrouchi Taghzenna Elkharbouni Amzourdane Bouchlikhti Zerhalloun",
    ),
    "fr": (
        "Chantal Thierry Nathalie Olivier Jacqueline Marcel Aurélie Kevin Yvette Lucienne",
        "Vermoulard Dubrouillet Lecravache Pirenvaux Maisoncelet Grosboutier Tamponnet",
    ),
    "nl": (
        "Annelies Wim Godelieve Jef Liesbeth Pieter Rosa Dirk Marleen Stijn",
        "Vanzwaluwbeke Klaverboogaert Moerdijcke Steenhuffeleer Wolkenaere Bieskensvoort",
    ),
    "tr": (
        "Ayşe Mehmet Zeynep Emre Hatice Mustafa Elif Hasan",
        "Karatuzlu Yıldırsoyan Demirkavuk Özgençalp Taşbulduk",
    ),
    "en": (
        "Blessing Emmanuel Grace Samuel Mercy Kwame Priya Arjun",
        "Okotambe Adewunmare Mensakofi Nwakelechi Raghuvaran",
    ),
    "ln": (
        "Mireille Dieudonné Espérance Patrick Bijou Trésor Solange Cédric",
        "Mbalakongo Tshimbadila Ngoyikasa Lukombeya Kasongolwa Mutombayi",
    ),
    "es": ("Carmen José Lucía Diego Marisol Andrés", "Villagarrosa Montesdoca Quintarrojo"),
    "pt": ("Maria João Teresa Rui Conceição", "Figueirosa Vasconcinho Albuquerdes"),
    "ro": ("Ioana Mihai Elena Florin Andreea", "Brandulescu Covalinescu Stanciroiu"),
    "uk": ("Oksana Andrii Nataliia Mykola Iryna", "Zelenkovych Barvinchuk Solomkivska"),
    "so": ("Hodan Abdirahman Ayaan Mahad", "Warsameeye Guleedow Jimcaaleed"),
    "fa": ("Parisa Farhad Shirin Omid", "Golestanpour Rahimzadegan Noorbakhtari"),
    "ti": ("Selam Dawit Hiwot Yonas", "Tesfayohans Gebrelul Habtemaryam"),
    "de": ("Renate Jürgen Ingrid", "Kupferbacher Hohenfelsing Wiesenthaler"),
}
"""Language of contact → first names, coined surnames; "ln" speaks French with its service."""

WEIGHTS = {"ar": 26, "fr": 22, "nl": 11, "tr": 8, "en": 7, "ln": 9, "es": 4, "pt": 3}
"""How often each comes; 2 for those not named. Invented, not counted."""

COMMUNES = {"21015": 5, "21012": 5, "21014": 3, "21001": 5, "21004": 5, "21013": 2, "21007": 2}
"""How often a commune comes; 1 for each other of the nineteen."""
ALL_COMMUNES = tuple(str(code) for code in range(21001, 21020))

POSTCODES = frozenset(
    str(code) for code in (*range(1000, 1100, 10), 1081, 1082, 1083, *range(1120, 1211, 10))
)
"""Where people live: other postcodes of the region belong to a single institution each."""

STREETS = (
    "Rue du Clavier Perdu",
    "Avenue des Trois Souris",
    "Rue de la Lune en Carton",
    "Rue du Chat Polyglotte",
    "Chaussée du Vieux Modem",
    "Place du Caramel",
    "Rue des Parapluies Rouges",
    "Avenue du Cumulus",
    "Quai de la Gaufre",
    "Rue de l'Octet",
    "Rue de la Bobine",
    "Square des Hérissons",
    "Rue du Grand Bavard",
    "Boulevard du Point-Virgule",
    "Impasse du Pixel",
    "Rue des Confettis",
)
STRAATEN = (
    "Toetsenbordstraat",
    "Wolkenfabrieklaan",
    "Papegaaienpad",
    "Suikerspinstraat",
    "Driesokkenplein",
    "Kaboutermolenstraat",
    "Vliegerlaan",
    "Zonnebrilstraat",
)

OUR_LANGUAGES = {"ln": "fr"}


@dataclass(frozen=True)
class Family:
    """Who lives there: the shape that decides what a household may ask for."""

    adults: int
    children: int
    at_school: int
    head_born: int  # years before the story
    is_senior: bool = False

    @property
    def is_single_parent(self) -> bool:
        """Say whether one adult raises children."""
        return self.adults == 1 and self.children > 0


def draw_family(rng: Random) -> Family:
    """Draw a family."""
    shape = rng.choices(("family", "single_parent", "single", "senior"), (45, 25, 17, 13))[0]
    if shape == "senior":
        return Family(rng.choice((1, 1, 2)), 0, 0, rng.randint(67, 86), is_senior=True)
    if shape == "single":
        return Family(1, 0, 0, rng.randint(21, 63))
    children = rng.choices((1, 2, 3, 4, 5), (25, 34, 24, 12, 5))[0]
    adults = 1 if shape == "single_parent" else rng.choice((2, 2, 2, 3))
    return Family(
        adults, children, rng.randint(max(0, children - 2), children), rng.randint(24, 52)
    )


def draw_household(rng: Random, family: Family, today: date) -> Household:
    """Draw a household of this shape, unsaved."""
    people = list(PEOPLES)
    origin = rng.choices(people, [WEIGHTS.get(each, 2) for each in people])[0]
    first_names, surnames = (names.split() for names in PEOPLES[origin])
    first_name, surname = rng.choice(first_names), rng.choice(surnames)
    commune = rng.choices(ALL_COMMUNES, [COMMUNES.get(each, 1) for each in ALL_COMMUNES])[0]
    postcodes = [code for code in postcodes_of_commune(commune) if code in POSTCODES]
    language = OUR_LANGUAGES.get(origin, origin)
    account = f"{rng.randint(100, 9999)}@mail.example"
    return Household(
        surname=surname,
        first_name=first_name,
        birth_date=_birth_date(rng, today.year - family.head_born),
        street=_street(rng, in_dutch=origin == "nl"),
        postcode=rng.choice(postcodes),
        commune=commune,
        phone=f"0400 {rng.randint(0, 99):02d} {rng.randint(0, 99):02d} {rng.randint(0, 99):02d}",
        email=f"household{account}" if happens(rng, 0.4) else "",
        language=language,
        needs_interpreter=language not in {"fr", "nl", "en", "de"} and happens(rng, 0.5),
        adults=family.adults,
        children=family.children,
        children_at_school=family.at_school,
    )


def _birth_date(rng: Random, year: int) -> date | None:
    day = date(year, rng.randint(1, 12), rng.randint(1, 28))
    return day if happens(rng, 0.8) else None


def _street(rng: Random, *, in_dutch: bool) -> str:
    number = rng.randint(1, 180)
    box = f"/{rng.randint(1, 24)}" if happens(rng, 0.35) else ""
    return f"{rng.choice(STRAATEN if in_dutch else STREETS)} {number}{box}"
