"""Read a guide of docs/guides: Markdown that we wrote, with pictures made by the browser tests."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token
from PIL import Image

from refurb.accounts.roles import Role

LANGUAGES = ("fr", "nl")  # the first serves readers of a language without guides
SCREENS = "../screens/"  # where a guide's pictures lie, seen from the guide


@dataclass(frozen=True)
class Guide:
    """A guide as a page shows it."""

    role: Role
    language: str
    title: str
    body: SafeString


def guide_path(role: Role, language: str) -> Path:
    """Return where a role's guide of a language is written."""
    return settings.GUIDES_ROOT / language / f"{role.value}.md"


def language_for(reader: str) -> str:
    """Choose the language of the guides for a reader's language."""
    return reader if reader in LANGUAGES else LANGUAGES[0]


@lru_cache(maxsize=len(Role) * len(LANGUAGES))
def read_guide(role: Role, language: str) -> Guide:
    """Read a role's guide once a process; its first line is the title, `# …`."""
    first, _, rest = guide_path(role, language).read_text(encoding="utf-8").partition("\n")
    # Nothing in it comes from a reader: the files are part of the source, and HTML in them is off.
    body = mark_safe(_markdown().render(rest))  # noqa: S308
    return Guide(role, language, first.removeprefix("# ").strip(), body)


def _markdown() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    markdown.add_render_rule("image", _picture)
    return markdown


def _picture(_self: Any, tokens: list[Token], index: int, _options: Any, _env: Any) -> str:
    """Draw a picture from the static files, loaded when it comes into view, its room kept free."""
    token = tokens[index]
    name = str(token.attrGet("src")).removeprefix(SCREENS)
    with Image.open(settings.GUIDES_ROOT / "screens" / name) as picture:
        width, height = picture.size
    return format_html(
        '<img class="guide-screen" src="{}" alt="{}" width="{}" height="{}" loading="lazy">',
        *(static(f"guides/{name}"), token.content, width, height),
    )
