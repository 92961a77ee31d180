"""Labels as a PDF, and the way back from a label to the device's page."""

from io import BytesIO

import pytest
from django.test import Client
from pypdf import PdfReader
from pytest_django import DjangoAssertNumQueries

from inventory.binding import prepare_batch
from inventory.codes import show_code
from inventory.label_formats import FORMATS
from inventory.models import Device, LabelBatch
from tests.cast import Cast
from tests.inventory.web.conftest import SignIn
from tests.makers import make_device, make_donation


def texts(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]


def test_the_ticked_devices_are_on_the_form_and_then_on_the_labels(cast: Cast, tom: Client) -> None:
    devices = [make_device(cast.tom) for _each in range(3)]
    ticked = "&".join(f"device={device.code}" for device in devices[:2])
    page = tom.get(f"/labels/?{ticked}").content.decode()
    shown = [show_code(device.code) in page for device in devices]
    assert shown == [True, True, False]
    codes = ",".join(device.code for device in devices[:2])
    response = tom.get(f"/labels.pdf?codes={codes}&format=L7160&start=20")
    assert response.headers["Content-Type"] == "application/pdf"
    (page,) = texts(response.content)
    assert "Lenovo ThinkPad" in page
    assert "Atelier du Coin" in page


def test_all_devices_of_a_donation_are_on_the_form(cast: Cast, tom: Client) -> None:
    donation = make_donation(cast.tom)
    device = make_device(cast.tom, donation=donation)
    page = tom.get(f"/labels/?donation={donation.reference}").content.decode()
    assert show_code(device.code) in page


@pytest.mark.parametrize(
    "query",
    [
        "",
        "codes=",
        "codes=000000000&format=L7160&start=1",
        "codes=%00&format=L7160&start=1",
        "codes=CODE&format=A4&start=1",
        "codes=CODE&format=L7160&start=0",
        "codes=CODE&format=L7160&start=22",
        "codes=CODE&format=62mm&start=99999999999999999999999999",
        "codes=THEIRS&format=L7160&start=1",
        "codes=" + "x" * 20_000,
    ],
)
def test_labels_that_cannot_be_printed_are_explained(cast: Cast, tom: Client, query: str) -> None:
    ours, theirs = make_device(cast.tom), make_device(cast.will)
    query = query.replace("CODE", ours.code).replace("THEIRS", theirs.code)
    response = tom.get(f"/labels.pdf?{query}")
    assert (response.status_code, response.headers["Content-Type"]) == (
        422,
        "text/html; charset=utf-8",
    )


@pytest.mark.parametrize("query", ["?device=%00", "?donation=%00", "?donation=" + "x" * 9999])
def test_nonsense_to_print_is_ignored(tom: Client, query: str) -> None:
    assert tom.get(f"/labels/{query}").status_code == 200


def test_a_label_leads_to_the_device_in_any_spelling(cast: Cast, tom: Client) -> None:
    device = make_device(cast.tom)
    for path in (f"/D/{device.code}", f"/D/{device.code}/"):
        assert tom.get(path).headers["Location"] == f"/devices/{device.code}/"
    response = tom.get(f"/D/{show_code(device.code).lower()}", follow=True)
    assert response.redirect_chain[-1][0] == f"/devices/{device.code}/"


def test_a_visitor_with_a_label_signs_in_first(cast: Cast) -> None:
    device = make_device(cast.tom)
    response = Client().get(f"/D/{device.code}")
    assert response.headers["Location"] == f"/accounts/login/?next=/D/{device.code}"


def test_a_scanned_code_opens_the_device_whatever_host_the_label_names(
    cast: Cast, tom: Client
) -> None:
    device = make_device(cast.tom)
    for typed in (
        device.code.lower(),
        show_code(device.code),
        f"HTTPS://OLD.EXAMPLE/D/{device.code}",
    ):
        response = tom.get("/scan/", {"code": typed})
        assert response.headers["Location"] == f"/devices/{device.code}/"


@pytest.mark.parametrize(
    ("typed", "status", "told"),
    [
        ("", 422, "Type or scan a device code."),
        ("ABC", 422, "A device code has 9 characters."),
        ("\x00", 422, "A device code has only digits and letters"),
        ("x" * 5000, 422, "This is too long to be a device code."),
        ("https://evil.example/elsewhere", 422, "A device code"),
    ],
)
def test_what_is_no_code_is_explained(tom: Client, typed: str, status: int, told: str) -> None:
    response = tom.get("/scan/", {"code": typed})
    assert (response.status_code, told in response.content.decode()) == (status, True)


def test_a_device_of_another_workshop_is_not_opened_by_its_label(
    cast: Cast, tom: Client, sign_in: SignIn
) -> None:
    device = make_device(cast.will)
    response = tom.get("/scan/", {"code": device.code})
    assert response.status_code == 404
    assert "No device of yours has the code" in response.content.decode()
    assert tom.get(f"/D/{device.code}").status_code == 404
    assert sign_in(cast.paula).get("/scan/").status_code == 403


def test_only_the_scan_page_may_compile_the_cameras_reader(cast: Cast, tom: Client) -> None:
    assert "wasm-unsafe-eval" in tom.get("/scan/").headers["Content-Security-Policy"]
    assert "wasm-unsafe-eval" not in tom.get("/devices/").headers["Content-Security-Policy"]


def test_a_scan_is_cheap(cast: Cast, tom: Client, django_assert_max_num_queries: object) -> None:
    code = make_device(cast.tom).code
    with django_assert_max_num_queries(5):  # type: ignore[operator]
        tom.get("/scan/", {"code": code})
    assert Device.objects.count() == 1


def test_a_shift_is_remembered_for_the_workshop_and_the_format(
    cast: Cast, tom: Client, sign_in: SignIn
) -> None:
    code = make_device(cast.tom).code
    sent = {"codes": code, "format": "L7651", "start": "3", "copies": "2"}
    moved = sent | {"right": "1.5", "down": "-0.5"}
    assert tom.post("/labels.pdf", moved).headers["Content-Type"] == "application/pdf"
    vera = sign_in(cast.vera)
    page = vera.get("/labels/?format=L7651").content.decode()
    assert ('value="1.5"' in page, 'value="-0.5"' in page) == (True, True)
    assert 'value="1.5"' not in vera.get("/labels/?format=L7160").content.decode()
    assert 'value="1.5"' not in sign_in(cast.will).get("/labels/?format=L7651").content.decode()
    assert tom.get("/labels.pdf", sent).content == tom.post("/labels.pdf", moved).content


@pytest.mark.parametrize("format_code", FORMATS)
def test_a_sheet_is_shown_place_by_place_and_keeps_the_codes(tom: Client, format_code: str) -> None:
    layout = FORMATS[format_code]
    page = tom.post("/labels/", {"codes": "7H3K-9QWX-1", "format": format_code}).content.decode()
    expected = layout.per_page if layout.is_sheet else 0
    assert page.count('<input type="radio" name="start"') == expected
    assert "7H3K-9QWX-1" in page


def test_the_test_page_needs_no_codes(tom: Client) -> None:
    response = tom.post("/labels-test.pdf", {"format": "3475", "right": "1"})
    assert "70 \N{MULTIPLICATION SIGN} 36 mm" in texts(response.content)[0]
    assert tom.post("/labels-test.pdf", {"format": "3475", "right": "99"}).status_code == 422


def test_too_many_copies_are_refused(cast: Cast, tom: Client) -> None:
    codes = ",".join(make_device(cast.tom).code for _each in range(3))
    with_copies = {"codes": codes, "format": "L7160", "start": "1", "copies": "400"}
    assert tom.post("/labels.pdf", with_copies).status_code == 422


@pytest.mark.parametrize("devices", [1, 3])
def test_printing_costs_four_queries_for_any_number_of_devices(
    cast: Cast, tom: Client, django_assert_num_queries: DjangoAssertNumQueries, devices: int
) -> None:
    codes = ",".join(make_device(cast.tom).code for _each in range(devices))
    tom.get("/labels/")
    with django_assert_num_queries(4):
        response = tom.get("/labels.pdf", {"codes": codes, "format": "99012", "start": "1"})
    assert len(texts(response.content)) == devices


def test_labels_are_prepared_printed_and_voided(cast: Cast, tom: Client) -> None:
    made = tom.post("/labels/batches/add/", {"count": "3"})
    batch = LabelBatch.objects.get()
    assert made.headers["Location"] == f"/labels/batches/{batch.reference}/"
    first, second, _third = batch.labels.order_by("pk")
    device = make_device(cast.tom, code=first.code)
    assert tom.post(made.headers["Location"], {"label": [second.code]}).status_code == 302
    assert tom.post(made.headers["Location"], {"label": [first.code]}).status_code == 422
    page = tom.get(made.headers["Location"]).content.decode()
    assert "Free: 1 · On a device: 1 · Void: 1" in page
    form = tom.get(f"/labels/?batch={batch.reference}").content.decode()
    shown = [show_code(one.code) in form for one in batch.labels.order_by("pk")]
    assert (shown, device.code in page) == ([False, False, True], True)


@pytest.mark.parametrize("count", ["0", "501", "", "x", "9" * 30])
def test_a_batch_of_nonsense_is_not_prepared(tom: Client, count: str) -> None:
    assert tom.post("/labels/batches/add/", {"count": count}).status_code == 422


def test_a_free_label_leads_to_what_it_can_go_on(cast: Cast, tom: Client, sign_in: SignIn) -> None:
    donation, label = make_donation(cast.tom), prepare_batch(1, actor=cast.tom).labels.get()
    for url in (f"/D/{label.code}", f"/scan/?code={show_code(label.code)}"):
        assert tom.get(url).headers["Location"] == f"/labels/{label.code}/bind/"
    page = tom.get(f"/labels/{label.code}/bind/").content.decode()
    offered = f"/donations/{donation.reference}/devices/add/?label={label.code}"
    assert offered in page
    assert show_code(label.code) in tom.get(offered).content.decode()
    assert sign_in(cast.will).get(f"/D/{label.code}").status_code == 404


def test_a_device_that_lost_its_label_gets_another(cast: Cast, tom: Client) -> None:
    device = make_device(cast.tom, serial_number="pf-1")
    first, second = prepare_batch(2, actor=cast.tom).labels.order_by("pk")
    for label, sent in ((first, {"code": device.code}), (second, {"serial_number": "PF-1"})):
        bound = tom.post(f"/labels/{label.code}/bind/", sent)
        assert bound.headers["Location"] == f"/devices/{device.code}/"
        assert tom.get(f"/D/{label.code}").headers["Location"] == f"/devices/{device.code}/"
        found = tom.get(f"/devices/{label.code}/").headers["Location"]
        assert found == f"/devices/{device.code}/"
    again = tom.post(f"/labels/{first.code}/bind/", {"code": device.code})
    assert again.status_code == 409
    assert "This label is on another device already." in again.content.decode()


@pytest.mark.parametrize("sent", [{}, {"code": "x"}, {"serial_number": "nobody's"}])
def test_nothing_is_bound_to_what_nobody_knows(
    cast: Cast, tom: Client, sent: dict[str, str]
) -> None:
    label = prepare_batch(1, actor=cast.tom).labels.get()
    assert tom.post(f"/labels/{label.code}/bind/", sent).status_code == 422


@pytest.mark.parametrize("batches", [1, 3])
def test_the_lists_of_labels_cost_the_same_for_any_number(
    cast: Cast, tom: Client, django_assert_num_queries: DjangoAssertNumQueries, batches: int
) -> None:
    for _each in range(batches):
        batch = prepare_batch(batches, actor=cast.tom)
    make_device(cast.tom, code=batch.labels.order_by("pk")[0].code)
    tom.get("/labels/batches/")
    with django_assert_num_queries(3):
        tom.get("/labels/batches/")
    with django_assert_num_queries(4):
        tom.get(f"/labels/batches/{batch.reference}/")
    assert "No labels prepared yet" not in tom.get("/labels/batches/").content.decode()
    nothing = tom.get("/labels/batches/?reference=nothing").content.decode()
    assert "Nothing matches" in nothing or "Clear" in nothing
