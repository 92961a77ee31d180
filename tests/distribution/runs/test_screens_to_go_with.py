"""Test which screens go with matched machines that have none."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from distribution.fit import NO_LARGE_SCREEN_LEFT, NO_SCREEN_LEFT, Need, Supply, screen_for, why_not
from distribution.runs.matching import propose
from distribution.runs.matching.companions import accompany, kept_for_later
from distribution.runs.objections import objections
from distribution.runs.objections.companions import companion_objections, main_stock
from distribution.runs.proposal import Companion, Item, Line, Outcome, Pair, Proposal
from tests.distribution.runs.every_allocation import Case, allocations, cases, merit

DESKTOP = Supply(kind="desktop", spec_class="basic")
LAPTOP = Supply(kind="laptop", spec_class="basic")
SCREEN = Supply(kind="monitor", screen_inches=14.0)
LARGE = Supply(kind="monitor", screen_inches=24.0)
ANY = Need(kinds=("desktop", "laptop"))
SEES_LITTLE = Need(kinds=("desktop",), large_screen=True)


def lines_for(*needs: Need) -> list[Line]:
    return [Line(f"L{number}", need, number) for number, need in enumerate(needs, start=1)]


def items_for(*supplies: Supply) -> list[Item]:
    return [Item(f"D{number}", supply) for number, supply in enumerate(supplies, start=1)]


def with_companions(lines: list[Line], items: list[Item]) -> tuple[Proposal, tuple[Companion, ...]]:
    proposal = propose(lines, items)
    return proposal, accompany(lines, items, proposal)


def test_a_desktop_receives_a_screen_and_a_laptop_none() -> None:
    _proposal, companions = with_companions(
        lines_for(ANY, ANY), items_for(DESKTOP, LAPTOP, SCREEN, SCREEN)
    )
    assert companions == (Companion("L1", "D1", "D3"),)


def test_a_screen_that_is_missing_costs_nobody_the_machine() -> None:
    proposal, companions = with_companions(lines_for(ANY, ANY), items_for(DESKTOP, DESKTOP, SCREEN))
    assert [pair.line for pair in proposal.pairs] == ["L1", "L2"]
    assert companions == (
        Companion("L1", "D1", "D3"),
        Companion("L2", "D2", "", NO_SCREEN_LEFT.code),
    )


def test_who_needs_a_large_screen_receives_one_and_others_leave_it() -> None:
    _proposal, companions = with_companions(
        lines_for(ANY, SEES_LITTLE, SEES_LITTLE),
        items_for(DESKTOP, DESKTOP, DESKTOP, LARGE, SCREEN),
    )
    assert companions == (
        Companion("L1", "D1", "D5"),
        Companion("L2", "D2", "D4"),
        Companion("L3", "D3", "", NO_LARGE_SCREEN_LEFT.code),
    )


def test_who_asked_for_a_screen_itself_comes_before_those_that_go_with_a_machine() -> None:
    lines = lines_for(ANY, Need(kinds=("monitor",)))
    proposal, companions = with_companions(lines, items_for(DESKTOP, SCREEN))
    assert proposal.pairs[1] == Pair("L2", "D2", rank=0, waste=0)
    assert companions == (Companion("L1", "D1", "", NO_SCREEN_LEFT.code),)


def test_a_screen_comes_from_where_the_machine_is() -> None:
    lines, items = lines_for(ANY), items_for(DESKTOP, SCREEN, SCREEN)
    proposal = propose(lines, items)
    places = {"D1": "north", "D2": "south", "D3": "north"}
    assert accompany(lines, items, proposal, places=places) == (Companion("L1", "D1", "D3"),)


def test_a_screen_with_an_earmark_goes_to_whom_it_was_given_for() -> None:
    pupil = replace(ANY, inside=("pupils",))
    items = items_for(DESKTOP, DESKTOP, replace(SCREEN, earmark="pupils"))
    _proposal, companions = with_companions(lines_for(ANY, pupil), items)
    assert companions == (
        Companion("L1", "D1", "", NO_SCREEN_LEFT.code),
        Companion("L2", "D2", "D3"),
    )


screens = st.lists(
    st.builds(
        Supply,
        kind=st.just("monitor"),
        screen_inches=st.sampled_from([14.0, 24.0]),
        earmark=st.sampled_from(["", "", "pupils"]),
        region=st.sampled_from(["", "north", "south"]),
    ),
    max_size=3,
)


@given(cases, screens)
def test_companions_obey_the_rule_among_themselves(case: Case, screens: list[Supply]) -> None:
    stock = [Item(f"S{number}", supply) for number, supply in enumerate(screens)]
    proposal = propose(case.lines, [*case.items, *stock], exclusions=case.exclusions)
    companions = accompany(case.lines, [*case.items, *stock], proposal, exclusions=case.exclusions)
    assert proposal == propose(case.lines, case.items, exclusions=case.exclusions)
    kind = {item.key: item.supply.kind for item in case.items}
    needs = {line.key: line.need for line in case.lines}
    wanted = {pair.line: screen_for(needs[pair.line], kind[pair.item]) for pair in proposal.pairs}
    lines = [
        replace(line, need=need)
        for line in case.lines
        if (need := wanted.get(line.key)) is not None
    ]
    assert [each.line for each in companions] == [line.key for line in lines]
    rule = propose(lines, stock)
    given = {each.line: each.item for each in companions if each.item}
    assert given == {pair.line: pair.item for pair in rule.pairs}
    assert objections(lines, stock, rule) == []
    outcome = Outcome(proposal, companions)
    exclusions = case.exclusions
    everything = [*case.items, *stock]
    said = companion_objections(case.lines, everything, outcome, exclusions=exclusions, places={})
    assert said == []


places = st.lists(st.sampled_from(["north", "south"]), min_size=8, max_size=8)
kept_from = st.lists(st.tuples(st.integers(1, 5), st.integers(0, 2)), max_size=3)


@given(cases, screens, places, kept_from)
def test_no_other_way_to_give_the_screens_is_better_by_the_rule(
    case: Case, screens: list[Supply], where: list[str], kept: list[tuple[int, int]]
) -> None:
    """Held against every way there is, each screen going with a machine of the same place."""
    stock = [Item(f"S{number}", supply) for number, supply in enumerate(screens)]
    everything = [*case.items, *stock]
    at = {item.key: place for item, place in zip(everything, where, strict=False)}
    exclusions = [*case.exclusions, *((f"L{line}", f"S{screen}") for line, screen in kept)]
    proposal = propose(case.lines, everything, exclusions=exclusions)
    found = accompany(case.lines, everything, proposal, exclusions=exclusions, places=at)
    machine = {pair.line: pair.item for pair in proposal.pairs}
    kind = {item.key: item.supply.kind for item in case.items}
    wanting = [
        replace(line, need=replace(need, regions=(at[machine[line.key]],)), quota="")
        for line in case.lines
        if line.key in machine and (need := screen_for(line.need, kind[machine[line.key]]))
    ]
    placed = [Item(item.key, replace(item.supply, region=at[item.key])) for item in stock]
    screens_alone = Case(wanting, placed, exclusions)
    by_key = {item.key: item for item in placed}
    given = {each.line: by_key[each.item] for each in found if each.item}
    ways = list(allocations(screens_alone))
    assert given in ways
    assert merit(screens_alone, given) == min(merit(screens_alone, way) for way in ways)


def judged(*companions: Companion, places: dict[str, str] | None = None) -> list[str]:
    """Judge companions of two desktops, beside a small screen, a large one and a laptop."""
    lines = lines_for(ANY, SEES_LITTLE, ANY)
    items = items_for(DESKTOP, DESKTOP, LAPTOP, SCREEN, LARGE)
    outcome = Outcome(propose(lines, items), companions)
    return companion_objections(lines, items, outcome, exclusions=(), places=places or {})


FIRST, SECOND = Companion("L1", "D1", "D4"), Companion("L2", "D2", "D5")


def test_the_judge_finds_each_companion_that_is_not_by_the_rule() -> None:
    assert judged(FIRST, SECOND) == []
    assert judged(FIRST) != []
    assert judged(SECOND, FIRST) != []
    assert judged(FIRST, replace(SECOND, item="D3")) != []
    assert judged(FIRST, replace(SECOND, item="D9")) != []
    assert judged(FIRST, replace(SECOND, item="", missing=NO_LARGE_SCREEN_LEFT.code)) != []
    assert judged(FIRST, replace(SECOND, missing=NO_LARGE_SCREEN_LEFT.code)) == [
        "What is said of the screen of line L2 is not so."
    ]
    assert judged(replace(FIRST, item="D5"), replace(SECOND, item="D4")) != []
    elsewhere = {"D1": "north", "D2": "north", "D4": "south", "D5": "north"}
    assert judged(FIRST, SECOND, places=elsewhere) != []
    nothing = replace(SECOND, item="", missing=NO_LARGE_SCREEN_LEFT.code)
    assert judged(replace(FIRST, item="D5"), nothing, places=elsewhere) == []


def test_a_pinned_screen_is_kept_for_its_line_whoever_stands_before_it() -> None:
    lines = lines_for(Need(kinds=("monitor",)), ANY, ANY)
    items = items_for(DESKTOP, DESKTOP, SCREEN, SCREEN)
    pins = [("L3", "D3")]
    main = list(kept_for_later(lines, items, pins))
    proposal = propose(lines, main)
    assert proposal.pairs[0] == Pair("L1", "D4", rank=0, waste=0)
    companions = accompany(lines, items, proposal, pins=pins)
    assert companions == (
        Companion("L2", "D1", "", NO_SCREEN_LEFT.code),
        Companion("L3", "D2", "D3"),
    )
    assert main_stock(lines, items, pins) == main


def test_a_pinned_screen_that_can_not_go_with_the_machine_is_free_for_others() -> None:
    lines, items = lines_for(ANY, ANY, SEES_LITTLE), items_for(DESKTOP, DESKTOP, DESKTOP, SCREEN)
    proposal = propose(lines, kept_for_later(lines, items, [("L3", "D4")]))
    free = (Companion("L1", "D1", "D4"), Companion("L2", "D2", "", NO_SCREEN_LEFT.code))
    assert accompany(lines, items, proposal, pins=[("L3", "D4")])[:2] == free
    places = {"D1": "north", "D2": "south", "D4": "north"}
    assert accompany(lines, items, proposal, pins=[("L2", "D4")], places=places)[:2] == free
    gone = [("L9", "D4")]
    assert list(kept_for_later(lines, items, gone)) == main_stock(lines, items, gone) == items


@given(cases, screens, st.permutations(range(5)), st.integers(0, 3))
def test_pinned_screens_are_judged_without_the_code_that_gave_them(
    case: Case, screens: list[Supply], places: list[int], count: int
) -> None:
    stock = [*case.items, *(Item(f"S{number}", supply) for number, supply in enumerate(screens))]
    named = [case.lines[place].key for place in places if place < len(case.lines)]
    pins = [(line, f"S{number}") for number, line in enumerate(named[:count])]
    proposal = propose(
        case.lines, kept_for_later(case.lines, stock, pins), exclusions=case.exclusions
    )
    judged = main_stock(case.lines, stock, pins)
    assert objections(case.lines, judged, proposal, exclusions=case.exclusions) == []
    for given_pins in (pins, []):
        companions = accompany(
            case.lines, stock, proposal, pins=given_pins, exclusions=case.exclusions
        )
        said = companion_objections(
            case.lines,
            stock,
            Outcome(proposal, companions),
            pins=pins,
            exclusions=case.exclusions,
            places={},
        )
        needs = {line.key: screen_for(line.need, "desktop") for line in case.lines}
        desktops = {each.line: each.item for each in companions}
        supplies = {item.key: item.supply for item in stock}
        broken = [
            (line, item)
            for line, item in set(pins) - set(case.exclusions)
            if item in supplies and (need := needs[line]) and desktops.get(line, item) != item
            if not why_not(need, supplies[item])
        ]
        assert bool(said) == bool(broken)
