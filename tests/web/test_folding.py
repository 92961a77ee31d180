"""Search takes écran, Ecran and ECRAN for one word, on both databases."""

from __future__ import annotations

import pytest
from django.db import connection

from inventory.models import Device, Donor
from refurb.web.folding import fold
from tests.cast import Cast
from tests.makers import make_device

LETTERS = "".join(chr(number) for number in range(0xC0, 0x180))
NAMES = (
    "Écran plat",
    "ECRAN PLAT",
    "écran plat",
    "Institut du Sacré-Cœur",
    "Weiß & Söhne",
    "100 % A_B",
)


@pytest.fixture
def donors(cast: Cast) -> None:
    names = [*NAMES, *(f"x{letter}y" for letter in LETTERS)]
    mine = {"organisation": cast.tom.organisation}
    Donor.objects.bulk_create(
        [Donor(reference=f"D{at}", name=name, **mine) for at, name in enumerate(names)]
    )


def found(typed: str) -> list[str]:
    return list(
        Donor.objects.filter(name__folded=typed).order_by("pk").values_list("name", flat=True)
    )


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("ecran", NAMES[:3]),
        ("ÉCRAN P", NAMES[:3]),
        ("e\N{COMBINING ACUTE ACCENT}cran", NAMES[:3]),
        ("sacre-coeur", NAMES[3:4]),
        ("SACRÉ-CŒUR", NAMES[3:4]),
        ("weiss", NAMES[4:5]),
        ("soh", NAMES[4:5]),
        ("0 % a_", NAMES[5:]),
        ("%_", ()),
        ("e.ran", ()),
        ("[", ()),
    ],
)
def test_a_word_is_found_whatever_its_case_and_accents(
    donors: None, typed: str, names: tuple[str, ...]
) -> None:
    assert found(typed) == list(names)


def test_every_letter_of_europe_is_found_as_written_and_plainly(donors: None) -> None:
    for letter in LETTERS:
        name = f"x{letter}y"
        assert name in found(name), letter
        assert name in found(fold(name)), letter
        assert name in found(fold(name).lower()), letter


def test_a_machine_is_found_by_an_accent_on_its_shelf(cast: Cast) -> None:
    device = make_device(cast.tom, shelf="Étagère 3")
    make_device(cast.tom, shelf="E-3")
    assert list(Device.objects.filter(search__folded="etagere")) == [device]


@pytest.mark.postgres
def test_the_search_of_devices_has_an_index_of_its_expression(cast: Cast) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert "device_search_folded" in Device.objects.filter(search__folded="latitude").explain()
