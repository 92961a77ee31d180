"""The form of what an organisation offers people, and where."""

from __future__ import annotations

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from refurb.accounts.models import Organisation
from refurb.accounts.web.forms.communes import CommunesField, gone
from refurb.web.acting import Acting


class OffersForm(Acting, forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """In which communes it trains people and helps them to get connected."""

    training_communes = CommunesField(
        label=_("Trains people of"),
        required=False,
        help_text=_("One commune a line. Leave empty when it trains nobody."),
    )
    connection_communes = CommunesField(
        label=_("Connects people of"),
        required=False,
        help_text=_(
            "One commune a line: where somebody helps to choose and set up an internet connection."
        ),
    )

    class Meta:
        model = Organisation
        fields: ClassVar = ["training_communes", "connection_communes"]

    @property
    def gone(self) -> list[str]:
        """List the stored codes that no longer exist, whichever list they are in."""
        return sorted({code for codes in self.initial.values() for code in gone(codes)})
