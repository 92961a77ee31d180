"""What the reader asks the dashboard for: a period, an organisation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.db import models
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from distribution.months import months_later
from refurb.accounts.models import Membership, Organisation
from refurb.accounts.roles import Permission


class Period(models.TextChoices):
    """A stretch of time that ends today, but for last year."""

    YEAR = "year", _("This year")
    TWELVE = "twelve", _("The last twelve months")
    QUARTER = "quarter", _("The last three months")
    MONTH = "month", _("This month")
    LAST_YEAR = "last_year", _("Last year")


def days_of(period: Period, today: date) -> tuple[date, date]:
    """Give the first and the last day of a period; all but last year end today."""
    first = today.replace(day=1)
    if period is Period.LAST_YEAR:
        return date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)
    starts = {
        Period.YEAR: first.replace(month=1),
        Period.TWELVE: months_later(first, -11),
        Period.QUARTER: months_later(first, -2),
        Period.MONTH: first,
    }
    return starts[period], today


def last_day(month: date) -> date:
    """Give the last day of the month that begins on this day."""
    return months_later(month, 1) - timedelta(days=1)


def sees_every_organisation(actor: Membership) -> bool:
    """Say whether somebody may look at the figures of each organisation."""
    return actor.may(Permission.SEE_ALL_DEVICES) or actor.may(Permission.SEE_PEOPLE)


@dataclass(frozen=True)
class Asked:
    """The figures that were asked for; no organisation means all of them."""

    since: date
    until: date
    organisation: int | None


class AskForm(forms.Form):
    """Choose a period and an organisation; what is asked wrongly falls back to the usual."""

    period = forms.ChoiceField(choices=Period.choices, label=_("Period"))
    organisation = forms.ChoiceField(label=_("Organisation"))

    def __init__(self, asked: QueryDict, actor: Membership) -> None:
        usual = "all" if sees_every_organisation(actor) else str(actor.organisation_id)
        if not actor.may(Permission.SEE_DEVICES):
            usual = "all"
        given = {
            "period": asked.get("period", Period.YEAR.value),
            "organisation": asked.get("organisation", usual),
        }
        super().__init__(given, auto_id="dashboard_%s")
        rows = Organisation.objects.order_by("name", "pk")
        if not sees_every_organisation(actor):
            rows = rows.filter(pk=actor.organisation_id)
        choices: list[tuple[str, Any]] = [("all", _("All organisations"))]
        choices += [(str(pk), name) for pk, name in rows.values_list("pk", "name")]
        self.fields["organisation"].choices = choices  # type: ignore[attr-defined]
        self._usual = usual

    def asked(self, today: date) -> Asked:
        """Say what was asked for."""
        self.is_valid()
        period = Period(self.cleaned_data.get("period", Period.YEAR))
        chosen = self.cleaned_data.get("organisation", self._usual)
        since, until = days_of(period, today)
        return Asked(since, until, None if chosen == "all" else int(chosen))
