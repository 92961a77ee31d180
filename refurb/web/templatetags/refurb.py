"""Tags and filters of every page: states, steps, icons, moments, sizes, codes."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django import template
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timesince import timesince
from django.utils.translation import get_language, gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from refurb.web.icons import ICONS
from refurb.web.steps import Step

register = template.Library()

CODE_GROUP = 4
NOTHING = "\N{EN DASH}"
STEP_WORDS = {"done": _("done"), "now": _("now"), "later": _("later")}
# French counts in octets: ko, Mo, Go.
GIGABYTE = pgettext_lazy("unit", "GB")
DECIMAL_UNITS = (
    pgettext_lazy("unit", "B"),
    pgettext_lazy("unit", "kB"),
    pgettext_lazy("unit", "MB"),
    GIGABYTE,
    pgettext_lazy("unit", "TB"),
    pgettext_lazy("unit", "PB"),
)
TERABYTES = 4  # from here on


@register.simple_tag
def state_badge(state: str, label: Any = "") -> SafeString:
    """Draw a state: dot, word, colour. The label may be left out for a member of a TextChoices."""
    return _badge(getattr(state, "value", state), str(label or getattr(state, "label", state)))


@lru_cache(maxsize=1000)
def _badge(state: str, word: str) -> SafeString:
    return format_html('<span class="state" data-state="{}">{}</span>', state, word)


@register.simple_tag
def steps(way: Iterable[Step]) -> SafeString:
    """Draw how far along something is; each step says its status to a screen reader too."""
    items = format_html_join(
        "",
        '<li data-step="{}"{}>{}<span class="visually-hidden"> ({})</span></li>',
        (
            (
                step.status,
                SafeString(' aria-current="step"') if step.status == "now" else "",
                step.label,
                STEP_WORDS[step.status],
            )
            for step in way
        ),
    )
    return format_html('<ol class="steps">{}</ol>', items)


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw one of our icons; it is decoration, so the words beside it must be enough."""
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" width="24" height="24" fill="none" '
        'stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" '
        'aria-hidden="true" focusable="false"><path d="{}"/></svg>',
        ICONS[name],
    )


@register.simple_tag
def moment(when: datetime | None) -> SafeString | str:
    """Write a date and time as the reader's language does, in Belgian time."""
    if when is None:
        return NOTHING
    local = timezone.localtime(when)
    words = date_format(local, "SHORT_DATETIME_FORMAT")
    return format_html('<time datetime="{}">{}</time>', local.isoformat(timespec="seconds"), words)


@register.filter
def by_its_clock(written: str) -> str:
    """Write a time that a tool wrote, as the reader's language does; its clock is not corrected."""
    try:
        when = datetime.fromisoformat(written.strip().replace("/", "-"))
    except ValueError:
        return written
    return date_format(when, "SHORT_DATETIME_FORMAT")


@register.filter
def day(when: date | None) -> str:
    """Write a day as the reader's language does; of a moment, its day in Belgium."""
    if not when:
        return ""
    on = timezone.localtime(when).date() if isinstance(when, datetime) else when
    return _day_words(on, get_language())


@lru_cache(maxsize=1000)
def _day_words(on: date, _language: str | None) -> str:
    """Write a day once for each language, the active one: lists say the same days many times."""
    return date_format(on, "SHORT_DATE_FORMAT")


@register.simple_tag
def ago(when: datetime | None) -> SafeString | str:
    """Write how long ago something was, in its largest unit; the moment itself is the tooltip."""
    if when is None:
        return NOTHING
    local = timezone.localtime(when)
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        local.isoformat(timespec="seconds"),
        date_format(local, "SHORT_DATETIME_FORMAT"),
        gettext("%(time)s ago") % {"time": timesince(when, depth=1)},
    )


@register.filter
def days_since(when: datetime | None) -> str:
    """Count the days since a moment, for a column: "60 days"."""
    if when is None:
        return NOTHING
    days = max(0, (timezone.now() - when).days)
    return ngettext("%(days)s day", "%(days)s days", days) % {"days": days}


@register.filter
def decimal_size(size_bytes: int | None) -> str:
    """Write a drive's size as drives are sold: powers of 1000."""
    if size_bytes is None:
        return NOTHING
    size, unit = float(size_bytes), 0
    while size >= 999.5 and unit < len(DECIMAL_UNITS) - 1:  # noqa: PLR2004  would round to 1000
        size, unit = size / 1000, unit + 1
    # Terabytes are told apart by their first decimal (1.9 TB), gigabytes are not.
    places = 1 if unit >= TERABYTES and round(size, 1) % 1 else 0
    return f"{number_format(round(size, places), places)} {DECIMAL_UNITS[unit]}"


@register.filter
def binary_size(size_bytes: int | None) -> str:
    """Write memory as memory is sold: powers of 1024, named GB."""
    if size_bytes is None:
        return NOTHING
    gigabytes = size_bytes / 1024**3
    places = 0 if gigabytes >= 1 and gigabytes.is_integer() else 1
    return f"{number_format(round(gigabytes, places), places)} {GIGABYTE}"


@register.filter
def device_code(code: str) -> SafeString:
    """Write a device's code in groups, as on its label: XXXX-XXXX-X."""
    groups = [code[start : start + CODE_GROUP] for start in range(0, len(code), CODE_GROUP)]
    return format_html('<span class="code">{}</span>', "-".join(groups))
