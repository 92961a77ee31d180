"""`manage.py import_hardware` prints a line per file and fails when one couldn't be stored."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from inventory.models import Device, HardwareReport
from tests.cast import Cast
from tests.inventory.hardware.shapes import SAMPLES
from tests.makers import make_donation


def run(*arguments: str) -> list[str]:
    out = StringIO()
    call_command("import_hardware", *arguments, stdout=out)
    return out.getvalue().splitlines()


def test_a_folder_of_reports_becomes_the_devices_of_a_donation(cast: Cast) -> None:
    donation = make_donation(cast.tom)
    lines = run(str(SAMPLES), "--donation", donation.reference)
    assert lines[0] == "Storing as Tom, Volunteer, Atelier du Coin."
    assert len(lines) == 1 + len(list(SAMPLES.iterdir()))
    assert Device.objects.filter(donation=donation).count() == 4


def test_reports_without_a_donation_are_kept_for_later(cast: Cast) -> None:
    (line,) = run(str(SAMPLES / "thinkpad.lshw.json"))[1:]
    assert "no device yet" in line
    assert HardwareReport.objects.get().device is None


def test_the_actor_can_be_chosen(cast: Cast) -> None:
    path = str(SAMPLES / "thinkpad.lshw.json")
    run(path, "--organisation", "SCHROEF", "--email", "will@example.org")
    assert HardwareReport.objects.get().uploaded_by == cast.will


@pytest.mark.parametrize(
    "arguments",
    [
        ("--donation", "DN-00-0000"),
        ("--email", "paula@example.org"),
        ("--organisation", "NOWHERE"),
    ],
)
def test_nobody_and_nothing_fitting_stops_it(cast: Cast, arguments: tuple[str, ...]) -> None:
    with pytest.raises(CommandError):
        run(str(SAMPLES), *arguments)
    assert not HardwareReport.objects.exists()


def test_a_file_that_cannot_be_stored_fails_after_the_others_were(
    cast: Cast, tmp_path: Path
) -> None:
    (tmp_path / "empty.txt").touch()
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "report.json").write_bytes((SAMPLES / "thinkpad.lshw.json").read_bytes())
    with pytest.raises(CommandError, match="2 of the files could not be stored"):
        run(str(tmp_path), str(tmp_path / "missing"))
    assert HardwareReport.objects.count() == 1
