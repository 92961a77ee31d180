"""Forms that name a filter."""

from __future__ import annotations

from django import forms

from refurb.privacy.national_numbers import refuse_national_number
from refurb.saved_filters.models import SavedFilter
from refurb.web.acting import Acting


class FilterForm(Acting, forms.ModelForm[SavedFilter]):
    """Name a filter, and say who may use it."""

    class Meta:
        model = SavedFilter
        fields = ("name", "is_shared")

    def clean_name(self) -> str:
        """Refuse a national register number: colleagues read the names of shared filters."""
        name: str = self.cleaned_data["name"]
        refuse_national_number(name)
        return name
