"""The size of the built-in screen, as the bench kit prints it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from inventory.hardware import ReportFormat, read_report
from inventory.hardware.edid import MAGIC, SIZE, TIMING, edid_facts


def printed(place: str, *, timing: tuple[int, int, int] = (0, 0, 0), cm: tuple[int, int]) -> str:
    """Print a base block as od does; width and height of the timing share their high bits."""
    block = bytearray(SIZE)
    block[:8] = MAGIC
    block[21:23] = bytes(cm)
    block[TIMING : TIMING + 2] = b"\x01\x1d" if any(timing) else bytes(2)
    block[TIMING + 12 : TIMING + 15] = bytes(timing)
    block[-1] = -sum(block) % 256
    shown = block.hex(" ")
    lines = [f" {shown[at : at + 47]}" for at in range(0, len(shown), 48)]
    return "\n".join([f"EDID /sys/class/drm/{place}", *lines, ""])


def inches(text: str) -> float | None:
    found = read_report(text.encode())
    assert found.format is ReportFormat.EDID
    return found.facts.screen_inches.value if found.facts else None


def test_the_built_in_screen_says_its_size_and_one_on_a_cable_does_not_count() -> None:
    # 309 by 173 mm: a laptop of 13.9 inches, whose low bytes are 53 and 173.
    panel = printed("card1-eDP-1", timing=(309 - 256, 173, 0x10), cm=(31, 17))
    cable = printed("card1-HDMI-A-1", cm=(60, 34))
    assert inches(cable + panel) == 13.9
    assert inches(printed("card0-LVDS-1", cm=(34, 19))) == 15.3  # without a timing: centimetres
    found = read_report(cable.encode())
    assert (found.facts, found.warnings) == (None, ("no_screen",))


def test_bytes_that_are_cut_or_changed_give_no_size() -> None:
    panel = printed("card1-eDP-1", cm=(31, 17))
    assert inches(panel[:200]) is None
    assert inches(panel.replace("1f 11", "20 11")) is None


def test_a_text_without_a_screen_gives_none() -> None:
    assert (edid_facts(""), edid_facts("no head")) == (None, None)


@given(junk=st.text(max_size=400))
def test_any_text_after_its_head_can_be_read(junk: str) -> None:
    read_report(f"EDID x-eDP-1\n{junk}".encode("utf-8", "replace"))
