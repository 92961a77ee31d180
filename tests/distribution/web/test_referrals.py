"""Pages of referrals: the place's list, what its page shows, the service's actions."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from distribution.models import HouseholdView, Nomination, Receipt, Referral, RequestLine
from distribution.referrals.course import ReferralStep
from distribution.referrals.referring import Said, refer, take_step
from refurb.accounts.models import Membership, Organisation
from refurb.accounts.offers import Service
from tests.access.planting import text_of
from tests.cast import Cast
from tests.makers import make_allocation, make_handover, make_nomination, make_ready

SignIn = Callable[[Membership], Client]


@pytest.fixture(autouse=True)
def place(policy: None, cast: Cast) -> None:
    both = {"training_communes": ["21015"], "connection_communes": ["21015"]}
    Organisation.objects.filter(code="EPN").update(**both)


def referred(cast: Cast, surname: str = "Geheim") -> Referral:
    it = make_nomination(cast.paula, surname=surname)
    said = Said(consented_on=timezone.localdate())
    return refer(it, Service.TRAINING, said, actor=cast.paula)


def test_a_service_refers_a_household_from_its_page_and_withdraws_it(
    cast: Cast, sign_in: SignIn
) -> None:
    paula, it = sign_in(cast.paula), make_nomination(cast.paula)
    page = reverse("nomination", args=[it.reference])
    ask = reverse("nomination-refer", args=[it.reference])
    assert ask in paula.get(page).text
    sent = {"service": "training", "consented_on": f"{timezone.localdate()}"}
    answer = paula.post(ask, sent)
    referral = Referral.objects.get()
    assert (answer["Location"], referral.state) == (f"/referrals/{referral.pk}/", "sent")
    assert "EPN de la Gare" in paula.get(page).text
    assert paula.post(ask, sent).status_code == 422  # no longer a choice
    withdraw = reverse("referral-step", args=[referral.pk, "withdraw"])
    assert paula.post(withdraw, {}).status_code == 422
    paula.post(withdraw, {"outcome": "elsewhere"})
    referral.refresh_from_db()
    assert (referral.state, referral.outcome) == ("withdrawn", "elsewhere")


def test_the_place_reads_name_language_and_phone_and_no_more_and_each_view_is_noted(
    cast: Cast, sign_in: SignIn
) -> None:
    referral = referred(cast)
    household = referral.nomination.household
    household.phone, household.email = "0470 00 00 01", "geheim@example.org"
    household.save()
    petra = sign_in(cast.petra)
    listed = petra.get(reverse("referral-list")).text
    shown = petra.get(reverse("referral", args=[referral.pk])).text
    assert ("Fatima Geheim" in listed, household.phone in listed) == (True, False)
    assert all(each in shown for each in ("Fatima Geheim", "0470 00 00 01", "French"))
    hidden = (household.street, household.email, referral.nomination.reference)
    assert [each for each in hidden if each in shown + listed] == []
    noted = HouseholdView.objects.filter(viewer=cast.petra).order_by("pk")
    assert [each.page for each in noted] == ["referral-list", "referral"]


def test_what_is_to_be_answered_comes_first_whatever_its_age(cast: Cast, sign_in: SignIn) -> None:
    ended, accepted, sent = (referred(cast, name) for name in ("Een", "Twee", "Drie"))
    take_step(ended, ReferralStep.DECLINE, Said(outcome="full"), actor=cast.petra)
    take_step(accepted, ReferralStep.ACCEPT, Said(), actor=cast.petra)
    petra = sign_in(cast.petra)

    def listed(query: str = "") -> list[int]:
        rows = petra.get(reverse("referral-list") + query).context["rows"]
        return [row.referral.pk for row in rows]

    assert listed() == [sent.pk, accepted.pk, ended.pk]
    assert listed("?state=open") == [sent.pk, accepted.pk]
    assert listed("?age=14") == []


def test_the_place_accepts_and_finishes_on_a_phone_and_is_offered_no_other_step(
    cast: Cast, sign_in: SignIn
) -> None:
    referral, petra = referred(cast), sign_in(cast.petra)
    page = reverse("referral", args=[referral.pk])
    steps = [step for step in ReferralStep if f"/{step}/" in petra.get(page).text]
    assert steps == [ReferralStep.ACCEPT, ReferralStep.DECLINE]
    withdraw = reverse("referral-step", args=[referral.pk, "withdraw"])
    assert petra.post(withdraw, {"outcome": "elsewhere"}).status_code == 409
    petra.post(reverse("referral-step", args=[referral.pk, "accept"]))
    petra.post(reverse("referral-step", args=[referral.pk, "finish"]), {"outcome": "helped"})
    assert "Helped as asked" in petra.get(page).text
    assert petra.get(reverse("referral-step", args=[referral.pk, "nonsense"])).status_code == 404


def test_a_coordinator_finds_those_without_a_place_by_reference_and_chooses_one(
    cast: Cast, sign_in: SignIn
) -> None:
    Organisation.objects.update(training_communes=[])
    it = make_nomination(cast.paula, surname="Geheim")
    paula, anna = sign_in(cast.paula), sign_in(cast.anna)
    refused = paula.post(
        reverse("nomination-refer", args=[it.reference]), {"service": "training"}, follow=True
    )
    assert "Nobody offers this near: tell a coordinator" in refused.text
    listed = anna.get(reverse("referral-list") + "?state=nowhere").text
    assert (it.reference in listed, "Geheim" in listed) == (True, False)
    assert not HouseholdView.objects.filter(viewer=cast.anna).exists()
    Organisation.objects.filter(code="EPN").update(training_communes=["21004"])
    step = reverse("referral-step", args=[Referral.objects.get().pk, "direct"])
    anna.post(step, {"organisation": cast.petra.organisation_id})
    shown = anna.get(reverse("referral", args=[Referral.objects.get().pk])).text
    assert "in the same region, not in the household" in shown


@pytest.mark.parametrize("stands", [True, False])
def test_the_receipt_names_the_place_while_the_referral_stands_and_never_changes(
    cast: Cast, *, stands: bool
) -> None:
    it = make_nomination(cast.paula)
    RequestLine.objects.filter(nomination=it).update(internet="mobile")
    if not stands:
        referral = refer(it, Service.CONNECTION, Said(), actor=cast.paula)
        said = Said(outcome="not_wanted")
        take_step(referral, ReferralStep.WITHDRAW, said, actor=cast.paula)
    allocation = make_allocation(cast.anna, it, make_ready(cast.tom, cast.vera))
    make_handover(allocation, cast.tom)
    issued = bytes(Receipt.objects.get().pdf or b"")
    words = text_of(issued, "application/pdf")
    named = ("Aide à la connexion internet" in words, "EPN de la Gare, Rue Inventée 1" in words)
    assert named == (stands, stands)
    for each in Referral.objects.open():
        take_step(each, ReferralStep.WITHDRAW, Said(outcome="elsewhere"), actor=cast.paula)
    assert bytes(Receipt.objects.get().pdf or b"") == issued
    assert Nomination.objects.get().state == "served"
