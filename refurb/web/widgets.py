"""Write the commonest widgets of forms without a template for each option and attribute.

By Django's templates the selects of a list's filters take a quarter of its time: each option is a
template that includes another. What is written here is the same, and a test compares the two.
"""

from collections.abc import Callable
from typing import Any, override

from django.forms.renderers import TemplatesSetting
from django.forms.utils import flatatt
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

Widget = dict[str, Any]
"""What Django gives a widget's template as `widget`."""


class Renderer(TemplatesSetting):
    """Django's renderer, but for inputs and selects."""

    @override
    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> Any:
        write = WRITERS.get(template_name)
        return write(context["widget"]) if write else super().render(template_name, context)


def _input(widget: Widget) -> SafeString:
    value = "" if widget["value"] is None else format_html(' value="{}"', widget["value"])
    kind, name = widget["type"], widget["name"]
    return format_html('<input type="{}" name="{}"{}{}>', kind, name, value, _attributes(widget))


def _select(widget: Widget) -> SafeString:
    groups = "".join(_group(name, options) for name, options, _index in widget["optgroups"])
    name, attributes = widget["name"], _attributes(widget)
    return format_html('<select name="{}"{}>{}</select>', name, attributes, SafeString(groups))


def _group(name: str | None, options: list[Widget]) -> str:
    written = "".join(map(_option, options))
    return f'<optgroup label="{conditional_escape(name)}">{written}</optgroup>' if name else written


def _option(option: Widget) -> str:
    value, label = conditional_escape(option["value"]), conditional_escape(option["label"])
    return f'<option value="{value}"{_attributes(option)}>{label}</option>'


def _attributes(widget: Widget) -> SafeString:
    """Write attributes: those that are True without a value, those that are False not at all."""
    return flatatt(widget["attrs"]) if widget["attrs"] else SafeString()


KINDS_OF_INPUT = ("checkbox", "date", "email", "hidden", "input", "number", "password", "text")
WRITERS: dict[str, Callable[[Widget], SafeString]] = {
    "django/forms/widgets/select.html": _select,
    **{f"django/forms/widgets/{kind}.html": _input for kind in KINDS_OF_INPUT},
}
