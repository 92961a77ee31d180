"""The bench kit as a volunteer runs it: in this system's shell, against a real server."""

from __future__ import annotations

import json
import os
import subprocess
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from PIL import Image

from tests.browser.fixtures import Site
from tests.inventory.hardware.shapes import sample

NOWHERE = "http://127.0.0.1:9"
SERIAL = "KIT7NVME0001"
# SPROG, SSTAT with Global Data Erased, SCDW10 of a crypto erase.
SANITIZED = r"\377\377\001\001\004\000\000\000"
WRITTEN_SINCE = r"\377\377\001\000\004\000\000\000"


@dataclass(frozen=True)
class Bench:
    """A live system's folder: the script, the tools that print samples, a token."""

    site: Site
    folder: Path
    token: str

    def ask(self, path: str) -> bytes:
        headers = {"Authorization": f"Bearer {self.token}"}
        request = urllib.request.Request(f"{self.site.url}/api/v1/{path}", headers=headers)  # noqa: S310 (our own)
        with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310 (our own)
            return bytes(answer.read())

    def tool(self, name: str, script: str) -> None:
        """Put a tool before the system's own."""
        path = self.folder / "tools" / name
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)

    def run(self, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        """Run the script with the shell of this system."""
        tools = f"{self.folder}/tools:{os.environ['PATH']}"
        own: Mapping[str, str] = {"PATH": tools, "REFURB_TOKEN": self.token, "REFURB_PAUSE": "0"}
        return subprocess.run(
            ["/bin/sh", "kit.sh", *arguments],
            cwd=self.folder,
            env={**os.environ, **own, **more},
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )


@pytest.fixture
def bench(site: Site, tmp_path: Path) -> Bench:
    email = site.account("volunteer").email
    token = site.manage("create_token", "--email", email, "--scope", "bench").strip()
    (tmp_path / "tools").mkdir()
    found = Bench(site, tmp_path, token)
    (tmp_path / "kit.sh").write_bytes(found.ask("bench/kit.sh?language=en"))
    (tmp_path / "dmidecode.txt").write_bytes(sample("latitude.dmidecode.txt"))
    found.tool("dmidecode", f"cat {tmp_path}/dmidecode.txt")
    for name in ("lshw", "lsblk", "nvme", "upower", "hdparm"):
        found.tool(name, "exit 1")
    found.tool("smartctl", f"""printf '{{\\n  "serial_number": "{SERIAL}"\\n}}\\n'""")
    return found


def test_what_was_read_without_a_network_is_kept_sent_later_and_shown_with_its_code(
    bench: Bench,
) -> None:
    devices: Any = json.loads(bench.ask("devices?page_size=1"))["items"]
    alone = bench.run("--donation", devices[0]["donation"], REFURB_SERVER=NOWHERE)
    (kept,) = (bench.folder / "refurb-kit").iterdir()
    assert alone.returncode == 1
    later = f"Send it later with: sh kit.sh --send refurb-kit/{kept.name}"
    assert alone.stdout.splitlines()[-1] == later
    assert (kept / "dmidecode.txt").read_bytes() == sample("latitude.dmidecode.txt")

    sent = bench.run("--send", "refurb-kit")
    assert (sent.returncode, sent.stderr) == (0, "")
    assert "Received by the server: dmidecode.txt" in sent.stdout
    address = read_code(sent.stdout)
    code = address.rpartition("/")[2]
    device = json.loads(bench.ask(f"devices/{code}"))
    assert address == f"{bench.site.url}/D/{code}"
    assert (device["model"], device["serial_number"]) == ("Latitude 5480", "5QZXT42")
    assert "Next step: " in sent.stdout
    assert [path.name for path in kept.glob("*.txt")] == []
    (bench.folder / "a.log").write_text("no log of any tool")
    refused = bench.run("--wipe-logs", ".")
    assert (refused.returncode, "The server does not take a.log (422): " in refused.stdout) == (
        1,
        True,
    )
    assert bench.token not in "".join(path.read_text() for path in bench.folder.glob("*.sh"))


def read_code(screen: str) -> str:
    """Read the QR code off a text screen, as a phone does."""
    lines = [line for line in screen.splitlines() if line and set(line) <= set("█▀▄ ")]
    upper, lower = "█▀", "█▄"
    rows = [[mark in half for mark in line] for line in lines for half in (upper, lower)]
    picture = Image.new("L", (len(rows[0]), len(rows)))
    picture.putdata([255 * light for row in rows for light in row])
    large = picture.resize((picture.width * 4, picture.height * 4), Image.Resampling.NEAREST)
    (found,) = zxingcpp.read_barcodes(large)
    return str(found.text)


def test_a_drive_that_sanitized_itself_is_wiped_only_when_what_it_held_is_gone(
    bench: Bench,
) -> None:
    drive = bench.folder / "nvme-practice"
    held = os.urandom(8 << 20)
    drive.write_bytes(held)
    bench.tool("nvme", f"printf '{SANITIZED}'")
    refused = bench.run("--before-flash", str(drive))
    assert (refused.returncode, refused.stderr.partition(":")[0]) == (1, "This is no whole drive")

    practice = {"REFURB_PRACTICE": "yes", "REFURB_PLACES": "256"}
    assert bench.run("--before-flash", str(drive), **practice).returncode == 0
    assert verdict(bench.run("--verify-flash", str(drive), **practice)) == "Not wiped"
    assert drive.read_bytes() == held  # it never writes
    drive.write_bytes(bytes(len(held)))
    assert verdict(bench.run("--verify-flash", str(drive), **practice)) == "Wiped"

    (before,) = (bench.folder / "refurb-kit").glob("before-*")
    before.unlink()
    assert verdict(bench.run("--verify-flash", str(drive), **practice)) == "Wiped"  # it is empty
    drive.write_bytes(held)
    assert verdict(bench.run("--verify-flash", str(drive), **practice)) == "To review"

    bench.tool("nvme", f"printf '{WRITTEN_SINCE}'")
    stale = bench.run("--verify-flash", str(drive), **practice)
    assert (stale.returncode, stale.stdout) == (1, "")
    assert stale.stderr.startswith("The drive was written to since it sanitized itself.")


def verdict(done: subprocess.CompletedProcess[str]) -> str:
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.splitlines()[-1].strip()
