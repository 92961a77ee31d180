"""Write the lock files anew: requirements*.lock and package-lock.json.

Lock files hold versions and hashes, never the address of a registry, so that they work with any
mirror. Pass --upgrade to take newer versions; without it only what pyproject.toml asks for moves.
"""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UV = ROOT / ".tools" / "uv" / "bin" / "uv"
# The oldest Python that may install uv, then the oldest that runs Refurb.
COMPILATIONS = {
    "requirements-uv.lock": ["--python-version", "3.8", "requirements-uv.in"],
    "requirements.lock": ["--python-version", "3.12", "pyproject.toml"],
    "requirements-dev.lock": ["--python-version", "3.12", "--group", "dev", "pyproject.toml"],
    "requirements-fuzz.lock": ["--python-version", "3.12", "--group", "pyproject.toml:fuzz"],
}
UV_OPTIONS = ["--universal", "--generate-hashes", "--no-header", "--no-annotate", "--quiet"]


def compile_python_locks(*extra: str) -> None:
    """Resolve each Python lock file; raises CalledProcessError when there is no solution."""
    for name, options in COMPILATIONS.items():
        command = [str(UV), "pip", "compile", *UV_OPTIONS, *options, "-o", name, *extra]
        subprocess.run(command, cwd=ROOT, check=True)


def compile_npm_lock() -> None:
    """Resolve package-lock.json, without the sponsors' addresses that npm copies into it."""
    npm = ["npm", "install", "--package-lock-only", "--ignore-scripts", "--silent"]
    subprocess.run(npm, cwd=ROOT, check=True)
    path = ROOT / "package-lock.json"
    lock = json.loads(path.read_text())
    for package in lock["packages"].values():
        package.pop("funding", None)
        package.pop("resolved", None)
    path.write_text(json.dumps(lock, indent=2) + "\n")


if __name__ == "__main__":
    compile_python_locks(*sys.argv[1:])
    compile_npm_lock()
