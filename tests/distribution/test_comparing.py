"""How households that may be one are found: by fingerprints under every live key, and by likeness.

The two services never learn of it; what coordinators see is in web/test_duplicates.py.
"""

from __future__ import annotations

from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from distribution.comparing import compare, compare_all
from distribution.fingerprinting import fingerprint_all, retire_key
from distribution.fingerprints import FingerprintKind, digest, fingerprints
from distribution.likeness import Person
from distribution.models import (
    Fingerprint,
    Household,
    LikenessBlock,
    Nomination,
    PossibleDuplicate,
)
from distribution.nominations.nominating import withdraw
from distribution.nominations.updating import update_household
from distribution.words import WithdrawReason
from refurb.accounts.models import Membership
from refurb.audit.models import Entry
from refurb.env import Key
from tests.cast import Cast
from tests.makers import (
    make_allocation,
    make_draft,
    make_handover,
    make_household_of,
    make_nomination,
    make_ready,
)

OLD = Key("old", "old-0123456789-abcdefghijklmnopqrstuvwxyz-0123456789-xyz")
NEW = Key("new", "new-0123456789-abcdefghijklmnopqrstuvwxyz-0123456789-xyz")
BORN = date(1984, 3, 11)
pytestmark = pytest.mark.django_db


def nominate(actor: Membership, surname: str, first_name: str, **more: Any) -> Nomination:
    """Submit a nomination for a household of this name, at an address of its own."""
    details = {"birth_date": BORN, "street": f"Rue {actor.organisation.code} 1"} | more
    return make_nomination(actor, household=make_household_of(surname, first_name, **details))


def met() -> list[tuple[bool, bool, int]]:
    rows = PossibleDuplicate.objects.order_by("pk")
    return list(rows.values_list("same_person", "same_address", "score"))


def test_two_services_that_nominate_one_person_make_a_pair(cast: Cast) -> None:
    first = nominate(cast.paula, "El Amrani", "Zoé")
    second = nominate(cast.olga, "EL-AMRANI", "Zoe")
    pair = PossibleDuplicate.objects.get()
    assert (pair.first, pair.second) == (first.household, second.household)
    assert met() == [(True, False, 100)]
    assert (pair.state, pair.is_open, pair.decided_at) == ("open", True, None)


def test_one_surname_at_one_address_makes_a_pair_whoever_is_the_main_person(cast: Cast) -> None:
    nominate(cast.paula, "Peeters", "Jan", street="Rue de la Lune 12 bte 3")
    nominate(cast.olga, "Peeters", "Marie", street="r. de la Lune 12", birth_date=None)
    assert met() == [(False, True, 0)]


def test_a_name_written_as_heard_makes_a_pair(cast: Cast) -> None:
    nominate(cast.paula, "Shevchenko", "Yusuf")
    nominate(cast.olga, "Chevtchenko", "Youssef")
    [(same_person, same_address, points)] = met()
    assert (same_person, same_address) == (False, False)
    assert points >= 87


def test_twins_and_a_father_and_his_son_make_none(cast: Cast) -> None:
    nominate(cast.paula, "Maes", "Lotte")
    nominate(cast.olga, "Maes", "Emma")
    nominate(cast.paula, "Jacobs", "Jozef")
    nominate(cast.olga, "Jacobs", "Jozef", birth_date=date(1957, 3, 11))
    assert met() == []


def test_a_draft_is_compared_with_nobody(cast: Cast) -> None:
    known = make_household_of("El Amrani", "Zoé", birth_date=BORN)
    draft = make_draft(cast.paula, household=known)
    nominate(cast.olga, "El Amrani", "Zoé", street="Rue de la Lune 1")
    assert met() == []
    assert draft.household.fingerprints.count() == 2


def test_a_move_to_another_address_is_compared_anew(cast: Cast) -> None:
    nominate(cast.paula, "Peeters", "Jan")
    moved = nominate(cast.olga, "Peeters", "Marie", birth_date=date(1990, 1, 5))
    assert met() == []
    update_household(moved, {"street": "Rue ECOLE 1"}, actor=cast.olga)
    assert met() == [(False, True, 0)]


def test_what_is_found_later_is_added_to_a_pair_that_is_open(cast: Cast) -> None:
    nominate(cast.paula, "Peeters", "Jan")
    moved = nominate(cast.olga, "Peeters", "Jan")
    update_household(moved, {"street": "Rue ECOLE 1"}, actor=cast.olga)
    assert met() == [(True, True, 100)]


def test_who_withdrew_their_agreement_is_recognised_no_more(cast: Cast) -> None:
    first = nominate(cast.paula, "El Amrani", "Zoé")
    nominate(cast.olga, "El Amrani", "Zoé")
    withdraw(first, WithdrawReason.NO_AGREEMENT, actor=cast.paula)
    assert met() == []
    assert not Fingerprint.objects.filter(household=first.household).exists()
    assert not LikenessBlock.objects.filter(household=first.household).exists()
    fingerprint_all()
    nominate(cast.olga, "El Amrani", "Zoé", street="Rue de la Lune 1")
    assert not PossibleDuplicate.objects.of(first.household).exists()


def test_fingerprints_are_keyed_and_tell_nothing_without_the_key() -> None:
    one = Person("El Amrani", "Zoé", BORN, "Rue de la Lune 12", "1030", "21015")
    old, new = fingerprints(one, OLD), fingerprints(one, NEW)
    assert set(old) == set(FingerprintKind)
    assert not set(old.values()) & set(new.values())
    assert {len(each) for each in old.values()} == {32}
    assert digest(OLD, "person", "x") != digest(OLD, "address", "x")
    assert OLD.secret not in repr(OLD)


def test_every_live_key_is_tried_and_the_newest_writes(cast: Cast, settings: LazySettings) -> None:
    settings.FINGERPRINT_KEYS = (OLD,)
    nominate(cast.paula, "El Amrani", "Zoé")
    settings.FINGERPRINT_KEYS = (NEW, OLD)
    nominate(cast.olga, "El Amrani", "Zoé")
    assert met() == [(True, False, 100)]
    assert list(Fingerprint.objects.order_by("pk").values_list("key_id", flat=True)) == [
        *("old", "old", "new", "new"),
    ]


def test_a_key_retires_once_everybody_is_known_under_a_newer_one(
    cast: Cast, settings: LazySettings
) -> None:
    settings.FINGERPRINT_KEYS = (OLD,)
    nominate(cast.paula, "El Amrani", "Zoé")
    settings.FINGERPRINT_KEYS = (NEW, OLD)
    with pytest.raises(CommandError, match="known by this key alone"):
        call_command("retire_fingerprint_key", "old")
    with pytest.raises(CommandError, match="newest"):
        call_command("retire_fingerprint_key", "new")
    told = StringIO()
    call_command("find_duplicates", stdout=told)
    call_command("retire_fingerprint_key", "old", stdout=told)
    assert told.getvalue().splitlines()[-1] == (
        "Deleted: 0. The key may leave REFURB_FINGERPRINT_KEYS."
    )
    assert set(Fingerprint.objects.values_list("key_id", flat=True)) == {"new"}
    retired = Entry.objects.get(verb="fingerprint_key.retired")
    assert (retired.subject, retired.facts) == ("old", {"count": 0})


def test_a_key_stays_while_somebody_pseudonymised_is_known_by_it_alone(
    cast: Cast, settings: LazySettings
) -> None:
    settings.FINGERPRINT_KEYS = (OLD,)
    served = nominate(cast.paula, "El Amrani", "Zoé")
    make_handover(make_allocation(cast.anna, served, make_ready(cast.tom, cast.vera)), cast.tom)
    Household.objects.update(surname="", first_name="", street="", birth_date=None)
    settings.FINGERPRINT_KEYS = (NEW, OLD)
    fingerprint_all()
    today = timezone.localdate()
    with pytest.raises(CommandError):
        call_command("retire_fingerprint_key", "old")
    # Whoever comes back under that name is still recognised.
    nominate(cast.olga, "El Amrani", "Zoé")
    assert retire_key("old", today + timedelta(days=1097)) == 2


def test_comparing_all_finds_what_nobody_compared_and_nothing_twice(cast: Cast) -> None:
    nominate(cast.paula, "El Amrani", "Zoé")
    nominate(cast.olga, "El Amrani", "Zoé")
    PossibleDuplicate.objects.all().delete()
    assert compare_all() == (2, 1)
    assert compare_all() == (2, 0)
    assert met() == [(True, False, 100)]


def test_the_night_finds_two_that_were_sent_in_at_one_moment(cast: Cast) -> None:
    nominate(cast.paula, "El Amrani", "Zoé")
    nominate(cast.olga, "El Amrani", "Zoé")
    PossibleDuplicate.objects.all().delete()  # neither act saw the other
    told = StringIO()
    call_command("keep_deadlines", stdout=told)
    assert "Possible duplicates found: 1." in told.getvalue()
    PossibleDuplicate.objects.all().delete()
    Nomination.objects.update(submitted_at=timezone.now() - timedelta(days=10))
    assert compare_all(since=timezone.now() - timedelta(days=3)) == (0, 0)


@pytest.mark.parametrize("others", [1, 5])
def test_comparing_costs_the_same_for_any_number_of_others(
    cast: Cast, others: int, django_assert_num_queries: Any
) -> None:
    for number in range(others):
        nominate(cast.paula, "El Amrani", "Zoé", street=f"Rue de la Lune {number}")
    mine = nominate(cast.olga, "El Amrani", "Zoé")
    PossibleDuplicate.objects.all().delete()
    with django_assert_num_queries(4):
        assert compare(mine.household) == others


def test_a_digest_is_written_once(cast: Cast) -> None:
    nominate(cast.paula, "El Amrani", "Zoé")
    with pytest.raises(IntegrityError), transaction.atomic():
        Fingerprint.objects.update(digest=b"another")
