"""Why a line receives what is not its first choice: true in each case, whoever stands behind it."""

from __future__ import annotations

import pytest
from hypothesis import given

from distribution.fit import preference_rank
from distribution.models import RequestLine, RunWish
from distribution.runs.matching import propose
from distribution.runs.proposing import execute_run, request_run
from distribution.web.run_words import why_pair
from inventory.models import Device
from tests.cast import Cast
from tests.distribution.runs.every_allocation import Case, allocations, cases
from tests.makers import make_nomination, make_policy, make_ready

CASES = {
    "none": "nothing ready of a kind they prefer more fits them.",
    "kept": "what fits them of a kind they prefer more is pinned to others or excluded for them.",
    "needed": "if they had a kind they prefer more, another line would receive nothing, or one "
    "before them a kind it prefers less.",
    "": "by the rule, nothing of a kind they prefer more could go to them.",  # of runs of before
}


@pytest.mark.parametrize(("kind", "case"), [("tablet", "none"), ("laptop", "needed")])
def test_a_second_choice_is_put_down_to_what_it_is_due_to(cast: Cast, kind: str, case: str) -> None:
    first, _behind = waiting(cast, ("laptop", "desktop"), (kind,))
    make_ready(cast.tom, cast.vera, kind=kind)
    make_ready(cast.tom, cast.vera, kind="desktop")
    assert said_of(cast, first) == ("desktop", case)


def test_what_is_pinned_to_others_is_not_said_to_be_missing(cast: Cast) -> None:
    first, behind = waiting(cast, ("laptop", "desktop"), ("laptop", "tablet"))
    laptop = make_ready(cast.tom, cast.vera)
    make_ready(cast.tom, cast.vera, kind="desktop")
    pin = RunWish(kind="pin", line=behind, device=laptop, because="promised")
    assert said_of(cast, first, pin) == ("desktop", "kept")


@pytest.mark.parametrize("case", CASES)
def test_each_case_has_its_sentence(case: str) -> None:
    told = {"rank": 1, "points": 5} | ({"preferred": case} if case else {})
    assert why_pair(1, told)[1] == f"It is their choice number 2: {CASES[case]}"


@given(cases)
def test_a_kind_preferred_more_costs_another_its_device_or_one_before_it_its_kind(
    case: Case,
) -> None:
    proposal = propose(
        case.lines, case.items, pins=case.pins, exclusions=case.exclusions, quotas=case.quotas
    )
    given_to = {pair.line: pair.rank for pair in proposal.pairs}
    needs = {line.key: line.need for line in case.lines}
    others = [
        {line: preference_rank(needs[line], item.supply) for line, item in each.items()}
        for each in allocations(case)
    ]
    for pair in (each for each in proposal.pairs if each.rank and not each.is_pinned):
        before = list(needs)[: list(needs).index(pair.line)]
        for other in others:
            if other.keys() >= given_to.keys() and other[pair.line] < pair.rank:
                served = given_to.keys() & set(before)
                assert any(other[line] > given_to[line] for line in served)


def waiting(cast: Cast, *kinds: tuple[str, ...]) -> list[RequestLine]:
    make_policy()
    made = [make_nomination(cast.paula, surname=f"N{n}", kinds=k) for n, k in enumerate(kinds)]
    return [each.lines.get() for each in made]


def said_of(cast: Cast, line: RequestLine, *pins: RunWish) -> tuple[str, str]:
    run = request_run(wishes=pins, actor=cast.anna)
    execute_run.call(run.pk)
    pair = run.lines.pairs().get(line=line.pk)
    return Device.objects.get(code=pair.device).kind, pair.told["preferred"]
