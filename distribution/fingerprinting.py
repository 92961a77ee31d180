"""Fingerprinting: write what a household is recognised by, under the newest key; retire a key.

Called in the act that makes or changes a household. A digest goes nowhere but into its table.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from distribution.entitlement import delivered_to
from distribution.fingerprints import block_digests, fingerprints, matters_on
from distribution.lifecycle import OPEN
from distribution.likeness import Person
from distribution.models import (
    Fingerprint,
    Household,
    LikenessBlock,
    Nomination,
    PossibleDuplicate,
)
from refurb.audit.models import record
from refurb.reasons import Reason, Refused

AT_ONCE = 500


class KeyRefused(Refused):
    """A key that can't be retired; `reasons` says why."""


def person_of(household: Household) -> Person:
    """Give what a household is compared by."""
    return Person(
        surname=household.surname,
        first_name=household.first_name,
        birth_date=household.birth_date,
        street=household.street,
        postcode=household.postcode,
        commune=household.commune,
    )


def fingerprint(household: Household) -> None:
    """Write its fingerprints and blocks anew, under the newest key.

    Those under older keys go: they say the same, or what no longer holds.
    """
    key, person = settings.FINGERPRINT_KEYS[0], person_of(household)
    household.fingerprints.all().delete()
    Fingerprint.objects.bulk_create(
        Fingerprint(household=household, kind=kind, key_id=key.key_id, digest=found)
        for kind, found in fingerprints(person, key).items()
    )
    LikenessBlock.objects.filter(household=household).delete()
    LikenessBlock.objects.bulk_create(
        LikenessBlock(household=household, digest=found)
        for found in sorted(block_digests(person, key))
    )


def forget_fingerprints(household: Household) -> None:
    """Recognise it no more, once the person has withdrawn their agreement."""
    household.fingerprints.all().delete()
    LikenessBlock.objects.filter(household=household).delete()
    PossibleDuplicate.objects.of(household).open().delete()


def named_households() -> QuerySet[Household]:
    """Keep those that still have a name, and whose person has not withdrawn their agreement."""
    withdrawn = Nomination.objects.filter(
        household=OuterRef("pk"), agreement_withdrawn_on__isnull=False
    )
    return Household.objects.exclude(surname="").exclude(Exists(withdrawn))


def fingerprint_all(say: Callable[[int], None] = lambda _done: None) -> int:
    """Write all of them anew under the newest key, a few hundred a transaction; return how many."""
    done, last = 0, 0
    while True:
        with transaction.atomic():
            rows = named_households().filter(pk__gt=last).order_by("pk")
            some = list(rows.select_for_update(of=("self",))[:AT_ONCE])
            for household in some:
                fingerprint(household)
        if not some:
            return done
        done, last = done + len(some), some[-1].pk
        say(done)


@transaction.atomic
def retire_key(key_id: str, today: date | None = None) -> int:
    """Delete what was written under a key that nothing needs any more; return how many rows.

    Raises KeyRefused for the newest key, and while a household is known by this key alone: one
    with a name can be fingerprinted anew; of one that was pseudonymised the renewal period has to
    end first.
    """
    if key_id == settings.FINGERPRINT_KEYS[0].key_id:
        message = _("This is the newest key: put a newer one before it first.")
        raise KeyRefused(Reason("newest_key", message))
    rows = Fingerprint.objects.filter(key_id=key_id)
    under_it = Household.objects.filter(pk__in=rows.values("household"))
    day, named = today or timezone.localdate(), named_households().values("pk")
    needed = under_it.filter(pk__in=named).count()
    nameless = under_it.exclude(pk__in=named)
    needed += sum(_matters(household, day) for household in nameless.iterator(chunk_size=AT_ONCE))
    if needed:
        message = _(
            "%(count)s households are known by this key alone, and have to be recognised still. "
            "Fingerprint all of them under the newest key, or wait for their renewal period to end."
        )
        raise KeyRefused(Reason("key_needed", message, {"count": needed}))
    deleted, _by_model = rows.delete()
    record(None, "fingerprint_key.retired", key_id, count=deleted)
    return deleted


def _matters(household: Household, day: date) -> bool:
    is_open = Nomination.objects.filter(household=household, state__in=OPEN).exists()
    return matters_on(day, delivered_to(household), is_open=is_open)
