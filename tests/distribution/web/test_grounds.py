"""Grounds are added, changed and ended by coordinators, and never deleted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from distribution.models import Ground
from distribution.policy.drafting import start_draft
from distribution.policy.versions import content_of_draft
from refurb.accounts.models import Membership
from refurb.audit.models import Entry
from tests.cast import Cast
from tests.makers import make_grounds, make_nomination, make_policy

SignIn = Callable[[Membership], Client]


def answers(**changes: Any) -> dict[str, Any]:
    return {
        "code": "flood",
        "name_fr": "Sinistré",
        "name_nl": "Slachtoffer van een ramp",
        "name_de": "Katastrophenopfer",
        "name_en": "Victim of a disaster",
        "validity_days": "90",
        "shown_as": "attested_situation",
        "active_from": timezone.localdate().isoformat(),
    } | changes


def test_a_coordinator_adds_a_ground_that_services_may_prove_and_the_next_draft_counts(
    cast: Cast, sign_in: SignIn
) -> None:
    make_policy()
    anna = sign_in(cast.anna)
    assert sign_in(cast.paula).post(reverse("ground-add"), answers()).status_code == 403
    answer = anna.post(reverse("ground-add"), answers(), follow=True)
    assert answer.redirect_chain == [(reverse("ground-list"), 302)]
    assert "Victim of a disaster" in answer.text
    today = timezone.localdate()
    assert Ground.objects.active_on(today).filter(code="flood").exists()
    draft = start_draft(actor=cast.anna)
    criterion = content_of_draft(draft).criterion("flood")
    assert criterion is not None
    anna.post(reverse("ground-add"), answers(code="drought"))
    draft.refresh_from_db()
    assert content_of_draft(draft).criterion("drought") is not None
    assert (criterion.points, criterion.sentences.nl) == (
        0,
        "Er is een geldig bewijs gezien: Slachtoffer van een ramp.",
    )
    assert Entry.objects.filter(verb="ground.added", subject="flood").exists()


def test_what_no_ground_may_be_is_said_at_its_field(cast: Cast, sign_in: SignIn) -> None:
    make_grounds()
    anna, before = sign_in(cast.anna), Ground.objects.count()
    yesterday = (timezone.localdate() - timedelta(days=1)).isoformat()
    for wrong, field, status in (
        ({"code": "bim"}, "code", 409),
        ({"code": "waiting"}, "code", 409),
        ({"code": "BIM"}, "code", 422),
        ({"active_to": yesterday}, "active_to", 409),
        ({"name_de": ""}, "name_de", 422),
        ({"validity_days": "9999"}, "validity_days", 422),
        ({"name_fr": "Sinistré 85.07.30-033.28"}, "name_fr", 422),
    ):
        answer = anna.post(reverse("ground-add"), answers(**wrong))
        assert (answer.status_code, set(answer.context["form"].errors)) == (status, {field})
    assert Ground.objects.count() == before


def test_an_ended_ground_is_not_offered_any_more_and_its_proofs_still_count(
    cast: Cast, sign_in: SignIn
) -> None:
    make_policy(1, attestation=20)
    nomination = make_nomination(cast.paula)
    url, anna = reverse("ground", args=["attestation"]), sign_in(cast.anna)
    form = anna.get(url).context["form"]
    shown = {name: form[name].value() or "" for name in form.fields if name != "is_sensitive"}
    initial = {f"initial-{name}": value for name, value in shown.items()}
    yesterday = timezone.localdate() - timedelta(days=1)
    changed = {"active_from": "2020-01-01", "active_to": yesterday, "name_en": "Attested"}
    assert anna.post(url, shown | initial | changed).status_code == 302
    ground = Ground.objects.get(code="attestation")
    assert (ground.name_en, ground.active_to) == ("Attested", yesterday)
    page = sign_in(cast.paula).get(reverse("nomination", args=[nomination.reference])).text
    assert "Attested" in page
    assert nomination.lines.get().waiting_place.points == 20
    offered = sign_in(cast.paula).get(reverse("proof-add", args=[nomination.reference]))
    codes = offered.context["form"].fields["ground"].queryset.values_list("code", flat=True)
    assert "attestation" not in codes
    assert "bim" in codes
