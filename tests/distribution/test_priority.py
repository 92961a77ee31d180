"""Test that points are explained line by line and that the order follows them."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from distribution.eligibility import ProofSeen, grounds_valid_on
from distribution.grounds import DEFAULT_GROUNDS
from distribution.policy.criteria import DEFAULT_CRITERIA
from distribution.priority import (
    DEFAULT_POINTS,
    DEFAULT_POINTS_PER_MONTH,
    Circumstances,
    Point,
    PolicyRules,
    SortKey,
    block_of,
    changes_on,
    points_of,
    sort_key,
    total,
    written,
)

TODAY = date(2026, 11, 23)
RULES = PolicyRules(
    version=1,
    points=DEFAULT_POINTS,
    points_per_month=2,
    need_index={"21012": 4, "21004": 0},
    balance={"CPAS": 3},
)


def test_every_point_of_a_household_is_explained() -> None:
    family = Circumstances(
        grounds=frozenset({"bim", "ris"}),
        children_at_school=3,
        no_computer_at_home=True,
        single_parent=True,
        project_on=date(2027, 1, 10),
        commune="21012",
        service="CPAS",
    )
    points = points_of(family, RULES, waiting_since=date(2026, 8, 20), today=TODAY)
    assert points == (
        Point("ris", 15),
        Point("children_at_school", 10),
        Point("no_computer_at_home", 10),
        Point("single_parent", 5),
        Point("project", 5),
        Point("commune_need", 4),
        Point("service_balance", 3),
        Point("waiting", 6, count=3),
    )
    assert total(points) == 58


def test_waiting_is_shown_even_before_the_first_month() -> None:
    points = points_of(Circumstances(), RULES, waiting_since=TODAY, today=TODAY)
    assert points == (Point("waiting", 0, count=0),)


def test_only_the_ground_with_most_points_counts() -> None:
    three = Circumstances(grounds=frozenset({"jobseeker", "bim", "social_tariff"}))
    assert points_of(three, RULES, TODAY, TODAY)[0] == Point("bim", 10)
    assert total(points_of(three, RULES, TODAY, TODAY)) == 10


def test_a_ground_that_the_policy_does_not_name_earns_nothing() -> None:
    unknown = Circumstances(grounds=frozenset({"withdrawn_ground"}))
    assert points_of(unknown, RULES, TODAY, TODAY) == (Point("waiting", 0, 0),)


@pytest.mark.parametrize(
    ("project_on", "counts"),
    [(None, False), (date(2026, 11, 22), False), (TODAY, True), (date(2026, 12, 1), True)],
)
def test_a_project_counts_until_its_day_has_passed(project_on: date | None, counts: bool) -> None:  # noqa: FBT001 - the row of a table
    lines = points_of(Circumstances(project_on=project_on), RULES, TODAY, TODAY)
    assert (Point("project", 5) in lines) is counts


def test_waiting_has_no_cap() -> None:
    line = points_of(Circumstances(), RULES, date(1996, 11, 23), TODAY)[-1]
    assert line == Point("waiting", 720, count=360)


def test_a_longer_wait_finally_overtakes_every_circumstance() -> None:
    least = Circumstances(grounds=frozenset({"attestation"}))
    most = Circumstances(
        grounds=frozenset(DEFAULT_POINTS),
        children_at_school=1,
        no_computer_at_home=True,
        single_parent=True,
        isolated_senior=True,
        project_on=TODAY,
    )
    new = total(points_of(most, RULES, TODAY, TODAY))
    assert new == 50
    assert total(points_of(least, RULES, date(2024, 12, 24), TODAY)) < new
    assert total(points_of(least, RULES, date(2024, 12, 23), TODAY)) > new
    assert RULES.points_per_month == DEFAULT_POINTS_PER_MONTH


def test_the_order_is_broken_machine_then_points_then_date_then_reference() -> None:
    monday = datetime(2026, 3, 2, 9, tzinfo=UTC)
    brussels = timezone(timedelta(hours=1))
    keys = {
        "a device broke first": sort_key(
            points=1, submitted_at=monday, reference="F", ahead_since=monday
        ),
        "a device broke later": sort_key(
            points=90,
            submitted_at=monday,
            reference="E",
            ahead_since=monday + timedelta(days=1),
        ),
        "most points": sort_key(points=40, submitted_at=monday, reference="D"),
        "sooner": sort_key(
            points=30, submitted_at=datetime(2026, 3, 2, 9, 59, tzinfo=brussels), reference="C"
        ),
        "reference A": sort_key(points=30, submitted_at=monday, reference="A"),
        "reference B": sort_key(points=30, submitted_at=monday, reference="B"),
    }
    assert sorted(keys, key=lambda name: keys[name]) == list(keys)


moments = st.datetimes(min_value=datetime(2015, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
keys = st.builds(
    sort_key,
    points=st.integers(min_value=0, max_value=10**9),
    submitted_at=moments,
    reference=st.from_regex(r"NM-[0-9]{2}-[0-9]{1,6}/[0-9]", fullmatch=True),
    ahead_since=st.none() | moments,
)


@given(keys, keys)
def test_a_written_key_gives_the_same_order_byte_by_byte(one: SortKey, other: SortKey) -> None:
    assert (written(one) < written(other)) == (one < other)
    assert (written(one) == written(other)) == (one == other)


@given(keys, keys)
def test_blocks_stand_in_the_order_of_their_keys(one: SortKey, other: SortKey) -> None:
    first, second = sorted([written(one), written(other)])
    assert block_of(first) <= block_of(second)
    assert (block_of(first) == block_of(second)) == (
        one[:2] == other[:2] and (one[2].year, one[2].month) == (other[2].year, other[2].month)
    )


days = st.dates(min_value=date(2026, 8, 1), max_value=date(2027, 3, 1))


@given(
    st.lists(st.tuples(st.sampled_from(["ris", "bim"]), days, days), max_size=2),
    st.none() | days,
    days,
)
def test_until_the_day_it_changes_nothing_counts_otherwise_and_that_day_is_the_next(
    seen: list[tuple[str, date, date]], project_on: date | None, since: date
) -> None:
    proofs = [
        ProofSeen(ground=code, seen_on=min(one, other), valid_until=max(one, other))
        for code, one, other in seen
    ]

    def counted(day: date) -> tuple[Point, ...]:
        grounds = grounds_valid_on(proofs, day)
        facts = Circumstances(grounds=grounds, project_on=project_on)
        return points_of(facts, RULES, since, day)

    changes = changes_on(proofs, project_on, since, TODAY)
    assert changes > TODAY
    until = [TODAY + timedelta(days=n) for n in range((changes - TODAY).days)]
    assert {counted(day) for day in until} == {counted(TODAY)}


def test_every_default_criterion_has_points_names_and_sentences() -> None:
    codes = [criterion.code for criterion in DEFAULT_CRITERIA]
    grounds = [ground.code for ground in DEFAULT_GROUNDS]
    counted_otherwise = {"commune_need", "service_balance", "waiting"}
    assert set(DEFAULT_POINTS) == {*codes, *grounds} - counted_otherwise
    assert not set(codes) & set(grounds)
    for language in ("en", "fr", "nl", "de"):
        sentences = [each.sentences.in_language(language) for each in DEFAULT_CRITERIA]
        assert all(sentence.endswith(".") for sentence in sentences)
        assert sentences[-1] % {"count": 3} != sentences[-1]


@given(
    st.sets(st.sampled_from(sorted(DEFAULT_POINTS))),
    st.integers(min_value=0, max_value=9),
    st.dates(min_value=date(2015, 1, 1), max_value=TODAY),
)
def test_gaining_a_ground_or_waiting_longer_never_costs_points(
    grounds: set[str], children: int, since: date
) -> None:
    before = Circumstances(grounds=frozenset(grounds), children_at_school=children)
    after = Circumstances(grounds=frozenset(grounds | {"ris"}), children_at_school=children)
    earlier = since - timedelta(days=40)
    assert total(points_of(before, RULES, since, TODAY)) <= total(
        points_of(after, RULES, earlier, TODAY)
    )
