"""Needs in words: what a line asks for, and the anonymous preparation sheet of the bench."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from distribution.models import RequestLine
from distribution.words import PUBLIC_ACCESS
from inventory.kinds import Kind
from refurb.reference import language


@dataclass(frozen=True)
class Need:
    """One thing asked for: its name, and what is wanted; without `wanted`, the name says it all."""

    name: str
    wanted: str = ""


def kind_names(codes: Iterable[str]) -> list[str]:
    """Name kinds of device, most preferred first."""
    names = dict(Kind.choices)
    return [str(names.get(code, code)) for code in codes]


def equipment(line: RequestLine) -> list[str]:
    """Name what the machine must have; equipment, never a diagnosis."""
    asked = {
        _("Large screen"): line.large_screen,
        _("Screen reader"): line.screen_reader,
        _("Numeric pad"): line.numeric_pad,
        _("Camera"): line.camera,
    }
    return [name for name, wanted in asked.items() if wanted]


def preparation_sheet(line: RequestLine) -> list[Need]:
    """List what the bench has to know, and nothing about who it is for."""
    wishes = {
        _("Simplified set-up wanted"): line.simplified_setup,
        _("Training wanted"): line.training_wanted,
        _("Can't come and collect it"): line.delivery_needed,
    }
    return [
        Need(_("Kind, in order of preference"), ", ".join(kind_names(line.kinds))),
        Need(_("At least"), str(line.get_spec_class_display())),
        Need(_("Keyboard"), str(line.get_keyboard_display()) if line.keyboard else _("Any")),
        Need(_("Language of the system"), language_name(line.system_language)),
        *_situation(line),
        *(Need(_("Equipment"), name) for name in equipment(line)),
        *(Need(_("Wish"), name) for name, wanted in wishes.items() if wanted),
    ]


def _situation(line: RequestLine) -> list[Need]:
    """Say what the machine is for, and whether there is internet at home if it goes to a home."""
    if line.purpose == PUBLIC_ACCESS:
        return [Need(_("What for"), _("Everybody who comes there"))]
    return [
        Need(_("What for"), str(line.get_purpose_display())),
        Need(_("Internet at home"), str(line.get_internet_display())),
    ]


def language_name(code: str) -> str:
    """Name a language; an empty code means any."""
    try:
        return str(language(code).name) if code else _("Any")
    except KeyError:
        return code


def in_short(line: RequestLine) -> str:
    """Say what a line asks for in one row of a list."""
    parts = [" / ".join(kind_names(line.kinds))]
    if line.keyboard:
        parts.append(str(line.get_keyboard_display()))
    return " · ".join([*parts, *equipment(line)])
