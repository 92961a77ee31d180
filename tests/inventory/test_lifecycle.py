"""The table of transitions, judged on facts alone."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inventory.lifecycle import (
    RULES,
    WORKSHOP,
    Asks,
    DeviceFacts,
    MoveRefused,
    State,
    Transition,
    check_move,
    next_step,
    reasons_against,
)
from inventory.sanitisation import Unsanitised

OUT = frozenset({State.READY, State.ALLOCATED, State.DELIVERED})
SAID_ALL = frozenset(Asks)

unsanitised = st.builds(
    Unsanitised,
    drive=st.sampled_from(["A1", "50%"]),
    code=st.just("not_erased"),
    message=st.just("%(drive)s"),
)
facts = st.builds(
    DeviceFacts,
    state=st.sampled_from(State),
    has_storage=st.booleans(),
    drives=st.integers(0, 2),
    unsanitised=st.lists(unsanitised, max_size=2).map(tuple),
    open_repairs=st.integers(0, 2),
    passed_check=st.booleans(),
    has_check=st.booleans(),
    closed_locks=st.sampled_from([(), ("mdm",)]),
    unchecked_locks=st.sampled_from([(), ("bios_password",)]),
    stands_allocated=st.booleans(),
    proof_is_valid=st.booleans(),
    is_returned=st.booleans(),
    said=st.frozensets(st.sampled_from(Asks)),
    revert_to=st.sampled_from([None, *WORKSHOP]),
    revert_is_own_and_recent=st.booleans(),
    actor_leads=st.booleans(),
)
PERFECT = DeviceFacts(
    state=State.REPAIR, drives=1, passed_check=True, has_check=True, said=SAID_ALL
)


@given(facts, st.sampled_from(Transition))
def test_a_move_goes_where_the_table_says_or_is_refused_with_reasons(
    known: DeviceFacts, transition: Transition
) -> None:
    against = reasons_against(transition, known)
    if against:
        with pytest.raises(MoveRefused) as refused:
            check_move(transition, known)
        assert refused.value.reasons == against
        assert all(str(reason) for reason in against)
    else:
        assert check_move(transition, known) == RULES[transition].goes_to(known)
        assert known.state in RULES[transition].before


@given(facts, st.sampled_from(Transition))
def test_no_machine_gets_out_while_a_drive_is_not_proved_clean(
    known: DeviceFacts, transition: Transition
) -> None:
    dirty = bool(known.unsanitised) or (known.has_storage and not known.drives)
    # Back to ready, from where its drives were known.
    is_back = transition in {Transition.RELEASE, Transition.LAPSE} and not known.unsanitised
    if dirty and not is_back:
        try:
            to = check_move(transition, known)
        except MoveRefused:
            return
        assert to not in OUT


@given(facts, st.sampled_from(Transition))
def test_every_unmet_condition_is_named_not_just_the_first(
    known: DeviceFacts, transition: Transition
) -> None:
    if known.state not in RULES[transition].before:
        return
    found = {reason.code for reason in reasons_against(transition, known)}
    for guard in RULES[transition].guards:
        assert {reason.code for reason in guard(known)} <= found


def test_ready_is_refused_with_each_reason_at_once() -> None:
    bad = dataclasses.replace(
        PERFECT,
        unsanitised=(Unsanitised("S1", "not_erased", "Drive %(drive)s."),),  # type: ignore[arg-type]
        open_repairs=1,
        passed_check=False,
        has_check=False,
        closed_locks=("bios_password",),
        unchecked_locks=("mdm",),
    )
    assert [reason.code for reason in reasons_against(Transition.MARK_READY, bad)] == [
        "drive_not_erased",
        "repair_open",
        "check_missing",
        "lock_bios_password",
        "lock_unchecked_mdm",
    ]


def test_a_machine_with_storage_but_no_known_drive_is_not_ready() -> None:
    unknown = dataclasses.replace(PERFECT, drives=0)
    found = [reason.code for reason in reasons_against(Transition.MARK_READY, unknown)]
    assert found == ["drives_unknown"]


def test_a_monitor_needs_no_drive_to_be_ready() -> None:
    monitor = dataclasses.replace(PERFECT, has_storage=False, drives=0)
    assert check_move(Transition.MARK_READY, monitor) == State.READY


@pytest.mark.parametrize("transition", [Transition.ALLOCATE, Transition.HAND_OVER])
def test_nobody_allocates_or_hands_over_by_setting_the_state(transition: Transition) -> None:
    before = next(iter(RULES[transition].before))
    known = dataclasses.replace(PERFECT, state=before, proof_is_valid=True)
    found = [reason.code for reason in reasons_against(transition, known)]
    assert found == ["no_allocation"]


def test_each_transition_has_one_rule() -> None:
    assert set(RULES) == set(Transition)


def test_the_next_step_of_a_dirty_machine_is_to_wipe_it() -> None:
    dirty = dataclasses.replace(
        PERFECT,
        state=State.RECEIVED,
        unsanitised=(Unsanitised("S1", "not_erased", "Drive %(drive)s."),),  # type: ignore[arg-type]
    )
    assert next_step(dirty) == Transition.START_WIPE
    assert next_step(PERFECT) == Transition.MARK_READY
