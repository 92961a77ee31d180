"""What pages show of a run is held against its record: no column changes unnoticed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.db import connection, transaction

from distribution.models import AllocationRun, RunLine, RunWhy, RunWish
from distribution.runs.proposing import execute_run, request_run
from distribution.runs.replay import differences, kept_of, shown_otherwise, wrong_with
from refurb.frozen import thaw
from tests.cast import Cast
from tests.makers import make_nomination, make_policy, make_ready


@pytest.fixture
def run(cast: Cast) -> AllocationRun:
    """Propose one laptop, pinned; two lines stay waiting, and one may receive nothing."""
    make_policy()
    made = [make_nomination(cast.paula, surname=name) for name in "ABCD"]
    made[3].proofs.update(valid_until="2020-01-02", seen_on="2020-01-01")
    pin = RunWish(
        kind="pin",
        line=made[1].lines.get(),
        device=make_ready(cast.tom, cast.vera),
        because="promised",
    )
    asked = request_run(wishes=[pin], actor=cast.anna)
    execute_run.call(asked.pk)
    for model in (RunLine, RunWhy, RunWish):
        thaw(model, connection)
    return AllocationRun.objects.get(pk=asked.pk)


def of_pair(**values: object) -> Callable[[AllocationRun], object]:
    return lambda run: run.lines.pairs().update(**values)


def of_why(**values: object) -> Callable[[AllocationRun], object]:
    why = RunWhy.objects.get
    return lambda run: run.whys.update(content=why(run=run).content | values)


def of_run(**values: object) -> Callable[[AllocationRun], object]:
    return lambda run: AllocationRun.objects.filter(pk=run.pk).update(**values)


def told(**values: object) -> Callable[[AllocationRun], object]:
    return lambda run: run.lines.pairs().update(told=run.lines.pairs().get().told | values)


CHANGES: dict[str, Callable[[AllocationRun], object]] = {
    "the place of a pair": of_pair(place=9),
    "its line": of_pair(line=99),
    "its reference": of_pair(reference="NM-2000-0009"),
    "its number": of_pair(number=9),
    "its kind": of_pair(kinds="tablet"),
    "its device": of_pair(device="00000000X"),
    "its screen": of_pair(companion="00000000X"),
    "its device before": of_pair(device_before="00000000X"),
    "how it changed": of_pair(change="newly"),
    "its points": told(points=99),
    "that it is pinned": told(pinned=False),
    "its kinds": told(kinds=["tablet"]),
    "what it has beyond": told(over=["camera"]),
    "all that is told": of_pair(told={}),
    "who holds what fits": of_why(held_by=["NM-2000-0009/1"]),
    "who has it by a pin": of_why(pinned=[]),
    "how many fit": of_why(fitting=9),
    "a quota": of_why(quota="institutions"),
    "what is coming": of_why(coming={"repair": 9}),
    "a line left waiting": lambda run: run.lines.skipped()[0].delete(),
    "where it stood": lambda run: run.lines.skipped().update(place=9),
    "who could receive nothing": lambda run: run.lines.filter(outcome="barred").delete(),
    "why they could not": lambda run: run.lines.filter(outcome="barred").update(told={}),
    "how many pairs": of_run(pair_count=9),
    "how many left waiting": of_run(skipped_count=9),
    "how many could not": of_run(barred_count=9),
    "how many changed": of_run(change_counts={"newly": 9}),
    "the policy": of_run(policy=None),
    "the reason of a pin": lambda run: run.wishes.update(because="place"),
}


def test_whatever_is_changed_behind_the_acts_backs_is_found_by_both_checks(
    run: AllocationRun,
) -> None:
    assert (differences(run), wrong_with(run)) == ([], [])
    unnoticed = []
    for name, change in CHANGES.items():
        with transaction.atomic():
            change(run)
            now = AllocationRun.objects.get(pk=run.pk)
            if not (differences(now) and wrong_with(now)):
                unnoticed.append(name)
            transaction.set_rollback(True)
    assert unnoticed == []


@pytest.mark.parametrize(
    "name",
    ["the place of a pair", "that it is pinned", "who holds what fits", "how many pairs"],
)
def test_what_follows_from_the_record_of_an_older_run_is_checked_as_well(
    run: AllocationRun, name: str
) -> None:
    older = replace(kept_of(run), shown=None)
    assert list(shown_otherwise(run, older)) == []
    CHANGES[name](run)
    run.refresh_from_db()
    assert len(list(shown_otherwise(run, older))) > 0
