"""A wait ends when its proof has run out and nobody renewed it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from distribution.models import Nomination, Proof
from distribution.nominations.nominating import NominationRefused
from distribution.nominations.renewing import expire
from refurb.audit.models import Entry
from tests.cast import Cast
from tests.makers import make_draft, make_nomination


def test_without_a_valid_proof_it_expires_and_its_lines_are_given_up(cast: Cast) -> None:
    nomination = make_nomination(cast.paula)
    yesterday = timezone.localdate() - timedelta(days=1)
    Proof.objects.update(seen_on=yesterday, valid_until=yesterday)
    Nomination.objects.update(proof_reminded_on=yesterday - timedelta(days=59))
    nomination = expire(nomination)
    assert nomination.state == "expired"
    assert [line.state for line in nomination.lines.all()] == ["given_up"]
    entry = Entry.objects.latest("pk")
    assert (entry.actor, entry.verb) == (None, "nomination.expired")
    assert nomination.reference in entry.sentence


def test_with_a_valid_proof_it_goes_on_waiting(cast: Cast) -> None:
    with pytest.raises(NominationRefused) as refused:
        expire(make_nomination(cast.paula))
    assert [reason.code for reason in refused.value.reasons] == ["proof_valid"]


def test_only_what_waits_expires(cast: Cast) -> None:
    with pytest.raises(NominationRefused) as refused:
        expire(make_draft(cast.paula, with_proof=False))
    assert [reason.code for reason in refused.value.reasons] == ["wrong_state"]
