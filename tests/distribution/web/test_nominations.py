"""Nominating: draft, check, submit; afterwards update, prove, decide, withdraw."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from distribution.models import Ground, Household, Nomination, RequestLine, WaitingPlace
from distribution.nominations.nominating import withdraw
from distribution.words import LineState, NominationState, WithdrawReason
from refurb.accounts.models import Membership, Organisation
from refurb.audit.models import Entry
from tests.cast import Cast
from tests.distribution.web.conftest import SURNAME, answers, day, ground
from tests.makers import make_draft, make_household_of, make_nomination, make_policy

SignIn = Callable[[Membership], Client]


@pytest.fixture
def paula(cast: Cast, policy: None, sign_in: SignIn) -> Client:
    return sign_in(cast.paula)


@pytest.fixture
def anna(cast: Cast, policy: None, sign_in: SignIn) -> Client:
    return sign_in(cast.anna)


def test_a_nomination_that_meets_every_rule_waits_at_once_at_its_place(paula: Client) -> None:
    saved = paula.post(reverse("nomination-add"), answers())
    nomination = Nomination.objects.get()
    check = reverse("nomination-check", args=[nomination.reference])
    assert saved["Location"] == check
    page = paula.get(check).text
    assert "Every rule is met" in page
    assert f"{reverse('nomination-edit', args=[nomination.reference])}#id_street" in page
    assert Nomination.objects.get().state == NominationState.DRAFT
    shown = paula.post(check, follow=True).text
    assert Nomination.objects.get().state == NominationState.WAITING
    assert "at place 1" in shown
    assert "Increased reimbursement" in shown
    assert "One or more children of the household go to school." in shown


def test_a_service_is_told_what_it_asks_already_for_a_household_and_never_what_another_does(
    paula: Client, cast: Cast
) -> None:
    own = make_nomination(cast.paula, household=make_household_of(SURNAME, "Fatima"))
    make_nomination(cast.olga, household=make_household_of(SURNAME, "Fatima"))
    make_nomination(cast.paula, household=make_household_of("Inventée", "Camille"))
    saved = paula.post(reverse("nomination-add"), answers(street="Rue Imaginaire 12"))
    page = paula.get(saved["Location"])
    assert list(page.context["already"]) == [own]
    assert reverse("nomination", args=[own.reference]) in page.text


def test_a_nomination_without_proof_goes_to_a_coordinator_and_the_page_says_why(
    paula: Client,
) -> None:
    paula.post(reverse("nomination-add"), answers(**{"proof-TOTAL_FORMS": "0"}))
    nomination = Nomination.objects.get()
    check = reverse("nomination-check", args=[nomination.reference])
    assert "No proof of a ground has been seen yet." in paula.get(check).text
    shown = paula.post(check, follow=True).text
    assert Nomination.objects.get().state == NominationState.SUBMITTED
    assert "A coordinator looks at it" in shown
    assert "No proof of a ground has been seen yet." in shown


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({"project": "exam"}, {"project_on": ["Give the date of the project."]}),
        ({"project_on": day(30)}, {"project": ["Say what happens on that day."]}),
        (
            {"informed_on": day(-2), "agreed_on": day(-3)},
            {"agreed_on": ["Nobody can agree before the notice was given. Check both days."]},
        ),
    ],
)
def test_days_that_go_together_are_judged_together(
    paula: Client, typed: dict[str, str], errors: dict[str, list[str]]
) -> None:
    refused = paula.post(reverse("nomination-add"), answers(**typed))
    assert (refused.status_code, refused.context["form"].errors) == (422, errors)


def test_errors_are_listed_in_the_order_of_the_page(paula: Client) -> None:
    empty = {"first_name": "", "surname": "", "street": "", "legal_basis": "85073003328"}
    needs = {"need-0-first_kind": "", "need-0-purpose": ""}
    refused = paula.post(reverse("nomination-add"), answers(**empty, **needs))
    assert [*refused.context["form"].errors] == [
        "first_name",
        "surname",
        "street",
        "need-0-first_kind",
        "need-0-purpose",
        "legal_basis",
    ]


def test_without_agreement_it_cannot_be_submitted_and_both_reasons_are_named(
    paula: Client,
) -> None:
    paula.post(reverse("nomination-add"), answers(informed_on="", agreed_on=""))
    nomination = Nomination.objects.get()
    refused = paula.post(reverse("nomination-check", args=[nomination.reference]))
    assert refused.status_code == 409
    assert "Say on which day the person was given the information notice." in refused.text
    assert "Say on which day the person agreed to this being passed on." in refused.text
    assert Nomination.objects.get().state == NominationState.DRAFT


def test_a_draft_can_be_changed_and_what_was_left_out_is_gone(paula: Client, cast: Cast) -> None:
    draft = make_draft(cast.paula)
    url = reverse("nomination-edit", args=[draft.reference])
    page = paula.get(url).text
    assert 'value="Rue Imaginaire 12"' in page
    changed = answers(
        street="Rue Rêvée 3",
        then="draft",
        **{
            "need-INITIAL_FORMS": "1",
            "need-0-first_kind": "desktop",
            "need-0-second_kind": "laptop",
            "proof-TOTAL_FORMS": "0",
        },
    )
    assert paula.post(url, changed)["Location"] == reverse("nomination", args=[draft.reference])
    draft.refresh_from_db()
    assert draft.household.street == "Rue Rêvée 3"
    assert [line.kinds for line in draft.lines.all()] == [["desktop", "laptop"]]
    assert draft.proofs.count() == 0


def test_a_second_machine_is_a_second_line(paula: Client) -> None:
    second = {
        "need-TOTAL_FORMS": "2",
        "need-1-first_kind": "monitor",
        "need-1-purpose": "job",
        "need-1-spec_class": "basic",
        "need-1-internet": "none",
    }
    paula.post(reverse("nomination-add"), answers(**second))
    assert [line.kinds for line in RequestLine.objects.order_by("number")] == [
        ["laptop"],
        ["monitor"],
    ]


def test_a_button_adds_and_removes_a_machine_and_nothing_typed_is_lost(paula: Client) -> None:
    url = reverse("nomination-add")
    grown = paula.post(url, answers(street="Rue Rêvée 3", single_parent="on", parts="add-need"))
    assert grown.status_code == 200
    assert "Machine 2" in grown.text
    assert 'value="Rue Rêvée 3"' in grown.text
    assert grown.context["form"].circumstances["single_parent"].value() == "on"
    assert re.search(r'name="single_parent"[^>]* checked', grown.text)
    assert "put right" not in grown.text
    two = {
        "need-TOTAL_FORMS": "2",
        "need-1-first_kind": "monitor",
        "need-1-purpose": "job",
        "need-1-spec_class": "basic",
        "need-1-internet": "mobile",
    }
    shrunk = paula.post(url, answers(parts="remove-need-0", **two))
    form = shrunk.context["form"]
    kinds = [each["first_kind"].value() for each in form.needs.forms]
    assert (kinds, form.needs.forms[0]["internet"].value()) == (["monitor"], "mobile")
    assert (Nomination.objects.count(), "Machine 2" in shrunk.text) == (0, False)


def test_a_proof_that_was_added_and_left_empty_is_no_proof(paula: Client) -> None:
    added = {"proof-TOTAL_FORMS": "2", "proof-1-covers": "household"}
    paula.post(reverse("nomination-add"), answers(**added))
    assert Nomination.objects.get().proofs.count() == 1


def test_a_draft_saved_again_as_it_stands_keeps_its_machines_and_its_proof(paula: Client) -> None:
    names = ("first_kind", "purpose", "spec_class", "internet")
    second = {f"need-1-{name}": answers()[f"need-0-{name}"] for name in names}
    whole = answers(**second, **{"need-TOTAL_FORMS": "2", "proof-0-covers": "child"})
    paula.post(reverse("nomination-add"), whole | {"then": "draft"})
    draft = Nomination.objects.get()
    edit = reverse("nomination-edit", args=[draft.reference])
    shown = paula.get(edit).context["form"].proofs.forms[0]
    again = {field.html_name: str(field.value() or "") for field in shown}
    saved = paula.post(edit, whole | again | {"then": "draft"})
    proof = draft.proofs.get()
    assert (saved.status_code, proof.covers, proof.kind) == (302, "child", "certificate")
    assert draft.lines.count() == 2


def test_at_most_five_machines_are_asked_for(paula: Client) -> None:
    five = answers(parts="add-need", **{"need-TOTAL_FORMS": "5"})
    form = paula.post(reverse("nomination-add"), five).context["form"]
    assert (len(form.needs.forms), form.needs.may_grow) == (5, False)


def test_the_quota_is_shown_before_the_form_is_filled_in_and_a_used_one_says_what_to_do(
    cast: Cast, paula: Client
) -> None:
    Organisation.objects.filter(pk=cast.paula.organisation_id).update(quota=1)
    assert "<b>0</b> of 1 machines asked for, 1 left" in paula.get(reverse("nomination-add")).text
    cast.paula.organisation.refresh_from_db()
    make_nomination(cast.paula)
    page = paula.get(reverse("nomination-add")).text
    assert "<b>1</b> of 1 machines asked for, 0 left" in page
    assert "You may nominate all the same" in page


@pytest.mark.parametrize("postcode", ["1040", "1050", "1804"])
def test_a_postcode_of_two_communes_asks_which_one(paula: Client, postcode: str) -> None:
    asked = paula.post(reverse("nomination-add"), answers(postcode=postcode))
    assert asked.status_code == 422
    assert f"Postcode {postcode} covers two communes: choose the right one." in asked.text
    form = asked.context["form"].household
    choices = [refnis for refnis, _name in form.fields["commune"].choices]
    assert len(choices) == 2
    paula.post(reverse("nomination-add"), answers(postcode=postcode, commune=choices[1]))
    assert Nomination.objects.get().household.commune == choices[1]


def test_the_communes_of_a_postcode_are_offered_before_anything_is_sent(paula: Client) -> None:
    url = reverse("nomination-add")
    part = paula.get(url, {"postcode": "1050"}, headers={"HX-Request": "true"}).text
    assert part.count('type="radio"') == 2
    assert "<html" not in part
    assert "Schaerbeek" in paula.get(url, {"postcode": "1030"}).text
    assert Nomination.objects.count() == 0


@pytest.mark.parametrize("field", ["surname", "first_name", "street", "case_reference"])
def test_a_national_number_is_refused_wherever_people_are_written_about(
    paula: Client, field: str
) -> None:
    refused = paula.post(reverse("nomination-add"), answers(**{field: "85.07.30-033 28"}))
    assert refused.status_code == 422
    assert "national register number" in refused.text
    assert Nomination.objects.count() == 0


def test_a_phone_number_that_looks_like_a_national_number_is_just_a_phone_number(
    paula: Client,
) -> None:
    assert paula.post(reverse("nomination-add"), answers(phone="85073003328")).status_code == 302


def test_the_form_has_no_field_for_a_file(paula: Client) -> None:
    assert 'type="file"' not in paula.get(reverse("nomination-add")).text


def test_a_coordinator_sees_every_unmet_rule_and_decides_with_a_coded_reason(
    cast: Cast, anna: Client, paula: Client
) -> None:
    Organisation.objects.filter(pk=cast.paula.organisation_id).update(quota=0)
    cast.paula.organisation.refresh_from_db()
    nomination = make_nomination(cast.paula, with_proof=False)
    url = reverse("nomination-decide", args=[nomination.reference])
    page = anna.get(url).text
    assert "No proof of a ground has been seen yet." in page
    assert "The quota of your organisation for this quarter is used up." in page
    anna.post(url, {"decision": "no_ground"})
    nomination.refresh_from_db()
    assert nomination.state == NominationState.REJECTED
    shown = paula.get(reverse("nomination", args=[nomination.reference])).text
    assert "No valid ground" in shown
    again = anna.post(url, {"decision": "meets_rules"})
    assert again.status_code == 409
    assert "This is not possible any more" in again.text
    looked_at = anna.get(url).text
    assert "This is not possible any more" in looked_at
    assert 'name="decision"' not in looked_at


def test_a_renewed_proof_is_recorded_as_seen_with_the_usual_validity(
    cast: Cast, paula: Client
) -> None:
    nomination = make_nomination(cast.paula, with_proof=False)
    url = reverse("proof-add", args=[nomination.reference])
    seen = {"ground": ground("ris"), "kind": "decision", "covers": "person", "seen_on": day(-2)}
    paula.post(url, seen)
    proof = nomination.proofs.get()
    assert (proof.seen_by, proof.kind, proof.covers) == (cast.paula, "decision", "person")
    assert (proof.valid_until - proof.seen_on).days == 180


def test_whom_a_proof_of_a_sensitive_ground_covers_is_read_by_its_own_service_alone(
    cast: Cast, paula: Client, anna: Client
) -> None:
    nomination = make_nomination(cast.paula)
    nomination.proofs.update(covers="child")
    page, whom = reverse("nomination", args=[nomination.reference]), "A child of the household"
    assert [whom in who.get(page).text for who in (paula, anna)] == [True, True]
    Ground.objects.filter(pk=nomination.proofs.get().ground_id).update(is_sensitive=True)
    assert [whom in who.get(page).text for who in (paula, anna)] == [True, False]


def test_a_proof_that_ended_before_it_was_seen_is_refused(cast: Cast, paula: Client) -> None:
    nomination = make_nomination(cast.paula)
    seen = {"ground": ground(), "kind": "card", "covers": "household", "seen_on": day()}
    seen["valid_until"] = day(-1)
    refused = paula.post(reverse("proof-add", args=[nomination.reference]), seen)
    assert refused.status_code == 422
    assert "It ended before it was seen." in refused.text


def test_an_update_changes_the_household_and_the_trail_keeps_no_value(
    cast: Cast, paula: Client
) -> None:
    nomination = make_nomination(cast.paula)
    changed = {
        "street": "Rue Neuve Imaginaire 9",
        "postcode": "1050",
        "commune": "21009",
        "language": "ar",
        "adults": "1",
        "children": "3",
        "children_at_school": "1",
    }
    paula.post(reverse("nomination-update", args=[nomination.reference]), changed)
    nomination.household.refresh_from_db()
    assert nomination.household.commune == "21009"
    page = paula.get(reverse("nomination", args=[nomination.reference]))
    history = page.text.partition('id="history"')[2]
    assert "language of contact" in history
    assert "Neuve" not in history


def test_who_wants_training_has_a_page_that_says_who_gives_it_near_or_that_nobody_does(
    cast: Cast, paula: Client
) -> None:
    nomination = make_nomination(cast.paula)
    page = reverse("nomination", args=[nomination.reference])
    nobody, epn = "Nobody near this household gives training yet.", "EPN de la Gare, Rue Inventée 1"
    text = paula.get(page).text
    shown = [(nobody in text, epn in text)]
    RequestLine.objects.update(training_wanted=True)
    for communes in ([], [nomination.household.commune]):
        Organisation.objects.filter(code="EPN").update(training_communes=communes)
        text = paula.get(page).text
        shown.append((nobody in text, epn in text))
    assert shown == [(False, False), (True, False), (False, True)]


def test_needs_may_change_while_the_line_waits_and_not_once_it_has_its_device(
    cast: Cast, paula: Client
) -> None:
    line = make_nomination(cast.paula).lines.get()
    url = reverse("needs-update", args=[line.nomination.reference, 1])
    needs = {"first_kind": "desktop", "purpose": "job", "spec_class": "basic", "internet": "fixed"}
    paula.post(url, needs)
    since, line.kinds = line.waiting_since, []
    line.refresh_from_db()
    assert (line.kinds, line.purpose, line.waiting_since) == (["desktop"], "job", since)
    page = paula.get(reverse("nomination", args=[line.nomination.reference])).text
    assert "kind of device" in page
    kinds = ["laptop", "desktop", "mini_pc", "tablet"]
    RequestLine.objects.update(kinds=kinds)  # a program may ask for more than the page offers
    shown = paula.get(url).context["form"].initial
    further = {name: shown[name] for name in ("first_kind", "second_kind", "further_kinds")}
    paula.post(url, needs | further | {"camera": "on"})
    line.refresh_from_db()
    assert (line.kinds, line.camera) == (kinds, True)
    RequestLine.objects.update(state=LineState.ALLOCATED)
    refused = paula.post(url, needs | {"first_kind": "laptop"})
    assert refused.status_code == 409
    assert "release its device first" in refused.text


def test_withdrawing_is_confirmed_with_a_reason_and_ends_every_line(
    cast: Cast, paula: Client
) -> None:
    nomination = make_nomination(cast.paula)
    url = reverse("nomination-withdraw", args=[nomination.reference])
    assert paula.post(url, {}).status_code == 422
    paula.post(url, {"because": "moved"})
    nomination.refresh_from_db()
    assert nomination.state == NominationState.WITHDRAWN
    assert [line.state for line in nomination.lines.all()] == [LineState.GIVEN_UP]
    assert paula.post(url, {"because": "moved"}).status_code == 409


def test_a_service_reads_the_points_of_its_own_line_and_of_no_other(
    cast: Cast, paula: Client
) -> None:
    make_nomination(cast.olga, surname="Andere", no_computer_at_home=True)
    mine = make_nomination(cast.paula)
    shown = paula.get(reverse("nomination", args=[mine.reference])).text
    assert "Place <b>2</b>" in shown
    assert "There is no computer at home." not in shown
    assert paula.get(reverse("waiting-list")).status_code == 403


def test_a_sensitive_ground_shows_to_nobody_outside_the_service_that_saw_it(
    cast: Cast, anna: Client, paula: Client
) -> None:
    nomination = make_nomination(cast.paula)
    proof = nomination.proofs.get()
    proof.ground = Ground.objects.get(code="disability")
    proof.save()
    page = reverse("nomination", args=[nomination.reference])
    assert "Disability allowance" in paula.get(page).text
    pages = [page, reverse("waiting-list"), reverse("allocation-board"), reverse("nomination-list")]
    for url in pages:
        assert "Disability" not in anna.get(url).text, url
    assert "Social allowance" in anna.get(page).text


def test_the_waiting_list_explains_each_line_in_order(cast: Cast, anna: Client) -> None:
    plain = make_nomination(cast.paula)
    needy = make_nomination(cast.olga, no_computer_at_home=True, single_parent=True)
    text = anna.get(reverse("waiting-list")).text
    assert text.index(needy.reference) < text.index(plain.reference)
    assert "There is no computer at home." in text
    assert SURNAME not in text


def test_the_policy_speaks_the_readers_language(cast: Cast, sign_in: SignIn) -> None:
    make_policy()
    cast.anna.user.language = "fr"
    cast.anna.user.save()
    text = sign_in(cast.anna).get(reverse("policy")).text
    assert "Enfants scolarisés" in text
    assert "Pas d\N{RIGHT SINGLE QUOTATION MARK}ordinateur à la maison" in text


def test_what_counts_may_change_after_submission_and_the_points_follow_at_once(
    cast: Cast, policy: None, sign_in: SignIn
) -> None:
    line = make_nomination(cast.paula, single_parent=True).lines.get()
    nomination = line.nomination
    paula = sign_in(cast.paula)
    url = reverse("circumstances-update", args=[nomination.reference])
    page = reverse("nomination", args=[nomination.reference])
    assert f'href="{url}"' in paula.get(page).text
    assert paula.post(url, {"project": "exam"}).status_code == 422
    day = timezone.localdate() + timedelta(days=20)
    now = {"no_computer_at_home": "on", "project": "exam", "project_on": day.isoformat()}
    assert paula.post(url, now, follow=True).redirect_chain == [(page, 302)]
    kept = WaitingPlace.objects.get(line=line)
    assert [code for code, *_points in kept.because] == [
        "no_computer_at_home",
        "project",
        "waiting",
    ]
    entry = Entry.objects.get(verb="circumstances.changed")
    fields = ["no_computer_at_home", "project", "project_on", "single_parent"]
    assert (entry.subject, entry.facts) == (nomination.reference, {"fields": fields})
    withdraw(nomination, WithdrawReason.MOVED, actor=cast.paula)
    assert paula.post(url, now).status_code == 409


def test_the_policys_sentence_of_a_ground_is_read_by_who_may_know_the_ground(
    cast: Cast, policy: None, sign_in: SignIn
) -> None:
    make_policy(2, attestation=20)
    page = reverse("nomination", args=[make_nomination(cast.paula).reference])
    paula, anna = sign_in(cast.paula), sign_in(cast.anna)
    assert "A ground" in paula.get(page).text
    assert "A ground" in anna.get(page).text
    Ground.objects.filter(code="attestation").update(is_sensitive=True)
    shown = anna.get(page).text
    assert "Situation attested by a service" in shown
    assert "A ground" not in shown


def test_an_older_page_undoes_no_colleagues_change(cast: Cast, policy: None, paula: Client) -> None:
    nomination = make_nomination(cast.paula)
    url = reverse("nomination-update", args=[nomination.reference])
    older = fields_of(paula.get(url).text)
    assert older["initial-phone"] == older["phone"]
    paula.post(url, older | {"phone": "02 000 00 09"})
    assert paula.post(url, older | {"children": "3"}).status_code == 302
    household = Household.objects.get()
    assert (household.phone, household.children) == ("02 000 00 09", 3)


def fields_of(page: str) -> dict[str, str]:
    """Read what a browser would send of a form that nobody touched."""
    tags = re.findall(r"<(?:input|select|textarea)[^>]*>", page)
    named = [dict(re.findall(r'([a-z-]+)="([^"]*)"', tag)) for tag in tags]
    sent = {each["name"]: each.get("value", "") for each in named if "name" in each}
    return sent | {"language": "fr", "street": "Rue Imaginaire 12"}
