"""Test the rule of the matching, by example and against every possible allocation."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from distribution.fit import Need, Supply, preference_rank, waste, why_not
from distribution.matching import (
    ImpossiblePin,
    Item,
    Line,
    Pair,
    Proposal,
    Skipped,
    propose,
)

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


# Every possible allocation of small cases.

needs = st.builds(
    Need,
    kinds=st.sampled_from(
        [("laptop",), ("laptop", "desktop"), ("desktop", "laptop"), ("tablet", "desktop")]
    ),
    keyboard=st.sampled_from(["", "be_azerty", "qwerty"]),
    spec_class=st.sampled_from(["basic", "basic", "standard"]),
    large_screen=st.sampled_from([False, False, False, True]),
)
supplies = st.builds(
    Supply,
    kind=st.sampled_from(["laptop", "laptop", "desktop", "tablet"]),
    keyboard=st.sampled_from(["be_azerty", "qwerty"]),
    spec_class=st.sampled_from(["basic", "standard", "standard"]),
    screen_inches=st.sampled_from([14.0, 14.0, 15.6]),
)
keys = st.tuples(st.integers(1, 5), st.integers(1, 5)).map(lambda ij: (f"L{ij[0]}", f"D{ij[1]}"))
exclusion_lists = st.lists(keys, max_size=3)
cases = st.tuples(
    st.lists(needs, max_size=5).map(lambda each: lines_for(*each)),
    st.lists(supplies, max_size=5).map(lambda each: items_for(*each)),
    exclusion_lists,
)
Case = tuple[list[Line], list[Item], list[tuple[str, str]]]
Merit = tuple[tuple[int, ...], tuple[int, ...], int]


def allocations(
    case: Case, place: int = 0, taken: frozenset[str] = frozenset()
) -> Iterator[dict[str, Item]]:
    lines, items, exclusions = case
    if place == len(lines):
        yield {}
        return
    line = lines[place]
    for rest in allocations(case, place + 1, taken):
        yield rest
    for item in items:
        if item.key in taken or (line.key, item.key) in exclusions:
            continue
        if not why_not(line.need, item.supply):
            for rest in allocations(case, place + 1, taken | {item.key}):
                yield {line.key: item, **rest}


def merit(lines: list[Line], allocation: Mapping[str, Item]) -> Merit:
    """Express the rule as a value of which the smallest is best."""
    served = tuple(0 if line.key in allocation else 1 for line in lines)
    pairs = [(line.need, allocation[line.key].supply) for line in lines if line.key in allocation]
    return served, tuple(preference_rank(*pair) for pair in pairs), sum(waste(*p) for p in pairs)


@given(cases)
@settings(max_examples=300, deadline=None)
def test_no_possible_allocation_is_better_by_the_rule(case: Case) -> None:
    lines, items, exclusions = case
    by_key = {item.key: item for item in items}
    proposal = propose(lines, items, exclusions=exclusions)
    proposed = {pair.line: by_key[pair.item] for pair in proposal.pairs}
    assert merit(lines, proposed) == min(merit(lines, each) for each in allocations(case))
    most = max(len(each) for each in allocations(case))
    assert len(proposed) == most


@given(cases)
@settings(max_examples=200)
def test_every_pair_fits_and_every_device_is_given_once(case: Case) -> None:
    lines, items, exclusions = case
    proposal = propose(lines, items, exclusions=exclusions)
    need = {line.key: line.need for line in lines}
    supply = {item.key: item.supply for item in items}
    for pair in proposal.pairs:
        assert not why_not(need[pair.line], supply[pair.item])
        assert (pair.line, pair.item) not in exclusions
        assert pair.rank == preference_rank(need[pair.line], supply[pair.item])
        assert pair.waste == waste(need[pair.line], supply[pair.item])
    assert len({pair.item for pair in proposal.pairs}) == len(proposal.pairs)
    told = [*(pair.line for pair in proposal.pairs), *(each.line for each in proposal.skipped)]
    assert sorted(told) == sorted(need)


@given(cases)
@settings(max_examples=200)
def test_every_device_that_fits_a_skipped_line_is_held_by_a_higher_one(case: Case) -> None:
    lines, items, exclusions = case
    proposal = propose(lines, items, exclusions=exclusions)
    order = {line.key: line.order for line in lines}
    need = {line.key: line.need for line in lines}
    for skipped in proposal.skipped:
        assert skipped.fitting == tuple(
            item.key
            for item in items
            if not why_not(need[skipped.line], item.supply)
            and (skipped.line, item.key) not in exclusions
        )
        holders = {p.line for p in proposal.pairs if p.item in skipped.fitting}
        assert set(skipped.held_by) == holders
        assert len(skipped.held_by) == len(skipped.fitting)
        assert all(order[line] < order[skipped.line] for line in holders)


@given(cases, st.data())
def test_the_order_of_the_input_makes_no_difference(case: Case, data: st.DataObject) -> None:
    lines, items, exclusions = case
    shuffled = propose(
        data.draw(st.permutations(lines)),
        data.draw(st.permutations(items)),
        exclusions=data.draw(st.permutations(exclusions)),
    )
    assert shuffled == propose(lines, items, exclusions=exclusions)


@given(cases, st.data())
def test_with_a_pin_the_rule_holds_for_everything_else(case: Case, data: st.DataObject) -> None:
    lines, items, exclusions = case
    possible = [
        (line.key, item.key)
        for line in lines
        for item in items
        if not why_not(line.need, item.supply) and (line.key, item.key) not in exclusions
    ]
    if not possible:
        return
    pin = data.draw(st.sampled_from(possible))
    pinned = propose(lines, items, pins=[pin], exclusions=exclusions)
    others = propose(
        [line for line in lines if line.key != pin[0]],
        [item for item in items if item.key != pin[1]],
        exclusions=exclusions,
    )
    assert [pair for pair in pinned.pairs if not pair.is_pinned] == list(others.pairs)
    assert given_to(pinned)[pin[0]] == pin[1]
