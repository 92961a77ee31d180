"""Test the rule of the matching, by example and against every possible allocation."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from distribution.fit import Need, Supply, preference_rank, waste, why_not
from distribution.runs.matching import (
    ImpossiblePin,
    Item,
    Line,
    Pair,
    Proposal,
    Skipped,
    propose,
)
from tests.distribution.runs.every_allocation import Case, allocations, cases, merit

BASIC = Supply(kind="laptop", keyboard="be_azerty", spec_class="basic")
STANDARD = replace(BASIC, spec_class="standard")
WORKSTATION = replace(BASIC, spec_class="performance")
DESKTOP = Supply(kind="desktop", spec_class="basic")

ANY_LAPTOP = Need(kinds=("laptop",))
SCHOOL = Need(kinds=("laptop",), spec_class="standard")
EITHER = Need(kinds=("laptop", "desktop"))


def lines_for(*needs: Need) -> list[Line]:
    return [Line(f"L{number}", need, number) for number, need in enumerate(needs, start=1)]


def items_for(*supplies: Supply) -> list[Item]:
    return [Item(f"D{number}", supply) for number, supply in enumerate(supplies, start=1)]


def given_to(proposal: Proposal) -> dict[str, str]:
    return {pair.line: pair.item for pair in proposal.pairs}


def test_nothing_is_proposed_from_nothing() -> None:
    assert propose([], []) == Proposal((), ())
    assert propose(lines_for(ANY_LAPTOP), []) == Proposal((), (Skipped("L1", (), ()),))


def test_the_first_line_is_served_first() -> None:
    proposal = propose(lines_for(ANY_LAPTOP, ANY_LAPTOP), items_for(BASIC))
    assert proposal.pairs == (Pair("L1", "D1", rank=0, waste=0),)
    assert proposal.skipped == (Skipped("L2", fitting=("D1",), held_by=("L1",)),)


def test_an_earlier_line_moves_to_another_device_so_that_a_later_one_is_served() -> None:
    proposal = propose(lines_for(ANY_LAPTOP, SCHOOL), items_for(STANDARD, BASIC))
    assert given_to(proposal) == {"L1": "D2", "L2": "D1"}


def test_a_later_line_never_costs_an_earlier_one_its_device() -> None:
    # Serving L2 and L3 would please one household more than serving L1 does: no matter.
    lines = lines_for(EITHER, ANY_LAPTOP, Need(kinds=("desktop",)))
    proposal = propose(lines, items_for(DESKTOP))
    assert given_to(proposal) == {"L1": "D1"}
    assert proposal.skipped == (
        Skipped("L2", (), ()),
        Skipped("L3", ("D1",), ("L1",)),
    )


def test_an_earlier_line_takes_its_second_choice_rather_than_leave_one_without() -> None:
    proposal = propose(lines_for(EITHER, ANY_LAPTOP), items_for(BASIC, DESKTOP))
    assert given_to(proposal) == {"L1": "D2", "L2": "D1"}


def test_the_earlier_of_two_lines_receives_the_kind_it_prefers() -> None:
    proposal = propose(lines_for(EITHER, EITHER), items_for(DESKTOP, BASIC))
    assert [(pair.line, pair.item, pair.rank) for pair in proposal.pairs] == [
        ("L1", "D2", 0),
        ("L2", "D1", 1),
    ]


def test_when_one_must_give_way_it_is_the_later_line() -> None:
    # L3 needs one of the two laptops, which L1 and L2 would both rather keep.
    or_tablet = Need(kinds=("laptop", "tablet"))
    stock = items_for(BASIC, BASIC, DESKTOP, Supply(kind="tablet"))
    proposal = propose(lines_for(EITHER, or_tablet, ANY_LAPTOP), stock)
    assert [(pair.line, pair.rank) for pair in proposal.pairs] == [("L1", 0), ("L2", 1), ("L3", 0)]
    assert given_to(proposal)["L2"] == "D4"


def test_preference_comes_before_waste() -> None:
    proposal = propose(lines_for(EITHER), items_for(DESKTOP, WORKSTATION))
    assert given_to(proposal) == {"L1": "D2"}


def test_nobody_gets_the_workstation_for_mail_when_less_would_do() -> None:
    proposal = propose(lines_for(ANY_LAPTOP, SCHOOL), items_for(WORKSTATION, STANDARD, BASIC))
    assert given_to(proposal) == {"L1": "D3", "L2": "D2"}


def test_keyboards_are_exchanged_until_nobody_needs_stickers() -> None:
    azerty = replace(ANY_LAPTOP, keyboard="be_azerty")
    qwerty = replace(ANY_LAPTOP, keyboard="qwerty")
    supplies = items_for(replace(BASIC, keyboard="qwerty"), BASIC)
    proposal = propose(lines_for(azerty, qwerty), supplies)
    assert given_to(proposal) == {"L1": "D2", "L2": "D1"}
    assert sum(pair.waste for pair in proposal.pairs) == 0


def test_an_earlier_line_that_does_not_mind_leaves_the_layout_to_one_that_does() -> None:
    azerty = replace(ANY_LAPTOP, keyboard="be_azerty")
    supplies = items_for(BASIC, replace(BASIC, keyboard="qwerty"))
    proposal = propose(lines_for(ANY_LAPTOP, azerty), supplies)
    assert given_to(proposal) == {"L1": "D2", "L2": "D1"}


def test_a_pin_stands_and_the_rule_serves_the_rest() -> None:
    lines = lines_for(ANY_LAPTOP, ANY_LAPTOP, ANY_LAPTOP)
    proposal = propose(lines, items_for(BASIC, STANDARD), pins=[("L3", "D1")])
    assert proposal.pairs == (
        Pair("L1", "D2", rank=0, waste=20),
        Pair("L3", "D1", rank=0, waste=0, is_pinned=True),
    )
    assert proposal.skipped == (Skipped("L2", ("D1", "D2"), ("L1", "L3")),)


@pytest.mark.parametrize(
    ("pins", "exclusions"),
    [
        ([("L9", "D1")], []),
        ([("L1", "D9")], []),
        ([("L1", "D1"), ("L1", "D2")], []),
        ([("L1", "D1"), ("L2", "D1")], []),
        ([("L1", "D1")], [("L1", "D1")]),
        ([("L2", "D1")], []),
    ],
)
def test_an_impossible_pin_is_refused(
    pins: list[tuple[str, str]], exclusions: list[tuple[str, str]]
) -> None:
    with pytest.raises(ImpossiblePin, match="cannot be pinned"):
        propose(
            lines_for(ANY_LAPTOP, SCHOOL),
            items_for(BASIC, STANDARD),
            pins=pins,
            exclusions=exclusions,
        )


def test_an_exclusion_keeps_one_device_from_one_line() -> None:
    lines, items = lines_for(ANY_LAPTOP, ANY_LAPTOP), items_for(BASIC, STANDARD)
    proposal = propose(lines, items, exclusions=[("L1", "D1"), ("L7", "D1"), ("L1", "D7")])
    assert given_to(proposal) == {"L1": "D2", "L2": "D1"}


def test_an_excluded_device_is_not_among_those_that_fit() -> None:
    lines = lines_for(ANY_LAPTOP, ANY_LAPTOP)
    proposal = propose(lines, items_for(BASIC), exclusions=[("L2", "D1")])
    assert proposal.skipped == (Skipped("L2", (), ()),)


def test_twins_are_refused() -> None:
    with pytest.raises(ValueError, match="twice"):
        propose([Line("L1", SCHOOL, 1), Line("L1", SCHOOL, 2)], [])
    with pytest.raises(ValueError, match="twice"):
        propose([], [Item("D1", BASIC), Item("D1", BASIC)])


def test_lines_of_equal_order_are_served_by_key() -> None:
    lines = [Line("L2", ANY_LAPTOP, 1), Line("L1", ANY_LAPTOP, 1)]
    assert given_to(propose(lines, items_for(BASIC))) == {"L1": "D1"}


def propose_for(case: Case) -> Proposal:
    return propose(
        case.lines,
        case.items,
        pins=case.pins,
        exclusions=case.exclusions,
        quotas=case.quotas,
    )


@given(cases)
@settings(max_examples=300, deadline=None)
def test_no_possible_allocation_is_better_by_the_rule(case: Case) -> None:
    by_key = {item.key: item for item in case.items}
    proposed = {pair.line: by_key[pair.item] for pair in propose_for(case).pairs}
    assert merit(case, proposed) == min(merit(case, each) for each in allocations(case))


@given(cases)
@settings(max_examples=200, deadline=None)
def test_without_quotas_as_many_are_served_as_possible(case: Case) -> None:
    free = replace(case, quotas={})
    most = max(len(each) for each in allocations(free))
    assert len(propose_for(free).pairs) == most


@given(cases)
@settings(max_examples=200)
def test_every_pair_fits_and_every_device_is_given_once(case: Case) -> None:
    proposal = propose_for(case)
    need = {line.key: line.need for line in case.lines}
    supply = {item.key: item.supply for item in case.items}
    for pair in proposal.pairs:
        assert not why_not(need[pair.line], supply[pair.item])
        assert (pair.line, pair.item) not in case.exclusions
        assert pair.rank == preference_rank(need[pair.line], supply[pair.item])
        assert pair.waste == waste(need[pair.line], supply[pair.item])
    assert len({pair.item for pair in proposal.pairs}) == len(proposal.pairs)
    told = [*(pair.line for pair in proposal.pairs), *(each.line for each in proposal.skipped)]
    assert sorted(told) == sorted(need)


@given(cases)
@settings(max_examples=200)
def test_every_device_that_fits_a_skipped_line_is_held_by_a_higher_one(case: Case) -> None:
    proposal = propose_for(case)
    line_of = {line.key: line for line in case.lines}
    pinned = dict(case.pins)
    for skipped in proposal.skipped:
        line = line_of[skipped.line]
        fitting = tuple(item.key for item in case.items if case.fits(line, item))
        assert tuple(skipped.fitting) == fitting
        holders = {p.line for p in proposal.pairs if p.item in fitting}
        assert set(skipped.held_by) == holders
        if not skipped.quota:
            assert len(skipped.held_by) == len(fitting)
            assert all(line_of[key].order < line.order for key in holders - set(pinned))


@given(cases, st.data())
def test_the_order_of_the_input_makes_no_difference(case: Case, data: st.DataObject) -> None:
    shuffled = Case(
        data.draw(st.permutations(case.lines)),
        data.draw(st.permutations(case.items)),
        data.draw(st.permutations(case.exclusions)),
        case.quotas,
        case.pins,
    )
    assert propose_for(shuffled) == propose_for(case)


@given(cases)
def test_with_a_pin_the_rule_holds_for_everything_else(case: Case) -> None:
    lines, items = dict(case.pins).keys(), dict(case.pins).values()
    others = Case(
        [line for line in case.lines if line.key not in lines],
        [item for item in case.items if item.key not in items],
        case.exclusions,
    )
    pinned = propose_for(replace(case, quotas={}))
    assert [pair for pair in pinned.pairs if not pair.is_pinned] == list(propose_for(others).pairs)
    assert {(pair.line, pair.item) for pair in pinned.pairs if pair.is_pinned} == set(case.pins)
