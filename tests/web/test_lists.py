"""List pages: what the address may ask, what it is ignored for, and what a list costs."""

from typing import Any, ClassVar

import django_filters
import django_tables2 as tables
import pytest
from django.http import QueryDict
from django.test import RequestFactory
from pytest_django import DjangoAssertNumQueries

from refurb.accounts.models import User
from refurb.web.lists import list_page

pytestmark = pytest.mark.django_db


class UserTable(tables.Table):  # type: ignore[misc]  # untyped package
    """Two headings that sort, one that does not."""

    name = tables.Column(order_by=("name", "email"))
    language = tables.Column(attrs={"th": {"class": "number"}})
    email = tables.Column(orderable=False)

    class Meta:
        order_by = "-name"


class UserFilters(django_filters.FilterSet):
    """One filter by choice, one by number."""

    language = django_filters.ChoiceFilter(choices=[("fr", "French"), ("nl", "Dutch")])
    id = django_filters.NumberFilter()

    class Meta:
        model = User
        fields: ClassVar[list[str]] = []


def make_users(count: int) -> None:
    User.objects.bulk_create(
        User(email=f"{n:03}@example.org", name=f"N{n:03}", language="fr" if n % 2 else "nl")
        for n in range(count)
    )


def page(query: str) -> dict[str, Any]:
    request = RequestFactory().get(f"/users/?{query}")
    return list_page(request, UserTable, UserFilters, User.objects.all())


def names(context: dict[str, Any]) -> list[str]:
    return [user.name for user in context["rows"]]


def test_a_list_opens_in_the_tables_own_ordering() -> None:
    make_users(3)
    assert names(page("")) == ["N002", "N001", "N000"]


def test_a_heading_turns_the_ordering_it_shows() -> None:
    make_users(3)
    context = page("sort=name&language=fr&cursor=gone")
    name, language, email = context["headings"]
    assert (name.aria_sort, name.url) == ("ascending", "?language=fr&sort=-name")
    assert (language.aria_sort, language.url) == (None, "?language=fr&sort=language")
    assert language.css == "number"
    assert (email.aria_sort, email.url) == (None, None)
    assert names(context) == ["N001"]


def test_following_next_shows_every_row_once_and_keeps_the_filter() -> None:
    make_users(120)
    context = page("language=fr&size=25")
    seen = names(context)
    while context["next_url"]:
        query = context["next_url"].removeprefix("?")
        assert QueryDict(query)["language"] == "fr"
        context = page(query)
        seen += names(context)
    assert seen == [f"N{n:03}" for n in range(119, 0, -2)]
    assert page("")["last_url"] == "?cursor=last"
    assert page("cursor=last")["rows"][-1].name == "N000"


@pytest.mark.parametrize(
    "query",
    [
        "sort=email",
        "sort=password",
        "sort=--name",
        "sort=name__x",
        "sort=",
        "sort=-",
        "sort=?",
        "cursor=%00",
        "cursor=%ED%A0%80",
        "size=7",
        "size=-1",
        "size=1e9",
        "language=xx",
        "id=seven",
        "id=99999999999999999999999999",
        "id=%00",
        "page=2&page=3&per_page=x",
    ],
)
def test_what_the_address_asks_wrongly_is_ignored_or_finds_nothing(query: str) -> None:
    make_users(3)
    assert names(page(query)) in (["N002", "N001", "N000"], [])


def test_filters_are_told_from_paging() -> None:
    assert page("language=fr")["is_filtered"] is True
    assert page("sort=name&size=50&language=&cursor=x")["is_filtered"] is False


@pytest.mark.parametrize("count", [1, 3, 60])
def test_a_list_is_one_query_for_any_number_of_rows(
    django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    make_users(count)
    with django_assert_num_queries(1):
        page("language=fr")
