"""A draft of the policy orders nothing; published, it ranks everybody and is never edited again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from distribution.circumstances import current_policy
from distribution.models import (
    AllocationRun,
    Criterion,
    Nomination,
    Policy,
    PolicyDraft,
    RequestLine,
)
from distribution.models.policy_draft import DraftPart
from distribution.policy.content import PolicyContent, differences
from distribution.policy.drafting import DraftRefused, change_draft, discard_draft, start_draft
from distribution.policy.forecast import movement_under
from distribution.policy.movement import Mover
from distribution.policy.publishing import PublicationRefused, publish_draft
from distribution.policy.versions import content_of, content_of_draft
from distribution.runs.proposing import request_run
from distribution.waiting_list.order import disagreements
from distribution.waiting_list.places import WaitingList
from distribution.waiting_list.ranking import rank_all
from refurb.accounts.models import Membership
from refurb.accounts.roles import Role
from refurb.audit.models import Entry
from refurb.jobs.models import JobState
from refurb.jobs.running import cancel
from tests.cast import Cast, make_member
from tests.makers import make_grounds, make_nomination, make_policy

Change = Callable[[PolicyContent], PolicyContent]


def counting(code: str, points: int) -> Change:
    """Let a criterion count so many points."""

    def change(content: PolicyContent) -> PolicyContent:
        criteria = (replace(e, points=points) if e.code == code else e for e in content.criteria)
        return replace(content, criteria=tuple(criteria))

    return change


def revision() -> UUID:
    return PolicyDraft.objects.get().revision


def draft_with(change: Change, actor: Membership) -> UUID:
    start_draft(actor=actor)
    change_draft(revision(), change, part=DraftPart.POINTS, actor=actor)
    return revision()


def make_two(cast: Cast) -> list[str]:
    """Somebody without a computer, then a single parent, who counts less."""
    make_policy()
    first = make_nomination(cast.paula, no_computer_at_home=True)
    return [first.reference, make_nomination(cast.olga, single_parent=True).reference]


def order() -> list[str]:
    return [found.line.nomination.reference for found in WaitingList()]


def verbs() -> list[str]:
    return list(Entry.objects.filter(verb__startswith="policy.").values_list("verb", flat=True))


def test_a_draft_changes_nobodys_place_and_a_published_one_does(cast: Cast) -> None:
    references = make_two(cast)
    seen = draft_with(counting("single_parent", 40), cast.anna)
    assert order() == references
    assert current_policy() == Policy.objects.get(version=1)
    published = publish_draft(seen, reason="Parents alone wait longest.", actor=cast.anna)
    assert (published.policy.version, published.policy.published_by) == (2, cast.anna)
    assert order() == references[::-1]
    assert disagreements() == []
    assert not PolicyDraft.objects.exists()
    assert verbs() == ["policy.draft_started", "policy.draft_changed", "policy.published"]


def test_the_ranking_says_how_far_it_is_and_cancelled_is_done_by_the_next_reader(
    cast: Cast, settings: Settings
) -> None:
    references = make_two(cast)
    seen = draft_with(counting("single_parent", 40), cast.anna)
    published = publish_draft(seen, reason="Parents alone.", actor=cast.anna)
    job = published.ranking
    job.refresh_from_db()
    assert (job.state, job.done, job.total) == (JobState.DONE, 2, 2)
    settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.dummy.DummyBackend"}}
    seen = draft_with(counting("single_parent", 5), cast.anna)
    again = publish_draft(seen, reason="As before.", actor=cast.anna).ranking
    cancel(again, actor=cast.anna)
    assert order() == references


def test_the_preview_tells_the_places_that_publishing_then_gives(cast: Cast) -> None:
    first, second = make_two(cast)
    seen = draft_with(counting("single_parent", 40), cast.anna)
    movement = movement_under(content_of_draft(PolicyDraft.objects.get()).rules())
    assert movement.up == (Mover(second, 1, 2, 1, 5, 40),)
    assert movement.down == (Mover(first, 1, 1, 2, 10, 10),)
    publish_draft(seen, reason="Parents alone.", actor=cast.anna)
    assert [(each.line.nomination.reference, each.place, each.total) for each in WaitingList()] == [
        (second, 1, 40),
        (first, 2, 10),
    ]


def test_with_equal_points_the_preview_goes_by_the_date_that_the_list_goes_by(cast: Cast) -> None:
    first, second = make_two(cast)
    third = make_nomination(cast.paula)
    make_nomination(cast.paula)
    # A household that is united with an earlier nomination keeps that one's date.
    earlier = timezone.now() - timedelta(hours=1)
    RequestLine.objects.filter(nomination=third).update(waiting_since=earlier)
    rank_all()
    seen = draft_with(counting("single_parent", 0), cast.anna)
    movement = movement_under(content_of_draft(PolicyDraft.objects.get()).rules())
    told = {each.reference: each.place_after for each in (*movement.up, *movement.down)}
    publish_draft(seen, reason="Nobody alone.", actor=cast.anna)
    assert order()[:3] == [first, third.reference, second]
    assert told == {third.reference: 2, second: 3}


def test_there_is_one_draft_at_most(cast: Cast) -> None:
    make_policy()
    start_draft(actor=cast.anna)
    with pytest.raises(DraftRefused, match="draft_exists"):
        start_draft(actor=cast.anna)
    assert PolicyDraft.objects.count() == 1


def test_who_saves_second_is_told_who_was_faster_and_overwrites_nothing(cast: Cast) -> None:
    make_policy()
    bert = make_member("Bert", Role.COORDINATOR, cast.anna.organisation)
    start_draft(actor=cast.anna)
    seen = revision()
    change_draft(seen, counting("project", 9), part=DraftPart.POINTS, actor=bert)
    with pytest.raises(DraftRefused) as refused:
        change_draft(seen, counting("single_parent", 9), part=DraftPart.POINTS, actor=cast.anna)
    assert "Bert changed the draft on" in str(refused.value.reasons[0])
    for act in (
        lambda: discard_draft(seen, actor=cast.anna),
        lambda: publish_draft(seen, reason="now", actor=cast.anna),
    ):
        with pytest.raises(DraftRefused, match="draft_changed"):
            act()
    content = content_of_draft(PolicyDraft.objects.get())
    points = {each.code: each.points for each in content.criteria}
    assert (points["project"], points["single_parent"]) == (9, 5)


def test_a_form_of_a_draft_that_is_gone_never_writes_into_the_next_one(cast: Cast) -> None:
    make_policy()
    start_draft(actor=cast.anna)
    seen = revision()
    discard_draft(seen, actor=cast.anna)
    with pytest.raises(DraftRefused, match="draft_gone"):
        change_draft(seen, counting("project", 9), part=DraftPart.POINTS, actor=cast.anna)
    start_draft(actor=cast.anna)
    with pytest.raises(DraftRefused, match="draft_changed"):
        change_draft(seen, counting("project", 9), part=DraftPart.POINTS, actor=cast.anna)


def test_publishing_needs_a_change_and_a_reason(cast: Cast) -> None:
    make_policy()
    start_draft(actor=cast.anna)
    with pytest.raises(PublicationRefused, match="unchanged, reason_missing"):
        publish_draft(revision(), reason=" ", actor=cast.anna)
    assert (Policy.objects.count(), PolicyDraft.objects.count()) == (1, 1)


def test_versions_count_without_a_gap_through_drafts_that_were_thrown_away(cast: Cast) -> None:
    make_policy()
    for points in (6, 7):
        draft_with(counting("project", points), cast.anna)
        discard_draft(revision(), actor=cast.anna)
        seen = draft_with(counting("project", points), cast.anna)
        publish_draft(seen, reason="more", actor=cast.anna)
    versions = Policy.objects.order_by("version").values_list("version", flat=True)
    assert list(versions) == [1, 2, 3]


def test_a_published_policy_is_never_edited_whoever_writes(cast: Cast) -> None:
    make_policy()
    seen = draft_with(counting("project", 9), cast.anna)
    policy = publish_draft(seen, reason="Exams.", actor=cast.anna).policy
    rows = Policy.objects.filter(pk=policy.pk)
    criteria = Criterion.objects.filter(policy=policy, code="project")
    same = {key: value for key, value in criteria.values()[0].items() if key != "id"}
    writes: tuple[Callable[[], object], ...] = (
        lambda: rows.update(criterion_count=99),
        lambda: Criterion.objects.create(**(same | {"code": "another"})),
        lambda: Criterion.objects.bulk_create([Criterion(**(same | {"code": "another"}))]),
        criteria.delete,
        rows.delete,
        lambda: Policy.objects.get(version=1).delete(),
        lambda: rows.update(points_per_month=9),
        lambda: rows.update(reason="Other."),
        lambda: criteria.update(points=1),
        lambda: criteria.update(sentence_fr="Autre."),
    )
    for write in writes:
        with pytest.raises(IntegrityError), transaction.atomic():
            write()
    assert criteria.get().points == 9


def test_an_earlier_run_keeps_its_version(cast: Cast) -> None:
    make_two(cast)
    run = request_run(actor=cast.anna)
    seen = draft_with(counting("single_parent", 40), cast.anna)
    publish_draft(seen, reason="Parents alone.", actor=cast.anna)
    found = AllocationRun.objects.select_related("policy").get(pk=run.pk).policy
    assert found is not None
    assert found.version == 1


def test_a_draft_begins_with_the_policy_in_force_and_what_it_does_not_mention_at_nothing(
    cast: Cast,
) -> None:
    policy = make_policy()
    make_grounds()
    content = content_of_draft(start_draft(actor=cast.anna))
    assert differences(content_of(policy), content) == ()
    ground = content.criterion("bim")
    assert ground is not None
    assert ground.points == 0


def test_without_a_policy_the_first_draft_becomes_version_1(cast: Cast) -> None:
    seen = draft_with(counting("project", 9), cast.anna)
    assert publish_draft(seen, reason="A first one.", actor=cast.anna).policy.version == 1


@pytest.mark.parametrize("who", ["augustin", "ada", "paula"])
def test_only_coordinators_write_the_policy(cast: Cast, who: str) -> None:
    make_policy()
    other = getattr(cast, who)
    with pytest.raises(PermissionDenied):
        start_draft(actor=other)
    start_draft(actor=cast.anna)
    for act in (
        lambda: change_draft(revision(), counting("project", 9), part=DraftPart.ALL, actor=other),
        lambda: discard_draft(revision(), actor=other),
        lambda: publish_draft(revision(), reason="mine", actor=other),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_the_preview_costs_the_same_for_one_line_and_for_three(
    cast: Cast,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    make_policy()
    rules = content_of(Policy.objects.get()).rules()
    for waiting in (1, 3):
        while Nomination.objects.count() < waiting:
            make_nomination(cast.paula)
        with django_assert_num_queries(4):
            assert movement_under(rules).staying == waiting
