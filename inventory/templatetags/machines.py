"""Filters that write about machines: short processor names, values that a report read."""

import re
from collections.abc import Iterable

from django import template
from django.utils.translation import gettext_lazy as _

from inventory.lifecycle import State
from inventory.models import Device, Drive
from inventory.projection import Change, Value
from inventory.sanitisation import Technology
from refurb.web.templatetags.refurb import binary_size, decimal_size

register = template.Library()

NOTHING = _("nothing")
# What every processor's full name repeats and nobody compares.
_NOISE = re.compile(
    r"\b(?:Intel|AMD|Core|CPU|Processor|with Radeon.*|[0-9]+-Core|\d+(?:th|st|nd|rd) Gen)\b"
    r"|\((?:R|TM)\)|@.*",
    re.IGNORECASE,
)


@register.filter
def short_cpu(name: str) -> str:
    """Shorten a processor's name to what people say: i5-8250U, Ryzen 5 3500U."""
    return " ".join(_NOISE.sub(" ", name).split()) or name


@register.filter
def specs(device: Device, drives: Iterable[Drive]) -> str:
    """Say in one line what matters of a machine: processor, memory, drives."""
    memory = device.memory_bytes
    parts = [short_cpu(device.cpu), binary_size(memory) if memory else "", *map(_drive, drives)]
    return " · ".join(part for part in parts if part)


def _drive(drive: Drive) -> str:
    size = decimal_size(drive.size_bytes) if drive.size_bytes else ""
    return f"{size} {Technology(drive.technology).label}".strip()


@register.filter
def state_word(state: str) -> str:
    """Name a state; unlike get_state_display it translates one word, not all eight."""
    return str(State(state).label)


@register.filter
def field_name(field: str) -> str:
    """Name a device's field as its form does."""
    return str(Device._meta.get_field(field).verbose_name)  # type: ignore[union-attr]  # noqa: SLF001


@register.filter
def value_read(change: Change) -> str:
    """Write the value that a report gave."""
    return _written(change.field, change.read)


@register.filter
def value_before(change: Change) -> str:
    """Write the value that was known before."""
    return _written(change.field, change.before)


def _written(field: str, value: Value) -> str:
    if field == "memory_bytes" and isinstance(value, int):
        return binary_size(value)
    return str(value or NOTHING)
