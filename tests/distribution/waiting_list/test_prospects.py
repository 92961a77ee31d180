"""What would change a place: only what can be true, and by exactly what the rule would give."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from distribution.circumstances import current_policy
from distribution.eligibility import ProofSeen, grounds_valid_on
from distribution.models import Ground, Nomination, Proof
from distribution.nominations.nominating import submit
from distribution.priority import DEFAULT_POINTS, Circumstances, PolicyRules, points_of, total
from distribution.waiting_list.outlook import outlooks
from distribution.waiting_list.places import lines_of
from distribution.waiting_list.prospects import Change, Prospect, Situation, prospects
from distribution.waiting_list.ranking import rank_all
from tests.cast import Cast
from tests.makers import make_draft, make_nomination, make_policy

TODAY = date(2026, 11, 27)
RULES = PolicyRules(version=1, points=DEFAULT_POINTS, points_per_month=2, need_index={"21012": 4})
GROUNDS = frozenset({"ris", "bim", "jobseeker", "attestation"})


def situation(
    circumstances: Circumstances, *proofs: ProofSeen, adults: int = 1, children: int = 0
) -> Situation:
    facts = {name: getattr(circumstances, name) for name in Circumstances.__dataclass_fields__}
    grounds = grounds_valid_on(proofs, TODAY)
    return Situation(
        circumstances=Circumstances(**facts | {"grounds": grounds}),
        proofs=proofs,
        provable=GROUNDS,
        adults=adults,
        children=children,
        waiting_since=date(2026, 8, 14),
        today=TODAY,
    )


def test_a_family_reads_what_time_does_what_could_count_and_what_could_end() -> None:
    it = situation(
        Circumstances(children_at_school=2, project_on=date(2026, 12, 20), commune="21012"),
        ProofSeen(ground="bim", seen_on=date(2026, 1, 1), valid_until=date(2026, 12, 3)),
        ProofSeen(ground="ris", seen_on=date(2025, 1, 1), valid_until=date(2026, 6, 1)),
        children=2,
    )
    assert prospects(it, RULES) == (
        Prospect(Change.PROOF_ENDS, "bim", -10, date(2026, 12, 4)),
        Prospect(Change.MONTH, "waiting", 2, date(2026, 12, 14)),
        Prospect(Change.PROJECT_PASSES, "project", -5, date(2026, 12, 21)),
        Prospect(Change.BEGINS, "no_computer_at_home", 10),
        Prospect(Change.RENEWED, "ris", 5),
        Prospect(Change.BEGINS, "single_parent", 5),
        Prospect(Change.ENDS, "children_at_school", -10),
        Prospect(Change.ENDS, "commune_need", -4),
    )


def test_nobody_is_told_of_what_cannot_be_true_of_them() -> None:
    couple = situation(Circumstances(), adults=2, children=0)
    could = {each.criterion for each in prospects(couple, RULES) if each.change == Change.BEGINS}
    assert could == {"no_computer_at_home", "project"}


def test_without_a_policy_nothing_changes_a_place() -> None:
    none = PolicyRules(version=0, points={}, points_per_month=0)
    assert prospects(situation(Circumstances(single_parent=True)), none) == ()


seen = st.builds(
    ProofSeen,
    ground=st.sampled_from(sorted(GROUNDS)),
    seen_on=st.dates(date(2025, 1, 1), TODAY),
    valid_until=st.dates(TODAY - timedelta(days=90), TODAY + timedelta(days=90)),
)
facts = st.builds(
    Circumstances,
    children_at_school=st.integers(0, 2),
    no_computer_at_home=st.booleans(),
    single_parent=st.booleans(),
    isolated_senior=st.booleans(),
    project_on=st.none() | st.dates(TODAY - timedelta(days=9), TODAY + timedelta(days=90)),
    commune=st.sampled_from(["21012", "21004"]),
)


@given(facts, st.lists(seen, max_size=3), st.integers(1, 3), st.integers(0, 3))
def test_until_the_first_day_named_points_stay_and_on_it_they_change_as_said(
    circumstances: Circumstances, proofs: list[ProofSeen], adults: int, children: int
) -> None:
    it = situation(circumstances, *proofs, adults=adults, children=children)

    def counted(day: date) -> int:
        grounds = {"grounds": grounds_valid_on(proofs, day)}
        those = {name: getattr(circumstances, name) for name in Circumstances.__dataclass_fields__}
        return total(points_of(Circumstances(**those | grounds), RULES, it.waiting_since, day))

    dated = [each for each in prospects(it, RULES) if each.on]
    first = min(each.on for each in dated if each.on)
    until = [TODAY + timedelta(days=n) for n in range((first - TODAY).days)]
    assert {counted(day) for day in until} == {counted(TODAY)}
    named = sum(each.points for each in dated if each.on == first)
    assert counted(first) - counted(TODAY) == named


@given(facts, st.lists(seen, max_size=3), st.integers(1, 3), st.integers(0, 3))
def test_what_counts_is_never_said_to_begin_and_no_change_makes_points_negative(
    circumstances: Circumstances, proofs: list[ProofSeen], adults: int, children: int
) -> None:
    it = situation(circumstances, *proofs, adults=adults, children=children)
    now = points_of(it.circumstances, RULES, it.waiting_since, TODAY)
    counts = {point.criterion for point in now}
    for each in prospects(it, RULES):
        assert each.points
        assert total(now) + each.points >= 0
        if each.change in {Change.BEGINS, Change.RENEWED}:
            assert each.criterion not in counts
            assert each.points > 0
        if each.change in {Change.ENDS, Change.PROOF_ENDS, Change.PROJECT_PASSES}:
            assert each.criterion in counts | GROUNDS
            assert each.points < 0


@pytest.mark.django_db
def test_the_place_named_is_the_one_the_line_then_has(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_policy()
    it = make_nomination(cast.paula, single_parent=True)
    for facts in ({"no_computer_at_home": True}, {"single_parent": True}, {}, {}):
        make_nomination(cast.olga, **facts)
    make_nomination(cast.olga, kinds=("tablet",), no_computer_at_home=True)
    line = it.lines.get()
    found = lines_of(it)
    policy = current_policy()
    with django_assert_num_queries(4):  # whatever the number of changes
        (ahead,) = (each.ahead for each in outlooks(it, found, policy, {}).values())
    told = {(each.prospect.change, each.prospect.criterion): each for each in ahead}
    for change, criterion, value in (
        (Change.BEGINS, "no_computer_at_home", True),
        (Change.ENDS, "single_parent", False),
    ):
        said = told[change, criterion]
        Nomination.objects.filter(pk=it.pk).update(**{criterion: value})
        rank_all()
        then = lines_of(it)[line.pk]
        assert (then.total, then.place, then.place_for_kind) == (
            said.points,
            said.place,
            said.place_for_kind,
        )
        Nomination.objects.filter(pk=it.pk).update(**{criterion: not value})


@pytest.mark.django_db
def test_a_line_has_a_place_among_those_who_ask_first_for_each_other_kind_it_takes(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_policy()
    for kinds in (("desktop",), ("tablet", "desktop"), ("desktop", "laptop"), ("laptop",)):
        make_nomination(cast.olga, kinds=kinds, no_computer_at_home=True)
    it = make_nomination(cast.paula, kinds=("laptop", "desktop", "tablet", "smartphone"))
    make_nomination(cast.olga, kinds=("desktop",))
    found, policy = lines_of(it), current_policy()
    with django_assert_num_queries(4):  # as for a line of one kind
        (outlook,) = outlooks(it, found, policy, {}).values()
    (place,) = found.values()
    assert (place.place, place.place_for_kind) == (5, 2)
    assert outlook.other_kinds == (("desktop", 3), ("tablet", 2), ("smartphone", 1))
    client = Client()
    client.force_login(cast.paula.user)
    page = client.get(reverse("nomination", args=[it.reference])).text
    assert "(Desktop): place 3 among those who ask for it first." in page


@pytest.mark.django_db
def test_a_sensitive_ground_is_named_to_its_own_service_alone(cast: Cast) -> None:
    draft = make_draft(cast.paula)
    ground = Ground.objects.get(code=draft.proofs.get().ground.code)
    Ground.objects.filter(pk=ground.pk).update(is_sensitive=True, name_en="A secret ground")
    make_policy(**{ground.code: 10})
    it = submit(draft, actor=cast.paula)
    soon = timezone.localdate() + timedelta(days=3)
    Proof.objects.filter(nomination=it).update(valid_until=soon)
    pages = {}
    for actor in (cast.paula, cast.anna):
        client = Client()
        client.force_login(actor.user)
        pages[actor] = client.get(reverse("nomination", args=[it.reference])).text
        assert "Unless the proof is renewed by" in pages[actor]
    assert "A secret ground" in pages[cast.paula]
    assert "A secret ground" not in pages[cast.anna]
