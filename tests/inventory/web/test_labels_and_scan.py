"""Labels as a PDF, and the way back from a label to the device's page."""

from io import BytesIO

import pytest
from django.test import Client
from pypdf import PdfReader

from inventory.codes import show_code
from inventory.models import Device
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
