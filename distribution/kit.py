"""What may go with a machine and bears no code of its own: the kit. Pure."""

from __future__ import annotations

from collections.abc import Collection

from django.db import models
from django.utils.translation import gettext_lazy as _

from distribution.deliveries import WITHOUT_SCREEN
from inventory.kinds import COMPUTERS, WITH_CHARGER, WITH_KEYBOARD, WITH_SCREEN, Kind


class Kit(models.TextChoices):
    """One thing that is put in with a machine."""

    CHARGER = "charger", _("Charger")
    MOUSE = "mouse", _("Mouse")
    KEYBOARD = "keyboard", _("Keyboard")
    BAG = "bag", _("Bag")
    HEADSET = "headset", _("Headset")
    WEBCAM = "webcam", _("Webcam")
    ADAPTER = "adapter", _("Adapter")
    POWER_CABLE = "power_cable", _("Power cable")
    SCREEN_CABLE = "screen_cable", _("Screen cable")
    NETWORK_CABLE = "network_cable", _("Network cable")


def usual_kit(
    kind: str, companions: Collection[str] = (), *, lacks_camera: bool = False
) -> list[Kit]:
    """List what has to go with a machine of this kind, and with the kinds that accompany it.

    `lacks_camera`: one was asked for, and none is built in.
    """
    is_separate = kind in COMPUTERS - WITH_KEYBOARD
    wanted = {
        Kit.CHARGER: kind in WITH_CHARGER,
        Kit.MOUSE: is_separate,
        Kit.KEYBOARD: is_separate,
        Kit.WEBCAM: lacks_camera and kind not in WITH_SCREEN,
        Kit.POWER_CABLE: is_separate and kind not in WITH_CHARGER,
        Kit.SCREEN_CABLE: kind in WITHOUT_SCREEN,
        Kit.NETWORK_CABLE: Kind.ROUTER in companions,
    }
    return [item for item, applies in wanted.items() if applies]
