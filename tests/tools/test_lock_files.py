"""Lock files work with any mirror: versions and hashes, no addresses."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

LOCKS = [
    "package-lock.json",
    "requirements-dev.lock",
    "requirements-fuzz.lock",
    "requirements-uv.lock",
    "requirements.lock",
]


def tracked_lock_files(root: Path) -> list[str]:
    command = ["git", "ls-files", "*.lock", "*lock.json", "*lock.yaml"]
    return subprocess.check_output(command, cwd=root, text=True).split()


def test_these_are_all_the_lock_files(root: Path) -> None:
    assert sorted(tracked_lock_files(root)) == LOCKS


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_file_holds_no_address(root: Path, name: str) -> None:
    assert re.findall(r"\w+://\S+", (root / name).read_text()) == []


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_has_a_hash(root: Path, name: str) -> None:
    text = (root / name).read_text()
    if name.endswith(".json"):
        packages = text.count('"node_modules/')
        assert text.count('"integrity": "sha512-') == packages > 0
    else:
        pins = re.findall(r"^[\w.\[\]-]+==\S+.*?(?=^\S|\Z)", text, re.MULTILINE | re.DOTALL)
        assert pins
        assert [pin for pin in pins if "--hash=sha256:" not in pin] == []


def test_what_is_installed_to_serve_is_the_same_in_development(root: Path) -> None:
    def pins(name: str) -> set[str]:
        return set(re.findall(r"^[\w.\[\]-]+==[\w.]+", (root / name).read_text(), re.MULTILINE))

    assert pins("requirements.lock") - pins("requirements-dev.lock") == set()


def test_every_package_asked_for_is_locked_and_justified(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text())
    asked = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    locked = (root / "requirements-dev.lock").read_text()
    contributing = (root / "CONTRIBUTING.md").read_text()
    names = [re.split(r"[\[<>=; ]", requirement)[0] for requirement in asked]
    assert [name for name in names if not re.search(rf"^{name}\W", locked, re.MULTILINE)] == []
    assert [name for name in names if f"`{name}`" not in contributing] == []
