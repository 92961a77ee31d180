"""What a policy may say, what changed between two, and who moves by it: pure rules."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from distribution.policy.content import (
    Changed,
    CriterionContent,
    Difference,
    PolicyContent,
    differences,
    faults,
    read_back,
    sentence_fault,
    written_down,
)
from distribution.policy.criteria import DEFAULT_CRITERIA
from distribution.policy.movement import Mover, Standing, compare
from distribution.priority import sort_key
from distribution.small_cells import SMALL, tell
from refurb.reference.names import Names

CODES = [each.code for each in DEFAULT_CRITERIA]
BASE = PolicyContent(
    points_per_month=2,
    criteria=tuple(
        CriterionContent(code=each.code, points=5, names=each.names, sentences=each.sentences)
        for each in DEFAULT_CRITERIA
    ),
    need={"21015": 10},
    balance={"CPAS": 3},
)
WORDS = st.text(st.characters(codec="utf-8", exclude_characters="%"), min_size=1, max_size=20)
NAMES = st.builds(Names, WORDS, WORDS, WORDS, WORDS)
CRITERIA = st.lists(
    st.builds(
        CriterionContent,
        code=st.sampled_from(CODES),
        points=st.integers(0, 20),
        names=NAMES,
        sentences=NAMES,
    ),
    unique_by=lambda each: each.code,
).map(tuple)
CONTENTS = st.builds(
    PolicyContent,
    points_per_month=st.integers(1, 9),
    criteria=CRITERIA,
    need=st.dictionaries(st.sampled_from(["21015", "21012", "92094"]), st.integers(1, 9)),
    balance=st.dictionaries(st.sampled_from(["CPAS", "CAW", "ECOLE"]), st.integers(1, 9)),
)


def with_points(content: PolicyContent, code: str, points: int) -> PolicyContent:
    criteria = (replace(e, points=points) if e.code == code else e for e in content.criteria)
    return replace(content, criteria=tuple(criteria))


@given(CONTENTS)
def test_a_policy_written_down_is_read_back_the_same(content: PolicyContent) -> None:
    assert read_back(json.loads(json.dumps(written_down(content)))) == content


@given(CONTENTS)
def test_a_policy_differs_in_nothing_from_itself(content: PolicyContent) -> None:
    assert differences(content, content) == ()


@given(CONTENTS, CONTENTS)
def test_two_policies_that_count_alike_differ_in_words_alone(
    one: PolicyContent, other: PolicyContent
) -> None:
    def counted(content: PolicyContent) -> object:
        points = {each.code: each.points for each in content.criteria if each.points}
        return points, content.need, content.balance, content.points_per_month

    moving = {Changed.POINTS, Changed.MONTH, Changed.NEED, Changed.BALANCE}
    moves = any(each.what in moving for each in differences(one, other))
    assert moves == (counted(one) != counted(other))


def test_what_changed_is_told_one_by_one() -> None:
    points = with_points(BASE, "single_parent", 8)
    after = replace(points, points_per_month=3, need={"21012": 4}, balance={"CPAS": 2})
    assert differences(BASE, after) == (
        Difference(Changed.MONTH, "", 2, 3),
        Difference(Changed.POINTS, "single_parent", 5, 8),
        Difference(Changed.NEED, "21012", 0, 4),
        Difference(Changed.NEED, "21015", 10, 0),
        Difference(Changed.BALANCE, "CPAS", 3, 2),
    )


def test_a_policy_that_counts_no_waiting_or_names_no_commune_is_refused() -> None:
    assert faults(BASE) == ()
    points = with_points(BASE, "project", 1001)
    wrong = replace(points, points_per_month=0, need={"99999": 4}, balance={"CPAS": 0})
    assert [each.code for each in faults(wrong)] == [
        "month_counts",
        "points_out_of_range",
        "commune_wrong",
        "service_wrong",
    ]


def test_only_the_sentence_on_waiting_holds_the_months() -> None:
    def code(criterion: str, sentence: str) -> str:
        fault = sentence_fault(criterion, sentence)
        return fault.code if fault else ""

    assert code("waiting", "They waited %(count)s months.") == ""
    assert code("waiting", "They waited long.") == "months_missing"
    assert code("project", "In %(count)s months.") == "months_elsewhere"
    assert code("project", "In %(month)s.") == "unknown_mark"
    assert code("project", "They live on 50 % of the usual income.") == ""


FIRST_DAY = datetime(2026, 1, 1, tzinfo=UTC)


def standing(number: int, before: int, after: int) -> Standing:
    reference, at = f"NM-{number}", FIRST_DAY + timedelta(days=number)
    keys = [sort_key(points=p, submitted_at=at, reference=reference) for p in (before, after)]
    return Standing(reference, 1, keys[0], keys[1])


def test_the_furthest_movers_come_first_and_the_others_are_counted() -> None:
    lines = [standing(1, 30, 30), standing(2, 20, 10), standing(3, 10, 40), standing(4, 5, 5)]
    movement = compare(lines, most=1)
    assert movement.up == (Mover("NM-3", 1, 3, 1, 10, 40),)
    assert movement.down == (Mover("NM-1", 1, 1, 2, 30, 30),)
    counts = (movement.waiting, movement.moving_up, movement.moving_down, movement.staying)
    assert counts == (4, 1, 2, 1)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=30))
def test_places_won_are_places_lost_and_each_mover_says_its_two_places(
    points: list[tuple[int, int]],
) -> None:
    lines = [standing(number, *both) for number, both in enumerate(points)]
    movement = compare(lines, most=len(lines))
    assert sum(each.by for each in movement.up) == -sum(each.by for each in movement.down)
    before = sorted(lines, key=lambda line: line.before)
    after = sorted(lines, key=lambda line: line.after)
    for mover in (*movement.up, *movement.down):
        assert before[mover.place_before - 1].reference == mover.reference
        assert after[mover.place_after - 1].reference == mover.reference
    assert movement.staying == sum(a is b for a, b in zip(before, after, strict=True))


def test_no_hidden_count_can_be_worked_out_even_by_who_knows_the_rule() -> None:
    seen: dict[tuple[tuple[int | None, ...], int | None], list[tuple[int, ...]]] = {}
    for counts in product(range(SMALL + 2), repeat=4):
        told = tell(dict(zip("abcd", counts, strict=True)))
        seen.setdefault((tuple(told.cells.values()), told.total), []).append(counts)
    for (cells, total), possible in seen.items():
        if total is not None and None in cells:
            assert total - sum(cell or 0 for cell in cells) >= SMALL
        for place, cell in enumerate(cells):
            values = {counts[place] for counts in possible}
            assert (values == {cell}) if cell is not None else len(values) > 1


def test_without_small_counts_all_is_told() -> None:
    told = tell({"laptop": 7, "desktop": 0, "tablet": 5})
    assert (dict(told.cells), told.total, told.hides) == (
        {"laptop": 7, "desktop": 0, "tablet": 5},
        12,
        False,
    )
