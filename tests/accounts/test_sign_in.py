"""Signing in, switching, choosing a language."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import translation

from refurb.accounts.acting import SESSION_KEY
from refurb.accounts.models import Membership
from refurb.accounts.roles import Role
from tests.cast import PASSWORD, Cast


@pytest.fixture
def tom(cast: Cast) -> Membership:
    cache.clear()  # the throttles count for every test of this process
    cast.tom.user.set_password(PASSWORD)
    cast.tom.user.save()
    return cast.tom


def test_one_signs_in_by_email_in_any_case(client: Client, tom: Membership) -> None:
    answer = client.post(
        reverse("account_login"), {"login": "TOM@example.org", "password": PASSWORD}
    )
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/"
    page = client.get("/")
    assert b"Tom" in page.content
    assert list(page.context["messages"]) == []
    left = client.post(reverse("account_logout"), follow=True)
    assert [str(each) for each in left.context["messages"]] == ["You are logged out."]


def test_a_wrong_password_says_so_and_lets_nobody_in(client: Client, tom: Membership) -> None:
    answer = client.post(reverse("account_login"), {"login": "tom@example.org", "password": "no"})
    assert b"The e-mail address or the password is wrong." in answer.content
    assert client.get("/").status_code == 302


def test_a_closed_account_lets_nobody_in(client: Client, tom: Membership) -> None:
    tom.user.is_active = False
    tom.user.save()
    client.post(reverse("account_login"), {"login": "tom@example.org", "password": PASSWORD})
    assert client.get("/").status_code == 302


def test_an_account_closed_meanwhile_is_out_at_the_next_page(client: Client, cast: Cast) -> None:
    client.force_login(cast.tom.user)
    assert client.get("/").status_code == 200
    cast.tom.user.is_active = False
    cast.tom.user.save()
    assert client.get("/").status_code == 302


def test_after_ten_wrong_passwords_the_door_stays_shut_for_a_while(
    client: Client, tom: Membership
) -> None:
    url = reverse("account_login")
    for _attempt in range(11):
        client.post(url, {"login": "tom@example.org", "password": "no"})
    answer = client.post(url, {"login": "tom@example.org", "password": PASSWORD})
    assert answer.status_code != 302
    assert "Too many attempts. Wait some minutes, then try again." in answer.content.decode()


def test_somebody_without_a_membership_may_enter_nothing(client: Client, cast: Cast) -> None:
    Membership.objects.filter(pk=cast.tom.pk).delete()
    client.force_login(cast.tom.user)
    assert client.get("/").status_code == 403


def test_one_acts_under_one_membership_and_may_switch(client: Client, cast: Cast) -> None:
    second = Membership.objects.create(
        user=cast.tom.user, role=Role.PARTNER_AGENT, organisation=cast.petra.organisation
    )
    client.force_login(cast.tom.user)
    assert client.get("/").context["actor"] == cast.tom
    client.post(reverse("switch"), {"membership": second.pk})
    assert client.get("/").context["actor"] == second


@pytest.mark.parametrize("typed", ["", "0", "x", "9" * 30, "\x00"])
def test_nobody_switches_to_a_membership_of_another(client: Client, cast: Cast, typed: str) -> None:
    client.force_login(cast.tom.user)
    for choice in (typed, str(cast.anna.pk)):
        answer = client.post(reverse("switch"), {"membership": choice}, follow=True)
        assert answer.status_code == 200
        assert SESSION_KEY not in client.session


def test_an_ended_membership_is_not_acted_under(client: Client, cast: Cast) -> None:
    client.force_login(cast.tom.user)
    session = client.session
    session[SESSION_KEY] = cast.anna.pk
    session.save()
    assert client.get("/").context["actor"] == cast.tom


def test_a_visitor_chooses_the_language_of_the_log_in_page(client: Client, db: None) -> None:
    client.post(reverse("set_language"), {"language": "nl", "next": reverse("account_login")})
    assert b'lang="nl"' in client.get(reverse("account_login")).content


def test_a_user_keeps_the_language_they_chose(client: Client, cast: Cast) -> None:
    client.force_login(cast.tom.user)
    client.post(reverse("set_language"), {"language": "de", "next": "/"})
    cast.tom.user.refresh_from_db()
    assert cast.tom.user.language == "de"
    assert b'lang="de"' in client.get("/").content


def test_the_language_form_leads_to_no_other_site(client: Client, db: None) -> None:
    answer = client.post(
        reverse("set_language"), {"language": "nl", "next": "https://evil.example/"}
    )
    assert answer.headers["Location"] == "/"


def test_settings_are_saved_and_wrong_ones_explained(client: Client, cast: Cast) -> None:
    client.force_login(cast.tom.user)
    url = reverse("settings")
    good = client.post(url, {"name": "Tom R.", "language": "fr", "theme": "dark"})
    bad = client.post(url, {"name": "", "language": "xx", "theme": "pink"})
    cast.tom.user.refresh_from_db()
    assert (good.status_code, bad.status_code) == (302, 422)
    assert (cast.tom.user.name, cast.tom.user.theme) == ("Tom R.", "dark")


@pytest.mark.django_db
@pytest.mark.parametrize("url", ["/accounts/login/", "/accounts/reset/"])
def test_the_first_pages_name_the_address_as_all_others_do(client: Client, url: str) -> None:
    page = client.get(url, headers={"accept-language": "fr"}).content.decode()
    assert "E-mail" in page
    assert "Courriel" not in page


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", "Ce mot de passe est trop court. Il lui faut au moins 12 caractères."),
        ("nl", "Dit wachtwoord is te kort. Het moet minstens 12 tekens tellen."),
        ("de", "Dieses Passwort ist zu kurz. Es braucht mindestens 12 Zeichen."),
    ],
)
def test_a_short_password_is_refused_in_the_language_of_the_reader(
    language: str, said: str
) -> None:
    with translation.override(language), pytest.raises(ValidationError) as refusal:
        validate_password("kort")
    assert said in refusal.value.messages
