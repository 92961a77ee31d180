"""Organisations: adding, changing, enterprise numbers."""

from __future__ import annotations

import pytest
from django.forms import ValidationError
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from refurb.accounts.models import Organisation
from refurb.accounts.offers import Service, nearest
from refurb.accounts.web.forms.organisations import enterprise_number
from refurb.audit.models import Entry
from tests.cast import Cast, make_organisation

FILLED = {
    "code": "vis",
    "name": "Les Vis Inventées",
    "legal_name": "Les Vis Inventées ASBL",
    "enterprise_number": "",
    "is_workshop": "on",
    "street": "Rue Inventée 2",
    "postcode": "1030",
    "languages": ["fr", "nl"],
    "quota": "",
    "protection_role": "joint",
}


def with_check_digits(first_eight: int) -> str:
    return f"{first_eight:08d}{97 - first_eight % 97:02d}"


@given(st.integers(2_000_000, 19_999_999))
def test_a_number_with_its_check_digits_is_kept_as_ten_digits(first_eight: int) -> None:
    number = with_check_digits(first_eight)
    written = f"BE {number[:4]}.{number[4:7]}.{number[7:]}"
    assert enterprise_number(written) == number


@given(st.integers(100_000, 1_999_999))
def test_a_number_below_the_first_one_is_refused(first_eight: int) -> None:
    with pytest.raises(ValidationError) as refusal:
        enterprise_number(with_check_digits(first_eight))
    assert refusal.value.code in {"too_low", "unknown"}


@pytest.mark.parametrize("typed", ["1", "0400000000", "BE04", "0٤00000049", "x" * 20])
def test_what_is_no_enterprise_number_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        enterprise_number(typed)


def test_an_administrator_adds_an_organisation_and_changes_it(client: Client, cast: Cast) -> None:
    client.force_login(cast.ada.user)
    answer = client.post(reverse("organisation-add"), FILLED)
    assert answer.headers["Location"] == reverse("organisation", args=["VIS"])
    made = Organisation.objects.get(code="VIS")
    assert (made.commune, made.languages, made.protection_role) == ("21015", ["fr", "nl"], "joint")
    number = with_check_digits(4_000_001)
    changed = FILLED | {"postcode": "1000", "enterprise_number": number}
    assert client.post(reverse("organisation-edit", args=["VIS"]), changed).status_code == 302
    made.refresh_from_db()
    assert (made.commune, made.enterprise_number) == ("21004", number)
    entry = Entry.objects.get(verb="organisation.changed")
    assert entry.facts == {"particulars": ["commune", "enterprise_number", "postcode"]}
    assert entry.sentence == ("changed the organisation VIS: Commune, Enterprise number, Postcode")


@pytest.mark.parametrize(
    "wrong",
    [
        {"code": "ATELIER"},
        {"code": "A B"},
        {"is_workshop": ""},
        {"postcode": "9999"},
        {"postcode": "1050"},  # of two communes
        {"languages": []},
        {"languages": ["xx"]},
        {"quota": "-1"},
        {"protection_role": "owner"},
        {"enterprise_number": "0123456789"},
    ],
)
def test_what_cannot_be_is_explained(client: Client, cast: Cast, wrong: dict[str, object]) -> None:
    client.force_login(cast.ada.user)
    assert client.post(reverse("organisation-add"), FILLED | wrong).status_code == 422
    assert not Organisation.objects.filter(name="Les Vis Inventées").exists()


def test_the_communes_of_an_offer_are_typed_by_name_and_kept_by_code(
    client: Client, cast: Cast
) -> None:
    client.force_login(cast.petra.user)
    page = reverse("organisation-offers", args=["EPN"])
    filled = {"training_communes": "Schaarbeek\r\n\r\n21014\r\nSCHAERBEEK"}
    client.post(page, filled)
    kept = Organisation.objects.get(code="EPN")
    assert (kept.training_communes, kept.connection_communes) == (["21014", "21015"], [])
    assert "Schaerbeek / Schaarbeek" in client.get(page).text
    client.post(page, filled)
    assert Entry.objects.get(verb="organisation.changed").facts == {
        "particulars": ["training_communes"]
    }
    client.force_login(cast.anna.user)
    assert "Schaerbeek / Schaarbeek" in client.get(reverse("organisation", args=["EPN"])).text
    refused = client.post(page, {"connection_communes": "Atlantis"})
    assert (refused.status_code, "No commune is called “Atlantis”." in refused.text) == (422, True)


def test_a_commune_that_was_merged_away_is_named_as_gone_and_goes_when_saved(
    client: Client, cast: Cast
) -> None:
    Organisation.objects.filter(code="EPN").update(connection_communes=["99999", "21015"])
    client.force_login(cast.anna.user)
    shown = client.get(reverse("organisation", args=["EPN"]))
    assert (shown.status_code, "99999 (no longer exists)" in shown.text) == (200, True)
    page = reverse("organisation-offers", args=["EPN"])
    form = client.get(page).context["form"]
    assert form.gone == ["99999"]
    client.post(page, {"connection_communes": form["connection_communes"].value()})
    assert Organisation.objects.get(code="EPN").connection_communes == ["21015"]


def test_who_sets_offers_is_of_the_organisation_or_sees_all(client: Client, cast: Cast) -> None:
    seen = {}
    for name in ("petra", "paula", "anna", "ada", "lea", "tom", "augustin"):
        client.force_login(getattr(cast, name).user)
        pages = [reverse("organisation-offers", args=[code]) for code in ("EPN", "ECOLE")]
        seen[name] = [client.get(page).status_code for page in pages]
    assert seen == {
        "petra": [200, 404],
        "paula": [404, 200],
        "anna": [200, 200],
        "ada": [200, 200],
        "lea": [403, 403],
        "tom": [403, 403],
        "augustin": [403, 403],
    }


def near(service: Service, commune: str) -> tuple[str, bool] | None:
    found = nearest(service, commune)
    return (found.organisation.code, found.in_commune) if found else None


def test_nearest_is_who_is_there_itself_or_else_first_by_name(cast: Cast) -> None:
    make_organisation("Z", "Zinc", is_partner=True, commune="21004", training_communes=["21004"])
    both = ["21004", "21015"]
    make_organisation("B", "Bois", is_partner=True, commune="21009", training_communes=both)
    make_organisation("A", "Argile", is_partner=True, commune="21009", training_communes=["21009"])
    found = [near(Service.TRAINING, commune) for commune in ("21004", "21015", "21009")]
    assert found == [("Z", True), ("B", True), ("A", True)]
    assert near(Service.CONNECTION, "21004") is None


def test_where_nobody_offers_it_the_same_region_does_its_own_district_first(cast: Cast) -> None:
    def offer(code: str, communes: list[str], **what: bool) -> None:
        make_organisation(
            code, code, **(what or {"is_partner": True}), connection_communes=communes
        )

    offer("ANTWERP", ["11002"])
    offer("GHENT", ["44021"])
    offer("GONE", ["99999"])
    offer("ATELIER2", ["21004"], is_workshop=True)  # nobody there may know a household
    found = [near(Service.CONNECTION, commune) for commune in ("44013", "11001", "71004")]
    assert found == [("GHENT", False), ("ANTWERP", False), ("ANTWERP", False)]
    assert (near(Service.CONNECTION, "21004"), near(Service.CONNECTION, "62063")) == (None, None)


def test_a_postcode_of_two_communes_asks_which(client: Client, cast: Cast) -> None:
    client.force_login(cast.ada.user)
    chosen = FILLED | {"postcode": "1050", "commune": "21009"}
    assert client.post(reverse("organisation-add"), chosen).status_code == 302
    assert Organisation.objects.get(code="VIS").commune == "21009"


def test_an_organisation_stays_what_somebody_there_needs_it_to_be(
    client: Client, cast: Cast
) -> None:
    client.force_login(cast.ada.user)
    url = reverse("organisation-edit", args=["ATELIER"])
    turned = FILLED | {"is_workshop": "", "is_partner": "on"}
    assert client.post(url, turned).status_code == 409
    assert Organisation.objects.get(code="ATELIER").is_workshop


def test_who_reads_and_writes_organisations(client: Client, cast: Cast) -> None:
    pages = {
        "list": reverse("organisation-list"),
        "own": reverse("organisation", args=["ATELIER"]),
        "other": reverse("organisation", args=["ECOLE"]),
        "edit": reverse("organisation-edit", args=["ATELIER"]),
    }
    seen = {}
    for name in ("ada", "anna", "lea", "tom"):
        client.force_login(getattr(cast, name).user)
        seen[name] = {page: client.get(url).status_code for page, url in pages.items()}
    assert seen == {
        "ada": {"list": 200, "own": 200, "other": 200, "edit": 200},
        "anna": {"list": 200, "own": 200, "other": 200, "edit": 403},
        "lea": {"list": 403, "own": 200, "other": 404, "edit": 403},
        "tom": {"list": 403, "own": 403, "other": 403, "edit": 403},
    }


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_any_number_of_organisations(
    client: Client, cast: Cast, count: int, django_assert_num_queries: object
) -> None:
    for number in range(count):
        make_organisation(f"O{number}", f"O{number}", is_partner=True)
    client.force_login(cast.ada.user)
    with django_assert_num_queries(3):  # type: ignore[operator]
        client.get(reverse("organisation-list"))


def test_the_list_is_searched_by_name_and_sort(client: Client, cast: Cast) -> None:
    client.force_login(cast.ada.user)

    def codes(query: str) -> list[str]:
        rows = client.get(reverse("organisation-list") + query).context["rows"]
        return [each.code for each, _commune in rows]

    assert codes("?q=atel") == ["ATELIER"]
    assert codes("?sort_of=is_partner") == ["EPN"]
    assert codes("?q=nothing") == []
