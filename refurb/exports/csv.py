"""Rows as CSV, streamed.

With a byte order mark, or Excel reads UTF-8 as something else; with semicolons for readers of
French, Dutch and German, since Excel splits cells by the list separator of its country.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from io import StringIO
from itertools import batched

from django.http import StreamingHttpResponse
from django.utils.translation import get_language

from refurb.exports.cells import text_of

BOM = "\ufeff"
ROWS_AT_ONCE = 200
TYPE = "text/csv; charset=utf-8"


def csv_answer(
    name: str, header: Iterable[object], rows: Iterable[Iterable[object]]
) -> StreamingHttpResponse:
    """Stream a CSV file; `name` is without the ending."""
    answer = StreamingHttpResponse(csv_chunks(header, rows), content_type=TYPE)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


def csv_chunks(header: Iterable[object], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """Yield the file in pieces of a few hundred rows."""
    delimiter = "," if (get_language() or "en").startswith("en") else ";"
    yield BOM + _written([header], delimiter)
    for some in batched(rows, ROWS_AT_ONCE):
        yield _written(some, delimiter)


def _written(rows: Iterable[Iterable[object]], delimiter: str) -> str:
    page = StringIO()
    csv.writer(page, delimiter=delimiter).writerows(map(text_of, row) for row in rows)
    return page.getvalue()
