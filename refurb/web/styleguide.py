"""Every component on one page, light beside dark; served in development only."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from refurb.web.icons import ICONS
from refurb.web.lists import Heading
from refurb.web.steps import steps_up_to

DEVICE_STATES = (
    "received",
    "wipe",
    "repair",
    "ready",
    "allocated",
    "delivered",
    "recycled",
    "lost",
)
OTHER_STATES = ("draft", "submitted", "waiting", "served", "rejected", "withdrawn", "expired")
LEVELS = ("info", "success", "warning", "error")


class SampleForm(forms.Form):
    """One field of each sort; two of them complain."""

    model = forms.CharField(label="Maker and model", help_text="As printed on the machine.")
    found_on = forms.DateField(label="Received on", required=False)
    kind = forms.ChoiceField(label="Kind", choices=[("laptop", "Laptop"), ("desktop", "Desktop")])
    confirm = forms.ChoiceField(
        label="How do you confirm?",
        choices=[("drawn", "Draw a signature"), ("typed", "Type my name instead")],
        widget=forms.RadioSelect,
    )
    screen = forms.ChoiceField(
        label="Screen",
        choices=[("ok", "Fine"), ("fail", "Not fine"), ("na", "Does not apply")],
        widget=forms.RadioSelect(attrs={"class": "in-a-row"}),
        required=False,
    )
    checks = forms.MultipleChoiceField(
        label="What comes with it?",
        choices=[("charger", "Charger"), ("mouse", "Mouse"), ("bag", "Bag")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    note = forms.CharField(label="What did you find?", widget=forms.Textarea, required=False)
    agreed = forms.BooleanField(label="I received the computer in working order")
    signature = forms.CharField(widget=forms.HiddenInput, required=False)


@dataclass(frozen=True)
class Row:
    """A line of the sample table."""

    code: str
    model: str
    specs: str
    state: str
    place: str
    days: int


ROWS = (
    Row("7K3MQ2XA9", "Dell OptiPlex 3060", "i3-8100 · 8 GB · 240 GB SSD", "ready", "A-02", 60),
    Row(
        "B8D41ZRT0", "HP EliteBook 840 G5", "i5-8250U · 16 GB · 256 GB SSD", "repair", "Bench 3", 60
    ),
    Row("9Q0VWN5HC", "Lenovo ThinkPad T480", "i5-8350U · 8 GB · 256 GB SSD", "wipe", "K4", 4),
)
HEADINGS = (
    Heading("code", "Code", "?sort=code", None, ""),
    Heading("model", "Model", "?sort=model", None, ""),
    Heading("specs", "Specs", None, None, ""),
    Heading("state", "State", None, None, ""),
    Heading("place", "Place", None, None, ""),
    Heading("days", "In stage", "?sort=days", "descending", "number"),
)


def styleguide(request: HttpRequest) -> HttpResponse:
    """Show every component in both themes."""
    messages.success(request, "Saved: three devices of donation D-26-0031.")
    return render(
        request,
        "refurb/styleguide.html",
        {
            "themes": [_sample(theme) for theme in ("light", "dark")],
            "device_states": DEVICE_STATES,
            "other_states": OTHER_STATES,
            "levels": LEVELS,
            "icons": sorted(ICONS),
            "headings": HEADINGS,
            "rows": ROWS,
            "way": steps_up_to(["Received", "Wipe", "Repair", "Ready", "Out"], 1),
            "now": timezone.now(),
        },
    )


def _sample(theme: str) -> dict[str, object]:
    wrong = SampleForm({"kind": "laptop"}, auto_id=f"wrong_{theme}_%s", prefix=f"wrong-{theme}")
    return {
        "theme": theme,
        "form": SampleForm(auto_id=f"{theme}_%s", prefix=theme),
        "wrong": wrong,
    }
