"""Help: each role's guide, read on the site."""

import re

import pytest
from django.test import Client

from refurb.accounts.roles import Role
from refurb.guides.reading import LANGUAGES, guide_path, read_guide
from tests.cast import Cast


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("role", Role)
def test_each_role_has_a_guide_with_a_title_and_pictures(role: Role, language: str) -> None:
    guide = read_guide(role, language)
    assert guide.title != ""
    assert "<h1" not in guide.body
    assert f'src="/static/guides/{language}/' in guide.body
    pictures = guide_path(role, language).read_text().count("![")
    assert guide.body.count("<img ") == pictures
    assert re.findall(r'alt=""', guide.body) == []


def test_the_guides_of_both_languages_have_the_same_parts() -> None:
    for role in Role:
        french, dutch = (read_guide(role, language).body for language in LANGUAGES)
        for part in ("<h2>", "<li>", "<img "):
            assert (role, french.count(part)) == (role, dutch.count(part))


@pytest.mark.django_db
def test_a_visitor_chooses_a_role(client: Client) -> None:
    shown = client.get("/help/").content.decode()
    assert [role for role in Role if f"/help/{role}/" not in shown] == []
    assert client.get("/help/volunteer/").status_code == 200
    assert client.get("/help/nobody/").status_code == 404


def test_help_is_the_guide_of_the_role_one_acts_under(cast: Cast, client: Client) -> None:
    cast.petra.user.language = "nl"
    cast.petra.user.save()
    client.force_login(cast.petra.user)
    shown = client.get("/help/").content.decode()
    assert read_guide(Role.PARTNER_AGENT, "nl").title in shown
    assert "The guides are written in French and Dutch so far." not in shown


def test_a_reader_of_another_language_is_told_and_may_choose(cast: Cast, client: Client) -> None:
    client.force_login(cast.tom.user)
    shown = client.get("/help/").content.decode()
    assert "The guides are written in French and Dutch so far." in shown
    assert '<article class="guide prose" lang="fr">' in shown
    dutch = client.get("/help/volunteer/?language=nl").content.decode()
    assert '<article class="guide prose" lang="nl">' in dutch
