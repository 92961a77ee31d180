"""Pages of possible duplicates: coordinators decide without names; the services never learn whose.

What could leak is made first: one person, nominated by Paula's school and by Olga's shelter, each
with an address, a phone number and a case reference of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from distribution.models import (
    Allocation,
    Fingerprint,
    Household,
    HouseholdView,
    LikenessBlock,
    Nomination,
    Notice,
    PairDecision,
    PossibleDuplicate,
)
from distribution.nominations.nominating import withdraw
from distribution.runs.confirming import execute_confirmation
from distribution.runs.proposing import execute_run, request_run
from distribution.uniting import Verdict, decide_pair
from distribution.verdicts import PairReason, PairState
from distribution.words import WithdrawReason
from refurb.accounts.models import Membership
from refurb.audit.models import Entry
from tests.api.caller import caller
from tests.cast import Cast
from tests.makers import make_household_of, make_nomination, make_ready

SignIn = Callable[[Membership], Client]
BORN = date(1911, 2, 3)
SECRETS = {
    "ECOLE": ("Zqarkoub", "Zqyoussef", "Zqrue 1", "0400 11 11 11", "Zqcase-ecole"),
    "ABRI": ("Zq Arkoub", "Zqyusuf", "Zqlaan 2", "0400 22 22 22", "Zqcase-abri"),
}
SAME = Verdict(PairState.SAME, PairReason.SERVICES_CONFIRM, "rang both")
# What a social worker may open, export and ask for; with a reference, of one's own nomination.
PAGES = ("home", "nomination-list", "notice-list", "receipt-list", "dashboard", "people", "policy")
EXPORTS = ("nomination-export", "receipt-export")
FILTER = re.compile("<select.*?</select>", re.DOTALL)  # offers every service by its name
OWN_PAGES = ("nomination", "nomination-update", "nomination-notice")


def nominate(actor: Membership) -> Nomination:
    surname, first_name, street, phone, case = SECRETS[actor.organisation.code]
    details = {"birth_date": BORN, "street": street, "phone": phone}
    household = make_household_of(surname, first_name, **details)
    return make_nomination(actor, household=household, case_reference=case)


@pytest.fixture
def pair(cast: Cast, policy: None) -> PossibleDuplicate:
    """Let both services nominate the same person."""
    nominate(cast.paula)
    nominate(cast.olga)
    return PossibleDuplicate.objects.get()


def everything(actor: Membership, browser: Client, own: Nomination) -> str:
    """Read all that somebody of a service may read: pages, files, the API."""
    answers = [browser.get(reverse(name)) for name in PAGES]
    answers += [browser.get(reverse(name, args=[own.reference])) for name in OWN_PAGES]
    answers += [browser.post(reverse(name), {"format": "csv"}) for name in EXPORTS]
    asking = caller(actor)
    for path in ("nominations", f"nominations/{own.reference}", "waiting-list", "stats"):
        answers.append(asking.send("GET", path))
    assert [answer.status_code for answer in answers] == [200] * len(answers)
    read = "".join(answer.getvalue().decode(errors="replace") for answer in answers)
    return FILTER.sub("", read)


def digests() -> list[str]:
    found = [*Fingerprint.objects.values_list("digest", flat=True)]
    found += LikenessBlock.objects.values_list("digest", flat=True)
    return [bytes(each).hex() for each in found]


def test_before_and_after_the_decision_a_service_reads_nothing_of_the_other(
    cast: Cast, pair: PossibleDuplicate, sign_in: SignIn
) -> None:
    actors = {"ECOLE": cast.paula, "ABRI": cast.olga}
    own = {code: Nomination.objects.get(organisation__code=code) for code in actors}
    for decided in (False, True):
        if decided:
            decide_pair(pair, SAME, actor=cast.anna)
        for code, other in (("ECOLE", "ABRI"), ("ABRI", "ECOLE")):
            read = everything(actors[code], sign_in(actors[code]), own[code])
            names = {"ECOLE": "École du Parc", "ABRI": "Abri de Nuit"}
            hidden = [*SECRETS[other], own[other].reference, names[other], pair.reference]
            hidden += ["rang both", *digests()]
            assert [each for each in hidden if each in read] == []
            # What is theirs was read: the page would not hide a leak by being empty.
            assert SECRETS[code][0] in read
            assert own[code].reference in read
    assert PairDecision.objects.count() == 1


def test_each_service_learns_that_it_is_known_and_since_when(
    cast: Cast, pair: PossibleDuplicate, sign_in: SignIn
) -> None:
    decide_pair(pair, SAME, actor=cast.anna)
    today = timezone.localtime(Notice.objects.latest("pk").created_at).strftime("%d/%m/%Y")
    told = [sign_in(each).get(reverse("notice-list")).text for each in (cast.paula, cast.olga)]
    assert f"nominated already, since {today}. This nomination goes on" in told[0]
    assert f"nominated already, since {today}: this nomination is closed" in told[1]


@pytest.mark.parametrize("who", ["paula", "olga", "tom", "lea", "petra", "augustin", "ada"])
def test_pairs_are_for_coordinators_alone(
    cast: Cast, pair: PossibleDuplicate, sign_in: SignIn, who: str
) -> None:
    browser = sign_in(getattr(cast, who))
    for address in (
        reverse("duplicate-list"),
        reverse("duplicate", args=[pair.pk]),
        reverse("duplicate-names", args=[pair.pk]),
    ):
        assert browser.get(address).status_code == 403
    assert list(PossibleDuplicate.objects.visible_to(getattr(cast, who))) == []


def test_a_pair_is_shown_by_initials_until_it_is_opened_and_that_is_noted(
    cast: Cast, pair: PossibleDuplicate, sign_in: SignIn
) -> None:
    anna = sign_in(cast.anna)
    pages = [
        anna.get(reverse("duplicate-list")).text,
        anna.get(reverse("duplicate", args=[pair.pk])).text,
    ]
    for page in pages:
        hidden = [word for values in SECRETS.values() for word in values]
        assert [each for each in [*hidden, "03/02/1911", *digests()] if each in page] == []
        assert "Z. Z." in page
        assert "1911" in page
        assert "École du Parc" in page
    assert not HouseholdView.objects.exists()
    opened = anna.get(reverse("duplicate-names", args=[pair.pk])).text
    for surname, first_name, street, _phone, _case in SECRETS.values():
        assert surname in opened
        assert first_name in opened
        assert street in opened
    noted = HouseholdView.objects.order_by("household")
    assert list(noted.values_list("household", "viewer", "page")) == [
        (pair.first_id, cast.anna.pk, "duplicate-names"),
        (pair.second_id, cast.anna.pk, "duplicate-names"),
    ]


def test_a_coordinator_decides_and_decides_anew(
    cast: Cast, pair: PossibleDuplicate, sign_in: SignIn
) -> None:
    anna, address = sign_in(cast.anna), reverse("duplicate", args=[pair.pk])
    assert anna.post(address, {}).status_code == 422
    number = {"verdict_because": "same|details_agree", "words": "85.07.30-033 28"}
    assert anna.post(address, number).status_code == 422
    said = {"verdict_because": "same|details_agree", "words": "seen both papers"}
    page = anna.post(address, said, follow=True).text
    assert "One household: Name, birth date and address agree" in page
    assert "seen both papers" in page
    assert 'value="same|' not in page
    anew = {"verdict_because": "different|namesakes"}
    assert "Two households" in anna.post(address, anew, follow=True).text
    assert Nomination.objects.filter(state="waiting").count() == 2


def test_what_the_rules_refuse_is_said_and_changes_nothing(
    cast: Cast, pair: PossibleDuplicate, sign_in: SignIn
) -> None:
    anna, address = sign_in(cast.anna), reverse("duplicate", args=[pair.pk])
    page = anna.get(address)
    decide_pair(pair, SAME, actor=cast.anna)
    assert page.status_code == 200
    answer = anna.post(address, {"verdict_because": "different|services_deny"})
    assert answer.status_code == 302
    pair.refresh_from_db()
    assert pair.state == PairState.DIFFERENT


def test_the_nomination_says_to_coordinators_that_it_is_possibly_known(
    cast: Cast, pair: PossibleDuplicate, sign_in: SignIn
) -> None:
    mine = Nomination.objects.get(organisation=cast.paula.organisation)
    anna = sign_in(cast.anna)
    said = "Possibly known to another service."
    for name in ("nomination", "nomination-decide"):
        page = anna.get(reverse(name, args=[mine.reference])).text
        assert said in page
        assert reverse("duplicate", args=[pair.pk]) in page
    assert said not in sign_in(cast.paula).get(reverse("nomination", args=[mine.reference])).text
    decide_pair(pair, SAME, actor=cast.anna)
    assert said not in anna.get(reverse("nomination", args=[mine.reference])).text


def test_the_list_shows_what_is_to_decide_first_and_filters_without_a_name(
    cast: Cast, pair: PossibleDuplicate, sign_in: SignIn
) -> None:
    anna, address = sign_in(cast.anna), reverse("duplicate-list")
    mine = Nomination.objects.get(organisation=cast.paula.organisation)
    shown = {
        query: pair.reference in anna.get(f"{address}?{query}").text
        for query in (
            *("state=open", "state=same", "met=alike", "met=same_address"),
            *(f"q={mine.reference}", "q=Zqarkoub", f"service={mine.organisation_id}"),
        )
    }
    assert list(shown.values()) == [True, False, True, False, True, False, True]
    home = anna.get(reverse("home")).text
    assert f"{address}?state=open" in home


def test_of_whoever_withdrew_their_agreement_a_coordinator_sees_nothing_and_decides_anew(
    cast: Cast, pair: PossibleDuplicate, sign_in: SignIn
) -> None:
    decide_pair(pair, SAME, actor=cast.anna)
    theirs = Nomination.objects.get(household=pair.first)
    withdraw(theirs, WithdrawReason.NO_AGREEMENT, actor=cast.paula)
    anna, address = sign_in(cast.anna), reverse("duplicate", args=[pair.pk])
    names = reverse("duplicate-names", args=[pair.pk])
    page, rows = anna.get(address).text, anna.get(reverse("duplicate-list")).text
    for read in (page, rows):
        # The other one's details stand there once, by which the page is not empty.
        assert (read.count("Z. Z."), read.count("1911")) == (1, 1)
        hidden = [theirs.reference, names, *SECRETS["ECOLE"]]
        assert [each for each in hidden if each in read] == []
    assert anna.get(names).status_code == 404
    assert not HouseholdView.objects.exists()
    anna.post(address, {"verdict_because": "different|namesakes"})
    assert not Household.objects.exclude(known_as=None).exists()
    assert Nomination.objects.get(household=pair.second).state == "waiting"


def test_a_pair_nobody_decided_on_is_gone_once_an_agreement_is_withdrawn(
    cast: Cast, pair: PossibleDuplicate
) -> None:
    assert list(PossibleDuplicate.objects.visible_to(cast.anna)) == [pair]
    theirs = Nomination.objects.get(household=pair.first)
    withdraw(theirs, WithdrawReason.NO_AGREEMENT, actor=cast.paula)
    assert list(PossibleDuplicate.objects.visible_to(cast.anna)) == []


def test_the_list_costs_the_same_for_one_pair_and_for_three(
    cast: Cast, pair: PossibleDuplicate, sign_in: SignIn
) -> None:
    anna, address, costs = sign_in(cast.anna), reverse("duplicate-list"), []
    for pairs in (1, 3):
        if pairs > 1:
            nominate(cast.paula)
        anna.get(address)
        with CaptureQueriesContext(connection) as found:
            assert anna.get(address).text.count("PD-") == pairs
        costs.append(len(found))
    assert len(set(costs)) == 1
    assert costs[0] <= 7


def test_the_trail_that_administrators_read_holds_no_name(
    cast: Cast, pair: PossibleDuplicate, sign_in: SignIn
) -> None:
    decide_pair(pair, SAME, actor=cast.anna)
    ada = sign_in(cast.ada)
    trail = ada.get(reverse("audit")).text + ada.get(reverse("audit-export")).getvalue().decode()
    assert pair.reference in trail
    assert [word for values in SECRETS.values() for word in values if word in trail] == []
    assert Entry.objects.filter(verb="duplicate.decided").count() == 1


def test_who_has_not_seen_the_newest_decision_does_not_undo_it(
    cast: Cast, pair: PossibleDuplicate, sign_in: SignIn
) -> None:
    anna = sign_in(cast.anna)
    url = reverse("duplicate", args=[pair.pk])
    older = {"seen": "0", "verdict_because": "different|namesakes"}
    decided = decide_pair(pair, SAME, actor=cast.anna)
    assert f'name="seen" value="{decided.pk}"' in anna.get(url).text
    refused = anna.post(url, older)
    assert refused.status_code == 409
    assert "Anna has decided on it meanwhile: One household." in refused.text
    assert PairDecision.objects.count() == 1
    assert anna.post(url, older | {"seen": str(decided.pk)}).status_code == 302


def test_the_review_and_the_board_tell_coordinators_what_is_to_be_decided_first(
    cast: Cast, pair: PossibleDuplicate, sign_in: SignIn
) -> None:
    PossibleDuplicate.objects.update(same_person=True)
    for _number in range(2):
        make_ready(cast.tom, cast.vera)
    run = request_run(actor=cast.anna)
    execute_run.call(run.pk)
    anna, later = sign_in(cast.anna), run.lines.order_by("place").last()
    assert later is not None
    page = anna.get(reverse("run", args=[run.number])).text
    assert f'href="{reverse("duplicate", args=[pair.pk])}"' in page
    assert "1 pair may serve a household that receives something" in page
    assert "1 device is set aside for its line" in page
    board = anna.get(reverse("allocation-board"), {"line": later.line}).text
    assert "Possibly known to another service." in board
    said = {"means_doubtful": "on"}
    anna.post(reverse("run-confirm", args=[run.number]), said)
    execute_confirmation.call(run.pk)
    assert Allocation.objects.count() == 2
