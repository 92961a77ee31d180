"""When the quota of a service is judged, and when it isn't any more."""

from distribution.entitlement import blocks_of
from distribution.nominations.deciding import decide
from distribution.nominations.nominating import submit
from distribution.runs.proposing import request_run
from distribution.words import Decision, NominationState
from refurb.accounts.models import Organisation
from tests.cast import Cast
from tests.makers import make_draft, make_nomination, make_policy, make_ready


def set_quota(cast: Cast, quota: int) -> None:
    Organisation.objects.filter(pk=cast.paula.organisation_id).update(quota=quota)
    cast.paula.organisation.refresh_from_db()


def test_past_the_quota_a_coordinator_decides(cast: Cast) -> None:
    set_quota(cast, 1)
    first, second = make_nomination(cast.paula), make_nomination(cast.paula)
    assert (first.state, second.state) == (NominationState.WAITING, NominationState.SUBMITTED)
    assert [reason.code for reason in blocks_of(second)] == ["quota_used_up"]


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
