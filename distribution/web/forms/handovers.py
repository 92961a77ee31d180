"""The handover, as it is filled in at the desk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, ClassVar

from django import forms
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from distribution.handovers.handing_over import hand_over, why_refused
from distribution.handovers.receipt_texts import RECEIPT_TEXTS
from distribution.handovers.receipts.content import LEGAL_GUARANTEE_MONTHS
from distribution.kit import Kit, usual_kit
from distribution.models import Allocation, Handover, Receipt
from distribution.web.fields import DayField, MoneyField, PeopleField, StrokesField
from distribution.web.forms.papers import paper_field
from distribution.words import LegalMode, SignatureKind
from refurb.accounts.models import Membership
from refurb.photos.pictures import Picture
from refurb.reasons import Reason
from refurb.reference import language
from refurb.reference import name as commune_name
from refurb.web.acting import ActForm

LONGEST_LOAN = timedelta(days=10 * 366)
MOST_ASKED = 500_00  # cents; a ceiling for typing errors, the policy's own are lower
LONGEST_KIT = 120
DRAWN_KINDS = frozenset({SignatureKind.DRAWN, SignatureKind.MARK})
KIT = [(item.value, item.label) for item in Kit if item is not Kit.CHARGER]
FIELD_OF = {
    "amount_missing": "contribution",
    "guarantee_too_short": "guarantee_months",
    "guarantee_too_long": "guarantee_months",
    "loan_until_missing": "loan_until",
    "in_future": "handed_over_on",
    "receiver_missing": "receiver_name",
    "not_confirmed": "works",
    "mandate_missing": "mandate_seen",
    "shorter_not_agreed": "shorter_agreed",
    "signature_too_long": "strokes",
    "witness_missing": "witness_name",
}


def _receipt_languages() -> list[tuple[str, Any]]:
    return [(code, language(code).name) for code in RECEIPT_TEXTS]


class HandoverForm(ActForm):
    """What was handed over, on what terms, to whom, and their signature."""

    with_charger = forms.BooleanField(label=_("Charger"), required=False)
    kit = forms.MultipleChoiceField(
        label=_("What comes with it?"),
        choices=KIT,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    other_kit = PeopleField(
        label=_("Anything else that comes with it"),
        max_length=LONGEST_KIT,
        required=False,
        help_text=_("Several things: part them by commas."),
    )
    legal_mode = forms.ChoiceField(
        label=_("Terms"), choices=LegalMode.choices, widget=forms.RadioSelect
    )
    contribution = MoneyField(label=_("Contribution (euro)"), most_cents=MOST_ASKED, required=False)
    guarantee_months = forms.IntegerField(
        label=_("Guarantee (months)"),
        min_value=0,
        max_value=LEGAL_GUARANTEE_MONTHS,
        required=False,
        help_text=_("For a contribution: 24 months by law, at least 12 if that is agreed."),
    )
    shorter_agreed = forms.BooleanField(
        label=_("They expressly agree to a guarantee shorter than two years"), required=False
    )
    loan_until = DayField(label=_("On loan until"), ahead=LONGEST_LOAN, required=False)
    deposit = MoneyField(label=_("Deposit (euro)"), most_cents=MOST_ASKED, required=False)
    handed_over_on = DayField(label=_("Handed over on"))
    place = PeopleField(label=_("Place of the handover"), max_length=120)
    receiver_name = PeopleField(label=_("Full name of the person who received it"), max_length=150)
    is_proxy = forms.BooleanField(
        label=_("This person receives it on behalf of the household"), required=False
    )
    mandate_seen = forms.BooleanField(
        label=_("I have seen the mandate that the household gave this person"), required=False
    )
    identity_seen = forms.BooleanField(
        label=_("I have seen their identity card; nothing was copied"), required=False
    )
    works = forms.BooleanField(label=_("Received in working order"), required=False)
    language = forms.ChoiceField(label=_("Language of the receipt"), choices=_receipt_languages)
    signature_kind = forms.ChoiceField(
        label=_("How do they sign?"), choices=SignatureKind.choices, widget=forms.RadioSelect
    )
    strokes = StrokesField(label=_("Signature"), required=False)
    signed_by_name = PeopleField(label=_("Typed name"), max_length=150, required=False)
    witness_name = PeopleField(
        label=_("Name of the witness"),
        max_length=150,
        required=False,
        help_text=_("Who saw the mark being made; not the one who hands over."),
    )
    paper = paper_field(required=False)

    judged_by: ClassVar[Callable[[Handover], tuple[Reason, ...]]] = staticmethod(why_refused)

    def unsaved(self) -> Handover:
        """Make the handover from what is valid so far; what the terms don't ask for is left out."""
        said = self.cleaned_data
        mode = said.get("legal_mode", LegalMode.GIFT)
        kind = said.get("signature_kind", "")
        asks, lends = mode == LegalMode.CONTRIBUTION, mode == LegalMode.LOAN
        return Handover(
            handed_over_on=said.get("handed_over_on") or timezone.localdate(),
            place=said.get("place", ""),
            receiver_name=said.get("receiver_name", ""),
            is_proxy=said.get("is_proxy", False),
            mandate_seen=said.get("is_proxy", False) and said.get("mandate_seen", False),
            identity_seen=said.get("identity_seen", False),
            works=said.get("works", False),
            legal_mode=mode,
            contribution_cents=said.get("contribution") if asks else None,
            guarantee_months=self._guarantee(asks=asks),
            shorter_agreed=asks and said.get("shorter_agreed", False),
            loan_until=said.get("loan_until") if lends else None,
            deposit_cents=said.get("deposit") if lends else None,
            with_charger=said.get("with_charger", False),
            kit=self._kit(),
            signature_kind=kind,
            strokes=said.get("strokes", []) if kind in DRAWN_KINDS else [],
            signed_by_name=said.get("signed_by_name", "") if kind == SignatureKind.TYPED else "",
            witness_name=said.get("witness_name", "") if kind == SignatureKind.MARK else "",
        )

    def hand_over(self, allocation: Allocation, *, actor: Membership) -> Receipt:
        """Hand over as the form says, and issue the receipt in its language."""
        language = self.cleaned_data["language"]
        handover, paper = self.unsaved(), self.paper_photo()
        return hand_over(allocation, handover, language=language, actor=actor, paper=paper)

    def paper_photo(self) -> Picture | None:
        """Give the photo of the signed paper, when that is how they sign."""
        paper: Picture | None = self.cleaned_data.get("paper")
        return paper if self.unsaved().signed_on_paper else None

    def _guarantee(self, *, asks: bool) -> int:
        months = self.cleaned_data.get("guarantee_months")
        if months is None:
            return LEGAL_GUARANTEE_MONTHS if asks else 0
        return int(months)

    def _kit(self) -> list[str]:
        """Name the kit in the receipt's language, which is the one it is printed in."""
        with translation.override(self.cleaned_data.get("language", "en")):
            named = [str(Kit(code).label) for code in self.cleaned_data.get("kit", [])]
        other = self.cleaned_data.get("other_kit", "")
        return [*named, *filter(None, map(str.strip, other.split(",")))]

    def clean(self) -> dict[str, Any]:
        """Let the rules of the handover judge what the fields alone can't."""
        cleaned: dict[str, Any] = super().clean() or {}
        handover = self.unsaved()
        for reason in type(self).judged_by(handover):
            field = FIELD_OF.get(reason.code) or _signature_field(handover)
            if field not in self.errors:
                self.add_error(field, str(reason))
        loan, day = handover.loan_until, cleaned.get("handed_over_on")
        if loan and day and loan <= day:
            self.add_error("loan_until", _("The loan ends before it begins. Check the day."))
        return cleaned


def _signature_field(handover: Handover) -> str:
    return "strokes" if handover.signature_kind == SignatureKind.DRAWN else "signed_by_name"


def at_first(allocation: Allocation) -> dict[str, Any]:
    """Fill in what is known before anybody signs."""
    holder, nomination = allocation.device.holder, allocation.line.nomination
    town = commune_name(holder.commune, "nl" if holder.languages[:1] == ["nl"] else "fr")
    speaks = nomination.receiver.language
    return {
        **_kit_at_first(allocation),
        "legal_mode": LegalMode.GIFT,
        "handed_over_on": timezone.localdate(),
        "place": f"{holder.name}, {town}"[:120],
        # Who comes for an institution is not known before.
        "receiver_name": "" if nomination.institution_id else nomination.household.full_name,
        "language": speaks if speaks in RECEIPT_TEXTS else _first_language(holder.languages),
        "signature_kind": SignatureKind.DRAWN,
    }


def _kit_at_first(allocation: Allocation) -> dict[str, Any]:
    """Begin with what the bench put in; without its word, with what usually goes with the kind."""
    if allocation.prepared_at is not None:
        packed = allocation.packed
        return {"with_charger": Kit.CHARGER in packed, "kit": packed}
    has_charger = bool(allocation.device.has_charger)
    return {"with_charger": has_charger, "kit": usual_kit(allocation.device.kind)}


def _first_language(languages: list[str]) -> str:
    return next((code for code in languages if code in RECEIPT_TEXTS), "fr")
