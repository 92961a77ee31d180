"""Test who may be nominated, and that every unmet condition is named."""

from dataclasses import replace
from datetime import date

import pytest

from distribution.eligibility import (
    EligibilityFacts,
    ProofSeen,
    blocks,
    grounds_valid_on,
    laptops_allowed,
    next_computer_on,
)
from distribution.grounds import DEFAULT_GROUNDS, SHOWN_AS

TODAY = date(2026, 11, 23)
SEEN = ProofSeen(ground="ris", seen_on=date(2026, 10, 1), valid_until=TODAY)
GOOD = EligibilityFacts(
    people=4, proofs=(SEEN,), informed_on=TODAY, agreed_on=date(2026, 11, 20), quota_left=1
)


def codes(facts: EligibilityFacts, today: date = TODAY) -> list[str]:
    return [reason.code for reason in blocks(facts, today)]


def test_a_complete_nomination_has_nothing_in_its_way() -> None:
    assert blocks(GOOD, TODAY) == ()


@pytest.mark.parametrize(
    ("people", "allowed"), [(1, 1), (2, 1), (3, 1), (4, 2), (5, 2), (6, 3), (11, 5)]
)
def test_a_household_may_have_one_computer_for_two_people(people: int, allowed: int) -> None:
    assert laptops_allowed(people) == allowed


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"people": 0}, "no_people"),
        ({"proofs": ()}, "no_proof"),
        ({"proofs": (replace(SEEN, valid_until=date(2026, 11, 22)),)}, "proof_expired"),
        ({"proofs": (replace(SEEN, seen_on=date(2026, 11, 24)),)}, "proof_in_future"),
        ({"informed_on": None}, "not_informed"),
        ({"informed_on": date(2026, 11, 24)}, "informed_in_future"),
        ({"agreed_on": None}, "not_agreed"),
        ({"agreed_on": date(2026, 11, 24)}, "agreed_in_future"),
        ({"asked": 3, "quota_left": 3}, "too_frequent"),
        ({"delivered_on": (date(2024, 1, 1), date(2026, 1, 1))}, "too_frequent"),
        ({"quota_left": 0}, "quota_used_up"),
        ({"lines": 2}, "quota_too_small"),
    ],
)
def test_one_unmet_condition_is_named(change: dict[str, object], expected: str) -> None:
    facts = replace(GOOD, **change)  # type: ignore[arg-type]
    (reason,) = blocks(facts, TODAY)
    assert reason.code == expected
    assert str(reason).endswith(".")
    assert "%" not in str(reason)


def test_all_unmet_conditions_are_named_at_once() -> None:
    nothing = EligibilityFacts(
        people=0, proofs=(), informed_on=None, agreed_on=None, asked=2, quota_left=0
    )
    assert codes(nothing) == [
        "no_people",
        "no_proof",
        "not_informed",
        "not_agreed",
        "too_frequent",
        "quota_used_up",
    ]


def test_one_valid_proof_among_expired_ones_is_enough() -> None:
    expired = ProofSeen(ground="bim", seen_on=date(2025, 1, 1), valid_until=date(2025, 12, 31))
    facts = replace(GOOD, proofs=(expired, SEEN))
    assert codes(facts) == []
    assert grounds_valid_on(facts.proofs, TODAY) == {"ris"}
    assert codes(facts, today=date(2026, 11, 24)) == ["proof_expired"]


def test_a_computer_counts_for_36_months_and_no_longer() -> None:
    facts = replace(GOOD, people=2, delivered_on=(date(2023, 11, 24),))
    assert codes(facts) == ["too_frequent"]
    assert next_computer_on(facts, TODAY) == date(2026, 11, 24)
    assert codes(replace(facts, delivered_on=(date(2023, 11, 23),))) == []


def test_the_next_computer_is_due_when_enough_earlier_ones_have_aged() -> None:
    delivered = (date(2024, 1, 5), date(2024, 6, 5), date(2025, 2, 5))
    assert next_computer_on(replace(GOOD, delivered_on=delivered), TODAY) == date(2027, 6, 5)
    assert next_computer_on(GOOD, TODAY) == TODAY


def test_a_line_that_asks_for_no_computer_is_not_counted() -> None:
    screen_only = replace(GOOD, asked=0, delivered_on=(date(2026, 1, 1), date(2026, 2, 1)))
    assert codes(screen_only) == []


def test_an_approved_exception_lifts_the_frequency_rule_but_not_the_quota() -> None:
    facts = replace(GOOD, asked=3, lines=3, exception_for=3)
    assert codes(facts) == ["quota_too_small"]


def test_a_guarantee_swap_skips_frequency_and_quota() -> None:
    facts = replace(GOOD, delivered_on=(TODAY, TODAY), quota_left=0, is_guarantee_swap=True)
    assert codes(facts) == []


def test_a_service_without_quota_is_not_limited() -> None:
    assert codes(replace(GOOD, quota_left=None, asked=2)) == []


def test_the_default_grounds_are_those_of_the_domain() -> None:
    assert [ground.code for ground in DEFAULT_GROUNDS] == [
        "bim",
        "ris",
        "equivalent_aid",
        "grapa",
        "disability",
        "social_tariff",
        "student",
        "international_protection",
        "temporary_protection",
        "jobseeker",
        "debt_mediation",
        "attestation",
    ]
    assert all(ground.points > 0 and ground.validity_days >= 30 for ground in DEFAULT_GROUNDS)


def test_a_disability_allowance_is_shown_to_others_as_a_social_allowance() -> None:
    shown = {ground.code: ground.shown_as for ground in DEFAULT_GROUNDS}
    assert shown["disability"] == "social_allowance"
    assert SHOWN_AS["social_allowance"].nl == "Sociale uitkering"


def test_what_is_shown_to_others_does_not_give_a_ground_away() -> None:
    shown = [ground.shown_as for ground in DEFAULT_GROUNDS]
    assert set(shown) == set(SHOWN_AS)
    assert all(shown.count(code) > 1 for code in shown)
