"""The words of the desk and of partners: arrivals, deliveries, irregularities. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from inventory.kinds import Kind

# What may go with a machine as a device of its own, with a code and a life of its own.
COMPANIONS = frozenset({Kind.MONITOR, Kind.ROUTER, Kind.PRINTER})
WITHOUT_SCREEN = frozenset({Kind.DESKTOP, Kind.MINI_PC})


def lacks_screen(kind: str, companions: Iterable[str]) -> bool:
    """Say whether a machine of this kind would leave with nothing to look at."""
    return kind in WITHOUT_SCREEN and Kind.MONITOR not in companions


def ceiling_cents(kinds: Iterable[str], ceilings: Mapping[str, int]) -> int:
    """Add up what may be asked at most for devices of these kinds; nothing for a kind not named."""
    return sum(ceilings.get(kind, 0) for kind in kinds)


class Arrival(models.TextChoices):
    """What became of one device of a consignment."""

    RECEIVED = "received", _("Received")
    DAMAGED = "damaged", _("Received, damaged")
    MISSING = "missing", _("Missing")


ARRIVED = frozenset({Arrival.RECEIVED, Arrival.DAMAGED})


class Refusal(models.TextChoices):
    """Why somebody does not want the machine set aside for them."""

    TOO_HEAVY = "too_heavy", _("Too big or too heavy")
    KEYBOARD = "keyboard", _("Not the keyboard they can use")
    SYSTEM = "system", _("Not the system they can use")
    LOOKS = "looks", _("Its condition")
    TERMS = "terms", _("The terms")
    NO_NEED = "no_need", _("They do not need one any more")
    UNSAID = "unsaid", _("They do not say why")


class NotDelivered(models.TextChoices):
    """Why a machine did not reach its household."""

    LATER = "later", _("Put off: we try again")
    NO_SHOW = "no_show", _("Nobody came, or nobody was there")
    REFUSED = "refused", _("They refused it")
    BROKEN = "broken", _("It does not work")
    LOST = "lost", _("It is lost or stolen")


class AppointmentState(models.TextChoices):
    """Where an appointment to collect a machine, or to be brought one, stands."""

    BOOKED = "booked", pgettext_lazy("appointment state", "Booked")
    KEPT = "kept", pgettext_lazy("appointment state", "Kept")
    MISSED = "missed", pgettext_lazy("appointment state", "Nobody came")
    CANCELLED = "cancelled", pgettext_lazy("appointment state", "Cancelled")


class CancelReason(models.TextChoices):
    """Why an appointment does not take place."""

    HOUSEHOLD = "household", _("The household asks for it")
    PLACE = "place", _("The place can't receive them then")
    NOT_READY = "not_ready", _("The machine is not ready")
    MISTAKE = "mistake", _("Booked by mistake")
    NOTHING_LEFT = "nothing_left", _("Nothing is set aside there any more")


# What somebody may say; the other follows from what happened.
CANCELLATIONS = [each for each in CancelReason if each != CancelReason.NOTHING_LEFT]


class IrregularityCode(models.TextChoices):
    """What was not as it had to be when something had happened already."""

    PROOF_INVALID = "proof_invalid", _("The household's proof was not valid on that day")
    NOT_SANITISED = "not_sanitised", _("A drive was not sanitised")
    NOT_STANDING = "not_standing", _("The allocation did not stand any more")
    WRONG_DEVICE = "wrong_device", _("Another device was delivered than the one set aside")
    NOT_AT_HAND = "not_at_hand", _("By our records the device was somewhere else")
    NOT_CONFIRMED = "not_confirmed", _("Nobody confirmed that it works")
    MANDATE_MISSING = "mandate_missing", _("Received by proxy, without a mandate seen")
    TOO_MUCH_ASKED = "too_much_asked", _("More was asked than may be asked for it")
    MISSING = "missing", _("It was sent, and did not arrive")
    OTHER = "other", _("Another condition was not met")
