"""Lists as files: the page's columns and rows, nothing that runs, and a line in the trail."""

from __future__ import annotations

import csv
import re
import zipfile
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from distribution.web import tables as of_distribution
from inventory.codes import show_code
from inventory.web import tables as of_inventory
from refurb.accounts.models import Membership
from refurb.audit.models import Entry
from refurb.exports.cells import text_of
from refurb.exports.lists import Export, told
from refurb.exports.trail import TrailTable
from refurb.exports.words import ListName
from tests.cast import Cast
from tests.makers import (
    make_allocation,
    make_device,
    make_drive,
    make_handover,
    make_nomination,
    make_policy,
    make_ready,
)

TABLES = [
    of_inventory.DeviceTable,
    of_inventory.DonationTable,
    of_distribution.NominationTable,
    of_distribution.OwnNominationTable,
    of_distribution.HandoverTable,
    of_distribution.ReceiptTable,
    of_distribution.WaitingTable,
    TrailTable,
]


def exported(member: Membership, url: str, **sent: Any) -> bytes:
    client = Client()
    client.force_login(member.user)
    answer = client.post(url, {"format": "csv"} | sent)
    assert answer.status_code == 200
    return answer.getvalue()


def rows(member: Membership, url: str, **sent: Any) -> list[list[str]]:
    text = exported(member, url, **sent).decode("utf-8-sig")
    return list(csv.reader(StringIO(text)))


@pytest.mark.parametrize("table", TABLES)
def test_no_column_of_a_page_is_forgotten(table: Any) -> None:
    assert list(table.values) == list(table.base_columns)


def test_a_file_holds_what_the_list_shows_with_its_filter(cast: Cast) -> None:
    device = make_ready(cast.tom, cast.vera, shelf="A-02")
    make_device(cast.tom)
    make_device(cast.will, shelf="A-02")
    today = timezone.localdate().isoformat()
    assert rows(cast.tom, "/devices/export/", filter="shelf=A-02&state=ready") == [
        [
            "Code",
            "Model",
            "Specifications",
            "Grade",
            "State",
            "Where it is",
            "Received",
            "In this state",
        ],
        [
            show_code(device.code),
            "Lenovo ThinkPad T480",
            "i5-8250U · 8 GB · 256 GB SSD",
            "B",
            "Ready",
            "A-02 · Atelier du Coin",
            today,
            today,
        ],
    ]


def test_each_export_is_in_the_trail_and_typed_words_are_not(cast: Cast) -> None:
    make_device(cast.tom)
    exported(cast.tom, "/devices/export/", filter="state=received&q=Fatima")
    entry = Entry.objects.get(verb="list.exported")
    assert entry.actor == cast.tom
    assert entry.facts == {
        "list": "devices",
        "format": "csv",
        "rows": 0,
        "filter": ["q", "state=received"],
    }
    assert "Fatima" not in str(entry.facts)
    assert (
        entry.sentence == "exported the list “Devices” as csv, rows: 0, filter: q, state=received"
    )


def test_a_reader_who_hangs_up_is_in_the_trail_with_the_rows_that_left(cast: Cast) -> None:
    some = told(Export(cast.tom, ListName.DEVICES, "csv"), iter([["a"], ["b"], ["c"]]))
    assert [next(some), next(some)] == [["a"], ["b"]]
    some.close()  # type: ignore[attr-defined]
    assert Entry.objects.get(verb="list.exported").facts["rows"] == 2


@pytest.mark.parametrize("text", ["=1+1", "+32", "-1", "@x", "\uff1dx"])
def test_a_text_that_a_spreadsheet_would_run_is_shown_as_text(cast: Cast, text: str) -> None:
    make_device(cast.tom, manufacturer="", model=text)
    assert rows(cast.tom, "/devices/export/")[1][1] == f"'{text}"


@given(st.text() | st.integers() | st.decimals(allow_nan=False) | st.dates() | st.none())
def test_numbers_stay_numbers_and_no_text_is_a_formula(value: Any) -> None:
    written = text_of(value)
    if isinstance(value, int | Decimal):
        assert written == value
    else:
        assert not str(written).startswith(("=", "+", "-", "@", "\t", "\r"))
    if isinstance(value, date):
        assert written == value.isoformat()


def test_an_excel_file_holds_texts_numbers_and_dates_and_no_formula(cast: Cast) -> None:
    make_device(cast.tom, manufacturer="", model="=HYPERLINK(1)")
    with zipfile.ZipFile(BytesIO(exported(cast.tom, "/donations/export/", format="xlsx"))) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert re.findall(r'<c r="E2"[^>]*><v>(\d+)</v>', sheet) == ["1"]
    assert re.findall(r'<c r="C2" s="2"><v>(\d+)</v>', sheet) != []
    with zipfile.ZipFile(BytesIO(exported(cast.tom, "/devices/export/", format="xlsx"))) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "<t>=HYPERLINK(1)</t>" in sheet


def test_readers_of_french_get_their_words_and_semicolons(cast: Cast) -> None:
    cast.tom.user.language = "fr"
    cast.tom.user.save()
    make_device(cast.tom)
    text = exported(cast.tom, "/devices/export/").decode()
    assert text.startswith("\ufeffCode;Modèle;")
    assert ";Reçu;" in text


def test_each_role_gets_its_own_rows_and_no_sensitive_word(cast: Cast) -> None:
    make_policy()
    ours = make_nomination(cast.paula, surname="Secrète")
    theirs = make_nomination(cast.olga, surname="Cachée")
    own = exported(cast.paula, "/nominations/export/").decode()
    assert ours.reference in own
    assert "Secrète" in own
    assert theirs.reference not in own
    all_of_them = exported(cast.anna, "/nominations/export/").decode()
    assert {ours.reference, theirs.reference} <= set(re.findall(r"NM-\d\d-\d+", all_of_them))
    assert "Secrète" not in all_of_them
    waiting = rows(cast.anna, "/waiting-list/export/")
    assert [row[0] for row in waiting] == ["Place", "1", "2"]
    assert all(int(row[6]) >= 0 for row in waiting[1:])


def test_receipts_handovers_and_the_trail_are_exported(cast: Cast) -> None:
    make_policy()
    given = make_allocation(cast.anna, make_nomination(cast.paula), make_ready(cast.tom, cast.vera))
    standing = make_allocation(
        cast.anna, make_nomination(cast.paula), make_ready(cast.tom, cast.vera)
    )
    receipt = make_handover(given, cast.tom)
    assert len(rows(cast.tom, "/receipts/export/")) == 2
    assert str(receipt.number) in rows(cast.tom, "/receipts/export/")[1][0]
    assert rows(cast.tom, "/handovers/export/")[1][0] == show_code(standing.device.code)
    assert len(rows(cast.ada, "/audit/export/")) == Entry.objects.count()
    assert rows(cast.ada, "/audit/export/")[1][3].startswith("exported the list")


@pytest.mark.parametrize("sent", ["\x00", "sort=hardware", "cursor=x", "q=%00", "state=ufo"])
def test_nonsense_in_the_filter_is_ignored(cast: Cast, sent: str) -> None:
    make_device(cast.tom)
    assert len(rows(cast.tom, "/devices/export/", filter=sent)) >= 1


def test_an_export_costs_the_same_for_any_number_of_devices(cast: Cast) -> None:
    counts = []
    for _count in (1, 3):
        for _each in range(2):
            make_drive(make_device(cast.tom), cast.tom)
        with CaptureQueriesContext(connection) as queries:
            exported(cast.tom, "/devices/export/")
        counts.append(len(queries))
    assert counts[0] == counts[1]
