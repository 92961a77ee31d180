"""Lists: pages of at most 200 rows and an opaque cursor; counted only when asked."""

from collections.abc import Callable, Sequence
from typing import Annotated

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from pydantic import Field

from refurb.api.problems import FieldError, Invalid
from refurb.api.shapes import Asked, Shown
from refurb.web.keyset import paginate


class Paging(Asked):
    """Which page of a list."""

    page_size: Annotated[int, Field(ge=1, le=200, description="Rows on a page")] = 50
    cursor: Annotated[
        str | None, Field(max_length=500, description="`next` of the page before")
    ] = None
    count: Annotated[bool, Field(description="Count all rows, which costs")] = False


class Page[T](Shown):
    """Rows, and the cursor of the next page; null on the last."""

    items: list[T]
    next: str | None
    count: int | None = None


def no_such_page() -> Invalid:
    """Say that the cursor is not one that this list gave out."""
    message = _("This list did not give out that cursor. Start again without one.")
    return Invalid(FieldError(("query", "cursor"), "cursor_invalid", message))


def page_of[M: Model, T](
    rows: QuerySet[M], ordering: Sequence[str], paging: Paging, show: Callable[[M], T]
) -> Page[T]:
    """Show one page of rows; raises Invalid for a cursor of another list."""
    page = paginate(rows, ordering, paging.cursor, paging.page_size)
    # paginate shows the first page for a bad cursor: kind to people, an endless loop for a program.
    if paging.cursor and page.previous is None:
        raise no_such_page()
    return Page(
        items=[show(row) for row in page.items],
        next=page.next,
        count=rows.count() if paging.count else None,
    )
