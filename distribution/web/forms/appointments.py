"""Forms of appointments: choose a time, cancel; a place's receiving hours."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from distribution.appointments.course import MOST_DAYS_AHEAD
from distribution.deliveries import CANCELLATIONS, CancelReason
from distribution.models import ReceivingHours
from distribution.models.appointment import MOST_HOUSEHOLDS
from distribution.web.appointments import choices_of
from distribution.web.fields import DayField
from refurb.accounts.models import Organisation
from refurb.web.acting import ActForm

WEEKDAYS = [
    (1, _("Monday")),
    (2, _("Tuesday")),
    (3, _("Wednesday")),
    (4, _("Thursday")),
    (5, _("Friday")),
    (6, _("Saturday")),
    (7, _("Sunday")),
]


class SlotField(forms.ChoiceField):
    """One of the free times offered; one that is taken meanwhile is for the act to refuse."""

    def validate(self, value: Any) -> None:
        """Refuse nothing chosen; whether the time is free, the act judges."""
        forms.Field.validate(self, value)

    def clean(self, value: Any) -> datetime:
        """Read the moment."""
        text = super().clean(value)
        try:
            moment = datetime.fromisoformat(text)
            timezone.localtime(moment)
        except (ValueError, OverflowError):
            raise ValidationError(_("Choose one of the times."), code="not_a_time") from None
        return moment


class TimeInput(forms.TimeInput):
    """The browser's own picker of hours and minutes."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class TimeForm(ActForm):
    """When: one of the place's free times, or any day and hour for what is brought."""

    def __init__(self, *args: Any, place: Organisation, at_home: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if at_home:
            ahead = timedelta(days=MOST_DAYS_AHEAD)
            self.fields["day"] = DayField(
                label=_("Day"), earliest=timezone.localdate(), ahead=ahead
            )
            self.fields["at"] = forms.TimeField(label=_("From what time"), widget=TimeInput())
        else:
            self.fields["slot"] = SlotField(label=_("When"), choices=choices_of(place))

    @property
    def is_full(self) -> bool:
        """Say whether the place has no free time to offer."""
        field = self.fields.get("slot")
        return isinstance(field, SlotField) and not field.choices

    def starts_at(self) -> datetime:
        """Give the moment that was chosen."""
        chosen = self.cleaned_data
        if "slot" in chosen:
            found: datetime = chosen["slot"]
            return found
        local = datetime.combine(chosen["day"], chosen["at"])
        return timezone.make_aware(local, timezone.get_default_timezone())


class CancelForm(ActForm):
    """Why an appointment does not take place."""

    reason = forms.ChoiceField(
        label=_("Why"),
        choices=[(each.value, each.label) for each in CANCELLATIONS],
        widget=forms.RadioSelect,
    )

    def because(self) -> CancelReason:
        """Give the reason."""
        return CancelReason(self.cleaned_data["reason"])


class HoursForm(ActForm):
    """One more block of the week."""

    weekday = forms.TypedChoiceField(label=_("Day of the week"), choices=WEEKDAYS, coerce=int)
    opens = forms.TimeField(label=_("Begins at"), widget=TimeInput())
    closes = forms.TimeField(label=_("Ends at"), widget=TimeInput())
    households = forms.IntegerField(
        label=_("How many households"), min_value=1, max_value=MOST_HOUSEHOLDS
    )

    def hours(self, place: Organisation) -> ReceivingHours:
        """Give the block, unsaved."""
        return ReceivingHours(organisation=place, **self.cleaned_data)


class RemoveHoursForm(ActForm):
    """Which block is taken away."""

    block = forms.ModelChoiceField(queryset=ReceivingHours.objects.none())

    def __init__(self, *args: Any, place: Organisation, **options: Any) -> None:
        super().__init__(*args, **options)
        rows = ReceivingHours.objects.filter(organisation=place).select_related("organisation")
        self.fields["block"].queryset = rows  # type: ignore[attr-defined]
