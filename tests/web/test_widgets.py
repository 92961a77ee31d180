"""Widgets written without templates are what Django's templates write."""

from typing import Any

import pytest
from django import forms
from django.forms.renderers import TemplatesSetting
from django.test.html import Element, parse_html
from hypothesis import given
from hypothesis import strategies as st

from refurb.web.widgets import WRITERS, Renderer

TEXTS = st.text(max_size=8) | st.sampled_from(["", "a", "<b>", "\"'&", "é", "1"])
ATTRIBUTES = st.dictionaries(
    st.sampled_from(["id", "class", "required", "hx-get", "aria-describedby"]),
    TEXTS | st.booleans() | st.integers(),
)
INPUTS = (
    forms.TextInput,
    forms.NumberInput,
    forms.EmailInput,
    forms.PasswordInput,
    forms.HiddenInput,
    forms.DateInput,
    forms.CheckboxInput,
)


def both(widget: forms.Widget, value: Any, attributes: dict[str, Any]) -> list[Element]:
    """Write a widget by our renderer and by Django's; the order of attributes is no matter."""
    renderers = (Renderer(), TemplatesSetting())
    return [
        parse_html(widget.render("a<b", value, attributes, renderer=renderer))
        for renderer in renderers
    ]


@pytest.mark.parametrize("kind", INPUTS)
@given(value=TEXTS | st.none() | st.integers(), attributes=ATTRIBUTES)
def test_an_input_is_what_djangos_template_writes(
    kind: type[forms.Widget], value: object, attributes: dict[str, Any]
) -> None:
    ours, theirs = both(kind(), value, attributes)
    assert ours == theirs


@given(
    choices=st.lists(st.tuples(TEXTS, TEXTS), max_size=4),
    group=st.lists(st.tuples(TEXTS, TEXTS), max_size=2),
    value=TEXTS | st.none(),
    attributes=ATTRIBUTES,
)
def test_a_select_is_what_djangos_template_writes(
    choices: list[tuple[str, str]],
    group: list[tuple[str, str]],
    value: str | None,
    attributes: dict[str, Any],
) -> None:
    widget = forms.Select(choices=[*choices, ("Group <1>", group)])
    ours, theirs = both(widget, value, attributes)
    assert ours == theirs


def test_every_writer_stands_for_a_template_of_django() -> None:
    for name in WRITERS:
        assert TemplatesSetting().get_template(name)
