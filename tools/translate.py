"""Bring the catalogues of translations up to date with the source, without gettext's tools.

    python -m tools.translate          add new strings, drop those that are gone, keep the rest
    python -m tools.translate --check  only say what is missing; exit code 1 when something is

English is the source: a string without a translation is left empty, and a test fails on it.
"""

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polib
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "refurb" / "locale"
LANGUAGES = {"fr": "nplurals=2; plural=(n > 1);", "nl": "nplurals=2; plural=(n != 1);"}
LANGUAGES["de"] = LANGUAGES["nl"]
APPS = ("refurb", "inventory", "distribution")

PLAIN = {"_", "gettext", "gettext_lazy", "gettext_noop"}
WITH_PLURAL = {"ngettext", "ngettext_lazy"}
WITH_CONTEXT = {"pgettext", "pgettext_lazy"}
STRING = r"""u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
IN_TEMPLATES = re.compile(
    rf"\b(?:(?P<many>ngettext)\({STRING},\s*{STRING}"
    rf"|(?P<context>pgettext)\({STRING},\s*{STRING}"
    rf"|(?:gettext|_)\({STRING}\s*\))"
)


@dataclass(frozen=True, order=True)
class Message:
    """What there is to translate, with its context and its plural when it has one."""

    text: str
    plural: str = ""
    context: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """Give what tells entries of a catalogue apart."""
        return (self.context, self.text)


def messages_of_python(source: str) -> Iterator[Message]:
    """Yield what the gettext calls of a module hold; texts that are no literals are left out."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        texts = [
            argument.value
            for argument in node.args
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
        ]
        if node.func.id in PLAIN and texts:
            yield Message(texts[0])
        elif node.func.id in WITH_PLURAL and len(texts) > 1:
            yield Message(texts[0], plural=texts[1])
        elif node.func.id in WITH_CONTEXT and len(texts) > 1:
            yield Message(texts[1], context=texts[0])


def messages_of_template(source: str) -> Iterator[Message]:
    """Yield what the translation tags of a template hold."""
    for found in IN_TEMPLATES.finditer(templatize(source)):
        texts = [ast.literal_eval(text) for text in found.groups() if text and text[0] in "'\""]
        if found["many"]:
            yield Message(texts[0], plural=texts[1])
        elif found["context"]:
            yield Message(texts[1], context=texts[0])
        else:
            yield Message(texts[0])


def messages() -> dict[tuple[str, str], tuple[Message, list[str]]]:
    """Collect every message of the source with the files it stands in."""
    found: dict[tuple[str, str], tuple[Message, list[str]]] = {}
    for path in sorted(_sources()):
        read = messages_of_python if path.suffix == ".py" else messages_of_template
        for message in read(path.read_text(encoding="utf-8")):
            known, files = found.setdefault(message.key, (message, []))
            if message.plural and not known.plural:
                found[message.key] = (message, files)
            name = path.relative_to(ROOT).as_posix()
            if name not in files:
                files.append(name)
    return found


def _sources() -> Iterator[Path]:
    for app in APPS:
        yield from (path for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts)
    yield from (ROOT / "templates").rglob("*.html")


def catalogue_path(language: str) -> Path:
    """Return where a language's catalogue is."""
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def update(language: str) -> polib.POFile:
    """Return a language's catalogue with the messages of the source, and nothing else."""
    path = catalogue_path(language)
    old = polib.pofile(str(path)) if path.is_file() else polib.POFile()
    kept = {(entry.msgctxt or "", entry.msgid): entry for entry in old}
    new = polib.POFile(wrapwidth=100)
    new.metadata = {
        "Project-Id-Version": "Refurb",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": LANGUAGES[language],
    }
    for key, (message, files) in sorted(
        messages().items(), key=lambda item: item[1][1:] + item[1][:1]
    ):
        new.append(_entry(message, files, kept.get(key)))
    return new


def _entry(message: Message, files: list[str], old: polib.POEntry | None) -> polib.POEntry:
    entry = polib.POEntry(
        msgid=message.text,
        msgctxt=message.context or None,
        occurrences=[(name, "") for name in files],
    )
    if "%(" in message.text + message.plural:
        entry.flags.append("python-format")
    if message.plural:
        entry.msgid_plural = message.plural
        entry.msgstr_plural = dict(old.msgstr_plural) if old else {}
        for number in (0, 1):
            entry.msgstr_plural.setdefault(number, "")
    elif old:
        entry.msgstr = old.msgstr
    return entry


def main() -> int:
    """Write the catalogues, or with --check only compare them; return the exit code."""
    missing = 0
    for language in LANGUAGES:
        catalogue = update(language)
        empty = [entry for entry in catalogue if not entry.translated()]
        missing += len(empty)
        print(f"{language}: {len(catalogue)} strings, {len(empty)} without a translation")
        if "--check" not in sys.argv:
            path = catalogue_path(language)
            path.parent.mkdir(parents=True, exist_ok=True)
            catalogue.save(str(path))
    return 1 if missing and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
