"""Translations are compiled when they changed, and only then."""

import gettext
import os
from pathlib import Path

from tools.compile_messages import compile_messages

SOURCE = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "One device"
msgstr "Een toestel"
"""


def test_a_catalogue_is_compiled_once_and_again_after_a_change(tmp_path: Path) -> None:
    source = tmp_path / "nl" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text(SOURCE)
    target = source.with_suffix(".mo")

    assert compile_messages(tmp_path) == [target]
    assert compile_messages(tmp_path) == []
    with target.open("rb") as compiled:
        assert gettext.GNUTranslations(compiled).gettext("One device") == "Een toestel"

    later = target.stat().st_mtime + 1
    os.utime(source, (later, later))
    assert compile_messages(tmp_path) == [target]
