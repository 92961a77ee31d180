"""A list as a file: the rows that its page would show on all its pages, with the same columns.

A table tells in `values` what each of its columns is in a file. A column without a value there
stops the export: none can be forgotten.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import batched
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.http import QueryDict
from django.http.response import HttpResponseBase
from django.utils import timezone, translation
from django_filters import ChoiceFilter, ModelChoiceFilter

from refurb.accounts.access import SignedInRequest
from refurb.accounts.models import Membership
from refurb.audit.models import record
from refurb.exports.csv import csv_answer
from refurb.exports.words import ListName
from refurb.exports.xlsx import xlsx_answer
from refurb.web.lists import ordering_of

Values = dict[str, Callable[[Any], object]]
LONGEST_FILTER = 2_000
ROWS_AT_ONCE = 5_000


@dataclass(frozen=True)
class Export:
    """One export: who asked for it, which list, by which codes it was narrowed."""

    actor: Membership
    name: ListName
    format: str
    filter: tuple[str, ...] = ()


def asked_filter(request: SignedInRequest) -> QueryDict:
    """Read the query of the list's page, which its export form sends along."""
    return QueryDict(request.POST.get("filter", "")[:LONGEST_FILTER])


def export_list(  # noqa: PLR0913, PLR0917  a list is its table, its filters and its rows
    request: SignedInRequest,
    name: ListName,
    table: Any,
    filters: Any,
    rows: QuerySet[Any],
    into: Callable[[tuple[Any, ...]], Iterable[Any]] = iter,
) -> HttpResponseBase:
    """Stream the visible rows that match, in the page's order.

    `into` puts a few hundred rows into what the table's values read, where that is no model.
    """
    asked = asked_filter(request)
    found = filters(asked, queryset=rows, request=request)
    ordered = found.qs.order_by(*ordering_of(table([]), asked.get("sort", "")), "pk")
    some = batched(ordered.iterator(chunk_size=ROWS_AT_ONCE), ROWS_AT_ONCE)
    export = Export(request.actor, name, _format(request), tuple(_codes(found, asked)))
    return write_out(export, table, (row for rows in some for row in into(rows)))


def _format(request: SignedInRequest) -> str:
    return "xlsx" if request.POST.get("format") == "xlsx" else "csv"


def export_rows(
    request: SignedInRequest, name: ListName, table: Any, rows: Iterable[Any]
) -> HttpResponseBase:
    """Stream rows that are computed, in their order."""
    return write_out(Export(request.actor, name, _format(request)), table, rows)


def write_out(export: Export, table: Any, rows: Iterable[Any]) -> HttpResponseBase:
    """Write the file in the reader's language; the file's name ends with the day."""
    values = [table.values[name] for name in table.base_columns]
    header = [column.verbose_name for column in table.base_columns.values()]
    passed = told(export, ([value(row) for value in values] for row in rows))
    file = f"{export.name.value}-{timezone.localdate().isoformat()}"
    answer = xlsx_answer if export.format == "xlsx" else csv_answer
    return answer(file, map(str, header), passed)


def told(export: Export, rows: Iterator[list[object]]) -> Iterator[list[object]]:
    """Pass rows on, and write into the trail how many left; also when the reader hung up."""
    sent, language = 0, translation.get_language()
    try:
        for row in rows:
            # The answer is written after the view, when the thread may speak another language.
            if translation.get_language() != language:
                translation.activate(language or "en")
            sent += 1
            yield row
    finally:
        with transaction.atomic():
            record(
                export.actor,
                "list.exported",
                export.name.value,
                list=export.name.value,
                format=export.format,
                rows=sent,
                filter=list(export.filter),
            )


def _codes(filters: Any, asked: QueryDict) -> Iterator[str]:
    """Name what narrowed the list; what somebody typed may name a person and is left out."""
    for name, each in filters.filters.items():
        if asked.get(name):
            chosen = isinstance(each, ChoiceFilter | ModelChoiceFilter)
            yield f"{name}={asked[name][:40]}" if chosen else name
