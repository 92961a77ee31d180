"""When the quota of a service is judged, and when it isn't any more."""

from functools import partial

import pytest

from distribution.entitlement import blocks_of
from distribution.models import Nomination, RequestLine
from distribution.nominations.deciding import decide
from distribution.nominations.nominating import submit, write_draft
from distribution.runs.proposing import request_run
from distribution.words import Decision, NominationState
from refurb.accounts.models import Organisation
from tests.cast import Cast, make_cast
from tests.concurrency.test_appointments import at_once
from tests.makers import make_draft, make_nomination, make_policy, make_ready


def set_quota(cast: Cast, quota: int) -> None:
    Organisation.objects.filter(pk=cast.paula.organisation_id).update(quota=quota)
    cast.paula.organisation.refresh_from_db()


def test_past_the_quota_a_coordinator_decides(cast: Cast) -> None:
    set_quota(cast, 1)
    first, second = make_nomination(cast.paula), make_nomination(cast.paula)
    assert (first.state, second.state) == (NominationState.WAITING, NominationState.SUBMITTED)
    assert [reason.code for reason in blocks_of(second)] == ["quota_used_up"]


def test_a_quota_counts_every_machine_whatever_its_kind(cast: Cast) -> None:
    set_quota(cast, 1)
    draft = make_draft(cast.paula)
    lines = [RequestLine(kinds=["tablet"], purpose="school") for _ in range(2)]
    it = submit(
        write_draft(draft, draft.household, lines, None, actor=cast.paula), actor=cast.paula
    )
    assert it.state == NominationState.SUBMITTED
    assert [reason.code for reason in blocks_of(it)] == ["quota_too_small"]


@pytest.mark.postgres
def test_of_two_sent_at_once_one_takes_the_last_of_a_quota(transactional_db: None) -> None:
    cast = make_cast()
    set_quota(cast, 1)
    drafts = [make_draft(cast.paula, surname=name) for name in ("A", "B")]
    at_once([partial(submit, draft, actor=cast.paula) for draft in drafts])
    assert set(Nomination.objects.values_list("state", flat=True)) == {"waiting", "submitted"}


def test_an_exception_past_the_quota_takes_nothing_from_who_waits_already(cast: Cast) -> None:
    make_policy()
    set_quota(cast, 1)
    first = make_nomination(cast.paula)
    second = submit(make_draft(cast.paula), actor=cast.paula)
    decide(second, Decision.EXCEPTION, actor=cast.anna)
    first.refresh_from_db()
    assert blocks_of(first) == ()
    make_ready(cast.tom, cast.vera)
    run = request_run(actor=cast.anna)
    run.refresh_from_db()
    assert [pair.reference for pair in run.lines.pairs()] == [first.reference]
