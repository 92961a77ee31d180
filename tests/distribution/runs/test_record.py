"""What a run keeps of its input is the same for the same input, and can be read back whole."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from distribution.fit import Need, Supply
from distribution.runs.proposal import Item, Line
from distribution.runs.record import (
    RunInput,
    UnreadableRecord,
    compressed,
    digest,
    read_input,
    read_outcome,
    restored,
    write_input,
    write_outcome,
)

KINDS = st.sampled_from(["laptop", "desktop", "tablet"])
CLASSES = st.sampled_from(["basic", "standard", "performance"])
NEEDS = st.builds(
    Need,
    kinds=st.lists(KINDS, min_size=1, max_size=3, unique=True).map(tuple),
    keyboard=st.sampled_from(["", "be_azerty", "fr_azerty"]),
    spec_class=CLASSES,
    camera=st.booleans(),
    inside=st.sampled_from([(), ("commune:21015",), ("pupils", "commune:21015")]),
)
SUPPLIES = st.builds(
    Supply,
    kind=KINDS | st.just("monitor"),
    keyboard=st.sampled_from(["", "be_azerty"]),
    spec_class=st.sampled_from(["", "basic", "standard", "performance"]),
    screen_inches=st.sampled_from([None, 13.3, 15.6]),
    earmark=st.sampled_from(["", "pupils"]),
)


@st.composite
def inputs(draw: st.DrawFn) -> RunInput:
    needs = draw(st.lists(NEEDS, max_size=8))
    supplies = draw(st.lists(SUPPLIES, max_size=8))
    lines = tuple(Line(f"N{n}/1", need, n) for n, need in enumerate(needs))
    items = tuple(Item(f"D{n}", supply) for n, supply in enumerate(supplies))
    kept_from = tuple((lines[0].key, each.key) for each in items[:2]) if lines else ()
    places = draw(
        st.none()
        | st.fixed_dictionaries({each.key: st.sampled_from(["ATELIER", "ASBL"]) for each in items})
    )
    screens = [each.key for each in items if each.supply.kind == "monitor"]
    named = draw(st.permutations(lines)) if places is not None else ()
    return RunInput(
        lines=lines,
        items=items,
        exclusions=kept_from,
        earmarks=("pupils",),
        places=places,
        beside=tuple(zip([each.key for each in named], screens, strict=False)),
    )


@given(inputs(), st.randoms(use_true_random=False))
def test_the_same_input_in_any_order_gives_the_same_bytes_and_the_same_result(
    content: RunInput, chance: random.Random
) -> None:
    lines, items = list(content.lines), list(content.items)
    chance.shuffle(lines)
    chance.shuffle(items)
    shuffled = RunInput(
        lines=tuple(lines),
        items=tuple(items),
        exclusions=content.exclusions[::-1],
        earmarks=content.earmarks,
        places=content.places,
        beside=content.beside[::-1],
    )
    assert write_input(shuffled) == write_input(content)
    assert write_outcome(shuffled.outcome()) == write_outcome(content.outcome())


@given(inputs())
def test_input_and_outcome_are_read_back_whole(content: RunInput) -> None:
    written = write_input(content)
    back = read_input(restored(compressed(written)))
    assert write_input(back) == written
    assert sorted(back.lines, key=lambda line: line.order) == list(content.lines)
    assert set(back.items) == set(content.items)
    found = content.outcome()
    outcome = write_outcome(found)
    assert write_outcome(read_outcome(outcome)) == outcome
    assert read_outcome(outcome).proposal.pairs == found.proposal.pairs
    assert read_outcome(outcome).companions == found.companions
    assert write_outcome(back.outcome()) == outcome


def test_another_place_another_need_or_another_exclusion_is_another_digest() -> None:
    need, supply = Need(kinds=("laptop",)), Supply(kind="laptop", spec_class="basic")
    items = (Item("D1", supply),)
    inputs = [
        RunInput(lines=(Line("N1/1", need, 1),), items=items),
        RunInput(lines=(Line("N1/1", need, 2),), items=items),
        RunInput(lines=(Line("N1/1", Need(kinds=("laptop",), camera=True), 1),), items=items),
        RunInput(lines=(Line("N1/1", need, 1),), items=items, exclusions=(("N1/1", "D1"),)),
        RunInput(lines=(Line("N1/1", need, 1),), items=items, pins=(("N1/1", "D1"),)),
        RunInput(lines=(Line("N1/1", need, 1),), items=items, beside=(("N1/1", "D1"),)),
    ]
    assert len({digest(write_input(each)) for each in inputs}) == len(inputs)


@pytest.mark.parametrize("broken", [b"", b"{}", b"[]", b'{"format": 99}', b"\xff"])
def test_bytes_that_are_no_record_are_refused(broken: bytes) -> None:
    with pytest.raises(UnreadableRecord):
        read_input(broken)
    with pytest.raises(UnreadableRecord):
        read_outcome(broken)
    with pytest.raises(UnreadableRecord):
        restored(broken)
