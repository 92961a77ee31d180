"""Pairs planted to try the comparison: one household written twice, and two that only look so.

All are invented; the names are common ones. Each pair is of a sort, so that the test can say what
is found of which. Addresses differ unless the sort is about them: an address must not do the work
of a name.
"""

# ruff: noqa: RUF001, SIM905 - Turkish has an i without a dot; long lists of names are one text.

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count
from random import Random

from distribution.likeness import Person

Pair = tuple[Person, Person]
Name = tuple[str, str]  # surname, first name

# One person, as two desks wrote the name; the birth date is the same.
WRITTEN_TWICE: dict[str, list[tuple[Name, Name]]] = {
    "accents, hyphens and capitals": [
        (("Lefèvre", "Zoé"), ("LEFEVRE", "Zoe")),
        (("Müller", "Jürgen"), ("Muller", "Jurgen")),
        (("Özdemir", "Gülşen"), ("OZDEMIR", "Gulsen")),
        (("Kovač", "Željko"), ("Kovac", "Zeljko")),
        (("Gonçalves", "João"), ("Goncalves", "Joao")),
        (("Dupuis-Martin", "Marie-Claire"), ("Dupuis Martin", "Marie Claire")),
        (("Łukasiewicz", "Paweł"), ("Lukasiewicz", "Pawel")),
        (("Stănescu", "Ioana"), ("Stanescu", "Ioana")),
    ],
    "order of names": [
        (("Nguyen", "Minh Anh"), ("Minh Anh", "Nguyen")),
        (("Traoré", "Aminata"), ("Aminata", "Traore")),
        (("Yılmaz", "Emre"), ("Emre", "Yilmaz")),
        (("El Idrissi", "Salma"), ("Salma", "El Idrissi")),
        (("Tesfaye", "Dawit"), ("Dawit", "Tesfaye")),
        (("Claes", "Jan"), ("Jan", "Claes")),
    ],
    "particles": [
        (("Van der Linden", "Godelieve"), ("Vanderlinden", "Godelieve")),
        (("De Smet", "Karel"), ("Desmet", "Karel")),
        (("El Amrani", "Hassan"), ("Amrani", "Hassan")),
        (("Ben Ali", "Nadia"), ("Benali", "Nadia")),
        (("Van den Bossche", "Els"), ("Vandenbossche", "Els")),
        (("Aït Ouaziz", "Lahcen"), ("Ouaziz", "Lahcen")),
        (("D'Hondt", "Lieven"), ("Dhondt", "Lieven")),
        (("De la Cruz", "Pilar"), ("Cruz", "Pilar")),
        (("Al-Hashimi", "Zainab"), ("Hashimi", "Zainab")),
        (("von Stein", "Ulrike"), ("Stein", "Ulrike")),
    ],
    "typing errors": [
        (("Vermeersch", "Annelies"), ("Vermeerch", "Annelies")),
        (("Dubrulle", "Nathalie"), ("Dubrulel", "Nathalie")),
        (("Janssens", "Pieter"), ("Jansens", "Pieter")),
        (("Bouchrit", "Samira"), ("Bouchrit", "Samria")),
        (("Lambrechts", "Stijn"), ("Lambrecht", "Stijn")),
        (("Mertens", "Rosa"), ("Maertens", "Rosa")),
        (("Kasongo", "Espérance"), ("Kasongo", "Esperence")),
        (("Delvaux", "Thierry"), ("Delvaux", "Thiery")),
        (("Rodrigues", "Teresa"), ("Rodriguez", "Theresa")),
        (("Peeters", "Marc"), ("Peters", "Mark")),
        (("Nwankwo", "Blessing"), ("Nwanko", "Blessing")),
        (("Dupont", "Olivier"), ("Dupond", "Olivier")),
        (("Wauters", "Ann"), ("Wouters", "An")),
        (("Haddad", "Rim"), ("Hadad", "Ryme")),
    ],
    "Arabic transliterations": [
        (("Benyoussef", "Mohamed"), ("Ben Yusuf", "Muhammad")),
        (("El Khattabi", "Khadija"), ("Al-Khattabi", "Khadidja")),
        (("Cherkaoui", "Youssef"), ("Sherqawi", "Yusuf")),
        (("Bouazza", "Abdelkader"), ("Bouazza", "Abdoulkader")),
        (("Chaoui", "Fatima"), ("Shawi", "Fatma")),
        (("Hussein", "Ahmed"), ("Houssein", "Ahmad")),
        (("Mahmoud", "Leila"), ("Mahmood", "Layla")),
        (("Zeroual", "Jamila"), ("Zerwal", "Djamila")),
        (("Saidi", "Rachid"), ("Saïdi", "Rashid")),
        (("Bensalem", "Aïcha"), ("Ben Salem", "Aisha")),
        (("Charif", "Omar"), ("Sharif", "Umar")),
        (("Qasim", "Noor"), ("Kassim", "Nour")),
        (("Khalil", "Soumaya"), ("Khaleel", "Sumaya")),
        (("Daoudi", "Ilyas"), ("Dawoudi", "Ilias")),
    ],
    "Slavic transliterations": [
        (("Shevchenko", "Oksana"), ("Chevtchenko", "Oxana")),
        (("Ivanov", "Yuri"), ("Iwanow", "Juri")),
        (("Kovačević", "Jelena"), ("Kovatchevitch", "Yelena")),
        (("Kowalczyk", "Wojciech"), ("Kovaltchik", "Vojciech")),
        (("Zelinskyi", "Andrii"), ("Zelinski", "Andriy")),
        (("Bondarenko", "Yuliia"), ("Bondarenko", "Julia")),
        (("Popov", "Sergei"), ("Popoff", "Sergey")),
        (("Hrytsenko", "Nataliia"), ("Hrycenko", "Natalia")),
        (("Jovanović", "Dragan"), ("Yovanovitch", "Dragan")),
        (("Tkachuk", "Vasyl"), ("Tkatchouk", "Vassil")),
    ],
    "Turkish, Dutch and German ears": [
        (("Şahin", "Hüseyin"), ("Sahin", "Huseyin")),
        (("Çelik", "Ayşe"), ("Celik", "Ayshe")),
        (("Yıldırım", "Hatice"), ("Yildirim", "Hatice")),
        (("Youssoufi", "Mounir"), ("Joesoefi", "Moenir")),
        (("Achahbar", "Chaimae"), ("Achahbar", "Sjaimae")),
        (("Schröder", "Günther"), ("Schroeder", "Gunter")),
    ],
}
# One person, one name, and a birth date with a slip; a date that nobody knew is the first of
# January.
SLIPS = {
    "birth date: day and month": (date(1984, 3, 11), date(1984, 11, 3)),
    "birth date: one figure": (date(1979, 6, 24), date(1979, 6, 21)),
    "birth date: two figures swapped": (date(1991, 2, 17), date(1991, 2, 27)),
    "birth date: day unknown": (date(1968, 9, 5), date(1968, 1, 1)),
    "birth date: year": (date(1990, 5, 14), date(1991, 5, 14)),
}
SLIPPED: list[tuple[Name, Name]] = [
    (("Bakkali", "Hanane"), ("Bakkali", "Hanane")),
    (("Vandevelde", "Dirk"), ("Vandevelde", "Dirk")),
    (("Mensah", "Kwame"), ("Mensah", "Kwamé")),
    (("Demir", "Zeynep"), ("Demir", "Zeynep")),
]
# No birth date on one side: names and address have to do.
UNBORN: list[tuple[Name, Name]] = [
    (("Lahlou", "Naïma"), ("Lahloo", "Naima")),
    (("Verstraete", "Wim"), ("Verstraeten", "Wim")),
    (("Camara", "Fatoumata"), ("Kamara", "Fatoumata")),
    (("Popescu", "Mihai"), ("Popesku", "Mihai")),
]

# Written once the rules stood, and never used to change them: what to expect of names to come.
HELD_OUT: list[tuple[Name, Name]] = [
    (("Bouhaddou", "Abdellah"), ("Bouhadou", "Abdallah")),
    (("Ait Taleb", "Zineb"), ("Taleb", "Zaineb")),
    (("El Mokhtari", "Hafsa"), ("Al Moktari", "Hafssa")),
    (("Chentouf", "Noureddine"), ("Shentouf", "Nordin")),
    (("Jebari", "Wafaa"), ("Djebari", "Ouafa")),
    (("Lysenko", "Kateryna"), ("Lyssenko", "Katerina")),
    (("Petrović", "Miloš"), ("Petrovic", "Milosh")),
    (("Wiśniewska", "Agnieszka"), ("Wisniewska", "Agneska")),
    (("Vandenbroucke", "Hilde"), ("Van den Broucke", "Hilde")),
    (("Deschuyteneer", "Luc"), ("De Schuiteneer", "Luc")),
    (("Güneş", "Songül"), ("Gunesh", "Songul")),
    (("Habimana", "Jean-Pierre"), ("Jean Pierre", "Habimana")),
    (("Mukendi", "Dieudonné"), ("Mukendy", "Dieudonne")),
    (("Rahmani", "Farzaneh"), ("Rahmany", "Farzana")),
    (("Warsame", "Abdirahman"), ("Warsame", "Abdurahman")),
    (("Thielemans", "Godfried"), ("Tielemans", "Godfried")),
    (("Kreutz", "Waltraud"), ("Kreuz", "Waltraut")),
    (("Dos Santos", "Lúcia"), ("Santos", "Lucia")),
]

# Two people who are not one, however they look; they live apart.
APART: dict[str, list[tuple[Name, Name]]] = {
    "twins": [
        (("Benomar", "Hamza"), ("Benomar", "Yassine")),
        (("Maes", "Lotte"), ("Maes", "Emma")),
        (("Kaya", "Elif"), ("Kaya", "Merve")),
        (("Lukusa", "Grâce"), ("Lukusa", "Gloire")),
        (("Renard", "Lucas"), ("Renard", "Louis")),
        (("El Fassi", "Lina"), ("El Fassi", "Lisa")),
        (("Willems", "Jonas"), ("Willems", "Thomas")),
        (("Haidari", "Karim"), ("Haidari", "Karima")),
    ],
    "twins, held out": [
        (("Rezaei", "Hassan"), ("Rezaei", "Hossein")),
        (("Amari", "Sana"), ("Amari", "Sara")),
        (("De Wit", "Tom"), ("De Wit", "Tim")),
        (("Petrov", "Ivan"), ("Petrov", "Ivana")),
        (("Balde", "Fanta"), ("Balde", "Fatou")),
        (("Aydin", "Esra"), ("Aydin", "Eda")),
    ],
    "siblings": [
        (("Ouali", "Samir"), ("Ouali", "Samira")),
        (("Dumont", "Julie"), ("Dumont", "Julien")),
        (("Arslan", "Mehmet"), ("Arslan", "Ahmet")),
        (("Goossens", "Jan"), ("Goossens", "Jana")),
    ],
    "father and son of one name": [
        (("Lambert", "Marcel"), ("Lambert", "Marcel")),
        (("Bennani", "Mohamed"), ("Bennani", "Mohamed")),
        (("Jacobs", "Jozef"), ("Jacobs", "Jozef")),
        (("Öztürk", "Mustafa"), ("Öztürk", "Mustafa")),
    ],
    "namesakes": [
        (("Benali", "Mohamed"), ("Ben Ali", "Mohammed")),
        (("Peeters", "Jan"), ("Peeters", "Jan")),
        (("Yılmaz", "Mehmet"), ("Yilmaz", "Mehmet")),
        (("Diallo", "Mamadou"), ("Diallo", "Mamadou")),
        (("Martin", "Marie"), ("Martin", "Marie")),
        (("Nguyen", "Thi Lan"), ("Nguyen", "Thi Lan")),
    ],
    "born on one day, in one commune": [
        (("Mertens", "Sofie"), ("Martens", "Sarah")),
        (("Haddou", "Ali"), ("Haddad", "Amal")),
        (("Sow", "Awa"), ("Sy", "Ana")),
        (("Novak", "Petra"), ("Nowak", "Piotr")),
    ],
}
BIRTHS_APART = {  # years between; a year or less is a birth on one day
    "twins": 0,
    "twins, held out": 0,
    "siblings": 3,
    "father and son of one name": 27,
    "namesakes": 9,
    "born on one day, in one commune": 0,
}

STREETS = ("Rue du Clavier Perdu", "Wolkenfabrieklaan", "Avenue du Cumulus", "Rue de l'Octet")
COMMUNES = (("1030", "21015"), ("1080", "21012"), ("1000", "21004"), ("1070", "21001"))
CROWD_SURNAMES = tuple(
    (
        "Benali Peeters Janssens Diallo Yilmaz Nguyen Martin Amrani Dubois Bah Kaya Claes Maes "
        "Sow Haddad Demir Mertens Alaoui Wouters Ndiaye Lambert Bensaid Jacobs Popescu Kone Celik "
        "Simon Tahiri Goossens Barry Laurent Ouali Willems Silva Camara Sahin Leroy Bakkali "
        "Thomas Novak"
    ).split()
)
CROWD_FIRST_NAMES = tuple(
    (
        "Mohamed Fatima Marie Jan Ahmed Aicha Pierre Anna Youssef Khadija Luc Sofie Ali Nadia "
        "Marc Sarah Mehmet Ayse Mamadou Mariam Jose Maria Omar Leila Thomas Emma Ibrahim Amina "
        "Hassan Julie"
    ).split()
)


class _Desk:
    """Gives each person a birth date and an address of their own."""

    def __init__(self) -> None:
        self.rng = Random("planted")  # noqa: S311  a test, not a secret
        self.numbers = count(1)

    def birth(self) -> date:
        return date(1950, 1, 1) + timedelta(days=self.rng.randint(0, 365 * 55))

    def person(self, name: Name, born: date | None, at: int | None = None) -> Person:
        where = self.rng.randrange(len(COMMUNES)) if at is None else at
        postcode, commune = COMMUNES[where]
        street = f"{self.rng.choice(STREETS)} {next(self.numbers)}"
        return Person(*name, born, street, postcode, commune)


def duplicates() -> dict[str, list[Pair]]:
    """Give the pairs that are one household, by sort."""
    desk = _Desk()
    found: dict[str, list[Pair]] = {}
    for sort, names in (WRITTEN_TWICE | {"held out": HELD_OUT}).items():
        births = [desk.birth() for _pair in names]
        found[sort] = [
            (desk.person(one, born), desk.person(other, born))
            for (one, other), born in zip(names, births, strict=True)
        ]
    for sort, (right, wrong) in SLIPS.items():
        found[sort] = [
            (desk.person(one, right), desk.person(other, wrong)) for one, other in SLIPPED
        ]
    found["no birth date, one address"] = [
        (Person(*one, desk.birth(), "Rue de l'Octet 7", "1030", "21015"), _undated(other))
        for one, other in UNBORN
    ]
    return found


def _undated(name: Name) -> Person:
    return Person(*name, None, "r. de l'Octet 7 bte 2", "1030", "21015")


def apart() -> dict[str, list[Pair]]:
    """Give the pairs that are two households, by sort."""
    desk = _Desk()
    found: dict[str, list[Pair]] = {}
    for sort, names in APART.items():
        years = BIRTHS_APART[sort]
        found[sort] = []
        for one, other in names:
            born = desk.birth()
            later = born.replace(day=min(born.day, 28), year=born.year + years) if years else born
            found[sort].append((desk.person(one, born, 0), desk.person(other, later, 0)))
    return found


def crowd(size: int) -> Iterator[Person]:
    """Give people with common names and addresses of their own: none is another."""
    desk = _Desk()
    for number in range(size):
        names = (
            CROWD_SURNAMES[number % len(CROWD_SURNAMES)],
            CROWD_FIRST_NAMES[number // 7 % len(CROWD_FIRST_NAMES)],
        )
        yield desk.person(names, desk.birth())
