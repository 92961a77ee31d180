"""Several communes in one box, a line each."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from refurb.reference import commune_exists, find_commune, name


class CommunesField(forms.Field):
    """Codes of communes, shown and typed as their names, or codes, a line each.

    A code that no longer exists, after a merger of communes, isn't shown: saving takes it out.
    """

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        """Name the communes; what was typed stays as it is."""
        return value if isinstance(value, str) else write_communes(value or [])

    def to_python(self, value: Any) -> list[str]:
        """Read each line; raises forms.ValidationError for the first that names no commune."""
        if isinstance(value, list):
            return value
        lines = [line.strip() for line in (value or "").splitlines() if line.strip()]
        return sorted({self._read(line) for line in lines})

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare the communes, not how they were written."""
        try:
            return sorted(initial or []) != self.to_python(data)
        except forms.ValidationError:
            return True

    def _read(self, line: str) -> str:
        found = find_commune(line)
        if found is None:
            message, shown = _("No commune is called “%(line)s”."), {"line": line[:60]}
            raise forms.ValidationError(message, code="commune_unknown", params=shown)
        return found


def write_communes(codes: list[str]) -> str:
    """Write the communes that there are by name, a line each."""
    there = filter(commune_exists, codes)
    return "\n".join(sorted(name(each, get_language() or "en") for each in there))


def gone(codes: list[str]) -> list[str]:
    """List the codes that no longer exist."""
    return sorted(each for each in codes if not commune_exists(each))
