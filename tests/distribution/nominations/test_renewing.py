"""Proofs that run out: a reminder, a task, and in the end the wait."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.management import call_command
from django.utils import timezone

from distribution.models import Ground, Nomination, Notice, Policy, Proof
from distribution.news import say
from distribution.nominations.renewing import add_proof, watch_proofs
from tests.cast import Cast
from tests.makers import make_nomination


def prove(nomination: Nomination, cast: Cast, days: int) -> None:
    today = timezone.localdate()
    ground, until = Ground.objects.order_by("code")[0], today + timedelta(days=days)
    proof = Proof(ground=ground, kind="card", seen_on=today, valid_until=until)
    add_proof(nomination, proof, actor=cast.paula)


def ends_in(days: int) -> None:
    today = timezone.localdate()
    seen = min(today, today + timedelta(days=days))
    Proof.objects.update(seen_on=seen, valid_until=today + timedelta(days=days))


def test_a_service_is_reminded_once_and_again_only_after_a_renewal(cast: Cast) -> None:
    it = make_nomination(cast.paula)
    assert watch_proofs() == (0, 0)
    ends_in(30)
    assert [watch_proofs(), watch_proofs()] == [(1, 0), (0, 0)]
    told = Notice.objects.get()
    assert (told.code, told.facts["has_ended"]) == ("proof_ends", False)
    assert "holds until" in say(told.code, told.facts)
    assert "ran out on" in say(told.code, told.facts | {"has_ended": True})
    prove(it, cast, 180)
    it.refresh_from_db()
    assert it.proof_reminded_on is None


def test_who_never_showed_a_proof_or_still_waits_for_a_decision_is_reminded_too(cast: Cast) -> None:
    make_nomination(cast.paula, with_proof=False)
    assert [watch_proofs(), watch_proofs()] == [(1, 0), (0, 0)]
    told = Notice.objects.get()
    assert say(told.code, told.facts) == (
        "No proof of a ground has been seen yet. Look at a recent one, and record it."
    )


def test_a_wait_expires_sixty_days_after_the_reminder_and_not_before(cast: Cast) -> None:
    it, today = make_nomination(cast.paula), timezone.localdate()
    ends_in(-40)
    assert watch_proofs(today - timedelta(days=59)) == (1, 0)
    assert watch_proofs(today - timedelta(days=1)) == (0, 0)
    Nomination.objects.update(proof_reminded_on=today - timedelta(days=60))
    assert watch_proofs(today) == (0, 1)
    it.refresh_from_db()
    assert it.state == "expired"
    assert watch_proofs(today) == (0, 0)


def test_a_new_site_gets_its_grounds_and_its_policy_once(cast: Cast) -> None:
    call_command("load_defaults", verbosity=0)
    Ground.objects.filter(code="bim").update(name_fr="Changé")
    made = (Ground.objects.count(), Policy.objects.count())
    call_command("load_defaults", verbosity=0)
    assert (Ground.objects.count(), Policy.objects.count()) == made
    assert Ground.objects.get(code="bim").name_fr == "Changé"
    assert Ground.objects.get(code="ris").active_from == date(2020, 1, 1)
    call_command("keep_deadlines", verbosity=0)
