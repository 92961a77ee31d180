"""Which lists have filters that can be saved: the roof registers them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import django_filters
from django import forms
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.http import urlencode

from refurb.accounts.models import Membership
from refurb.privacy.national_numbers import find_national_numbers


@dataclass(frozen=True)
class KnownList:
    """A list page; `keeps_text` only where nobody can search for a person."""

    label: Any
    url_name: str
    filters: type[django_filters.FilterSet]
    permission: str
    keeps_text: bool = False

    def is_open_to(self, actor: Membership) -> bool:
        """Say whether somebody may open this list."""
        return actor.may(self.permission)

    def address(self, query: dict[str, str]) -> str:
        """Write the list's address with a filter set."""
        return f"{reverse(self.url_name)}?{urlencode(sorted(query.items()))}"

    def kept(self, asked: QueryDict, request: HttpRequest) -> dict[str, str]:
        """Pick from an address what may be kept: what the list's filter knows and understands."""
        filters = self.filters(asked, request=request)
        filters.form.is_valid()
        given = {name: str(asked.get(name, "")) for name in filters.filters}
        return {
            name: given[name]
            for name, each in filters.filters.items()
            if given[name] and name not in filters.form.errors and self._keeps(each, given[name])
        }

    def _keeps(self, each: django_filters.Filter, value: str) -> bool:
        if not isinstance(each, django_filters.CharFilter):
            return True
        return self.keeps_text and not find_national_numbers(value)

    def words(self, query: dict[str, str], request: HttpRequest) -> list[tuple[Any, str]]:
        """Say in the reader's language what a filter narrows to: label and value."""
        asked = QueryDict(urlencode(query))
        form = self.filters(asked, request=request).form
        form.is_valid()
        return [
            (field.label, _written(field, form.cleaned_data[name]))
            for name, field in form.fields.items()
            if name in query and name in form.cleaned_data
        ]


def _written(field: forms.Field, value: Any) -> str:
    if isinstance(field, forms.DateField):
        return date_format(value, "SHORT_DATE_FORMAT") if value else ""
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        return str(dict(field.choices).get(value, value))  # type: ignore[arg-type]  # flat choices
    return str(value)


_lists: dict[str, KnownList] = {}


def keep_filters_of(*lists: KnownList) -> None:
    """Let filters of these lists be saved."""
    _lists.update({known.url_name: known for known in lists})


def known_list(url_name: str) -> KnownList | None:
    """Find a list whose filters can be saved."""
    return _lists.get(url_name)
