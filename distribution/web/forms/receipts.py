"""Receipts: correct one, check a paper copy."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from distribution.handovers.correcting import correct_receipt
from distribution.handovers.handing_over import why_incomplete
from distribution.models import Handover, Receipt
from distribution.web.fields import PeopleField
from distribution.web.forms.handovers import HandoverForm
from distribution.words import SignatureKind
from refurb.accounts.models import Membership
from refurb.documents.proof import proves
from refurb.reasons import Reason

NUMBER = re.compile(r"([A-Z0-9-]{1,12})-([0-9]{4})-([0-9]{5,9})", re.ASCII)
KEPT = (
    *("with_charger", "legal_mode", "guarantee_months", "shorter_agreed", "loan_until"),
    *("handed_over_on", "place", "receiver_name", "is_proxy", "mandate_seen", "identity_seen"),
)


class CorrectionForm(HandoverForm):
    """What a receipt should have said, and why; it is signed anew."""

    because = PeopleField(label=_("What was wrong"), max_length=200)
    paper = None  # type: ignore[assignment]  # of the new receipt: it is signed once it is printed
    judged_by: ClassVar[Callable[[Handover], tuple[Reason, ...]]] = staticmethod(why_incomplete)

    def correct(self, receipt: Receipt, *, actor: Membership) -> Receipt:
        """Issue the receipt that corrects this one. Raises HandoverRefused."""
        said = self.cleaned_data
        return correct_receipt(
            receipt,
            self.unsaved(),
            language=said["language"],
            because=said["because"],
            actor=actor,
        )


def as_issued(receipt: Receipt) -> dict[str, Any]:
    """Fill in what the receipt says now; the signature is asked for again."""
    handover = receipt.handover
    kept = {name: getattr(handover, name) for name in KEPT}
    return kept | {
        "other_kit": ", ".join(handover.kit),
        "contribution": _euros(handover.contribution_cents),
        "deposit": _euros(handover.deposit_cents),
        "language": receipt.language,
        "signature_kind": SignatureKind.PAPER,
    }


def _euros(cents: int | None) -> str:
    return "" if cents is None else f"{cents // 100}.{cents % 100:02d}"


class CheckForm(forms.Form):
    """The number and the code that stand on a paper copy."""

    number = forms.CharField(
        label=_("Number of the receipt"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "code-input"}),
    )
    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        help_text=_("Ten signs, at the foot of the paper beside the signature."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "code-input"}),
    )

    def clean(self) -> dict[str, Any]:
        """Find the receipt; a wrong number and a wrong code are answered alike."""
        said: dict[str, Any] = super().clean() or {}
        self.receipt = _proved(said.get("number", ""), said.get("code", ""))
        if self.receipt is None and not self.errors:
            message = _("We know no receipt with this number and this code.")
            raise forms.ValidationError(message, code="unknown")
        return said


def _proved(number: str, code: str) -> Receipt | None:
    asked = NUMBER.fullmatch(number.strip().upper())
    if asked is None:
        return None
    issuer, year, counted = asked[1], int(asked[2]), int(asked[3])
    rows = Receipt.objects.defer("pdf").filter(issuer__code=issuer, year=year, number=counted)
    found = rows.first()
    return found if proves(code, found.token if found else None) else None
