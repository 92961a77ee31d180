"""Rows as an Excel file, written row by row to a temporary file, so that memory stays constant.

A text is written as a text, whatever it begins with: nothing in it is ever run.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

import xlsxwriter
from django.http import FileResponse

from refurb.exports.cells import cell

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DAY, MOMENT = "yyyy-mm-dd", "yyyy-mm-dd hh:mm"
CONSTANT_MEMORY = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def xlsx_answer(
    name: str, header: Iterable[object], rows: Iterable[Iterable[object]]
) -> FileResponse:
    """Write the file, then stream it; `name` is without the ending."""
    file = tempfile.TemporaryFile()  # noqa: SIM115  the answer closes it
    with xlsxwriter.Workbook(file, CONSTANT_MEMORY) as book:
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True})
        day, moment = (book.add_format({"num_format": each}) for each in (DAY, MOMENT))
        sheet.write_row(0, 0, map(str, header), bold)
        sheet.freeze_panes(1, 0)
        for place, row in enumerate(rows, start=1):
            for column, value in enumerate(map(cell, row)):
                match value:
                    case str():
                        sheet.write_string(place, column, value)
                    case datetime():
                        sheet.write_datetime(place, column, value, moment)
                    case date():
                        sheet.write_datetime(place, column, value, day)
                    case int() | float() | Decimal():
                        sheet.write_number(place, column, value)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=TYPE)
