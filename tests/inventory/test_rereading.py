"""Reports read again with today's parser: values follow, people's words and history stay."""

import json
from io import StringIO
from typing import Any

from django.core.management import call_command
from django.forms.models import model_to_dict

from inventory.models import Device, DeviceEvent, Drive, HardwareReport
from inventory.reading import store_report
from inventory.receiving import correct_device
from inventory.tracking import remove_drive
from tests.cast import Cast
from tests.inventory.hardware.shapes import sample, thinkpad
from tests.makers import make_device

LATITUDE = sample("latitude.dmidecode.txt")
THINKPAD = sample("thinkpad.lshw.json")


def reread() -> str:
    out = StringIO()
    call_command("reread_reports", stdout=out)
    return out.getvalue().strip()


def everything() -> list[dict[str, Any]]:
    rows = [*Device.objects.order_by("pk"), *Drive.objects.order_by("pk")]
    rows += [*HardwareReport.objects.order_by("pk"), *DeviceEvent.objects.order_by("pk")]
    return [model_to_dict(row) for row in rows]


def test_reading_again_what_was_read_rightly_changes_nothing(cast: Cast) -> None:
    device = make_device(cast.tom, model="T480 of the mayor")
    store_report(THINKPAD, actor=cast.tom, device=device)
    store_report(b"no report", actor=cast.tom)
    remove_drive(device.drives.order_by("pk")[0], actor=cast.tom)
    before = everything()
    said = "2 reports read, 0 of them say something else now. 0 devices changed, 0 drives were"
    assert reread() == f"{said} added."
    assert everything() == before


def test_what_an_older_parser_missed_is_filled_in_and_what_people_typed_stays(cast: Cast) -> None:
    device = make_device(cast.tom)
    store_report(THINKPAD, actor=cast.tom, device=device)
    correct_device(device, {"model": "Typed by hand"}, actor=cast.tom)
    raw = bytes(HardwareReport.objects.get().raw)
    HardwareReport.objects.update(facts=None, format="unknown", parser_version=1)
    Device.objects.filter(pk=device.pk).update(hardware={}, cpu="", read_values={})
    expected = (
        "1 reports read, 1 of them say something else now. 1 devices changed (cpu 1), "
        "0 drives were added."
    )
    assert reread() == expected
    device.refresh_from_db()
    assert (device.model, device.cpu != "") == ("Typed by hand", True)
    assert device.hardware["model"]["value"] == "ThinkPad T480"
    assert device.events.order_by("pk").last().sentence == "read its hardware again: processor"  # type: ignore[union-attr]
    assert bytes(HardwareReport.objects.get().raw) == raw
    assert "0 of them say something else now. 0 devices changed" in reread()


def test_a_drive_that_an_older_parser_missed_is_added_once(cast: Cast) -> None:
    device = make_device(cast.tom)
    store_report(THINKPAD, actor=cast.tom, device=device)
    report = HardwareReport.objects.get()
    assert report.facts is not None
    report.facts = report.facts | {"drives": report.facts["drives"][:1]}
    report.save()
    missed = Drive.objects.order_by("pk")[1]
    serial, missed_pk = missed.serial_number, missed.pk
    Drive.objects.filter(pk=missed_pk).delete()
    assert reread().endswith("1 drives were added.")
    assert list(device.drives.order_by("pk").values_list("serial_number", flat=True))[1] == serial
    assert reread().endswith("0 drives were added.")


def test_reports_lie_over_each_other_the_newest_on_top(cast: Cast) -> None:
    device = make_device(cast.tom, model="")
    store_report(THINKPAD, actor=cast.tom, device=device)
    tree = thinkpad() | {"version": "ThinkPad T480s"}
    store_report(json.dumps(tree).encode(), actor=cast.tom, device=device)
    battery = b"POWER_SUPPLY_NAME=BAT0\nPOWER_SUPPLY_ENERGY_FULL=40\n"
    store_report(battery + b"POWER_SUPPLY_ENERGY_FULL_DESIGN=50\n", actor=cast.tom, device=device)
    device.refresh_from_db()
    before = device.hardware
    assert (device.model, before["battery_health_percent"]["value"]) == ("ThinkPad T480s", 80)
    assert before["gpus"] != []
    Device.objects.update(hardware={})
    reread()
    device.refresh_from_db()
    assert device.hardware == before
