"""The README names what there is: every variable, every command."""

import re
from pathlib import Path


def test_the_readme_lists_exactly_the_variables_that_the_settings_read(root: Path) -> None:
    settings = (root / "refurb" / "settings.py").read_text()
    read = set(re.findall(r"env\.\w+\(\s*\"([A-Z_]+)\"", settings))
    listed = set(re.findall(r"^\| `([A-Z_]+)` \|", (root / "README.md").read_text(), re.MULTILINE))
    assert listed == read


def test_every_make_command_of_the_documents_exists(root: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (root / "Makefile").read_text(), re.MULTILINE))
    for document in ("README.md", "CONTRIBUTING.md", ".ci/run"):
        named = set(re.findall(r"(?:`|^)make ([a-z-]+)", (root / document).read_text(), re.M))
        assert named
        assert named <= targets, document
