"""Colours: both themes name the same tokens, and every pair that meets on a page can be read."""

import re
from pathlib import Path

import pytest

STATIC = Path(__file__).parents[2] / "refurb/static/refurb"
SHEET = (STATIC / "css/tokens.css").read_text()
HUES = ("green", "red", "blue", "violet", "amber", "grey")
TEXT = (
    [("ink", ground) for ground in ("bg", "surface", "sunken", "brand-soft")]
    + [("muted", ground) for ground in ("bg", "surface", "sunken")]
    + [("brand", ground) for ground in ("bg", "surface", "sunken", "brand-soft")]
    + [("brand-strong", ground) for ground in ("bg", "surface", "brand-soft")]
    + [("danger", "bg"), ("danger", "surface"), ("on-danger", "danger"), ("on-brand", "brand")]
    + [("on-brand", "brand-strong"), ("on-bar", "bar")]
    + [(f"{hue}-ink", f"{hue}-soft") for hue in HUES]
    + [(f"{hue}-ink", "surface") for hue in HUES]
)
EDGES = [("field", "surface"), ("field", "bg"), ("focus", "bg"), ("focus", "surface")]


def themes() -> dict[str, dict[str, str]]:
    """Read the colours of the three blocks that set them."""
    blocks = re.findall(r"([^{}]+)\{((?:\s*--?[\w-]+:[^;]+;|\s*color-scheme:[^;]+;)+)\s*\}", SHEET)
    found = {head.strip().splitlines()[-1]: body for head, body in blocks if "--bg:" in body}
    return {
        head: dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", body))
        for head, body in found.items()
    }


def luminance(colour: str) -> float:
    """Compute the relative luminance. Source: WCAG 2.2, "relative luminance"."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Compute the contrast ratio of two colours. Source: WCAG 2.2, "contrast ratio"."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_two_dark_blocks_say_the_same_and_light_names_the_same_tokens() -> None:
    light, system, chosen = themes().values()
    assert system == chosen
    assert light.keys() == chosen.keys()


def test_a_theme_changes_colours_and_nothing_else() -> None:
    """So the look of a page in the dark needs no other check than of colours."""
    asking = re.compile(r"prefers-color-scheme|data-theme")
    about_themes = {path.name for path in STATIC.rglob("*.*s") if asking.search(path.read_text())}
    assert about_themes == {"tokens.css", "print.css"}
    _light, *dark = [body for body in re.findall(r"\{([^{}]+)\}", SHEET) if "--bg:" in body]
    set_in_the_dark = {name for body in dark for name in re.findall(r"([\w-]+):[^;]+;", body)}
    assert set_in_the_dark - {f"--{name}" for name in themes()[next(iter(themes()))]} == {
        "color-scheme",
        "--shadow",
    }


@pytest.mark.parametrize("theme", themes())
def test_every_text_reaches_four_and_a_half_to_one(theme: str) -> None:
    tokens = themes()[theme]
    low = {
        f"{text} on {ground}": round(contrast(tokens[text], tokens[ground]), 2)
        for text, ground in TEXT
        if contrast(tokens[text], tokens[ground]) < 4.5
    }
    assert low == {}


@pytest.mark.parametrize("theme", themes())
def test_borders_of_fields_and_the_focus_ring_reach_three_to_one(theme: str) -> None:
    tokens = themes()[theme]
    low = [pair for pair in EDGES if contrast(tokens[pair[0]], tokens[pair[1]]) < 3]
    assert low == []
