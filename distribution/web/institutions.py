"""Nominations for institutions as pages show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from distribution.circumstances import current_policy
from distribution.models import InstitutionQuota, Nomination
from distribution.web.lines import LineStanding, lines_standing
from distribution.web.needs import kind_names, language_name
from distribution.web.points import PointWords, own_name
from distribution.words import LineState
from refurb.reference import name

Facts = list[tuple[str, Any]]
MOST_SHOWN = 20


@dataclass(frozen=True)
class Row:
    """A nomination in the list: its place while it waits, what it asks for, what it has got."""

    nomination: Nomination
    place: int | None
    wanted: str
    got: str


def with_places(nominations: Iterable[Nomination], places: Mapping[int, int]) -> list[Row]:
    """Put each row's place beside it; lines are to be prefetched."""
    return [Row(each, places.get(each.pk), in_short(each), got_of(each)) for each in nominations]


def in_short(nomination: Nomination) -> str:
    """Say what is asked for in one row of a list."""
    lines = nomination.lines.all()
    asked = ngettext("%(count)s machine", "%(count)s machines", len(lines))
    return f"{asked % {'count': len(lines)}} · {' / '.join(kind_names(lines[0].kinds))}"


def got_of(nomination: Nomination) -> str:
    """Say how many of its machines are set aside and handed over; empty for none."""
    states = [line.state for line in nomination.lines.all()]
    told = {
        _("set aside: %(count)s"): states.count(LineState.ALLOCATED),
        _("handed over: %(count)s"): states.count(LineState.SERVED),
    }
    return ", ".join(words % {"count": count} for words, count in told.items() if count)


def facts_of(nomination: Nomination) -> list[tuple[str, Facts]]:
    """List what is known of the institution, and what it needs, each under its heading."""
    it, line = nomination.institution, nomination.lines.all()[0]
    assert it is not None  # noqa: S101  nomination_of_a_household_or_an_institution
    commune = name(it.commune, get_language() or "en")
    known: Facts = [
        (_("What it is"), it.get_kind_display()),
        (_("Enterprise number"), it.dotted_number),
        (_("Address"), f"{it.street}, {it.postcode} {commune}"),
        (_("E-mail"), it.email),
        (_("Language of contact"), language_name(it.language)),
    ]
    needed: Facts = [
        (_("How many machines"), nomination.lines.count()),
        (_("Kind, in order of preference"), ", ".join(kind_names(line.kinds))),
        (_("At least"), line.get_spec_class_display()),
        (_("Keyboard"), line.get_keyboard_display() if line.keyboard else _("Any")),
        (_("Language of the system"), language_name(line.system_language)),
    ]
    return [(_("The institution"), known), (_("What it needs"), needed)]


def machines_of(nomination: Nomination) -> list[LineStanding]:
    """List its machines: each waits, is set aside, was handed over, or isn't needed any more."""
    policy = current_policy()
    return lines_standing(nomination, policy, PointWords(policy, own_name))


def quotas_set() -> list[InstitutionQuota]:
    """List the newest quotas that were set, the one that counts first."""
    rows = InstitutionQuota.objects.select_related("set_by__user").order_by("-pk")
    return list(rows[:MOST_SHOWN])
