"""Tell a household's service what was done to its appointment: a notice, and a mail of no name."""

from __future__ import annotations

from django.utils import timezone

from distribution.informing import tell
from distribution.models import Appointment
from distribution.words import NoticeCode


def tell_service(appointment: Appointment, what: str) -> None:
    """Say that it was booked, moved or cancelled; select nomination__organisation and place."""
    starts = timezone.localtime(appointment.starts_at)
    tell(
        appointment.nomination,
        NoticeCode.APPOINTMENT,
        what=what,
        place=appointment.place.name,
        at_home=appointment.at_home,
        on=starts.date().isoformat(),
        at=f"{starts:%H:%M}",
    )
