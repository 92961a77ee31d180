"""Batteries as the kernel, upower and Windows tell of them; ATA drives as hdparm does."""

import pytest

from inventory.hardware import DriveFacts, Fact, HardwareFacts, ReportFormat, read_report

UEVENT = """\
POWER_SUPPLY_NAME=BAT0
POWER_SUPPLY_PRESENT=1
POWER_SUPPLY_CYCLE_COUNT=124
POWER_SUPPLY_CHARGE_FULL_DESIGN=5000000
POWER_SUPPLY_CHARGE_FULL=4117000
POWER_SUPPLY_MODEL_NAME=Invented
"""
MOUSE = """\
POWER_SUPPLY_NAME=hidpp_battery_0
POWER_SUPPLY_TYPE=Battery
POWER_SUPPLY_SCOPE=Device
POWER_SUPPLY_ENERGY_FULL=10
POWER_SUPPLY_ENERGY_FULL_DESIGN=100
"""
SECOND = UEVENT.replace("BAT0", "BAT1").replace("4117000", "1000000").replace("=124", "=900")
UPOWER = """\
Device: /org/freedesktop/UPower/devices/battery_BAT0
  native-path:          BAT0
  power supply:         yes
  updated:              mar. 21 févr. 2017 10:20:29 CET (1 seconds ago)
  battery
    energy-full:         39,264 Wh
    energy-full-design:  51,504 Wh
    charge-cycles:       31
    capacity:            76,2349%
Device: /org/freedesktop/UPower/devices/mouse
  native-path:          hidpp_battery_0
  power supply:         no
  mouse
    percentage:          90%
"""
POWERCFG = """\
<?xml version="1.0" encoding="utf-8"?>
<BatteryReport xmlns="http://schemas.microsoft.com/battery/2012"><Batteries><Battery>
<Id>INVENTED</Id><DesignCapacity>57532</DesignCapacity>
<FullChargeCapacity>48807</FullChargeCapacity><CycleCount>0</CycleCount>
</Battery></Batteries><RecentUsage><UsageEntry
"""
HDPARM = """\
SG_IO: bad/missing sense data, sb[]:  70 00 0b 00

/dev/sda:

ATA device, with non-removable media
\tModel Number:       INVENTED DISK OF A LONG NAME            \n\
\tSerial Number:      TST-0001      \n\
\tLBA    user addressable sectors:  268435455
\tLBA48  user addressable sectors:  500118192
\tLogical  Sector size:                   512 bytes
\tNominal Media Rotation Rate: Solid State Device
Security:
\tnot\tenabled
\t{}locked
Logical Unit WWN Device Identifier: 5002538043584d30

/dev/sr0:

ATAPI CD-ROM, with removable media
\tModel Number:       INVENTED DVD
\tSerial Number:      TST-DVD

/dev/nvme0n1:
"""


@pytest.mark.parametrize(
    ("text", "health", "cycles"),
    [
        (UEVENT, 82, 124),
        (UEVENT + SECOND, 51, 900),
        (UEVENT + MOUSE, 82, 124),
        (UPOWER, 76, 31),
        (UPOWER.replace("energy-full", "energy-now"), 76, 31),
        (POWERCFG, 85, None),
    ],
)
def test_health_is_what_it_holds_of_what_it_was_made_to_hold(
    text: str, health: int, cycles: int | None
) -> None:
    found = read_report(text.encode())
    assert (found.format, found.warnings) == (ReportFormat.BATTERY, ("battery_only",))
    assert found.facts is not None
    facts = found.facts
    assert (facts.battery_health_percent.value, facts.battery_cycles.value) == (health, cycles)
    assert (facts.describes_machine, facts.drives) == (False, ())


@pytest.mark.parametrize(
    ("text", "warning"),
    [
        (MOUSE, "no_battery"),
        (UEVENT.replace("PRESENT=1", "PRESENT=0"), "no_battery"),
        ("/org/freedesktop/UPower/devices/battery_BAT0\n", "battery_list_only"),
    ],
)
def test_what_shows_no_battery_of_a_machine_says_so(text: str, warning: str) -> None:
    found = read_report(text.encode())
    assert (found.format, found.facts, found.warnings) == (ReportFormat.BATTERY, None, (warning,))


def test_hdparm_names_a_drive_whole_and_leaves_optical_and_unnamed_ones_out() -> None:
    found = read_report(HDPARM.format("not\t").encode())
    assert (found.format, found.warnings) == (ReportFormat.HDPARM, ("drives_only",))
    assert found.facts == HardwareFacts(
        describes_machine=False,
        drives=(
            DriveFacts(
                serial_number=Fact(value="TST-0001", raw="TST-0001", source="hdparm"),
                model=Fact(
                    value="INVENTED DISK OF A LONG NAME",
                    raw="INVENTED DISK OF A LONG NAME",
                    source="hdparm",
                ),
                size_bytes=Fact(value=256_060_514_304, raw="500118192", source="hdparm"),
                technology=Fact(value="ssd", raw="Solid State Device", source="hdparm"),
                wwn=Fact(value="5002538043584d30", raw="5002538043584d30", source="hdparm"),
                device_name="/dev/sda",
                is_locked=Fact(value=False, raw="not locked", source="hdparm"),
            ),
        ),
    )


def test_a_drive_locked_by_a_password_is_said_aloud() -> None:
    found = read_report(HDPARM.format("").encode())
    assert found.warnings == ("drives_only", "drive_locked")


@pytest.mark.parametrize(
    "text", ["\n/dev/nvme0n1:\n", "/dev/sda:\n max sectors   = 98304/98304, HPA is disabled\n"]
)
def test_hdparm_that_names_no_drive_says_what_to_send(text: str) -> None:
    found = read_report(text.encode())
    assert (found.format, found.warnings) == (ReportFormat.HDPARM, ("drive_unnamed",))
