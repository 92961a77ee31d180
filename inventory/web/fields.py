"""Fields that several forms of inventory share."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# Clocks of benches are often wrong, but no wipe is older than this and no date later.
EARLIEST = datetime(2000, 1, 1, tzinfo=timezone.get_default_timezone())
LATEST = datetime(2100, 1, 1, tzinfo=timezone.get_default_timezone())


def moment_field(label: Any, **options: Any) -> forms.DateTimeField:
    """Make an optional field for date and time, within what a calendar and a database can hold."""
    return forms.DateTimeField(
        label=label,
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        validators=[MinValueValidator(EARLIEST), MaxValueValidator(LATEST)],
        **options,
    )


def yes_no_field(label: Any) -> forms.TypedChoiceField:
    """Make a field with three answers: yes, no, not known."""
    return forms.TypedChoiceField(
        label=label,
        required=False,
        choices=[("", _("Not known")), ("yes", _("Yes")), ("no", _("No"))],
        coerce=lambda value: value == "yes",
        empty_value=None,
    )
