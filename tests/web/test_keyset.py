"""Keyset pages: every row once, in order, from either end, whatever ties and whatever is asked."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise, product

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db.models import F, QuerySet, Value
from django.db.models.functions import Concat
from pytest_django import DjangoAssertNumQueries

from refurb.accounts.models import Membership, User
from refurb.web.keyset import LAST, BadCursor, Page, Position, decode, encode, paginate

pytestmark = pytest.mark.django_db

START = datetime(2026, 1, 1, 12, 0, 0, 250, tzinfo=UTC)
ORDERINGS = (
    (),
    ("name",),
    ("-name",),
    ("name", "language"),
    ("-name", "-date_joined"),
    ("name", "-language"),
    ("-language", "name", "-date_joined"),
    ("pk",),
    ("-pk",),
    ("upper",),
)


def make_users(count: int) -> QuerySet[User]:
    """Make users of few names and languages, so that most of them tie."""
    pairs = list(product(("Amina", "Éloïse", "Tom"), ("fr", "nl")))
    User.objects.bulk_create(
        User(
            email=f"{number}@example.org",
            name=pairs[number % len(pairs)][0],
            language=pairs[number * 5 % len(pairs)][1],
            date_joined=START + timedelta(microseconds=number // 2),
        )
        for number in range(count)
    )
    return User.objects.annotate(upper=Concat(F("language"), Value(":"), F("name")))


def in_order(rows: QuerySet[User], ordering: tuple[str, ...]) -> list[User]:
    last = ordering[-1] if ordering else "pk"
    return list(rows.order_by(*ordering, "-pk" if last.startswith("-") else "pk"))


def pages_from(
    rows: QuerySet[User], ordering: tuple[str, ...], size: int, *, backwards: bool
) -> list[Page[User]]:
    page = paginate(rows, ordering, LAST if backwards else None, size)
    pages = [page]
    while cursor := (page.previous if backwards else page.next):
        page = paginate(rows, ordering, cursor, size)
        pages.append(page)
    return pages


@pytest.mark.parametrize("ordering", ORDERINGS)
@pytest.mark.parametrize("count", [0, 1, 2, 3, 7, 12])
def test_every_row_comes_once_and_in_order_from_either_end(
    ordering: tuple[str, ...], count: int
) -> None:
    rows = make_users(count)
    wanted = in_order(rows, ordering)
    for size in (1, 2, 3, 5, 20):
        forwards = pages_from(rows, ordering, size, backwards=False)
        assert [user for page in forwards for user in page.items] == wanted
        assert all(len(page.items) == size for page in forwards[:-1])
        first, *others = pages_from(rows, ordering, size, backwards=True)[::-1]
        rest = [user for page in others for user in page.items]
        assert rest == wanted[count - len(rest) :]
        # The first page is whole, so it may repeat rows of the second.
        assert first.items == wanted[:size]
        assert len(rest) + size >= count
        assert forwards[0].previous is None
        assert forwards[-1].next is None


@pytest.mark.parametrize("ordering", ORDERINGS)
def test_previous_leads_back_to_the_page_one_came_from(ordering: tuple[str, ...]) -> None:
    rows = make_users(11)
    for before, after in pairwise(pages_from(rows, ordering, 3, backwards=False)):
        assert paginate(rows, ordering, after.previous, 3).items == before.items


def test_a_page_in_the_middle_is_one_query(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    rows = make_users(9)
    cursor = paginate(rows, ("name",), None, 3).next
    with django_assert_num_queries(1):
        paginate(rows, ("name",), cursor, 3)


def test_when_the_rows_before_have_gone_the_first_page_is_shown_whole() -> None:
    rows = make_users(9)
    second = paginate(rows, ("pk",), paginate(rows, ("pk",), None, 3).next, 3)
    User.objects.filter(pk__in=[user.pk for user in in_order(rows, ("pk",))[:2]]).delete()
    page = paginate(rows, ("pk",), second.previous, 3)
    assert page.items == in_order(rows, ("pk",))[:3]
    assert page.previous is None


def test_when_the_rows_after_have_gone_the_last_page_is_shown() -> None:
    rows = make_users(6)
    cursor = paginate(rows, ("pk",), None, 3).next
    User.objects.filter(pk__in=[user.pk for user in in_order(rows, ("pk",))[3:]]).delete()
    page = paginate(rows, ("pk",), cursor, 3)
    assert page.items == in_order(rows, ("pk",))
    assert page.next is None


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "x",
        "LAST",
        "last ",
        "\0",
        "é",
        "\ud800",
        ":::",
        "W10:x",
        "null",
        "a" * 5000,
        "-1",
        "1e9",
    ],
)
def test_a_cursor_that_cannot_be_read_gives_the_first_page(cursor: str) -> None:
    rows = make_users(5)
    assert paginate(rows, ("name",), cursor, 2) == paginate(rows, ("name",), None, 2)


def test_a_cursor_of_another_ordering_or_model_gives_the_first_page() -> None:
    rows = make_users(5)
    for stray in (
        paginate(rows, ("-name",), None, 2).next,
        paginate(rows, ("language",), None, 2).next,
        encode(Position(("1",), backwards=False), salt="accounts.Organisation:pk"),
    ):
        assert paginate(rows, ("name",), stray, 2) == paginate(rows, ("name",), None, 2)


def test_positions_survive_the_way_through_an_address() -> None:
    position = Position(("Éloïse & co / 1", "2026-01-01"), backwards=True)
    assert decode(encode(position, salt="s"), salt="s") == position
    with pytest.raises(BadCursor):
        decode(encode(position, salt="s"), salt="t")


def test_a_column_that_may_be_null_is_refused_for_it_would_lose_rows() -> None:
    with pytest.raises(ImproperlyConfigured):
        paginate(Membership.objects.all(), ("ended_at",), None, 2)
