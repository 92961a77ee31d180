"""What every form that acts shares: a refusal by the rules becomes errors of the form."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inventory.checking import CheckRefused
from inventory.lifecycle import MoveRefused
from inventory.reading import ReportRefused
from inventory.receiving import CodeTaken
from inventory.resolving import ResolveRefused
from inventory.wiping import WipeRefused

CONFLICT = 409
REFUSALS = (
    CheckRefused,
    CodeTaken,
    MoveRefused,
    ReportRefused,
    ResolveRefused,
    WipeRefused,
)

# Clocks of benches are often wrong, but no wipe is older than this and no date later.
EARLIEST = datetime(2000, 1, 1, tzinfo=timezone.get_default_timezone())
LATEST = datetime(2100, 1, 1, tzinfo=timezone.get_default_timezone())


class Acting:
    """Mixed into a form: it does its act, and knows whether the rules refused."""

    was_refused = False

    def does(self, act: Callable[[], object]) -> bool:
        """Act when the form is filled in rightly; a refusal's reasons become the form's errors."""
        if not self.is_valid():  # type: ignore[attr-defined]
            return False
        try:
            act()
        except REFUSALS as refusal:
            for reason in refusal.reasons:
                self.add_error(None, forms.ValidationError(str(reason), code=reason.code))  # type: ignore[attr-defined]
            self.was_refused = True
        return not self.was_refused

    @property
    def status(self) -> int | None:
        """Give 409 after a refusal; else None, and the page decides between 200 and 422."""
        return CONFLICT if self.was_refused else None


class ActForm(Acting, forms.Form):
    """A plain form for an act."""


class NoFieldsForm(ActForm):
    """Confirm an act that asks for nothing."""


def sent(request: HttpRequest) -> dict[str, Any]:
    """Give a form what was sent, even when it is empty; nothing when the page is only looked at."""
    if request.method != "POST":
        return {}
    return {"data": request.POST, "files": request.FILES}


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
