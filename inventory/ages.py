"""How long a device has been in its state, in bands. Pure."""

from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

STUCK_AFTER = timedelta(days=14)
"""How long something in the workshop may lie before its lead is told."""


class Age(models.TextChoices):
    """A band of ages; `stuck` lies across three of them."""

    WEEK = "week", _("Up to 7 days")
    MONTH = "month", _("8 to 30 days")
    QUARTER = "quarter", _("31 to 90 days")
    OLDER = "older", _("More than 90 days")
    STUCK = "stuck", _("More than 14 days")


BANDS = (Age.WEEK, Age.MONTH, Age.QUARTER, Age.OLDER)
DAYS: dict[Age, tuple[int, int | None]] = {
    Age.WEEK: (0, 8),
    Age.MONTH: (8, 31),
    Age.QUARTER: (31, 91),
    Age.OLDER: (91, None),
    Age.STUCK: (STUCK_AFTER.days, None),
}


def begun_between(age: Age, now: datetime) -> tuple[datetime | None, datetime | None]:
    """Give the two moments between which it began: after the first, up to the second.

    None means without limit.
    """
    least, most = DAYS[age]
    after = None if most is None else now - timedelta(days=most)
    return after, (now - timedelta(days=least) if least else None)
