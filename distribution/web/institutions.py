"""Nominations for institutions as pages show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from distribution.models import InstitutionNomination
from distribution.web.needs import kind_names, language_name
from refurb.reference import name

Facts = list[tuple[str, Any]]


@dataclass(frozen=True)
class Row:
    """A nomination in the list: its place while it waits, and what it asks for in short."""

    nomination: InstitutionNomination
    place: int | None
    wanted: str


def with_places(
    nominations: Iterable[InstitutionNomination], places: Mapping[int, int]
) -> list[Row]:
    """Put each row's place beside it."""
    return [Row(each, places.get(each.pk), in_short(each)) for each in nominations]


def in_short(nomination: InstitutionNomination) -> str:
    """Say what is asked for in one row of a list."""
    asked = ngettext("%(count)s machine", "%(count)s machines", nomination.machines)
    count = asked % {"count": nomination.machines}
    return f"{count} · {' / '.join(kind_names(nomination.kinds))}"


def facts_of(nomination: InstitutionNomination) -> list[tuple[str, Facts]]:
    """List what is known of the institution, and what it needs, each under its heading."""
    it = nomination.institution
    commune = name(it.commune, get_language() or "en")
    keyboard = nomination.get_keyboard_display() if nomination.keyboard else _("Any")
    known: Facts = [
        (_("What it is"), it.get_kind_display()),
        (_("Enterprise number"), _dotted(it.enterprise_number)),
        (_("Address"), f"{it.street}, {it.postcode} {commune}"),
        (_("E-mail"), it.email),
        (_("Language of contact"), language_name(it.language)),
    ]
    needed: Facts = [
        (_("How many machines"), nomination.machines),
        (_("Kind, in order of preference"), ", ".join(kind_names(nomination.kinds))),
        (_("At least"), nomination.get_spec_class_display()),
        (_("Keyboard"), keyboard),
        (_("Language of the system"), language_name(nomination.system_language)),
    ]
    return [(_("The institution"), known), (_("What it needs"), needed)]


def _dotted(number: str) -> str:
    """Write an enterprise number as it is printed."""
    return f"{number[:4]}.{number[4:7]}.{number[7:]}" if number else ""
