"""The pages of the policy: written, looked at ahead, published, compared, and read by anybody."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from distribution.models import Policy, PolicyDraft, RequestLine
from distribution.policy import previewing
from distribution.policy.drafting import start_draft
from distribution.public_figures import public_figures
from distribution.web.communes import read_lines, write_lines
from refurb.accounts.models import Membership
from refurb.accounts.roles import Role
from refurb.jobs.models import Job
from tests.cast import Cast, make_member
from tests.makers import make_allocation, make_handover, make_nomination, make_ready

SignIn = Callable[[Membership], Client]
DRAFT = "/policies/draft/"


@pytest.fixture(autouse=True)
def forget_figures() -> Iterator[None]:
    """Count anew: the public page keeps its figures for an hour."""
    cache.clear()
    yield
    cache.clear()


def filled_in(client: Client, url: str, **changes: object) -> dict[str, object]:
    """Give the form of a page as it stands, with some fields changed."""
    form = client.get(url).context["form"]
    return {name: form[name].value() for name in form.fields} | changes


def test_a_coordinator_changes_points_words_and_communes_looks_ahead_and_publishes(
    cast: Cast, policy: None, sign_in: SignIn
) -> None:
    anna = sign_in(cast.anna)
    make_nomination(cast.paula, no_computer_at_home=True)
    parent = make_nomination(cast.paula, single_parent=True)
    anna.post(f"{DRAFT}start/")
    for page, changes in (
        ("points/", {"points-single_parent": 40}),
        ("words/project/", {"sentence_nl": "Er komt een examen aan."}),
        ("communes/", {"communes": "Namur 4\n21012: 7"}),
        ("services/", {f"service-{cast.olga.organisation.code}": 6}),
    ):
        answer = anna.post(f"{DRAFT}{page}", filled_in(anna, f"{DRAFT}{page}", **changes))
        assert (answer.status_code, answer.headers["Location"]) == (302, DRAFT)
    said = anna.get(DRAFT).content.decode()
    assert "Points for “Single parent”: 40 instead of 5." in said
    assert "Points for living in Namur: 4 instead of 0." in said
    name = cast.olga.organisation.name
    assert f"Points for households of {name}: 6 instead of 0." in said
    assert f"/nominations/{parent.reference}/" in anna.get(f"{DRAFT}preview/").content.decode()
    reason = {"reason": "Parents alone wait longest."}
    answer = anna.post(f"{DRAFT}publish/", filled_in(anna, f"{DRAFT}publish/", **reason))
    assert answer.headers["Location"] == f"/tasks/{Job.objects.get().pk}/"
    assert "2 of 2" in anna.get(answer.headers["Location"]).content.decode()
    newest = Policy.objects.get(version=2)
    assert newest.need_by_commune == {"92094": 4, "21012": 7}
    assert newest.balance_by_service == {cast.olga.organisation.code: 6}
    assert newest.criteria.get(code="project").sentence_nl == "Er komt een examen aan."


def test_a_long_list_is_compared_as_a_task_for_the_revision_that_was_asked_about(
    cast: Cast, policy: None, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(previewing, "AT_ONCE", 1)
    anna, page = sign_in(cast.anna), f"{DRAFT}preview/"
    make_nomination(cast.paula, no_computer_at_home=True)
    parent = make_nomination(cast.paula, single_parent=True)
    anna.post(f"{DRAFT}start/")
    for points, nearer in ((40, True), (5, False)):
        new = {"points-single_parent": points, "month": 3}
        anna.post(f"{DRAFT}points/", filled_in(anna, f"{DRAFT}points/", **new))
        assert "Work it out" in anna.get(page).content.decode()
        answer = anna.post(page)
        assert page in anna.get(answer.headers["Location"]).content.decode()
        said = anna.get(page).content.decode()
        assert (f"/nominations/{parent.reference}/" in said) == nearer
    said = anna.get(f"{DRAFT}publish/").content.decode()
    assert "2 lines are waiting." in said


def test_the_second_of_two_writers_keeps_what_was_typed_and_reads_who_was_faster(
    cast: Cast, policy: None, sign_in: SignIn
) -> None:
    bert = sign_in(make_member("Bert", Role.COORDINATOR, cast.anna.organisation))
    anna = sign_in(cast.anna)
    anna.post(f"{DRAFT}start/")
    both = [filled_in(who, f"{DRAFT}points/") for who in (anna, bert)]
    bert.post(f"{DRAFT}points/", both[1] | {"points-project": 9})
    answer = anna.post(f"{DRAFT}points/", both[0] | {"points-project": 3, "month": 4})
    said = answer.content.decode()
    assert answer.status_code == 409
    assert "Bert changed the draft on" in said
    assert "(points), after you had opened it" in said
    assert 'value="3"' in said
    assert PolicyDraft.objects.get().content["points_per_month"] == 2


@pytest.mark.parametrize(
    ("page", "changes"),
    [
        ("points/", {"month": 0}),
        ("points/", {"points-project": -1}),
        ("words/waiting/", {"sentence_fr": "Depuis longtemps."}),
        ("words/project/", {"sentence_fr": "Dans %(count)s mois."}),
        ("words/project/", {"name_de": "  "}),
        ("communes/", {"communes": "Atlantis 4"}),
        ("publish/", {"reason": ""}),
    ],
)
def test_what_no_policy_may_say_is_refused_at_its_field(
    cast: Cast, policy: None, sign_in: SignIn, page: str, changes: dict[str, object]
) -> None:
    anna = sign_in(cast.anna)
    anna.post(f"{DRAFT}start/")
    before = PolicyDraft.objects.get().content
    answer = anna.post(f"{DRAFT}{page}", filled_in(anna, f"{DRAFT}{page}", **changes))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == list(changes)
    assert PolicyDraft.objects.get().content == before


def test_a_page_of_a_draft_that_is_gone_leads_to_where_one_is_started(
    cast: Cast, policy: None, sign_in: SignIn
) -> None:
    anna = sign_in(cast.anna)
    for page in ("points/", "words/project/", "communes/", "preview/", "publish/", "discard/"):
        assert anna.get(f"{DRAFT}{page}").headers["Location"] == DRAFT
    assert "There is no draft" in anna.get(DRAFT).content.decode()
    anna.post(f"{DRAFT}start/")
    anna.post(f"{DRAFT}discard/", filled_in(anna, f"{DRAFT}discard/"))
    assert not PolicyDraft.objects.exists()


def test_versions_are_read_and_compared_by_whoever_sees_policies(
    cast: Cast, policy: None, sign_in: SignIn
) -> None:
    anna = sign_in(cast.anna)
    for points in (6, 7):
        anna.post(f"{DRAFT}start/")
        new = {"points-project": points}
        anna.post(f"{DRAFT}points/", filled_in(anna, f"{DRAFT}points/", **new))
        why = {"reason": f"To {points}."}
        anna.post(f"{DRAFT}publish/", filled_in(anna, f"{DRAFT}publish/", **why))
    for reader in (cast.augustin, cast.paula, cast.ada):
        client = sign_in(reader)
        said = client.get("/policies/versions/").content.decode()
        assert said.index("To 7.") < said.index("To 6.")
        assert ": 7 instead of 6." in client.get("/policies/3/").content.decode()
        assert ": 7 instead of 5." in client.get("/policies/3/?since=1").content.decode()
        assert ": 7 instead of 6." in client.get("/policies/3/?since=0x").content.decode()
        assert client.get("/policies/9/").status_code == 404
        assert "/policies/draft/" not in client.get("/policies/").content.decode()


def test_versions_cost_the_same_for_one_and_for_three(cast: Cast, sign_in: SignIn) -> None:
    auditor, costs = sign_in(cast.augustin), []
    for version in (1, 2, 3):
        Policy.objects.create(
            version=version, points_per_month=2, reason="why", published_by=cast.anna
        )
        auditor.get("/policies/versions/")  # also reads what is then kept
        with CaptureQueriesContext(connection) as found:
            auditor.get("/policies/versions/")
        costs.append(len(found))
    assert costs[0] == costs[2] <= 5


def test_communes_are_read_by_code_or_by_name_in_any_language_and_wrong_ones_named() -> None:
    pasted = "62063 Liège: 5\nAnvers\t3\nsint jans molenbeek; 7\n\nEupen = 2\nBruxelles / Brussel 1"
    found = read_lines(pasted)
    assert (found.need, found.faults) == (
        {"62063": 5, "11002": 3, "21012": 7, "63023": 2, "21004": 1},
        [],
    )
    assert read_lines(write_lines(found.need)).need == found.need
    wrong = read_lines("Atlantis 4\nNamur\nNamur 4\nNamen 5\nGent 9999\nLuik 0")
    assert [fault.code for fault in wrong.faults] == [
        "commune_unknown",
        "points_missing",
        "commune_twice",
        "too_many_points",
    ]
    assert wrong.need == {"92094": 4}


def test_anybody_reads_the_rule_and_figures_of_which_small_ones_are_hidden(
    cast: Cast, policy: None
) -> None:
    for _number in range(6):
        make_nomination(cast.paula)
    make_nomination(cast.paula, kinds=("desktop",))
    long_ago = timezone.now() - timedelta(days=100)
    RequestLine.objects.filter(pk__in=RequestLine.objects.values("pk")[:4]).update(
        waiting_since=long_ago
    )
    given = make_allocation(cast.anna, make_nomination(cast.paula), make_ready(cast.tom, cast.vera))
    make_handover(given, cast.tom)
    figures = public_figures()
    assert (dict(figures.waiting.cells), figures.waiting.total) == (
        {"laptop": 6, "desktop": None},
        None,
    )
    assert (dict(figures.months), dict(figures.delivered.cells)) == (
        {"laptop": 3},
        {"laptop": None},
    )
    stranger = Client()
    for language, title in (
        ("fr", "Qui reçoit un ordinateur en premier"),
        ("nl", "Wie krijgt eerst een computer"),
        ("de", "Wer bekommt zuerst einen Computer"),
        ("en", "Who gets a computer first"),
    ):
        said = stranger.get("/priority/", headers={"accept-language": language}).content.decode()
        assert title in said
        assert ">&lt; 5<" in said
    assert "/priority/" in stranger.get("/accounts/login/").content.decode()


def test_the_draft_is_on_no_page_of_those_who_do_not_write_it(
    cast: Cast, policy: None, sign_in: SignIn
) -> None:
    start_draft(actor=cast.anna)
    for reader in (cast.augustin, cast.ada, cast.paula):
        client = sign_in(reader)
        assert client.get(DRAFT).status_code == 403
        assert client.post(f"{DRAFT}start/").status_code == 403
