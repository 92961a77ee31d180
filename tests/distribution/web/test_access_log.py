"""The access log: each view of a household leaves a line, which coordinators read."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from distribution.models import HouseholdView
from tests.cast import Cast
from tests.makers import make_nomination, make_policy


@pytest.fixture(autouse=True)
def _policy(cast: Cast) -> None:
    make_policy()


def lines() -> list[tuple[str, str]]:
    rows = HouseholdView.objects.order_by("pk")
    return [*rows.values_list("viewer__user__name", "page")]


def test_each_look_at_a_household_is_noted_with_who_and_where(client: Client, cast: Cast) -> None:
    nomination = make_nomination(cast.paula)
    for member in (cast.paula, cast.anna):
        client.force_login(member.user)
        client.get(reverse("nomination", args=[nomination.reference]))
        client.get(reverse("nomination-list"))
    assert lines() == [
        ("Paula", "nomination"),
        ("Paula", "nomination-list"),
        ("Anna", "nomination"),  # the list names no household to her
    ]


def test_who_is_refused_leaves_no_line(client: Client, cast: Cast) -> None:
    nomination = make_nomination(cast.paula)
    for member in (cast.olga, cast.tom):
        client.force_login(member.user)
        client.get(reverse("nomination", args=[nomination.reference]))
    assert lines() == []


def test_the_log_is_for_coordinators_alone(client: Client, cast: Cast) -> None:
    statuses = {}
    for name in ("anna", "ada", "paula", "tom", "augustin"):
        client.force_login(getattr(cast, name).user)
        statuses[name] = client.get(reverse("access-log")).status_code
    assert statuses == {"anna": 200, "ada": 403, "paula": 403, "tom": 403, "augustin": 403}


def test_the_log_is_narrowed_by_reference_case_organisation_and_day(
    client: Client, cast: Cast
) -> None:
    first = make_nomination(cast.paula, case_reference="D-7")
    second = make_nomination(cast.olga)
    for nomination, viewer in ((first, cast.paula), (second, cast.olga), (second, cast.anna)):
        HouseholdView.objects.create(
            household=nomination.household, viewer=viewer, page="nomination"
        )
    HouseholdView.objects.filter(viewer=cast.anna).update(at=timezone.now() - timedelta(days=9))
    client.force_login(cast.anna.user)

    def viewers(query: str) -> list[str]:
        rows = client.get(reverse("access-log") + query).context["rows"]
        return sorted(row.viewer.user.name for row in rows)

    today = timezone.localdate()
    assert viewers("") == ["Anna", "Olga", "Paula"]
    assert viewers(f"?q={second.reference}") == ["Anna", "Olga"]
    assert viewers("?q=d-7") == ["Paula"]
    assert viewers(f"?organisation={cast.anna.organisation_id}") == ["Anna"]
    assert viewers(f"?since={today}") == ["Olga", "Paula"]
    assert viewers(f"?until={today - timedelta(days=1)}") == ["Anna"]
    assert viewers("?q=nothing") == []


@pytest.mark.parametrize("count", [1, 3])
def test_the_log_costs_the_same_for_any_number_of_lines(
    client: Client, cast: Cast, count: int, django_assert_num_queries: object
) -> None:
    household = make_nomination(cast.paula).household
    for _view in range(count):
        HouseholdView.objects.create(household=household, viewer=cast.anna, page="nomination")
    client.force_login(cast.anna.user)
    with django_assert_num_queries(4):  # type: ignore[operator]
        client.get(reverse("access-log"))
