"""Filters that write about machines: short processor names, values that a report read."""

import re

from django import template
from django.utils.translation import gettext_lazy as _

from inventory.models import Device
from inventory.projection import Change, Value
from refurb.web.templatetags.refurb import binary_size

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
