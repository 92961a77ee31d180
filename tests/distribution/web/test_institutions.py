"""The pages of nominations for institutions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.test import Client
from django.urls import reverse

from distribution.allocations.allocating import allocate
from distribution.institutions.quota import set_quota
from distribution.models import HouseholdView, Institution, Nomination
from refurb.accounts.models import Membership
from tests.cast import Cast
from tests.makers import make_institution, make_ready

SignIn = Callable[[Membership], Client]
ADD = "/institutions/add/"


def answers(**changes: Any) -> dict[str, Any]:
    return {
        "name": "Bibliothèque Inventée",
        "kind": "library",
        "enterprise_number": "0403.019.261",
        "street": "Rue Imaginaire 40",
        "postcode": "1030",
        "language": "nl",
        "email": "library@example.org",
        "machines": "3",
        "first_kind": "desktop",
        "second_kind": "all_in_one",
        "spec_class": "standard",
        "keyboard": "be_azerty",
        "system_language": "fr",
    } | changes


def test_a_service_nominates_a_library_which_waits_at_the_end_of_its_list(
    cast: Cast, sign_in: SignIn
) -> None:
    make_institution(cast.olga, name="École Inventée")
    answer = sign_in(cast.paula).post(ADD, answers(), follow=True)
    found = Nomination.institutions.get(organisation=cast.paula.organisation)
    assert answer.redirect_chain == [(reverse("institution", args=[found.reference]), 302)]
    assert found.reference.startswith("NI-")  # IN-… is a row of machines being unpacked
    page = answer.content.decode()
    assert "Place 2 in the list of institutions, in the order of submission." in page
    library = Institution.objects.get(nominations=found)
    assert (library.name, library.commune, library.enterprise_number, library.language) == (
        "Bibliothèque Inventée",
        "21015",
        "0403019261",
        "nl",
    )
    columns = ("number", "state", "kinds", "spec_class", "keyboard", "system_language")
    need = ("waiting", ["desktop", "all_in_one"], "standard", "be_azerty", "fr")
    assert list(found.lines.order_by("number").values_list(*columns)) == [
        (1, *need),
        (2, *need),
        (3, *need),
    ]


def test_a_second_nomination_of_the_library_says_what_is_known_of_it_now(
    cast: Cast, sign_in: SignIn
) -> None:
    browser = sign_in(cast.paula)
    browser.post(ADD, answers())
    assert browser.post(ADD, answers(email="new@example.org")).status_code == 302
    assert list(Institution.objects.values_list("email", flat=True)) == ["new@example.org"]
    assert Nomination.institutions.count() == 2


def test_what_can_not_be_true_of_an_institution_is_said_at_its_field(
    cast: Cast, sign_in: SignIn
) -> None:
    wrong = answers(
        name="Bibliothèque 85.07.30-033.28",
        enterprise_number="0403.019.262",
        postcode="0001",
        machines="31",
    )
    answer = sign_in(cast.paula).post(ADD, wrong)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {
        "name",
        "enterprise_number",
        "postcode",
        "machines",
    }
    assert Nomination.institutions.count() == 0


def test_the_list_shows_a_service_its_own_institutions_with_their_place_among_all(
    cast: Cast, sign_in: SignIn
) -> None:
    make_institution(cast.olga, name="École Secrète")
    own = make_institution(cast.paula)
    answer = sign_in(cast.paula).get(reverse("institution-list"))
    assert [(row.nomination, row.place) for row in answer.context["rows"]] == [(own, 2)]
    assert "École Secrète" not in answer.content.decode()
    everything = sign_in(cast.anna).get(reverse("institution-list"), {"q": "secrète"})
    assert [row.place for row in everything.context["rows"]] == [1]


def test_a_nomination_is_withdrawn_for_a_reason_and_only_by_its_service(
    cast: Cast, sign_in: SignIn
) -> None:
    own = make_institution(cast.paula)
    url = reverse("institution-withdraw", args=[own.reference])
    assert sign_in(cast.olga).post(url, {"because": "mistake"}).status_code == 404
    assert sign_in(cast.anna).post(url, {"because": "mistake"}).status_code == 403
    browser = sign_in(cast.paula)
    assert browser.post(url, {"because": "no_agreement"}).status_code == 422
    page = browser.post(url, {"because": "mistake"}, follow=True).content.decode()
    assert "Entered by mistake" in page
    assert browser.post(url, {"because": "mistake"}).status_code == 409


def test_only_a_coordinator_takes_an_institution_off_the_list(cast: Cast, sign_in: SignIn) -> None:
    own = make_institution(cast.paula)
    url = reverse("institution-refuse", args=[own.reference])
    assert sign_in(cast.paula).post(url, {"because": "not_public"}).status_code == 403
    browser = sign_in(cast.anna)
    assert f'href="{url}"' in browser.get(reverse("institution", args=[own.reference])).text
    assert browser.post(url, {"because": "found_elsewhere"}).status_code == 422
    page = browser.post(url, {"because": "not_public"}, follow=True).text
    assert "It does not open machines to everybody" in page
    assert f'href="{url}"' not in page
    assert "A coordinator took it off" in sign_in(cast.paula).get(reverse("notice-list")).text


def test_the_handover_of_a_machine_of_an_institution_asks_who_signs_and_for_no_mandate(
    cast: Cast, sign_in: SignIn
) -> None:
    library = make_institution(cast.paula)
    set_quota(1, "agreed with the services", actor=cast.anna)
    device = make_ready(cast.tom, cast.lea, kind="desktop")
    allocation = allocate(library.lines.get(number=1), device, reason="turn", actor=cast.anna)
    page = sign_in(cast.tom).get(reverse("handover", args=[allocation.pk]))
    content = page.content.decode()
    assert page.context["form"]["receiver_name"].value() == ""
    assert "For Bibliothèque Inventée: the receipt is made out to it" in content
    assert 'name="is_proxy"' not in content
    assert not HouseholdView.objects.exists()


def test_the_reference_of_an_institution_leads_to_its_page_from_wherever_it_stands(
    cast: Cast, sign_in: SignIn
) -> None:
    library = make_institution(cast.paula)
    answer = sign_in(cast.anna).get(reverse("nomination", args=[library.reference]))
    assert answer.headers["Location"] == reverse("institution", args=[library.reference])
    there = sign_in(cast.olga).get(answer.headers["Location"])
    assert there.status_code == 404


def test_a_coordinator_sets_the_quota_with_a_reason_which_stays_to_be_read(
    cast: Cast, sign_in: SignIn
) -> None:
    browser = sign_in(cast.anna)
    url = reverse("institution-quota")
    assert browser.post(url, {"machines": "3", "reason": ""}).status_code == 422
    assert browser.post(url, {"machines": "3", "reason": "one in twenty"}).status_code == 302
    assert "one in twenty" in browser.get(url).content.decode()
    page = sign_in(cast.paula).get(reverse("institution-list")).content.decode()
    assert "Institutions may have 3 machines this quarter." in page


def test_a_postcode_of_two_communes_asks_which(cast: Cast, sign_in: SignIn) -> None:
    browser = sign_in(cast.paula)
    part = browser.get(ADD, {"postcode": "1050"}, headers={"HX-Request": "true"})
    assert "21004" in part.content.decode()
    assert browser.post(ADD, answers(postcode="1050")).status_code == 422
    assert browser.post(ADD, answers(postcode="1050", commune="21009")).status_code == 302
    assert Institution.objects.get().commune == "21009"
