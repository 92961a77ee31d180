"""Pictures for the guides, taken while a test does what the guide says.

`make guides` keeps them in docs/guides/screens; otherwise they are only counted, so that a guide
can't show a page that nobody reaches any more.
"""

from __future__ import annotations

import io
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

if TYPE_CHECKING:
    from playwright.sync_api import Page

MAKING = "MAKE_GUIDES" in os.environ
GUIDES = Path(__file__).resolve().parents[2] / "docs" / "guides"
LANGUAGE = os.environ.get("MAKE_GUIDES", "fr")  # one at a time: each day needs a new demo
COLOURS = 48  # a page has few; a fifth of the bytes


@dataclass
class Shots:
    """The pictures of one guide in one language."""

    language: str
    taken: list[str] = field(default_factory=list)

    def take(self, page: Page, name: str) -> None:
        """Take what the window shows, as `name`.png."""
        self.taken.append(name)
        if not MAKING:
            return
        page.evaluate("document.activeElement.blur(); window.scrollTo(0, 0)")
        picture = Image.open(io.BytesIO(page.screenshot(animations="disabled")))
        place = GUIDES / "screens" / self.language / f"{name}.png"
        place.parent.mkdir(parents=True, exist_ok=True)
        small = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        small.save(place, optimize=True)


def shown_in(role: str, language: str) -> list[str]:
    """List the pictures that a guide shows, in its order."""
    text = (GUIDES / language / f"{role}.md").read_text(encoding="utf-8")
    prefix = f"](../screens/{language}/"
    return [part.partition(".png)")[0] for part in text.split(prefix)[1:]]
