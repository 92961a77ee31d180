"""Runs: what of one is shown, pins and exclusions with their reason, the confirmation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db import models
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from distribution.models import AllocationRun, RequestLine, RunLine, RunWish
from distribution.runs.confirming import LeftOut, ask_to_confirm
from distribution.runs.wishing import (
    Because,
    WishRefused,
    exclude,
    exclude_screen,
    pin,
    pin_screen,
)
from distribution.web.fields import PeopleField
from distribution.web.filters import code_in
from distribution.words import WishReason
from inventory.kinds import Kind
from inventory.models import Device
from refurb.accounts.models import Membership
from refurb.reasons import Reason
from refurb.web.acting import ActForm

LONGEST_REASON = 200
LONGEST_NUMBER = 18  # digits of an id that every database can compare


class Shown(models.TextChoices):
    """What of a run is listed."""

    PAIRS = "pairs", pgettext_lazy("review", "Pairs")
    SKIPPED = "skipped", pgettext_lazy("review", "Lines left waiting")
    CHANGED = "changed", pgettext_lazy("review", "Pairs changed on review")
    LEFT_OUT = "left_out", pgettext_lazy("review", "Pairs not set aside")
    NEWLY = "newly", pgettext_lazy("review", "Newly served")
    OTHER = "other", pgettext_lazy("review", "Another device than before")
    NO_LONGER = "no_longer", pgettext_lazy("review", "No longer served")
    GONE = "gone", pgettext_lazy("review", "No longer waiting")
    BARRED = "barred", pgettext_lazy("review", "May receive nothing today")


OF_PAIRS = frozenset({Shown.PAIRS, Shown.CHANGED, Shown.LEFT_OUT, Shown.NEWLY, Shown.OTHER})


class ReviewFilters(forms.Form):
    """By what is listed, nomination or device, and kind; odd values show all."""

    show = forms.ChoiceField(label=_("Show"), choices=Shown.choices, required=False)
    q = forms.CharField(label=_("Nomination or device"), max_length=40, required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  for the type
        field.choices = [("", _("All")), *Kind.choices]
        self.is_valid()

    @property
    def shown(self) -> str:
        """Give what is listed."""
        return str(self.cleaned_data.get("show") or Shown.PAIRS)

    @property
    def words(self) -> str:
        """Give what was typed."""
        return str(self.cleaned_data.get("q") or "")

    @property
    def wanted_kind(self) -> str:
        """Give the kind chosen."""
        return str(self.cleaned_data.get("kind") or "")


class WishForm(ActForm):
    """Why a pair is to be otherwise."""

    because = forms.ChoiceField(label=_("Why?"))
    reason = PeopleField(
        label=_("In words"),
        max_length=LONGEST_REASON,
        required=False,
        help_text=_("Needed for another reason. No names: others read this."),
    )

    def __init__(self, data: QueryDict | None = None, files: Any = None) -> None:
        super().__init__(data, files)
        field = self.fields["because"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  for the type
        field.choices = [("", _("Choose")), *WishReason.choices]

    def clean(self) -> dict[str, Any]:
        """Ask for words when the reason is another one."""
        said = super().clean() or self.cleaned_data
        if said.get("because") == WishReason.OTHER and not said.get("reason", "").strip():
            self.add_error("reason", _("Say in words which other reason it is."))
        return said

    def why(self) -> Because:
        """Give the reason as the acts take it."""
        return Because(code=self.cleaned_data["because"], words=self.cleaned_data["reason"])


class ExcludeForm(WishForm):
    """The pairs that are not to be."""

    def ticked(self) -> set[int]:
        """List the lines that were ticked; whatever is no id is ignored."""
        sent = self.data.getlist("line") if isinstance(self.data, QueryDict) else []
        return line_ids(*sent)

    def exclude(self, run: AllocationRun, *, actor: Membership) -> list[RunWish]:
        """Keep the devices from these lines. Raises WishRefused."""
        return exclude(run, self.ticked(), self.why(), actor=actor)


class PinForm(WishForm):
    """The device that a line is to receive."""

    device = forms.CharField(
        max_length=24,
        label=_("Device"),
        error_messages={"required": _("Choose one of the devices that fit.")},
    )
    field_order = ("device", "because", "reason")

    def pin(self, run: AllocationRun, line: RequestLine, *, actor: Membership) -> RunWish:
        """Ask the next proposal for it. Raises WishRefused."""
        return pin(run, line, _found(self.cleaned_data["device"]), self.why(), actor=actor)


def _found(sent: str) -> Device:
    """Find the device that was chosen, as the fit reads it. Raises WishRefused."""
    rows = Device.objects.select_related("donation__earmark_organisation")
    found = rows.filter(code=code_in(sent)).first()
    if found is None:
        raise WishRefused(Reason("gone", _("The line or the device is gone. Look again.")))
    return found


class ScreenForm(WishForm):
    """The screen that is to go with a machine, or not to; each button says which."""

    device = forms.CharField(max_length=24, label=_("Screen"), required=False)
    field_order = ("device", "because", "reason")

    @property
    def excludes(self) -> bool:
        """Say whether the screen proposed is not to be; else the one chosen is."""
        return self.data.get("act") == "exclude"

    def clean(self) -> dict[str, Any]:
        """Ask for the screen that is to be."""
        said = super().clean()
        if not self.excludes and not said.get("device"):
            self.add_error("device", _("Choose one of the screens that fit."))
        return said

    def wish(self, pair: RunLine, line: RequestLine, *, actor: Membership) -> RunWish:
        """Ask the next proposal for it. Raises WishRefused."""
        if self.excludes:
            return exclude_screen(pair, line, self.why(), actor=actor)
        return pin_screen(pair, line, _found(self.cleaned_data["device"]), self.why(), actor=actor)


class ConfirmForm(ActForm):
    """The last word: what the review shows is set aside."""

    knows_newer = forms.BooleanField(
        required=False, label=_("I mean this older proposal all the same")
    )

    means_doubtful = forms.BooleanField(
        required=False, label=_("I mean the pairs that may serve one household twice all the same")
    )

    def confirm(self, run: AllocationRun, *, actor: Membership) -> None:
        """Have what was reviewed reserved. Raises RunRefused."""
        said = self.cleaned_data
        left_out = LeftOut(doubtful=not said["means_doubtful"])
        ask_to_confirm(run, left_out=left_out, knows_newer=said["knows_newer"], actor=actor)


def line_ids(*sent: str) -> set[int]:
    """Read ids of lines; whatever is none is left out."""
    return {int(each) for each in sent if _is_id(each)}


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER
