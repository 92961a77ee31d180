"""Changing a nomination: all of a draft; later the address and family, and the needs."""

from __future__ import annotations

import pytest

from refurb.audit.models import Entry
from tests.api.caller import caller
from tests.cast import Cast
from tests.makers import make_allocation, make_draft, make_nomination, make_policy, make_ready

NEEDS = {"number": 1, "kinds": ["desktop", "laptop"], "purpose": "job", "large_screen": True}


def test_a_change_of_a_draft_leaves_what_it_does_not_name(cast: Cast) -> None:
    draft = make_draft(cast.paula)
    paula = caller(cast.paula)
    before = paula.get(f"nominations/{draft.reference}")
    change = {"household": {"children": 3}, "project": "exam", "project_on": "2027-01-15"}
    after = paula.patch(f"nominations/{draft.reference}", change)
    expected = before | {"project": "exam", "project_on": "2027-01-15"}
    assert after == expected | {"household": before["household"] | {"children": 3}}


@pytest.mark.parametrize(
    "change",
    [
        {"household": {"children": 0, "children_at_school": 1}},
        {"household": {"adults": 0}},
        {"household": {"postcode": None}},
        {"household": {"surname": "85.07.30-033.28"}},
        {"project": "exam"},
        {"proofs": [{"ground": "nothing", "kind": "card", "seen_on": "2026-01-15"}]},
        {"lines": [{"kinds": [], "purpose": "school"}]},
    ],
)
def test_the_whole_has_to_be_right_afterwards(cast: Cast, change: object) -> None:
    draft = make_draft(cast.paula)
    found = caller(cast.paula).refused("PATCH", f"nominations/{draft.reference}", change)
    assert found["status"] == 422


def test_after_submission_address_family_and_needs_change_and_the_trail_names_the_fields(
    cast: Cast,
) -> None:
    make_policy()
    nomination = make_nomination(cast.paula)
    path = f"nominations/{nomination.reference}"
    change = {"household": {"phone": "02 000 00 01", "children": 3}, "needs": [NEEDS]}
    counted = {"no_computer_at_home": True, "single_parent": False}
    after = caller(cast.paula).patch(path, change | counted)
    assert after["household"]["children"] == 3
    assert (after["lines"][0]["kinds"], after["lines"][0]["purpose"]) == (
        ["desktop", "laptop"],
        "job",
    )
    trail = dict(Entry.objects.filter(verb__endswith="changed").values_list("verb", "facts"))
    assert trail["household.changed"] == {"fields": ["children", "phone"]}
    assert trail["needs.changed"] == {"fields": ["kinds", "large_screen", "purpose"], "line": 1}
    assert trail["circumstances.changed"] == {"fields": ["no_computer_at_home"]}
    assert (after["no_computer_at_home"], after["lines"][0]["waiting"]["place"]) == (True, 1)
    refusal = caller(cast.paula).refused("PATCH", path, {"agreed_on": "2026-01-01"})
    assert [each["code"] for each in refusal["reasons"]] == ["not_a_draft"]
    refusal = caller(cast.paula).refused("PATCH", path, {"household": {"surname": "Autre"}})
    assert [each["code"] for each in refusal["reasons"]] == ["not_a_draft"]


def test_the_needs_of_a_line_that_has_its_device_stay(cast: Cast) -> None:
    make_policy()
    nomination = make_nomination(cast.paula)
    make_allocation(cast.anna, nomination, make_ready(cast.tom, cast.vera))
    path = f"nominations/{nomination.reference}"
    refusal = caller(cast.paula).refused("PATCH", path, {"needs": [NEEDS]})
    assert [each["code"] for each in refusal["reasons"]] == ["line_not_waiting"]
