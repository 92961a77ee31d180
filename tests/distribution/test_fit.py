"""Test which device serves which need, and that every reason is given."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from distribution.fit import (
    Need,
    Supply,
    open_earmarks,
    open_regions,
    parts,
    parts_asked,
    preference_rank,
    remarks,
    waste,
    why_not,
)

LAPTOP = Supply(
    kind="laptop",
    keyboard="be_azerty",
    system_language="fr",
    spec_class="standard",
    screen_inches=14.0,
    has_numeric_pad=False,
    has_camera=True,
)
DESKTOP = Supply(kind="desktop", spec_class="standard", system_language="fr")
MAIL = Need(kinds=("laptop", "desktop"), keyboard="be_azerty", system_language="fr")

needs = st.builds(
    Need,
    kinds=st.lists(
        st.sampled_from(["laptop", "desktop", "tablet", "monitor"]), min_size=1, unique=True
    ).map(tuple),
    keyboard=st.sampled_from(["", "be_azerty", "qwerty"]),
    system_language=st.sampled_from(["", "fr", "nl"]),
    spec_class=st.sampled_from(["basic", "standard", "performance"]),
    large_screen=st.booleans(),
    screen_reader=st.booleans(),
    numeric_pad=st.booleans(),
    camera=st.booleans(),
    inside=st.sampled_from([(), ("pupils",)]),
    regions=st.sampled_from([(), ("north",), ("north", "south")]),
)
supplies = st.builds(
    Supply,
    kind=st.sampled_from(["laptop", "desktop", "tablet", "monitor"]),
    keyboard=st.sampled_from(["", "be_azerty", "fr_azerty", "none"]),
    system_language=st.sampled_from(["", "fr", "nl"]),
    spec_class=st.sampled_from(["", "below", "basic", "standard", "performance"]),
    screen_inches=st.sampled_from([None, 0.0, 12.5, 14.0, 15.6, 17.3]),
    has_numeric_pad=st.sampled_from([None, False, True]),
    has_camera=st.sampled_from([None, False, True]),
    earmark=st.sampled_from(["", "pupils"]),
    region=st.sampled_from(["", "south", "east"]),
)


def codes_against(need: Need, supply: Supply) -> list[str]:
    return [reason.code for reason in why_not(need, supply)]


def codes_of_remarks(need: Need, supply: Supply) -> list[str]:
    return [reason.code for reason in remarks(need, supply)]


def test_a_device_that_has_what_is_asked_fits_without_remark() -> None:
    assert why_not(MAIL, LAPTOP) == ()
    assert remarks(MAIL, LAPTOP) == ()


@pytest.mark.parametrize(
    ("need", "supply", "expected"),
    [
        (MAIL, replace(LAPTOP, kind="tablet"), ["wrong_kind"]),
        (replace(MAIL, spec_class="performance"), LAPTOP, ["too_slow"]),
        (MAIL, replace(LAPTOP, spec_class=""), ["spec_unknown"]),
        (MAIL, replace(LAPTOP, spec_class="below"), ["too_slow"]),
        (replace(MAIL, large_screen=True), LAPTOP, ["small_screen"]),
        (replace(MAIL, large_screen=True), replace(LAPTOP, screen_inches=15.6), []),
        (
            replace(MAIL, large_screen=True),
            replace(LAPTOP, screen_inches=None),
            ["screen_unknown"],
        ),
        (replace(MAIL, numeric_pad=True), LAPTOP, ["no_numeric_pad"]),
        (replace(MAIL, numeric_pad=True), replace(LAPTOP, has_numeric_pad=None), ["pad_unknown"]),
        (replace(MAIL, camera=True), replace(LAPTOP, has_camera=False), ["no_camera"]),
        (replace(MAIL, screen_reader=True), replace(LAPTOP, spec_class="basic"), ["too_slow"]),
        (MAIL, replace(LAPTOP, keyboard="none"), ["keyboard_missing"]),
        (Need(kinds=("monitor",)), Supply(kind="monitor"), []),
        (Need(kinds=("tablet",), camera=True), Supply(kind="tablet"), ["camera_unknown"]),
    ],
)
def test_what_stands_in_the_way_is_said(need: Need, supply: Supply, expected: list[str]) -> None:
    assert codes_against(need, supply) == expected
    assert all(str(reason).endswith(".") for reason in why_not(need, supply))


def test_every_reason_is_given_at_once() -> None:
    demanding = replace(
        MAIL, spec_class="performance", large_screen=True, numeric_pad=True, camera=True
    )
    assert codes_against(demanding, replace(LAPTOP, has_camera=False)) == [
        "too_slow",
        "small_screen",
        "no_numeric_pad",
        "no_camera",
    ]


@pytest.mark.parametrize("keyboard", ["fr_azerty", "qwerty", "qwertz_de"])
def test_another_layout_fits_because_stickers_would_do(keyboard: str) -> None:
    other = replace(LAPTOP, keyboard=keyboard)
    assert why_not(MAIL, other) == ()
    assert codes_of_remarks(MAIL, other) == ["stickers"]
    assert waste(MAIL, other) > waste(MAIL, LAPTOP)


def test_a_keyboard_that_nobody_recorded_is_to_be_looked_at() -> None:
    assert codes_of_remarks(MAIL, replace(LAPTOP, keyboard="")) == ["look_at_keyboard"]
    assert codes_of_remarks(replace(MAIL, keyboard=""), replace(LAPTOP, keyboard="qwerty")) == []


def test_a_desktop_gets_what_it_lacks_as_companions() -> None:
    demanding = replace(MAIL, large_screen=True, numeric_pad=True, camera=True)
    assert why_not(demanding, DESKTOP) == ()
    assert codes_of_remarks(demanding, DESKTOP) == [
        "add_keyboard",
        "add_numeric_pad",
        "add_large_screen",
        "add_camera",
    ]
    assert codes_of_remarks(MAIL, replace(DESKTOP, keyboard="be_azerty")) == []


def test_the_bench_sets_the_language_and_the_screen_reader() -> None:
    need = replace(MAIL, system_language="nl", screen_reader=True)
    assert why_not(need, LAPTOP) == ()
    assert codes_of_remarks(need, LAPTOP) == ["set_language", "switch_on_reader"]


def test_kinds_are_ranked_as_the_line_prefers_them() -> None:
    assert preference_rank(MAIL, LAPTOP) == 0
    assert preference_rank(MAIL, DESKTOP) == 1
    assert preference_rank(MAIL, Supply(kind="tablet")) == 2


def test_a_workstation_for_mail_is_wasted() -> None:
    basic = replace(LAPTOP, spec_class="basic")
    workstation = replace(LAPTOP, spec_class="performance")
    assert waste(MAIL, basic) < waste(MAIL, LAPTOP) < waste(MAIL, workstation)
    assert waste(replace(MAIL, spec_class="performance"), workstation) < waste(MAIL, workstation)


@given(needs, supplies)
def test_a_device_serves_exactly_when_each_part_of_it_does(need: Need, supply: Supply) -> None:
    power, built_in = parts(supply)
    power_asked, built_in_asked = parts_asked(need, supply.kind)
    fits = not why_not(power_asked, power) and not why_not(built_in_asked, built_in)
    is_near = supply.region in open_regions(need) or not open_regions(need)
    is_theirs = is_near and supply.earmark in open_earmarks(need)
    assert (not why_not(need, supply)) == (supply.kind in need.kinds and is_theirs and fits)
    if fits:
        wasted = waste(power_asked, power) + waste(built_in_asked, built_in)
        assert waste(need, supply) == wasted >= 0


@given(needs, supplies)
def test_asking_for_less_never_stands_in_the_way(need: Need, supply: Supply) -> None:
    less = Need(kinds=need.kinds, keyboard=need.keyboard, inside=need.inside)
    assert set(why_not(less, supply)) <= set(why_not(need, supply))
