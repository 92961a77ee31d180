"""The bench kit as a volunteer runs it: in this system's shell, against a real server."""

from __future__ import annotations

import json
import os
import struct
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
PRACTICE = {"REFURB_PRACTICE": "yes", "REFURB_PLACES": "256"}
NEVER = r"\377\377\000\000\000\000\000\000"
POWER_ON, FORMAT_START, FORMAT_DONE = 4, 7, 8  # types of events
ERASE_USER_DATA = 1 << 9  # SES in CDW10 of Format NVM


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

    assert bench.run("--before-flash", str(drive), **PRACTICE).returncode == 0
    assert verdict(bench.run("--verify-flash", str(drive), **PRACTICE)) == "Not wiped"
    assert drive.read_bytes() == held  # it never writes
    drive.write_bytes(bytes(len(held)))
    assert verdict(bench.run("--verify-flash", str(drive), **PRACTICE)) == "Wiped"

    (before,) = (bench.folder / "refurb-kit").glob("before-*")
    before.unlink()
    assert verdict(bench.run("--verify-flash", str(drive), **PRACTICE)) == "Wiped"  # it is empty
    drive.write_bytes(held)
    assert verdict(bench.run("--verify-flash", str(drive), **PRACTICE)) == "To review"

    bench.tool("nvme", f"printf '{WRITTEN_SINCE}'")
    stale = bench.run("--verify-flash", str(drive), **PRACTICE)
    assert (stale.returncode, stale.stdout) == (1, "")
    assert stale.stderr.startswith("The drive was written to since it sanitized itself.")


def event(kind: int, at: int, data: bytes, own: bytes = b"") -> bytes:
    """Write an entry of the Persistent Event Log; own is what a maker adds before the data."""
    head = struct.pack("<BBBBH6s2s6sHH", kind, 1, 21, 0, 1, at.to_bytes(6, "little"), b"", b"",
                       len(own), len(own + data))  # fmt: skip
    return head + own + data


def remembered(*events: bytes, serial: str = SERIAL) -> bytes:
    """Write a Persistent Event Log: its header of 512 bytes, then the events, newest first."""
    length = 512 + sum(map(len, events))
    head = struct.pack("<B3sIQBBH", 13, b"", len(events), length, 1, 0, 492) + bytes(36)
    return (head + serial.encode().ljust(20)).ljust(512, b"\0") + b"".join(events)


def format_events(at: int, *, status: int = 0, own: bytes = b"") -> tuple[bytes, bytes]:
    """Give the completion and the start of a Format, as the log has them."""
    start = event(FORMAT_START, at, struct.pack("<IB3sI", 1, 0, b"", ERASE_USER_DATA), own)
    done = event(FORMAT_DONE, at + 40, struct.pack("<IBBHI", 1, 0, status, 0, 0), own)
    return done, start


BOOT = event(POWER_ON, 9_000, bytes(40))
OLD = format_events(1_000)
FORMATTED = format_events(8_000, own=b"maker's")
FAILED = format_events(8_000, status=1)


@pytest.fixture
def nvme(bench: Bench) -> Path:
    """Put an nvme-cli beside the kit that was never sanitized; give its log of events."""
    (bench.folder / "ctrl.bin").write_bytes(bytes(516) + b"\1\0\0\0" + bytes(3576))
    log = bench.folder / "events.bin"
    # shell: nvme persistent-event-log DRIVE --action=A --log_len=N [-b]
    bench.tool("nvme", f"""
case $1 in
  sanitize-log) printf '{NEVER}' ;;
  id-ctrl) cat {bench.folder}/ctrl.bin ;;
  persistent-event-log)
    case "$3 $5" in
      '--action=1 -b' | '--action=0 -b') head -c "${{4#--log_len=}}" {log} ;;
      *) echo 'Releasing Persistent Event Log Context' ;;
    esac ;;
esac""")  # fmt: skip
    return log


def test_a_format_that_the_drive_remembers_is_its_own_word(bench: Bench, nvme: Path) -> None:
    drive = bench.folder / "nvme-practice"
    drive.write_bytes(os.urandom(8 << 20))
    nvme.write_bytes(remembered(*OLD))
    assert bench.run("--before-flash", str(drive), **PRACTICE).returncode == 0
    drive.write_bytes(bytes(8 << 20))

    def shown(log: bytes) -> str:
        nvme.write_bytes(log)
        asked = ("--verify-flash", str(drive), "--operation", "format_user_data")
        return verdict(bench.run(*asked, **PRACTICE))

    assert {
        "since the samples": shown(remembered(BOOT, *FORMATTED, *OLD)),
        "it failed": shown(remembered(BOOT, *FAILED, *OLD)),
        "it never ended": shown(remembered(BOOT, FORMATTED[1], *OLD)),
        "none since the samples": shown(remembered(BOOT, *OLD)),
        "which was last, nobody can tell": shown(remembered(BOOT, *OLD, *FORMATTED)),
        "another drive's log": shown(remembered(*FORMATTED, serial="ANOTHER")),
        "cut": shown(remembered(*FORMATTED)[:-20]),
        "no Format": shown(remembered(BOOT)),
        "no log": shown(b""),
    } == {
        "since the samples": "Wiped",
        "it failed": "Not wiped",
        "it never ended": "Not wiped",
        "none since the samples": "To review",
        "which was last, nobody can tell": "To review",
        "another drive's log": "To review",
        "cut": "To review",
        "no Format": "To review",
        "no log": "To review",
    }


def test_a_drive_that_names_its_last_format_needs_no_word_of_the_volunteer(
    bench: Bench, nvme: Path
) -> None:
    drive = bench.folder / "nvme-practice"
    drive.write_bytes(bytes(8 << 20))
    nvme.write_bytes(remembered(BOOT, *FORMATTED))
    assert verdict(bench.run("--verify-flash", str(drive), **PRACTICE)) == "Wiped"
    (sent,) = (bench.folder / "refurb-kit").glob("*/sent/wipe-*.json")
    (report,) = json.loads(sent.read_text())["drives"]
    assert (report["operation"], report["status"]) == (
        "format_user_data",
        {
            "source": "nvme_event_log",
            "completed": True,
            "nsid": 1,
            "fna": 0,
            "cdw10": ERASE_USER_DATA,
            "format_status": 0,
            "status_field": 0,
            "namespaces": 1,
        },
    )


def verdict(done: subprocess.CompletedProcess[str]) -> str:
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.splitlines()[-1].strip()
