"""Forms for certificates of erasure: issue one, check a paper copy."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from inventory.certificates.content import LANGUAGES
from inventory.models import Certificate
from refurb.documents.proof import proves
from refurb.web.acting import ActForm

NAMES = {"fr": _("French"), "nl": _("Dutch"), "de": _("German"), "en": _("English")}
NUMBER = re.compile(r"EC-([A-Z0-9-]{1,12})-([0-9]{4})-([0-9]{5,9})", re.ASCII)


class CertifyForm(ActForm):
    """Choose the language of the paper."""

    language = forms.ChoiceField(
        label=_("Language of the paper"), choices=[(code, NAMES[code]) for code in LANGUAGES]
    )


class CertificateCheckForm(forms.Form):
    """The number and the code that stand on a paper copy."""

    number = forms.CharField(
        label=_("Number of the certificate"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "code-input"}),
    )
    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        help_text=_("Ten signs, at the end of the last page."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "code-input"}),
    )
    certificate: Certificate | None = None

    def clean(self) -> dict[str, Any]:
        """Find the certificate; a wrong number and a wrong code are answered alike."""
        said: dict[str, Any] = super().clean() or {}
        self.certificate = _proved(said.get("number", ""), said.get("code", ""))
        if self.certificate is None and not self.errors:
            message = _("We know no certificate with this number and this code.")
            raise forms.ValidationError(message, code="unknown")
        return said


def _proved(number: str, code: str) -> Certificate | None:
    asked = NUMBER.fullmatch(number.strip().upper())
    if asked is None:
        return None
    issuer, year, counted = asked[1], int(asked[2]), int(asked[3])
    rows = Certificate.objects.defer("pdf").filter(issuer__code=issuer, year=year, number=counted)
    found = rows.first()
    return found if proves(code, found.token if found else None) else None
