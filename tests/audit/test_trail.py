"""The trail: appended with its act, read in the reader's language."""

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation

from refurb.audit.models import Entry, record
from refurb.audit.sentences import SENTENCES, UnknownVerb, register, sentence
from tests.cast import Cast
from tests.makers import make_nomination


def test_an_act_and_its_entry_stand_or_fall_together(cast: Cast) -> None:
    with transaction.atomic():
        record(cast.anna, "line.released", "NM-26-0001")
        transaction.set_rollback(True)
    assert not Entry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_nothing_is_recorded_outside_a_transaction() -> None:
    with pytest.raises(transaction.TransactionManagementError):
        record(None, "line.released", "NM-26-0001")
    assert not Entry.objects.exists()


def test_an_unknown_verb_is_an_error(cast: Cast) -> None:
    with pytest.raises(UnknownVerb):
        record(cast.anna, "device.sold", "X")


def test_a_verb_is_registered_once() -> None:
    with pytest.raises(ValueError, match=r"line\.released"):
        register({"line.released": SENTENCES["line.released"]})


def test_a_fact_that_an_older_entry_lacks_leaves_a_gap_not_an_error() -> None:
    assert sentence("nomination.decided", "NM-1", {}) == "decided on nomination NM-1: …"


def test_codes_are_put_into_words_when_read() -> None:
    facts = {"decision": "no_ground"}
    with translation.override("en"):
        found = sentence("nomination.decided", "NM-1", facts)
    assert found == "decided on nomination NM-1: No valid ground"


def test_the_trail_of_a_nomination_holds_no_name(cast: Cast) -> None:
    make_nomination(cast.paula, surname="Geheimnis")
    stored = str(list(Entry.objects.values()))
    assert "nomination.submitted" in stored
    assert "Geheimnis" not in stored
    assert "Fatima" not in stored


def test_the_trail_is_for_coordinators_and_administrators(client: Client, cast: Cast) -> None:
    make_nomination(cast.paula)
    statuses = {}
    for name in ("anna", "ada", "tom", "paula", "augustin"):
        client.force_login(getattr(cast, name).user)
        statuses[name] = client.get(reverse("audit")).status_code
    assert statuses == {"anna": 200, "ada": 200, "tom": 403, "paula": 403, "augustin": 403}


@pytest.mark.parametrize("entries", [1, 3])
def test_the_trail_costs_the_same_for_any_number_of_entries(
    client: Client, cast: Cast, entries: int, django_assert_num_queries: object
) -> None:
    with transaction.atomic():
        for number in range(entries):
            record(cast.anna, "line.released", f"NM-{number}")
    client.force_login(cast.ada.user)
    with django_assert_num_queries(3):  # type: ignore[operator]
        client.get(reverse("audit"))
