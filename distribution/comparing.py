"""Comparing: find the households that may be one with a household, and note the pairs.

A household is compared from its first submission on, with others that were submitted too, and
never once the person has withdrawn their agreement.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from distribution.fingerprinting import named_households, person_of
from distribution.fingerprints import FingerprintKind, block_digests, fingerprints
from distribution.lifecycle import SENT
from distribution.likeness import Person, alike
from distribution.models import (
    Fingerprint,
    Household,
    LikenessBlock,
    Nomination,
    PossibleDuplicate,
)

AT_ONCE = 200
MET = ("same_person", "same_address", "score")


@dataclass
class Met:
    """How two households met."""

    same_person: bool = False
    same_address: bool = False
    score: int = 0


def compare(household: Household) -> int:
    """Note each pair that this household makes with another; return how many are new.

    A pair that was decided on stays as it was decided.
    """
    met = _met(household)
    if not met:
        return 0
    couples = {tuple(sorted((household.pk, other))): how for other, how in met.items()}
    known = {
        (pair.first_id, pair.second_id): pair for pair in PossibleDuplicate.objects.of(household)
    }
    _add_to(known.values(), couples)
    new = [
        PossibleDuplicate(first_id=first, second_id=second, **vars(how))
        for (first, second), how in couples.items()
        if (first, second) not in known
    ]
    # Two services may submit at once: the second row of one pair is passed over.
    return len(PossibleDuplicate.objects.bulk_create(new, ignore_conflicts=True))


def _add_to(pairs: Iterable[PossibleDuplicate], couples: dict[tuple[int, ...], Met]) -> None:
    """Add what open pairs meet by now to what they met by before."""
    for pair in pairs:
        how = couples.get((pair.first_id, pair.second_id))
        if how is None or not pair.is_open:
            continue
        before = [getattr(pair, name) for name in MET]
        now = [max(old, getattr(how, name)) for old, name in zip(before, MET, strict=True)]
        if now != before:
            values = dict(zip(MET, now, strict=True))
            PossibleDuplicate.objects.open().filter(pk=pair.pk).update(**values)


def _met(household: Household) -> dict[int, Met]:
    person = person_of(household)
    found: defaultdict[int, Met] = defaultdict(Met)
    for other, kind in _same(household, person):
        if kind == FingerprintKind.PERSON:
            found[other].same_person = True
        else:
            found[other].same_address = True
    for near in _comparable(household, person):
        points = alike(person, person_of(near))
        if points is not None:
            found[near.pk].score = points
    return dict(found)


def nominated_already(nomination: Nomination) -> QuerySet[Nomination]:
    """List what the same service asks already for a household that may be this one.

    Its own alone: of another service's nobody but a coordinator ever learns.
    """
    own = Nomination.objects.filter(organisation=nomination.organisation_id, state__in=SENT)
    return own.filter(household__in=_met(nomination.household)).order_by("submitted_at", "pk")


def submitted_households() -> QuerySet[Household]:
    """Keep those that are compared."""
    submitted = Nomination.objects.filter(household=OuterRef("pk"), submitted_at__isnull=False)
    return named_households().filter(Exists(submitted))


def _same(household: Household, person: Person) -> list[tuple[int, str]]:
    """List who has the same fingerprint under any key that lives."""
    wanted = [
        found for key in settings.FINGERPRINT_KEYS for found in fingerprints(person, key).values()
    ]
    rows = Fingerprint.objects.filter(digest__in=wanted).exclude(household=household)
    rows = rows.filter(household__in=submitted_households())
    return list(rows.values_list("household", "kind"))


def _comparable(household: Household, person: Person) -> list[Household]:
    """List who stands in a block with it."""
    wanted = [found for key in settings.FINGERPRINT_KEYS for found in block_digests(person, key)]
    near = LikenessBlock.objects.filter(digest__in=wanted).values("household")
    return list(submitted_households().filter(pk__in=near).exclude(pk=household.pk))


def compare_all(
    say: Callable[[int], None] = lambda _done: None, *, since: datetime | None = None
) -> tuple[int, int]:
    """Compare every submitted household; return how many there are, and how many pairs are new.

    `since` keeps to those sent in from then on: two services that submit at one moment don't see
    each other, so that the night looks again.
    """
    rows = submitted_households()
    if since is not None:
        lately = Nomination.objects.filter(submitted_at__gte=since).values("household")
        rows = rows.filter(pk__in=lately)
    done, last, new = 0, 0, 0
    while True:
        some = list(rows.filter(pk__gt=last).order_by("pk")[:AT_ONCE])
        with transaction.atomic():
            new += sum(map(compare, some))
        if not some:
            return done, new
        done, last = done + len(some), some[-1].pk
        say(done)
