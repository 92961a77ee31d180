"""List pages: a table's columns, filters, sorting and one keyset page, as a template context.

Called by views, never inherited. A table declares what its list can do: columns with
`orderable=False` don't sort, `order_by` names the indexed columns behind a heading, `Meta.order_by`
the ordering at first sight.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from refurb.web.keyset import LAST, Page, paginate

SIZES = (50, 25, 100)  # the first is what a list shows unasked
PAGING = ("cursor", "sort", "size")


@dataclass(frozen=True)
class Heading:
    """A column's heading: its sorting link, and how it is sorted now, as aria-sort says it."""

    name: str
    label: Any
    url: str | None
    aria_sort: str | None
    css: str


def list_page(
    request: HttpRequest, table_class: Any, filterset_class: Any, rows: QuerySet[Any]
) -> dict[str, Any]:
    """Filter, sort and cut rows as the address asks; whatever it asks wrongly is ignored.

    Gives `rows`, `page`, `headings`, `filters`, `is_filtered`, `table` and the addresses
    `first_url`, `previous_url`, `next_url`, `last_url`, `clear_url`.
    """
    asked = request.GET
    filters = filterset_class(asked, queryset=rows, request=request)
    table = table_class([])
    sort, ordering = _sorted_by(table, asked.get("sort", ""))
    page = paginate(filters.qs, ordering, asked.get("cursor"), _size(asked))
    return {
        "table": table,
        "headings": list(headings_of(table, asked, sort)),
        "filters": filters,
        "is_filtered": any(asked.get(name) for name in asked if name not in PAGING),
        "page": page,
        "rows": page.items,
        "clear_url": request.path,
        **addresses_around(asked, page),
    }


def addresses_around(asked: QueryDict, page: Page[Any]) -> dict[str, str | None]:
    """Write the addresses of the pages around one, for `refurb/_pager.html`."""
    return {
        "first_url": _address(asked, cursor=None) if page.previous else None,
        "previous_url": _address(asked, cursor=page.previous) if page.previous else None,
        "next_url": _address(asked, cursor=page.next) if page.next else None,
        "last_url": _address(asked, cursor=LAST) if page.next else None,
    }


def render_list(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """Render a page made with the frame refurb/list.html; its rows alone when htmx asks."""
    layout = "refurb/_rows.html" if getattr(request, "htmx", False) else "refurb/base.html"
    response = render(request, template, context | {"layout": layout})
    patch_vary_headers(response, ["HX-Request"])
    return response


def _size(asked: QueryDict) -> int:
    return next((size for size in SIZES if asked.get("size") == str(size)), SIZES[0])


def _sorted_by(table: Any, wanted: str) -> tuple[str, list[str]]:
    """Return the sort in force, as a column's name with `-`, and the fields behind it."""
    default = str(next(iter(table.order_by or ()), "pk"))
    for sort in (wanted, default):
        name = sort.removeprefix("-")
        if name in table.columns and table.columns[name].orderable:
            column = table.columns[name]
            upright = [str(field) for field in column.column.order_by or (column.accessor,)]
            return sort, _turned(upright) if sort.startswith("-") else upright
    return "", ["pk"]


def ordering_of(table: Any, wanted: str) -> list[str]:
    """Return the fields that a list sorts by when its address asks for this sort."""
    return _sorted_by(table, wanted)[1]


def _turned(fields: list[str]) -> list[str]:
    return [field[1:] if field.startswith("-") else f"-{field}" for field in fields]


def headings_of(table: Any, asked: QueryDict, sort: str = "") -> Iterator[Heading]:
    """Yield the headings of a table's columns, as it is sorted now."""
    for column in table.columns:
        is_sorted = sort.removeprefix("-") == column.name
        falls = is_sorted and sort.startswith("-")
        turned = column.name if falls or not is_sorted else f"-{column.name}"
        yield Heading(
            name=column.name,
            label=column.header,
            url=_address(asked, sort=turned, cursor=None) if column.orderable else None,
            aria_sort=("descending" if falls else "ascending") if is_sorted else None,
            css=column.column.attrs.get("th", {}).get("class", ""),
        )


def _address(asked: QueryDict, **changes: str | None) -> str:
    """Write this page's query with some values changed; None removes one."""
    query = asked.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None:
            query[name] = value
    return f"?{query.urlencode()}"
