"""How like two households are, when not one letter need be the same. Pure.

Nobody is taken for another by this: it only shows coordinators whom to look at. Twins, a father
and a son of one name, and people with common names have to stay apart by their birth dates and
first names; what one desk misheard, abbreviated or typed wrongly has to meet.

Edit distances come from rapidfuzz; the spellings are ours (`spelling`). Tried on pairs planted in
tests/distribution/likeness_pairs.py, which states what it finds and what it misses.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from rapidfuzz.distance import OSA

from distribution.likeness.spelling import bones, core, joined, plain, sound, street

ALIKE = 87
"""From so many points out of a hundred a pair is shown; below it most are namesakes."""

HEARD = 0.97  # of a name that only sounds the same
SAME_BONES = 0.9  # of a name whose vowels alone differ: Youssef, Yusuf
LEAST_BONES = 3
BROTHER_AND_SISTER = 0.7
SLIP = 0.85  # of a birth date with one slip
NAMES_COUNT, BIRTH_COUNTS = 0.75, 0.25
NAMES_ALONE, PLACE_COUNTS = 0.8, 0.2  # where a birth date isn't known


@dataclass(frozen=True, slots=True)
class Person:
    """Who a household is known by, and where it lives."""

    surname: str
    first_name: str
    birth_date: date | None
    street: str
    postcode: str
    commune: str

    @property
    def is_known(self) -> bool:
        """Say whether there is a name left: none is once it was pseudonymised."""
        return bool(joined(self.surname) and joined(self.first_name))


def person_text(person: Person) -> str | None:
    """Write what the first fingerprint is made of; None without a name or a birth date.

    Surname and first name count in either order: many have them the other way round on a paper.
    """
    if not person.is_known or person.birth_date is None:
        return None
    names = sorted((joined(person.surname), joined(person.first_name)))
    return "|".join((*names, person.birth_date.isoformat()))


def address_text(person: Person) -> str | None:
    """Write what the second fingerprint is made of; None without a surname or a street."""
    where = street(person.street)
    if not joined(person.surname) or not where:
        return None
    return "|".join((joined(person.surname), where, plain(person.postcode)))


def blocks(person: Person) -> frozenset[str]:
    """Name the groups within which a household is compared: never with all others.

    The same birth date, whichever of day and month stands first; one name as it sounds with the
    birth year; both names as they sound; one name with the commune.
    """
    if not person.is_known:
        return frozenset()
    surname, first_name = bones(person.surname), bones(person.first_name)
    found = {"|".join(("names", *sorted((surname, first_name))))}
    for name in (surname, first_name):
        found.add(f"commune|{person.commune}|{name}")
        if person.birth_date:
            found.add(f"year|{person.birth_date.year}|{name}")
    if person.birth_date:
        day, month = sorted((person.birth_date.day, person.birth_date.month))
        found.add(f"born|{person.birth_date.year}|{day}|{month}")
    return frozenset(found)


def score(one: Person, other: Person) -> int:
    """Say from 0 to 100 how likely two are one; the order of the two doesn't matter."""
    if one.birth_date and other.birth_date:
        born = birth(one.birth_date, other.birth_date)
        # Most of a block ends here, before a letter of a name was looked at.
        return round(100 * (NAMES_COUNT * _names(one, other) + BIRTH_COUNTS * born)) if born else 0
    near = _place(one, other)
    return round(100 * (NAMES_ALONE * _names(one, other) + PLACE_COUNTS * near)) if near else 0


def alike(one: Person, other: Person) -> int | None:
    """Give the score of a pair worth showing; None for one that isn't."""
    found = score(one, other)
    return found if found >= ALIKE else None


def _names(one: Person, other: Person) -> float:
    straight = _both(name(one.surname, other.surname), name(one.first_name, other.first_name))
    crossed = _both(name(one.surname, other.first_name), name(one.first_name, other.surname))
    return max(straight, crossed)


def _both(surname: float, first_name: float) -> float:
    """Let the lesser count more: of twins one name is the same, of namesakes both."""
    return (3 * min(surname, first_name) + max(surname, first_name)) / 4


def name(one: str, other: str) -> float:
    """Say from 0 to 1 how like two names are, as written, without particles, or as they sound."""
    ways = [(joined(one), joined(other)), (core(one), core(other))]
    if any(_of_the_other_sex(*sorted(way, key=len)) for way in ways):
        return BROTHER_AND_SISTER
    written = max(OSA.normalized_similarity(a, b) for a, b in ways)
    heard = max(OSA.normalized_similarity(sound(a), sound(b)) for a, b in ways)
    bare = bones(one)
    boned = SAME_BONES if len(bare) >= LEAST_BONES and bare == bones(other) else 0.0
    return max(written, HEARD * heard, boned)


def _of_the_other_sex(shorter: str, longer: str) -> bool:
    """Tell Samir from Samira and Jan from Jana: brothers and sisters, seldom a slip."""
    return len(longer) == len(shorter) + 1 and longer == f"{shorter}a"


def birth(one: date, other: date) -> float:
    """Say how like two birth dates are: the same, one slip of the pen apart, or not at all.

    Another year is a slip when it is the next one, with the same day: a father and his son are
    often one figure apart.
    """
    if one == other:
        return 1.0
    if one.year != other.year:
        next_year = abs(one.year - other.year) == 1
        return SLIP if next_year and (one.month, one.day) == (other.month, other.day) else 0.0
    swapped = (one.month, one.day) == (other.day, other.month)
    by_one = OSA.distance(f"{one:%m%d}", f"{other:%m%d}") == 1
    unknown_day = (1, 1) in {(one.month, one.day), (other.month, other.day)}
    return SLIP if swapped or by_one or unknown_day else 0.0


def _place(one: Person, other: Person) -> float:
    where = OSA.normalized_similarity(street(one.street), street(other.street))
    return float(where) if one.postcode == other.postcode else 0.0


def pairs(people: Mapping[int, Person]) -> dict[tuple[int, int], int]:
    """Map each pair of alike people, the smaller key first, to its score."""
    groups: defaultdict[str, list[int]] = defaultdict(list)
    for key, person in people.items():
        for block in blocks(person):
            groups[block].append(key)
    met = {(a, b) for group in groups.values() for a, b in _couples(sorted(group))}
    scores = {(a, b): alike(people[a], people[b]) for a, b in sorted(met)}
    return {couple: found for couple, found in scores.items() if found is not None}


def _couples(keys: list[int]) -> Iterable[tuple[int, int]]:
    return ((a, b) for at, a in enumerate(keys) for b in keys[at + 1 :])
