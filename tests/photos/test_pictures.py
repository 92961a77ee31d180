"""What is taken as a picture, and what is made of it."""

import zlib
from contextlib import suppress
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import ValidationError
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from refurb.photos import pictures
from refurb.photos.fields import PhotoField, PhotoInput
from refurb.photos.pictures import PictureRefused, prepare_picture

ORIENTATION, MAKER, GPS, LATITUDE = 0x0112, 0x010F, 0x8825, 2
LYING_ON_ITS_SIDE = 6  # to be turned by a quarter


def taken_by_phone(width: int = 400, height: int = 300) -> bytes:
    """Draw what a phone sends: lying on its side, with its maker and the place in it."""
    image = Image.new("RGB", (width, height), "white")
    image.paste("red", (0, 0, width // 2, height))
    exif = Image.Exif()
    exif[ORIENTATION] = LYING_ON_ITS_SIDE
    exif[MAKER] = "Invented Phones"
    exif.get_ifd(GPS)[LATITUDE] = (50.0, 51.0, 1.0)
    written = BytesIO()
    image.save(written, "JPEG", exif=exif, comment=b"Rue Imaginaire 12")
    return written.getvalue()


def file_of(image: Image.Image, kind: str) -> bytes:
    written = BytesIO()
    image.save(written, kind)
    return written.getvalue()


def reasons_of(raw: bytes) -> list[str]:
    with pytest.raises(PictureRefused) as refused:
        prepare_picture(raw)
    return [reason.code for reason in refused.value.reasons]


def test_a_picture_keeps_nothing_of_the_phone_and_the_place() -> None:
    raw = taken_by_phone()
    assert b"Invented Phones" in raw
    assert Image.open(BytesIO(raw)).getexif().get_ifd(GPS)
    made = prepare_picture(raw)
    for kept in (made.jpeg, made.thumbnail):
        image = Image.open(BytesIO(kept))
        assert dict(image.getexif()) == {}
        assert {"exif", "comment", "icc_profile"} & image.info.keys() == set()
        assert b"Invented" not in kept
        assert b"Imaginaire" not in kept


def test_a_picture_stands_upright() -> None:
    made = prepare_picture(taken_by_phone(400, 300))
    assert (made.width, made.height) == (300, 400)
    image = Image.open(BytesIO(made.jpeg)).convert("RGB")
    top, bottom = image.getpixel((150, 50)), image.getpixel((150, 350))
    assert isinstance(top, tuple)
    assert isinstance(bottom, tuple)
    assert (top[1] < 100, bottom[1] > 200) == (True, True)  # red above, white below


def test_a_large_picture_is_made_small() -> None:
    made = prepare_picture(file_of(Image.new("RGB", (4000, 3000), "green"), "JPEG"))
    assert (made.width, made.height) == (1600, 1200)
    assert Image.open(BytesIO(made.thumbnail)).size == (192, 144)
    assert len(made.jpeg) < 100_000


@pytest.mark.parametrize(
    ("mode", "kind"),
    [
        ("RGBA", "PNG"),
        ("P", "PNG"),
        ("L", "PNG"),
        ("I;16", "PNG"),
        ("1", "PNG"),
        ("LA", "PNG"),
        ("CMYK", "JPEG"),
        ("RGBA", "WEBP"),
    ],
)
def test_every_way_to_hold_colours_becomes_a_jpeg(mode: str, kind: str) -> None:
    made = prepare_picture(file_of(Image.new(mode, (20, 10)), kind))
    image = Image.open(BytesIO(made.jpeg))
    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (20, 10))


def test_what_is_transparent_becomes_white() -> None:
    made = prepare_picture(file_of(Image.new("RGBA", (10, 10), (0, 0, 0, 0)), "PNG"))
    assert Image.open(BytesIO(made.jpeg)).getpixel((5, 5)) == (255, 255, 255)


def test_other_files_are_refused_in_words() -> None:
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    gif = file_of(Image.new("RGB", (2, 2)), "GIF")
    for raw in (b"", b"%PDF-1.7", svg, gif):
        assert reasons_of(raw) == ["not_a_picture"]
    with pytest.raises(PictureRefused) as refused:
        prepare_picture(svg)
    assert str(refused.value.reasons[0]) == (
        "This file is not a picture that can be read. Send a JPEG, PNG or WebP."
    )


def test_a_picture_cut_short_is_refused() -> None:
    assert reasons_of(taken_by_phone()[:-800]) == ["damaged"]


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_unpacked() -> None:
    bomb = bytearray(file_of(Image.new("1", (10, 10)), "PNG"))
    # The head of a PNG holds width and height; Pillow checks its sum only when it unpacks.
    for width, height in ((60_000, 60_000), (9_000, 9_000)):
        bomb[16:24] = width.to_bytes(4, "big") + height.to_bytes(4, "big")
        bomb[29:33] = zlib.crc32(bomb[12:29]).to_bytes(4, "big")
        assert reasons_of(bytes(bomb)) == ["too_many_pixels"]


def test_a_picture_of_too_many_bytes_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = taken_by_phone()
    monkeypatch.setattr(pictures, "MAX_BYTES", len(raw) - 1)
    assert reasons_of(raw) == ["too_heavy"]


@given(st.data())
def test_any_damage_is_a_refusal_or_a_picture(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(["JPEG", "PNG", "WEBP"]))
    raw = bytearray(file_of(Image.new("RGB", (24, 16), "teal"), kind))
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(raw) - 1))
        raw[place] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(raw)))
    with suppress(PictureRefused):
        assert prepare_picture(bytes(raw[:cut])).jpeg.startswith(b"\xff\xd8")


@given(st.binary(max_size=300))
def test_any_bytes_are_a_refusal(raw: bytes) -> None:
    with pytest.raises(PictureRefused):
        prepare_picture(raw)


def test_a_form_takes_a_picture_and_says_what_is_wrong_with_another_file() -> None:
    field = PhotoField(required=False)
    good = field.clean(SimpleUploadedFile("front.jpg", taken_by_phone()))
    assert good is not None
    assert good.width == 300
    assert field.clean(None) is None
    with pytest.raises(ValidationError) as wrong:
        field.clean(SimpleUploadedFile("front.jpg", b"not a picture"))
    assert [error.code for error in wrong.value.error_list] == ["not_a_picture"]


def test_the_field_opens_the_camera() -> None:
    shown = PhotoInput().render("photo", None)
    assert 'capture="environment"' in shown
    assert 'accept="image/jpeg,image/png,image/webp"' in shown
