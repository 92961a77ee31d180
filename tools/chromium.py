"""Find the Chromium that browser tests drive; `python -m tools.chromium` gets one if there is none.

Debian's package when this is root on Debian, else Playwright's own download. The shell that has no
windows comes first: it is the same engine, smaller to get, and a sixth quicker.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

SHELL = "chromium-headless-shell"
NAMES = [SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]


class NoChromium(RuntimeError):
    """There is no Chromium here, and none could be installed."""


def find_chromium() -> str | None:
    """Return the path of $CHROMIUM, of one on PATH, or of Playwright's own, if there is one."""
    if named := os.environ.get("CHROMIUM"):
        return named
    for name in NAMES:
        if path := shutil.which(name):
            return path
    return _playwrights_own()


def _playwrights_own() -> str | None:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 (slow, and often not needed)

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).is_file() else None


def install_chromium() -> None:
    """Install Chromium; raises NoChromium with what to do by hand."""
    if os.getuid() == 0 and shutil.which("apt-get"):
        install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends"]
        _runs(["apt-get", "update", "-qq"])
        ways = [[*install, SHELL], [*install, "chromium"]]  # older Debians have no shell
    else:
        ways = [[sys.executable, "-m", "playwright", "install", "--no-shell", "chromium"]]
    if not any(map(_runs, ways)):
        raise NoChromium(f"This failed: {' '.join(ways[-1])}. Install Chromium, then try again.")


def _runs(command: list[str]) -> bool:
    print(f"== {' '.join(command)}", file=sys.stderr)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    return subprocess.call(command, env=environment, stdout=sys.stderr) == 0


def main() -> int:
    """Print the path of a Chromium, after installing one if need be."""
    if not find_chromium():
        try:
            install_chromium()
        except NoChromium as problem:
            print(problem, file=sys.stderr)
            return 1
    path = find_chromium()
    print(path or "No Chromium after installing one")
    return 0 if path else 1


if __name__ == "__main__":
    sys.exit(main())
