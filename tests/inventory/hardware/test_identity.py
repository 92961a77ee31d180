"""By what a machine may be recognised, and by what never."""

import json

import pytest

from inventory.hardware import (
    HardwareFacts,
    Identity,
    drive_key,
    identity_candidates,
    read_report,
    same_model,
)
from tests.inventory.hardware.shapes import sample, thinkpad

LATITUDE = sample("latitude.dmidecode.txt")


def _facts(raw: bytes) -> HardwareFacts:
    facts = read_report(raw).facts
    assert facts is not None
    return facts


def test_a_machine_is_recognised_by_its_surest_number_first() -> None:
    assert identity_candidates(_facts(LATITUDE)) == (
        Identity("system_serial", "5QZXT42", "Dell"),
        Identity("chassis_serial", "5QZXT42", "Dell"),
        Identity("board_serial", "/5QZXT42/CN0000000A0001/", "Dell"),
        Identity("uuid", "4445 4c4c-5100-105a-8058-b5c04f543432".replace(" ", "")),
    )


def test_a_board_standing_in_for_the_system_is_recognised_as_a_board() -> None:
    assert identity_candidates(_facts(sample("selfbuilt.dmidecode.txt"))) == (
        Identity("board_serial", "M80-TEST0000123", "ASRock"),
    )


def test_a_machine_is_the_same_in_either_byte_order_of_its_uuid() -> None:
    swapped = LATITUDE.replace(b"4c4c4544-0051-5a10", b"44454C4C-5100-105A")
    assert identity_candidates(_facts(swapped)) == identity_candidates(_facts(LATITUDE))


def test_dmidecode_and_lshw_of_one_machine_meet() -> None:
    tree = thinkpad()
    tree.update(vendor="Dell Inc.", serial="5QZXT42")
    of_lshw = identity_candidates(_facts(json.dumps(tree).encode()))
    assert of_lshw[0] == identity_candidates(_facts(LATITUDE))[0]


@pytest.mark.parametrize("serial", ["To be filled by O.E.M.", "--", "0", "A1", "Dell"])
def test_two_unreadable_machines_have_nothing_in_common(serial: str) -> None:
    unreadable = LATITUDE.replace(b"5QZXT42\n", serial.encode() + b"\n")
    unreadable = unreadable.replace(b"/5QZXT42/CN0000000A0001/", serial.encode())
    unreadable = unreadable.replace(
        b"4c4c4544-0051-5a10-8058-b5c04f543432", b"00000000-0000-0000-0000-000000000000"
    )
    assert identity_candidates(_facts(unreadable)) == ()
    assert "no_identity" in read_report(unreadable).warnings


def test_a_network_address_is_the_last_resort() -> None:
    last = identity_candidates(_facts(sample("thinkpad.lshw.json")))[-1]
    assert last == Identity("mac", "02:00:5e:10:00:01")


def test_a_drive_is_recognised_by_its_serial_number_in_capitals() -> None:
    tree = json.dumps(thinkpad()).replace("W76TEST1", " w76  Test1 ")
    assert [drive_key(drive) for drive in _facts(tree.encode()).drives] == [
        "W76 TEST1",
        "S4TEST0K000001",
    ]


def test_a_cut_model_or_one_without_its_maker_is_the_same_model() -> None:
    assert same_model("WDC WD5000AAKX-0", "WDC WD5000AAKX-08U6AA0")
    assert same_model("ST500LM012-TEST0", "Seagate ST500LM012-TEST01")
    assert not same_model("ST500LM000-1EJ16", "ST1000LM024")


def test_facts_survive_being_stored_as_json() -> None:
    for name in ("latitude.dmidecode.txt", "thinkpad.lshw.json", "tower.lshw.json"):
        facts = _facts(sample(name))
        stored = json.dumps(facts.model_dump(mode="json"))
        assert HardwareFacts.model_validate(json.loads(stored)) == facts
