"""Who was faster: what two coordinators at once are told."""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from distribution.models import Allocation, RequestLine
from inventory.models import Device
from refurb.reasons import Reason


def taken() -> Reason:
    """Say that somebody was faster."""
    return Reason("taken", _("Somebody was faster: the device or the line is taken. Look again."))


def taken_by(line: RequestLine, device: Device) -> Reason:
    """Say who was faster, and when, as far as that is known."""
    return next(iter(who_took(line, device)), taken())


def who_took(line: RequestLine, device: Device) -> tuple[Reason, ...]:
    """Say who has set one of the two aside; empty when nobody has."""
    either = Q(device=device) | Q(line=line, companion_to=None)
    rows = Allocation.objects.open().filter(either).select_related("made_by__user")
    other = rows.order_by("-pk").first()
    if other is None:
        return ()
    message = _("%(name)s was faster, at %(at)s: the device or the line is taken. Look again.")
    at = timezone.localtime(other.made_at).strftime("%H:%M")
    return (Reason("taken", message, {"name": other.made_by.user.name, "at": at}),)
