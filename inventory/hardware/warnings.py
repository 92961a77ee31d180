"""What to tell people about a report, by code; the sentence is chosen when it is shown."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

WARNINGS: "dict[str, StrOrPromise]" = {
    "empty": _("The file is empty."),
    "too_large": _("The file is larger than 5 MB, so nothing was read from it."),
    "too_deep": _("The file is nested too deeply for a hardware report, so nothing was read."),
    "unknown_format": _(
        "This is not a report that can be read. Send what dmidecode prints, or lshw -json, "
        "smartctl -x -j, lsblk -J -b -O, nvme list -o json, hdparm -I or upower --dump."
    ),
    "wipe_log": _(
        "This is the log of a wipe, not a hardware report, and nothing was read from it. One that "
        "breaks off before it names a drive proves nothing: send the whole log."
    ),
    "drives_only": _(
        "The report tells of drives only. Send it from the page of the device they are in."
    ),
    "battery_only": _(
        "The report tells of the battery only. Send it from the page of the device it is in."
    ),
    "screen_only": _(
        "The report tells of the screen only. Send it from the page of the device it is in."
    ),
    "no_screen": _("The report shows no built-in screen."),
    "no_battery": _("The report shows no battery of a computer."),
    "battery_list_only": _(
        "This only lists which batteries there are. Send what upower --dump prints."
    ),
    "drive_unnamed": _(
        "hdparm did not say which drive this is, so nothing was read. Send what hdparm -I prints; "
        "for NVMe and soldered storage, what smartctl -x -j prints."
    ),
    "drive_locked": _("A password locks a drive. Nobody can wipe it before it is unlocked."),
    "drive_worn": _("A drive has bad sectors. Look at it before the device goes to somebody."),
    "drive_failing": _("A drive says of itself that it is failing. Replace it."),
    "scan_only": _(
        "This only lists which drives there are. Send what smartctl -x -j prints of each drive."
    ),
    "drive_hidden": _(
        "The drive hangs on a USB adapter that hides what it is, so nothing was read."
    ),
    "no_part_read": _("The snapshot holds no report that can be read."),
    "activation_lock": _(
        "The activation lock is on. The former owner has to remove it before anybody can use it."
    ),
    "nothing_found": _("The report describes no machine."),
    "run_as_root": _(
        "The tool lacked permission to read the firmware. Run it again as root (with sudo)."
    ),
    "cut": _("The report breaks off before its end. What came before was read."),
    "repaired": _("The report is malformed, as some versions of lshw write it. It was repaired."),
    "several_reports": _(
        "The file holds more than one report. Only one was read: send each in a file of its own."
    ),
    "damaged_tables": _("The firmware's own tables are damaged. Check what was read."),
    "part_of_a_machine": _(
        "The report covers only a part of the machine. Run lshw -json without -class."
    ),
    "virtual_machine": _("This looks like a virtual machine, not like a computer."),
    "anonymised": _("Serial numbers were hidden in this report before it was sent."),
    "no_identity": _(
        "Nothing in the report identifies this machine: no usable serial number and no usable UUID."
    ),
    "kind_unknown": _("The report does not say what kind of device this is. Choose it yourself."),
    "memory_unknown": _("The report does not say how much memory is installed."),
    "memory_estimated": _(
        "The size of the memory is what the system can use; the modules may hold a little more."
    ),
    "no_drives_found": _("The report shows no internal drive. Check by hand whether there is one."),
    "drive_without_serial": _("A drive has no readable serial number."),
    "same_drive_twice": _("Two drives have the same serial number. Check both by hand."),
    "bios_password": _("A BIOS password is set."),
}
