"""The bench's pages of drives, judgements, repairs and photos: who may, what they show and cost."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from inventory.checklist import items_for
from inventory.models import DevicePhoto, Drive, Erasure
from inventory.repairing import NewPart, Sitting, open_repair, work_on
from inventory.sanitisation import Result, Technique, Verification
from inventory.tracking import remove_drive
from inventory.wiping import NewErasure, record_erasure
from tests.cast import Cast
from tests.inventory.web.conftest import SignIn
from tests.makers import make_device, make_drive, make_photo, make_picture, make_wiped

WIPED = NewErasure(Technique.BLOCK_ERASE, "hdparm", Result.WIPED, Verification.SAMPLED)


def furnish(cast: Cast, count: int) -> None:
    """Make rows for each list of the bench."""
    for _each in range(count):
        device = make_device(cast.tom)
        drive = make_drive(device, cast.tom)
        record_erasure(drive, WIPED, actor=cast.tom)
        remove_drive(drive, actor=cast.tom)
        repair = open_repair(device, "hinge", actor=cast.tom)
        work_on(repair, Sitting("cleaned", 20, [NewPart("screw")]), actor=cast.vera)


@pytest.mark.parametrize("url", ["/drives/", "/erasures/", "/repairs/"])
def test_a_list_costs_the_same_for_any_number_of_rows(
    cast: Cast, sign_in: SignIn, django_assert_num_queries: object, url: str
) -> None:
    vera = sign_in(cast.vera)
    counts = {"/drives/": 5, "/erasures/": 3, "/repairs/": 3}
    for rows in (1, 2):
        furnish(cast, rows)
        with django_assert_num_queries(counts[url]):  # type: ignore[operator]
            page = vera.get(url).content.decode()
        assert page.count('class="cell-title"') == rows * (rows + 1) // 2


@pytest.mark.parametrize(
    ("url", "empty", "query"),
    [
        ("/drives/", "No drives in stock", "technology=hdd"),
        ("/erasures/", "Nothing waits for a second person", "waits=lead"),
        ("/repairs/", "Nothing is open", "kind=printer"),
    ],
)
def test_a_list_says_why_it_is_empty(tom: Client, url: str, empty: str, query: str) -> None:
    assert empty in tom.get(url).content.decode()
    assert "Nothing matches" in tom.get(f"{url}?{query}").content.decode()


def test_another_workshop_sees_none_of_it(cast: Cast, sign_in: SignIn) -> None:
    furnish(cast, 1)
    will = sign_in(cast.will)
    for url in ("/drives/", "/erasures/", "/repairs/"):
        assert 'class="cell-title"' not in will.get(url).content.decode()
    assert will.get(f"/drives/{Drive.objects.get().pk}/").status_code == 404


def test_a_missing_drive_asks_what_became_of_it(cast: Cast, tom: Client) -> None:
    device = make_device(cast.tom)
    drive = make_drive(device, cast.tom)
    answer = tom.post(f"/drives/{drive.pk}/missing/")
    assert answer.headers["Location"] == f"/drives/{drive.pk}/"
    page = tom.get(f"/drives/{drive.pk}/").content.decode()
    assert "What became of it?" in page
    assert set(re.findall(rf"/drives/{drive.pk}/([a-z]+)/", page)) == {
        "destroy",
        "found",
        "mistaken",
        "remove",
    }
    assert "Say what became of it" in tom.get(f"/devices/{device.code}/").content.decode()


def test_a_colleague_rejects_a_proof_on_its_page(cast: Cast, sign_in: SignIn) -> None:
    erasure = record_erasure(make_drive(make_device(cast.tom), cast.tom), WIPED, actor=cast.tom)
    url = f"/erasures/{erasure.pk}/reject/"
    assert sign_in(cast.tom).post(url, {"rejection": "too_quick"}).status_code == 409
    vera = sign_in(cast.vera)
    assert vera.post(url, {}).status_code == 422
    assert vera.post(url, {"rejection": "too_quick"}).status_code == 302
    erasure.refresh_from_db()
    assert (erasure.rejection, erasure.rejecter) == ("too_quick", cast.vera.user)


def test_a_tablet_is_reset_with_one_form(cast: Cast, tom: Client) -> None:
    tablet = make_device(cast.tom, kind="tablet")
    drive = make_drive(tablet, cast.tom, technology="emmc")
    sent = {
        "technique": "encrypted_reset",
        "tool": "settings",
        "result": "wiped",
        "verification": "fresh",
        "operator": cast.tom.user_id,
        "lock_activation": "clear",
        "lock_mdm": "clear",
    }
    url = f"/drives/{drive.pk}/erase/"
    assert tom.post(url, sent).status_code == 409  # nobody saw that it was encrypted
    proof = SimpleUploadedFile("screen.jpg", make_picture())
    answer = tom.post(url, {**sent, "encryption_seen": "on", "proof": proof})
    assert answer.status_code == 302
    photo = DevicePhoto.objects.get()
    assert (photo.erasure, photo.about) == (Erasure.objects.get(), "proof")
    page = tom.get(f"/erasures/{photo.erasure_id}/verify/").content.decode()
    assert f"/photos/{photo.pk}/small/" in page


def test_a_photo_is_added_shown_and_served_to_those_who_see_the_device(
    cast: Cast, tom: Client, sign_in: SignIn
) -> None:
    device = make_device(cast.tom)
    url = f"/devices/{device.code}/photos/add/"
    wrong = SimpleUploadedFile("x.jpg", b"no picture")
    answer = tom.post(url, {"photo": wrong, "about": "defect"})
    assert answer.status_code == 422
    assert "This file is not a picture that can be read." in answer.content.decode()
    good = SimpleUploadedFile("x.jpg", make_picture())
    assert tom.post(url, {"photo": good, "about": "defect"}).status_code == 302
    photo = DevicePhoto.objects.get()
    for page in (f"/devices/{device.code}/", f"/devices/{device.code}/photos/"):
        assert f'href="/photos/{photo.pk}/"' in tom.get(page).content.decode()
    for size in ("", "small/"):
        served = tom.get(f"/photos/{photo.pk}/{size}")
        assert served.headers["Content-Type"] == "image/jpeg"
        assert served.headers["Cache-Control"] == "private, max-age=86400"
        assert b"".join(served.streaming_content).startswith(b"\xff\xd8")  # type: ignore[attr-defined]
        assert sign_in(cast.will).get(f"/photos/{photo.pk}/{size}").status_code == 404
        assert sign_in(cast.paula).get(f"/photos/{photo.pk}/{size}").status_code == 403


def test_the_stock_of_drives_is_narrowed_to_those_that_are_clean_waiting_or_neither(
    cast: Cast, tom: Client
) -> None:
    clean, waiting, bare = (make_drive(make_device(cast.tom), cast.tom) for _each in range(3))
    make_wiped(clean, cast.tom, cast.vera)
    record_erasure(waiting, WIPED, actor=cast.tom)
    for drive in (clean, waiting, bare):
        remove_drive(drive, actor=cast.tom)
    shown = {
        standing: re.findall(
            r'href="/drives/(\d+)/"', tom.get(f"/drives/?standing={standing}").content.decode()
        )
        for standing in ("sanitised", "in_review", "not_sanitised")
    }
    assert shown == {
        "sanitised": [str(clean.pk)],
        "in_review": [str(waiting.pk)],
        "not_sanitised": [str(bare.pk)],
    }


def test_the_photo_of_a_defect_stands_beside_its_point_of_the_check(
    cast: Cast, tom: Client
) -> None:
    device = make_device(cast.tom, kind="monitor")
    sent = {f"item_{code}": "ok" for code in items_for("monitor")} | {"item_case": "fail"}
    picture = SimpleUploadedFile("case.jpg", make_picture())
    url = f"/devices/{device.code}/check/"
    assert tom.post(url, {**sent, "photo": picture, "photo_of": "case"}).status_code == 302
    url = f"/devices/{device.code}/photos/add/"
    for item, colour in (("clean", "red"), ("", "blue")):
        picture = SimpleUploadedFile("more.jpg", make_picture(colour))
        tom.post(url, {"photo": picture, "about": "defect", "item": item})
    check = device.quality_checks.get()
    shown = list(DevicePhoto.objects.order_by("pk").values_list("quality_check", "item"))
    assert shown == [(check.pk, "case"), (check.pk, "clean"), (None, "")]
    page = tom.get(f"/devices/{device.code}/").content.decode()
    beside = page.partition("Quality checks")[2].partition("About it")[0]
    photos = DevicePhoto.objects.order_by("pk").values_list("pk", flat=True)
    assert [f"/photos/{pk}/small/" in beside for pk in photos] == [True, True, False]
    assert [page.count(f"/photos/{pk}/small/") for pk in photos] == [1, 1, 1]
    assert beside.index("Not fine: Case") < beside.index("/small/") < beside.index("Clean,")


def test_the_photo_of_a_fault_stands_beside_its_repair(cast: Cast, tom: Client) -> None:
    device = make_device(cast.tom)
    picture = SimpleUploadedFile("hinge.jpg", make_picture())
    url = f"/devices/{device.code}/repairs/add/"
    assert tom.post(url, {"fault": "Hinge broken", "photo": picture}).status_code == 302
    tom.post(url, {"fault": "Keyboard dead"})
    hinge, keyboard = device.repairs.order_by("pk")
    url = f"/devices/{device.code}/photos/add/"
    for about, repair, colour in (
        *(("fault", keyboard.pk, "red"), ("fault", "", "blue")),
        ("whole", keyboard.pk, "green"),
    ):
        picture = SimpleUploadedFile("more.jpg", make_picture(colour))
        sent = {"photo": picture, "about": about, "repair": repair}
        assert tom.post(url, sent).status_code == 302
    shown = list(DevicePhoto.objects.order_by("pk").values_list("repair", flat=True))
    assert shown == [hinge.pk, keyboard.pk, None, None]
    page = tom.get(f"/devices/{device.code}/").content.decode()
    beside = page.partition("<h2>Repairs</h2>")[2].partition("About it")[0]
    photos = list(DevicePhoto.objects.order_by("pk").values_list("pk", flat=True))
    assert [f"/photos/{pk}/small/" in beside for pk in photos] == [True, True, False, False]
    assert [page.count(f"/photos/{pk}/small/") for pk in photos] == [1, 1, 1, 1]
    of_keyboard = beside.partition("Keyboard dead")[2].partition("Hinge broken")[0]
    assert f"/photos/{photos[1]}/small/" in of_keyboard
    page = tom.get(f"/repairs/{keyboard.pk}/").content.decode()
    assert [f"/photos/{pk}/small/" in page for pk in photos] == [False, True, False, False]


def test_a_photo_whose_file_is_gone_is_not_found(cast: Cast, tom: Client) -> None:
    photo = make_photo(make_device(cast.tom), cast.tom)
    photo.picture.storage.delete(str(photo.picture.name))
    assert tom.get(f"/photos/{photo.pk}/").status_code == 404


def test_the_page_of_a_full_device_is_cheap(
    cast: Cast, tom: Client, django_assert_max_num_queries: object
) -> None:
    furnish(cast, 1)
    device = Drive.objects.get().device
    for _each in range(5):
        make_photo(device, cast.tom)
    with django_assert_max_num_queries(16):  # type: ignore[operator]
        page = tom.get(f"/devices/{device.code}/").content.decode()
    assert page.count('class="thumbnail"') == 3
    assert "Show all photos" in page


def test_work_on_a_repair_is_added_up(cast: Cast, tom: Client) -> None:
    repair = open_repair(make_device(cast.tom), "hinge", actor=cast.tom)
    url = f"/repairs/{repair.pk}/"
    assert tom.post(url, {}).status_code == 409
    assert tom.post(url, {"minutes": "10"}).status_code == 422
    assert tom.post(url, {"work_done": "opened it", "minutes": "10"}).status_code == 302
    assert tom.post(url, {"part_1": "screw", "quantity_1": "4"}).status_code == 302
    assert tom.post(url, {"work_done": "closed it", "minutes": "15"}).status_code == 302
    assert "25 min" in tom.get("/repairs/").content.decode()
    page = tom.get(url).content.decode()
    assert "4 × screw" in page  # noqa: RUF001  the page's own sign
