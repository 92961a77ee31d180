"""The nomination: household, needs, circumstances and proofs on one page; decisions on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from distribution.models import Household, Nomination
from distribution.nominations.nominating import write_draft
from distribution.web.forms.circumstances import CircumstancesForm
from distribution.web.forms.households import HouseholdForm
from distribution.web.forms.needs import answers_of
from distribution.web.forms.parts import NeedForms, ProofForms, Typed
from distribution.web.forms.proofs import ProofForm
from distribution.web.information import NoticeLanguage, notice_languages
from refurb.accounts.models import Membership
from refurb.web.acting import Acting


class NominationForm(Acting):
    """All parts of a draft as one form, for pages: bound, valid, in error together."""

    def __init__(
        self,
        data: QueryDict | None = None,
        files: object = None,  # there is no field for a file
        *,
        typed: Typed | None = None,  # with a part more or less: shown again, not judged yet
        nomination: Nomination | None = None,
        asked: Mapping[str, str] | None = None,
    ) -> None:
        self.is_bound = data is not None
        household = nomination.household if nomination else Household()
        whole: dict[str, Any] = {}
        if asked and "postcode" in asked:
            whole["postcode"] = asked["postcode"]
        if typed:
            whole = {name: typed.whole.get(name, "") for name in _names()}
        parts = typed or Typed(needs=_lines(nomination), proofs=_proofs(nomination))
        self.household = HouseholdForm(data, instance=household, initial=whole)
        self.circumstances = CircumstancesForm(data, instance=nomination, initial=whole)
        # What was sent is held against nothing but an empty form: as it stood is not left out.
        needs, proofs = (parts.needs, parts.proofs or [{}]) if data is None else ([], [])
        self.needs = NeedForms(data, initial=needs, prefix="need")
        self.proofs = ProofForms(data, initial=proofs, prefix="proof")

    @property
    def notice_languages(self) -> list[NoticeLanguage]:
        """List the languages in which the information notice can be printed."""
        return notice_languages()

    @property
    def parts(self) -> list[Any]:
        """List the forms in the order of the page."""
        return [self.household, *self.needs.forms, self.circumstances, *self.proofs.forms]

    def is_valid(self) -> bool:
        """Judge every part, so that each error shows at once."""
        whole: list[Any] = [self.household, self.circumstances, self.needs, self.proofs]
        return not self.non_field_errors() and all(part.is_valid() for part in whole)

    @property
    def errors(self) -> dict[str, Any]:
        """Collect the errors of all parts by the name of their field on the page."""
        if not self.is_bound:
            return {}
        found = {
            part.add_prefix(name): errors
            for part in self.parts
            for name, errors in part.errors.items()
            if name != NON_FIELD_ERRORS
        }
        return found | {f"all-{n}": each for n, each in enumerate(self.non_field_errors())}

    def non_field_errors(self) -> list[str]:
        """List what belongs to no field."""
        if not self.is_bound:
            return []
        found = [error for part in self.parts for error in part.non_field_errors()]
        found += [*self.needs.non_form_errors(), *self.proofs.non_form_errors()]
        if self.needs.is_valid() and not _kept(self.needs):
            found.append(str(_("Say what the household needs.")))
        return found

    def add_error(self, field: None, error: forms.ValidationError) -> None:
        """Add an error of the whole, as a form does."""
        self.circumstances.add_error(field, error)

    def __iter__(self) -> Iterator[forms.BoundField]:
        for part in self.parts:
            yield from part

    def save(self, *, actor: Membership) -> Nomination:
        """Write the draft; call it on a valid form. Raises NominationRefused."""
        lines = [form.line() for form in _kept(self.needs)]
        proofs = [form.instance for form in _kept(self.proofs)]
        nomination = self.circumstances.instance
        return write_draft(nomination, self.household.instance, lines, proofs, actor=actor)


def _kept(formset: Any) -> list[Any]:
    """Keep the forms that were filled in; an empty one that may stay empty has no cleaned data."""
    return [form for form in formset.forms if form.cleaned_data]


def _names() -> set[str]:
    return {"commune", *HouseholdForm.base_fields, *CircumstancesForm.base_fields}


def _lines(nomination: Nomination | None) -> list[dict[str, Any]]:
    lines = nomination.lines.order_by("number") if nomination else []
    return [answers_of(line) for line in lines]


def _proofs(nomination: Nomination | None) -> list[dict[str, Any]]:
    seen = nomination.proofs.order_by("pk") if nomination else []
    return [{name: getattr(each, name) for name in ProofForm.Meta.fields} for each in seen]
