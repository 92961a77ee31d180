"""A place may hold what is ready there for people of its region alone."""

from __future__ import annotations

import pytest

from distribution.allocations.allocating import AllocationRefused, allocate
from distribution.models import AllocationRun, Nomination
from distribution.runs.proposing import execute_run, request_run
from distribution.runs.replay import differences, wrong_with
from refurb.accounts.models import Organisation
from tests.cast import Cast
from tests.makers import make_grounds, make_household_of, make_nomination, make_policy, make_ready

LIEGE, SCHAERBEEK = "62063", "21015"


@pytest.fixture(autouse=True)
def _rules(db: None) -> None:
    make_grounds()
    make_policy()


def nominate(cast: Cast, commune: str, **told: bool) -> Nomination:
    household = make_household_of(f"Inventée {commune}")
    household.commune = commune
    return make_nomination(cast.paula, household=household, **told)


def propose(cast: Cast) -> AllocationRun:
    run = request_run(actor=cast.anna)
    execute_run.call(run.pk)
    return AllocationRun.objects.get(pk=run.pk)


def bind(cast: Cast) -> None:
    Organisation.objects.filter(pk=cast.tom.organisation_id).update(own_region_only=True)


def test_a_place_bound_to_its_region_gives_to_nobody_elsewhere_however_high_they_stand(
    cast: Cast,
) -> None:
    first = nominate(cast, LIEGE, single_parent=True, no_computer_at_home=True)
    second = nominate(cast, SCHAERBEEK)
    make_ready(cast.tom, cast.lea)
    assert [pair.reference for pair in propose(cast).lines.pairs()] == [first.reference]
    bind(cast)
    run = propose(cast)
    assert [pair.reference for pair in run.lines.pairs()] == [second.reference]
    (skipped,) = run.lines.skipped()
    near = run.whys.get().content["near"]
    assert (skipped.reference, [each["reasons"] for each in near]) == (
        first.reference,
        [["out_of_reach"]],
    )
    assert (differences(run), wrong_with(run)) == ([], [])


def test_what_is_sent_to_another_place_is_held_for_that_ones_people(cast: Cast) -> None:
    first = nominate(cast, LIEGE)
    device = make_ready(cast.tom, cast.lea)
    bind(cast)
    assert not propose(cast).pair_count
    device.holder = cast.petra.organisation
    device.save()
    assert [pair.reference for pair in propose(cast).lines.pairs()] == [first.reference]


def test_nobody_sets_aside_by_hand_what_is_held_for_another_region(cast: Cast) -> None:
    line = nominate(cast, LIEGE).lines.get()
    device = make_ready(cast.tom, cast.lea)
    bind(cast)
    with pytest.raises(AllocationRefused) as refused:
        allocate(line, device, reason="please", actor=cast.anna)
    assert [reason.code for reason in refused.value.reasons] == ["out_of_reach"]
