"""Filters that write about machines: short processor names, values that a report read."""

from django import template
from django.utils.translation import gettext_lazy as _

from inventory.kinds import Kind
from inventory.lifecycle import State
from inventory.models import Device
from inventory.projection import Change, Value
from inventory.sanitisation import Doubt
from inventory.specifications import short_cpu, specs
from inventory.wipe_logs import REASONS
from refurb.web.templatetags.refurb import binary_size

register = template.Library()

NOTHING = _("nothing")

register.filter(short_cpu)
register.filter(specs)


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
    if field == "kind":
        return str(dict(Kind.choices).get(str(value), value))
    return str(value or NOTHING)


@register.filter
def doubt_words(code: str) -> str:
    """Say what is unclear about a wipe; an unknown code says itself."""
    return str(dict(Doubt.choices).get(code) or REASONS.get(code, code))
