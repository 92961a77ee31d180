"""What a quality check looks at, per kind of device, where a workshop has no list of its own."""

from collections.abc import Iterable

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from inventory.kinds import COMPUTERS, HANDHELDS, Kind


class Verdict(models.TextChoices):
    """How a whole check ended."""

    PASSED = "passed", pgettext_lazy("quality check", "Passed")
    FAILED = "failed", pgettext_lazy("quality check", "Failed")


ITEMS: dict[str, Promise] = {
    "starts": _("Starts and shuts down"),
    "screen": _("Screen: no dead area, brightness works"),
    "keyboard": _("Keyboard: every key"),
    "touchpad": _("Touchpad and buttons"),
    "touch": _("Touch screen"),
    "ports": _("Ports: USB, video, audio"),
    "network": _("Network: cable or Wi-Fi"),
    "camera": _("Camera and microphone"),
    "sound": _("Sound"),
    "battery": _("Battery holds its charge"),
    "charger": _("Charger is there and works"),
    "case": _("Case, hinges and screws"),
    "clean": _("Clean, inside and outside"),
    "prints": _("Prints a test page"),
}
_EVERY = ("starts", "case", "clean")
_OF_KIND: dict[str, tuple[str, ...]] = {
    Kind.LAPTOP: ("screen", "keyboard", "touchpad", "camera", "battery", "charger"),
    Kind.ALL_IN_ONE: ("screen", "camera"),
    Kind.TABLET: ("screen", "touch", "camera", "battery", "charger"),
    Kind.SMARTPHONE: ("screen", "touch", "camera", "battery", "charger"),
    Kind.MONITOR: ("screen", "ports"),
    Kind.ROUTER: ("network",),
    Kind.PRINTER: ("prints", "ports"),
}
_OF_COMPUTERS = ("ports", "network", "sound")
_OF_HANDHELDS = ("network", "sound")


def items_for(kind: Kind | str) -> tuple[str, ...]:
    """List the codes of the items to check, in the order of ITEMS."""
    wanted = {*_EVERY, *_OF_KIND.get(kind, ())}
    if kind in COMPUTERS:
        wanted |= set(_OF_COMPUTERS)
    if kind in HANDHELDS:
        wanted |= set(_OF_HANDHELDS)
    return tuple(code for code in ITEMS if code in wanted)


def has_passed(codes: Iterable[str], results: dict[str, str]) -> bool:
    """Say whether every item of a list is "ok" or "na" and at least one is "ok"."""
    found = [results.get(code) for code in codes]
    return "ok" in found and all(result in {"ok", "na"} for result in found)
