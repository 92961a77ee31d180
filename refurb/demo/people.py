"""The organisations of the demonstration and who works there; all invented."""

# ruff: noqa: RUF001 - French is written with the typographic apostrophe.

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from refurb.accounts.models import Membership, Organisation, User
from refurb.accounts.roles import Role
from refurb.reference import name as commune_name

PASSWORD = "refurb-demo-2026"  # noqa: S105  printed: a demonstration has no secret
DOMAIN = "demo.example"


@dataclass(frozen=True)
class Place:
    """An organisation: code, name, what it is, address, quota a quarter."""

    code: str
    name: str
    legal_form: str
    what: str  # the flag of Organisation
    street: str
    postcode: str
    commune: str
    languages: tuple[str, ...] = ("fr", "nl")
    quota: int | None = None
    trains: tuple[str, ...] = ()  # people of these communes
    connects: tuple[str, ...] = ()  # the same


WORKSHOP, SERVICE, PARTNER = "is_workshop", "is_social_service", "is_partner"
PLACES = (
    Place("COORD", "Coordination Souris Verte", "ASBL", "is_coordination",
          "Place de la Souris Verte 1", "1000", "21004"),
    Place("TOURNEVIS", "Atelier Tournevis Bleu", "ASBL", WORKSHOP,
          "Rue du Tournevis Bleu 14", "1070", "21001"),
    Place("SOLDEER", "De Zilveren Soldeerbout", "VZW", WORKSHOP,
          "Soldeerboutstraat 7", "1080", "21012", ("nl", "fr")),
    Place("PUCE", "La Puce Voyageuse", "ASBL", WORKSHOP,
          "Avenue de la Puce Voyageuse 32", "1050", "21009"),
    Place("LILAS", "Service social des Lilas Bleus", "CPAS inventé", SERVICE,
          "Place des Lilas Bleus 3", "1030", "21015", quota=120),
    Place("CERFVOLANT", "École du Cerf-Volant Vert", "ASBL", SERVICE,
          "Rue du Cerf-Volant Vert 21", "1080", "21012", quota=80),
    Place("LANTERNE", "Maison d’accueil La Lanterne Orange", "ASBL", SERVICE,
          "Quai de la Lanterne Orange 9", "1000", "21004"),
    Place("REGENBOOG", "Welzijnsdienst De Regenboogbrug", "VZW", SERVICE,
          "Regenboogbrugstraat 55", "1020", "21004", ("nl", "fr"), quota=80),
    Place("PARAPLUIE", "Aide aux familles Le Grand Parapluie", "ASBL", SERVICE,
          "Chaussée du Grand Parapluie 118", "1190", "21007", quota=80),
    Place("GIROUETTE", "Service social de la Girouette", "CPAS inventé", SERVICE,
          "Rue de la Girouette 2", "1210", "21014", quota=80),
    Place("MARQUEPAGE", "Espace numérique Le Marque-Page", "ASBL", PARTNER,
          "Rue du Marque-Page 8", "1030", "21015", trains=("21014", "21015"),
          connects=("21014", "21015")),
    Place("BATEAU", "Digipunt De Papieren Boot", "VZW", PARTNER,
          "Papierenbootkaai 4", "1080", "21012", ("nl", "fr"), trains=("21004", "21012"),
          connects=("21001", "21012")),
    Place("NUAGES", "Bibliothèque des Nuages", "ASBL", PARTNER,
          "Boulevard des Nuages 77", "1060", "21013", trains=("21001", "21007", "21013")),
    Place("PHARE", "Espace numérique Le Petit Phare", "ASBL", PARTNER,
          "Rue du Petit Phare 19", "1140", "21006"),
)  # fmt: skip


@dataclass(frozen=True)
class Person:
    """Somebody who works somewhere; `listed` ones are printed with the accounts."""

    account: str  # before the @
    name: str
    role: Role
    place: str
    listed: bool = False


V, L, S, A = Role.VOLUNTEER, Role.WORKSHOP_LEAD, Role.SOCIAL_WORKER, Role.PARTNER_AGENT
PEOPLE = (
    Person("coordinator", "Solveig Vandermuizen", Role.COORDINATOR, "COORD", listed=True),
    Person("coordinator2", "Youssef Benkarroub", Role.COORDINATOR, "COORD", listed=True),
    Person("auditor", "Augustin Telcompte", Role.AUDITOR, "COORD", listed=True),
    Person("admin", "Ada Sleutelmans", Role.ADMIN, "COORD", listed=True),
    Person("lead", "Léa Tournebois", L, "TOURNEVIS", listed=True),
    Person("volunteer", "Tom Vijsdraaier", V, "TOURNEVIS", listed=True),
    Person("volunteer2", "Vera Schermlicht", V, "TOURNEVIS", listed=True),
    Person("volunteer3", "Idrissa Kondovo", V, "TOURNEVIS"),
    Person("lead2", "Griet Soldeervonck", L, "SOLDEER"),
    Person("both", "Noor Tweepaden", V, "SOLDEER", listed=True),
    Person("volunteer4", "Wout Kabelaere", V, "SOLDEER"),
    Person("lead3", "Paolo Circuitelli", L, "PUCE"),
    Person("volunteer5", "Amina Zerrouday", V, "PUCE"),
    Person("volunteer6", "Bram Pixelmakers", V, "PUCE"),
    Person("social", "Paula Lilasse", S, "LILAS", listed=True),
    Person("social2", "Olga Cervolova", S, "CERFVOLANT", listed=True),
    Person("social3", "Mehdi Lanternaoui", S, "LANTERNE"),
    Person("social4", "Hilde Regenbroeck", S, "REGENBOOG"),
    Person("social5", "Chantal Parapluye", S, "PARAPLUIE"),
    Person("social6", "Emeka Girouwa", S, "GIROUETTE"),
    Person("social7", "Nadia Liladaoui", S, "LILAS"),
    Person("partner", "Petra Bladwijzer", A, "MARQUEPAGE", listed=True),
    Person("both", "Noor Tweepaden", A, "BATEAU", listed=True),
    Person("partner3", "Lucien Nuageot", A, "NUAGES"),
    Person("partner4", "Fatou Pharambe", A, "PHARE"),
)


@dataclass(frozen=True)
class Account:
    """One line of what the command prints."""

    email: str
    password: str
    role: str
    organisation: str


def email_of(person: Person) -> str:
    """Give the address by which a person signs in."""
    return f"{person.account}@{DOMAIN}"


def accounts() -> list[Account]:
    """List the accounts to try, in the order of PEOPLE: the first of each role is the usual one."""
    names = {place.code: place.name for place in PLACES}
    return [
        Account(email_of(person), PASSWORD, person.role.value, names[person.place])
        for person in PEOPLE
        if person.listed
    ]


class Cast:
    """Everybody's membership, by organisation and role."""

    def __init__(self, memberships: list[Membership]) -> None:
        self.memberships = memberships

    def of(self, place: str, *roles: Role) -> list[Membership]:
        """List who works somewhere in one of these roles."""
        return [
            each
            for each in self.memberships
            if each.organisation.code == place and each.role in roles
        ]

    def places(self, what: str) -> list[Organisation]:
        """List the organisations of one sort, in the order of PLACES."""
        found = {each.organisation.pk: each.organisation for each in self.memberships}
        return [place for place in found.values() if getattr(place, what)]


def make_cast() -> Cast:
    """Make the organisations, the people and their memberships."""
    organisations = {place.code: _make_place(place) for place in PLACES}
    hashed = make_password(PASSWORD)  # once: hashing is slow on purpose
    users: dict[str, User] = {}
    memberships = []
    for person in PEOPLE:
        email = email_of(person)
        if email not in users:
            users[email] = User.objects.create(email=email, name=person.name, password=hashed)
        organisation = organisations[person.place]
        memberships.append(
            Membership.objects.create(
                user=users[email], organisation=organisation, role=person.role
            )
        )
    return Cast(memberships)


def _make_place(place: Place) -> Organisation:
    number = PLACES.index(place) + 1
    return Organisation.objects.create(
        code=place.code,
        name=place.name,
        legal_name=f"{place.name} {place.legal_form}",
        street=place.street,
        postcode=place.postcode,
        commune=place.commune,
        phone=f"02 000 00 {number:02d}",
        email=f"{place.code.casefold()}@{DOMAIN}",
        languages=list(place.languages),
        quota=place.quota,
        training_communes=list(place.trains),
        connection_communes=list(place.connects),
        help_text=f"{place.name}, {place.street}, {place.postcode} "
        f"{commune_name(place.commune, place.languages[0])}, 02 000 00 {number:02d}",
        legal_basis="Inventée pour la démonstration." if place.what == SERVICE else "",
        **{place.what: True},
    )
