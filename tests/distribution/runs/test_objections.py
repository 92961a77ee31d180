"""Test the judge of proposals: with each kind of wrong planted, and against every allocation."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from distribution.fit import Need, Supply
from distribution.runs.matching import propose
from distribution.runs.objections import objections
from distribution.runs.proposal import Item, Line, Pair, Proposal, Skipped
from tests.bench.matching import build
from tests.distribution.runs.every_allocation import (
    Allocation,
    Case,
    allocations,
    cases,
    merit,
    proposal_of,
)

LAPTOP = Supply(kind="laptop", spec_class="basic", region="north")
FAST = replace(LAPTOP, spec_class="standard")
DESKTOP = Supply(kind="desktop", spec_class="basic", region="north")
MAIL = Need(kinds=("laptop",))
SCHOOL = Need(kinds=("laptop",), spec_class="standard")
EITHER = Need(kinds=("laptop", "desktop"))


def case(needs: list[Need], supplies: list[Supply]) -> Case:
    lines = [Line(f"L{number}", need, number) for number, need in enumerate(needs, start=1)]
    items = [Item(f"D{number}", supply) for number, supply in enumerate(supplies, start=1)]
    return Case(lines, items)


def given_as(case: Case, **items: str) -> Proposal:
    """Propose these devices for these lines, truly explained."""
    by_key = {item.key: item for item in case.items}
    return proposal_of(case, {line: by_key[item] for line, item in items.items()})


def against(case: Case, proposal: Proposal) -> list[str]:
    return objections(
        case.lines,
        case.items,
        proposal,
        pins=case.pins,
        exclusions=case.exclusions,
        quotas=case.quotas,
    )


TWO = case([MAIL, SCHOOL], [FAST, LAPTOP])
RIGHT = given_as(TWO, L1="D2", L2="D1")


def test_a_right_proposal_meets_no_objection() -> None:
    assert against(TWO, RIGHT) == []


L1, L2 = RIGHT.pairs


@pytest.mark.parametrize(
    ("pairs", "skipped", "objection"),
    [
        ((L1, L2, Pair("L9", "D9", 0, 0)), (), "Line L9 is not waiting."),
        ((L1,), (), "Line L2 is not told of."),
        ((L1, L2), (Skipped("L2", (), ()),), "Line L2 is told of twice."),
        ((L1, replace(L2, item="D2")), (), "Device D2 is given twice."),
        ((L1, replace(L2, item="D3")), (), "Device D3 is not in stock."),
        ((L2, L1), (), "The lines are not told of in priority order."),
        ((replace(L1, waste=3), L2), (), "Rank or waste of device D2 for line L1 is not as told."),
        (
            (replace(L1, item="D1"), replace(L2, item="D2")),
            (),
            "Device D2 does not fit line L2: too_slow.",
        ),
        (
            (replace(L1, is_pinned=True), L2),
            (),
            "Line L1 is said to be pinned to device D2, and is not.",
        ),
    ],
)
def test_what_could_not_be_carried_out_is_objected_to(
    pairs: tuple[Pair, ...], skipped: tuple[Skipped, ...], objection: str
) -> None:
    assert objection in against(TWO, Proposal(pairs, skipped))


def test_another_region_is_no_stock_for_who_must_collect_it() -> None:
    far = case([replace(MAIL, regions=("south",))], [LAPTOP])
    wrong = Proposal((Pair("L1", "D1", 0, 0),), ())
    assert against(far, wrong) == ["Device D1 does not fit line L1: out_of_reach."]


def test_pins_and_exclusions_are_to_be_kept() -> None:
    pinned = replace(TWO, pins=[("L1", "D1")])
    assert against(pinned, RIGHT) == ["Line L1 is not given device D1, to which it is pinned."]
    kept = replace(TWO, exclusions=[("L1", "D2")])
    assert against(kept, RIGHT) == ["Device D2 was to be kept from line L1."]
    unsaid = replace(TWO, pins=[("L1", "D2")])
    assert against(unsaid, RIGHT) == ["Line L1 is not said to be pinned to device D2, and is."]


def test_nobody_is_served_past_a_quota_nor_left_out_before_it() -> None:
    two = case([MAIL, MAIL], [LAPTOP, LAPTOP])
    bound = replace(
        two, lines=[replace(line, quota="library") for line in two.lines], quotas={"library": 1}
    )
    both = given_as(two, L1="D1", L2="D2")
    assert against(bound, both) == ["Line L2 is served past the quota of library."]
    assert against(bound, given_as(bound, L1="D1")) == []
    assert against(bound, given_as(bound)) == [
        "Line L1 is left out, and a free device could be made to serve it.",
        "Line L2 is left out, and a free device could be made to serve it.",
    ]
    skipped = Skipped("L2", ("D1", "D2"), ("L1",))
    assert against(bound, Proposal((Pair("L1", "D1", 0, 0),), (skipped,))) == [
        "It is not so, or not said, that line L2 meets a used-up quota."
    ]


def test_a_line_left_out_that_an_exchange_could_serve_is_found() -> None:
    assert against(TWO, given_as(TWO, L1="D1")) == [
        "Line L2 is left out, and a free device could be made to serve it."
    ]


def test_a_line_served_in_place_of_a_higher_one_is_found() -> None:
    chain = case([SCHOOL, EITHER, MAIL], [FAST, LAPTOP])
    assert against(chain, given_as(chain, L2="D1", L3="D2")) == [
        "Line L1 is left out, and line L3 behind it served in its stead."
    ]
    assert against(chain, given_as(chain, L1="D1", L2="D2")) == []


def test_a_false_explanation_is_found() -> None:
    one = case([MAIL, MAIL], [LAPTOP])
    pair = Pair("L1", "D1", 0, 0)
    fitting = Proposal((pair,), (Skipped("L2", (), ()),))
    assert against(one, fitting) == [
        "The devices said to fit line L2 are not those that do.",
    ]
    holding = Proposal((pair,), (Skipped("L2", ("D1",), ("L2",)),))
    assert against(one, holding) == [
        "The lines said to hold what fits line L2 are not those that do.",
    ]


def test_a_kind_that_a_higher_line_could_have_is_found() -> None:
    either = case([EITHER, EITHER], [LAPTOP, DESKTOP])
    assert against(either, given_as(either, L1="D2", L2="D1")) == [
        "Line L1 could have a kind it prefers, at the cost of no line before it."
    ]
    alone = case([EITHER], [LAPTOP, DESKTOP])
    assert against(alone, given_as(alone, L1="D2")) == [
        "Line L1 could have a kind it prefers, at the cost of no line before it."
    ]


def test_a_kind_that_would_cost_a_higher_line_its_own_is_no_objection() -> None:
    either = case([EITHER, EITHER], [LAPTOP, DESKTOP])
    assert against(either, given_as(either, L1="D1", L2="D2")) == []


def test_a_circle_that_would_save_waste_is_found() -> None:
    school = case([MAIL, SCHOOL], [FAST, LAPTOP, FAST])
    assert against(school, given_as(school, L1="D3", L2="D1")) == [
        "Devices as these, handed on in a circle, would waste less: D2, D1."
    ]


@given(cases)
@settings(max_examples=150, deadline=None)
def test_what_the_matching_proposes_meets_no_objection(case: Case) -> None:
    proposal = propose(
        case.lines,
        case.items,
        pins=case.pins,
        exclusions=case.exclusions,
        quotas=case.quotas,
    )
    assert against(case, proposal) == []


@given(cases, st.data())
@settings(max_examples=200, deadline=None)
def test_there_are_objections_exactly_to_what_is_not_best(case: Case, data: st.DataObject) -> None:
    every = list(allocations(case))
    best = min(merit(case, each) for each in every)
    some: Allocation = data.draw(st.sampled_from(every))
    assert (against(case, proposal_of(case, some)) == []) == (merit(case, some) == best)


@pytest.mark.parametrize("mix", ["mixed", "hostile"])
def test_there_is_no_objection_to_hundreds_of_devices_for_many_lines(mix: str) -> None:
    lines, items = build(200, 600, mix)
    proposal = propose(lines, items)
    assert objections(lines, items, proposal) == []
    assert proposal.skipped
