"""The part of the import law that import-linter can't say: nouns are pure.

The rules at an app's root judge what they are handed. They know no database and no request, so
that hypothesis can explore them and one reads them without knowing Django. Texts for people may
be lazy translations.
"""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

# Pure as well, though their app's contract has them further up, or none has them.
PURE_TOO = {
    "inventory": ["labels"],
    "refurb": ["documents", "reasons"],
}
ALLOWED_OF_DJANGO = (
    "django.conf.settings",
    "django.core.exceptions.ImproperlyConfigured",
    # An enumeration with texts for people; it has nothing to do with a database.
    "django.db.models.TextChoices",
    "django.db.models.IntegerChoices",
    "django.utils.functional",
    "django.utils.translation",
)


def nouns(root: Path) -> Iterator[tuple[str, str]]:
    """Yield app and module: the lowest layer of each app's contract, and what is pure besides."""
    project = tomllib.loads((root / "pyproject.toml").read_text())
    for contract in project["tool"]["importlinter"]["contracts"]:
        for app in contract.get("containers", []):
            room = app.replace(".", "/")
            yield from ((room, noun) for noun in re.findall(r"\w+", contract["layers"][-1]))
    for app, others in PURE_TOO.items():
        yield from ((app, noun) for noun in others)


def modules(root: Path) -> Iterator[Path]:
    for app, noun in nouns(root):
        yield from (root / app).glob(f"{noun}.py")
        yield from (root / app / noun).rglob("*.py")


def imported(source: str) -> set[str]:
    """Return what a module uses of others, as deep as it goes: django.db.models.TextChoices."""
    nodes = list(ast.walk(ast.parse(source)))
    used_of: dict[str, set[str]] = {}
    for node in nodes:
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            used_of.setdefault(node.value.id, set()).add(node.attr)
    found = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                name = f"{node.module}.{alias.name}"
                uses = used_of.get(alias.asname or alias.name, set())
                found |= {f"{name}.{use}" for use in uses} or {name}
    return found


def forbidden(source: str) -> list[str]:
    return sorted(
        name
        for name in imported(source)
        if name.partition(".")[0] in {"django", "ninja", "allauth"}
        and not name.startswith(ALLOWED_OF_DJANGO)
    )


def test_nouns_know_neither_database_nor_request(root: Path) -> None:
    found = [
        f"{module.relative_to(root)} uses {name}"
        for module in modules(root)
        if module.name != "apps.py"
        for name in forbidden(module.read_text())
    ]
    assert found == []


def test_the_check_reads_the_modules_that_it_should(root: Path) -> None:
    read = {module.relative_to(root).as_posix() for module in modules(root)}
    some = {"inventory/lifecycle.py", "inventory/labels.py", "distribution/eligibility.py"}
    some |= {"distribution/runs/record.py", "distribution/handovers/receipts/content.py"}
    assert some <= read


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("from django.db import models\nmodels.Q()", ["django.db.models.Q"]),
        ("from django.db import models as m\nm.TextChoices", []),
        ("from django.http import HttpRequest", ["django.http.HttpRequest"]),
        ("import django.db", ["django.db"]),
        ("from django.utils.translation import gettext_lazy as _", []),
        ("from dataclasses import dataclass", []),
    ],
)
def test_the_check_knows_what_it_looks_for(source: str, found: list[str]) -> None:
    assert forbidden(source) == found
