"""What every form that acts shares: a refusal by the rules becomes errors of the form."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest

from refurb.reasons import Refused

CONFLICT = 409


class Acting:
    """Mixed into a form: it does its act, and knows whether the rules refused."""

    # The code of a reason → the field that mends it; any other reason is the whole form's.
    mended_by: ClassVar[Mapping[str, str]] = MappingProxyType({})
    was_refused = False
    done: Any = None  # what the act returned

    def does(self, act: Callable[[], object]) -> bool:
        """Act when the form is filled in rightly; a refusal's reasons become the form's errors."""
        if not self.is_valid():  # type: ignore[attr-defined]
            return False
        try:
            self.done = act()
        except Refused as refusal:
            for reason in refusal.reasons:
                field = self.mended_by.get(reason.code)
                self.add_error(field, forms.ValidationError(str(reason), code=reason.code))  # type: ignore[attr-defined]
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
