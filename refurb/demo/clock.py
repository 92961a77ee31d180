"""The story's clock: working minutes, and the real moments that the acts stamp put back into it.

The acts stamp the real time, a minute's worth of it for the whole demonstration. The clock notes
when each moment of the story began in real time; `settle` then replaces every real stamp in the
database by the moment of the story during which it was made.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, datetime, time, timedelta

from django.apps import apps
from django.db import models
from django.utils import timezone

MINUTES_A_DAY = 480  # a working day, from nine to five
OPENS_AT = time(9)
STAMPED_APPS = ("audit", "accounts", "inventory", "distribution", "jobs")
TO_COME = frozenset({"starts_at", "ends_at"})  # of appointments: they lie ahead of the story
BATCH = 400
FRIDAY = 4


def working_days_before(anchor: date, count: int) -> list[date]:
    """List the last `count` days from Monday to Friday before a day, oldest first."""
    days: list[date] = []
    day = anchor
    while len(days) < count:
        day -= timedelta(days=1)
        if day.weekday() <= FRIDAY:
            days.append(day)
    return days[::-1]


class Clock:
    """Where the story stands, in working minutes since the first morning."""

    def __init__(self, anchor: date, days: int) -> None:
        self.days = working_days_before(anchor, days)
        self.minute = 0
        self._began = timezone.now()
        self._turned_at = [self._began]
        self._moments = [self.now]

    @property
    def end(self) -> int:
        """Give the minute at which the story ends: the evening before the anchor."""
        return len(self.days) * MINUTES_A_DAY

    @property
    def day(self) -> int:
        """Count the working days that have passed."""
        return self.minute // MINUTES_A_DAY

    @property
    def today(self) -> date:
        """Give the story's day."""
        return self.days[self.day]

    @property
    def now(self) -> datetime:
        """Give the story's moment."""
        opening = datetime.combine(self.today, OPENS_AT, timezone.get_default_timezone())
        return opening + timedelta(minutes=self.minute % MINUTES_A_DAY)

    def turn(self, minute: int) -> None:
        """Move on to a later minute of the story; what is stamped from now on belongs to it."""
        self.minute = minute
        self._turned_at.append(timezone.now())
        self._moments.append(self.now)

    def settle(self) -> None:
        """Put every real stamp in the database back into the story."""
        for label in STAMPED_APPS:
            for model in apps.get_app_config(label).get_models():
                for field in model._meta.concrete_fields:  # noqa: SLF001  Django's public API
                    if isinstance(field, models.DateTimeField) and field.name not in TO_COME:
                        self._settle(model, field.name)

    def _settle(self, model: type[models.Model], field: str) -> None:
        rows = model._base_manager.filter(**{f"{field}__gte": self._began})  # noqa: SLF001  as above
        moved = []
        for pk, stamped in rows.order_by("pk").values_list("pk", field):
            row = model(pk=pk)
            setattr(row, field, self._moments[bisect_right(self._turned_at, stamped) - 1])
            moved.append(row)
        model._base_manager.bulk_update(moved, [field], batch_size=BATCH)  # noqa: SLF001  as above
