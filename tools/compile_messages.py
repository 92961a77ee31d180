"""Compile the catalogues of translations that changed, without gettext's tools.

Django's compilemessages needs msgfmt, which few machines have; polib is a Python package.
"""

import sys
from pathlib import Path

import polib

LOCALE = Path(__file__).resolve().parent.parent / "refurb" / "locale"


def compile_messages(locale: Path = LOCALE) -> list[Path]:
    """Write each .mo file that is missing or older than its .po file, and return those."""
    written = []
    for source in sorted(locale.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.is_file() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        # Renamed into place: a server that starts at this moment reads a whole file or none.
        unfinished = target.with_suffix(".mo.new")
        polib.pofile(str(source)).save_as_mofile(str(unfinished))
        unfinished.replace(target)
        written.append(target)
    return written


if __name__ == "__main__":
    for path in compile_messages():
        print(f"== compiled {path.relative_to(LOCALE.parent.parent)}", file=sys.stderr)
