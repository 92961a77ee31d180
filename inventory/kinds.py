"""The kinds of machine, and what each kind can have."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What a device is."""

    LAPTOP = "laptop", _("Laptop")
    DESKTOP = "desktop", _("Desktop")
    ALL_IN_ONE = "all_in_one", _("All-in-one")
    MINI_PC = "mini_pc", _("Mini PC")
    TABLET = "tablet", _("Tablet")
    SMARTPHONE = "smartphone", _("Smartphone")
    MONITOR = "monitor", _("Monitor")
    ROUTER = "router", _("Router")
    PRINTER = "printer", _("Printer")


class Lock(models.TextChoices):
    """What can keep the next owner out of a machine."""

    BIOS_PASSWORD = "bios_password", _("BIOS password")
    ACTIVATION = "activation", _("Activation lock")
    MDM = "mdm", _("Enrolment in a company's device management")


COMPUTERS = frozenset({Kind.LAPTOP, Kind.DESKTOP, Kind.ALL_IN_ONE, Kind.MINI_PC})
HANDHELDS = frozenset({Kind.TABLET, Kind.SMARTPHONE})
WITH_STORAGE = COMPUTERS | HANDHELDS
WITH_KEYBOARD = frozenset({Kind.LAPTOP})
WITH_CHARGER = HANDHELDS | {Kind.LAPTOP, Kind.MINI_PC}


def locks_of(kind: Kind | str) -> tuple[Lock, ...]:
    """List the locks to check: a BIOS password or an activation lock, and enrolment for both."""
    if kind in COMPUTERS:
        return (Lock.BIOS_PASSWORD, Lock.MDM)
    return (Lock.ACTIVATION, Lock.MDM) if kind in HANDHELDS else ()


ACCOUNT_LOCKS = frozenset({Lock.ACTIVATION, Lock.MDM})


def account_locks_of(kind: Kind | str) -> tuple[Lock, ...]:
    """List the locks that tie a machine to somebody's account; a factory reset leaves them on."""
    return tuple(lock for lock in locks_of(kind) if lock in ACCOUNT_LOCKS)


class Detail(models.TextChoices):
    """What people may correct of a device, as its history names it."""

    MANUFACTURER = "manufacturer", _("manufacturer")
    MODEL = "model", _("model")
    SERIAL_NUMBER = "serial_number", _("serial number")
    KEYBOARD = "keyboard", _("keyboard")
    SHELF = "shelf", _("shelf")
    NOTE = "note", _("note")
    CHARGER = "has_charger", _("charger")
    FIRST_IMPRESSION = "first_impression", _("first impression")
    SCREEN = "screen_inches", _("screen size")
    CAMERA = "has_camera", _("camera")
    NUMERIC_PAD = "has_numeric_pad", _("numeric pad")
    CPU = "cpu", _("processor")
    MEMORY = "memory_bytes", _("memory")
    KIND = "kind", _("kind")


_OF_ALL = frozenset(
    {
        Detail.MANUFACTURER,
        Detail.MODEL,
        Detail.SERIAL_NUMBER,
        Detail.SHELF,
        Detail.NOTE,
        Detail.FIRST_IMPRESSION,
        Detail.CHARGER,
    }
)
WITH_SCREEN = frozenset({Kind.LAPTOP, Kind.ALL_IN_ONE, Kind.MONITOR}) | HANDHELDS


def details_of(kind: Kind | str) -> frozenset[Detail]:
    """List what a kind can have: nobody is asked for the memory of a monitor."""
    found = _OF_ALL
    if kind in WITH_STORAGE:
        found |= {Detail.CPU, Detail.MEMORY}
    if kind in WITH_SCREEN:
        found |= {Detail.SCREEN, Detail.CAMERA}
    if kind in WITH_KEYBOARD:
        found |= {Detail.KEYBOARD, Detail.NUMERIC_PAD}
    return found


class Keyboard(models.TextChoices):
    """Keyboard layouts seen in Belgium; Belgian AZERTY is not French AZERTY."""

    BE_AZERTY = "be_azerty", _("Belgian AZERTY")
    FR_AZERTY = "fr_azerty", _("French AZERTY")
    QWERTY = "qwerty", _("QWERTY")
    QWERTZ_DE = "qwertz_de", _("German QWERTZ")
    NONE = "none", _("None")
