"""Fuzz every parser of reports in turn: `make fuzz`.

    python -m tests.fuzz.run [SECONDS] [TARGET…]

It starts from our own samples and, where they are at hand, the real ones in ../shared. An input
that breaks something is kept in var/fuzz/ under its target's name. Exits with 1 after one.
"""

import subprocess
import sys
from pathlib import Path

from refurb.demo.nwipe import Log
from tests.inventory.hardware.shapes import SAMPLES, as_b_02_19, thinkpad
from tests.inventory.hardware.test_edid import printed
from tests.inventory.wipe_logs.test_sanitize import GOOD
from tests.inventory.wipe_logs.test_sanitize import report as sanitized

TARGETS = (
    *("read_report", "wipe_log", "dmidecode", "lshw", "lshw_xml", "hdparm", "batteries"),
    "edid",
)
ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared" / "data" / "reports"
KEPT = ROOT / "var" / "fuzz"
SECONDS = 60
LARGEST = 65_536
# One input: 5 seconds, 1 GB. A real report takes milliseconds.
OPTIONS = (f"-max_len={LARGEST}", "-timeout=5", "-rss_limit_mb=1024", "-print_final_stats=1")


def seeds() -> list[bytes]:
    """Give what to start from: each format that is at hand, at most as long as inputs get."""
    own = [path.read_bytes() for path in sorted(SAMPLES.iterdir())]
    own += [as_b_02_19(thinkpad()), Log().text().encode()]
    own += [
        b"POWER_SUPPLY_NAME=B\nPOWER_SUPPLY_CHARGE_FULL=4\nPOWER_SUPPLY_CHARGE_FULL_DESIGN=5\n",
        b"  native-path: BAT0\n  power supply: yes\n  energy-full: 39,2 Wh\n  capacity: 76,2%\n",
        b"\n/dev/sda:\n\nATA device, with non-removable media\n\tSerial Number: Y\n",
        b'<?xml version="1.0"?>\n<node id="pc" class="system"><product>X</product></node>\n',
        b'{"type": "Snapshot", "data": {"dmidecode": "", "lshw": {"id": "pc", "class": "system"}}}',
        sanitized(GOOD),
        printed("card1-eDP-1", cm=(31, 17)).encode(),
    ]
    real = (path for path in SHARED.rglob("*") if path.is_file())
    return own + [path.read_bytes() for path in real if path.stat().st_size <= LARGEST]


def fuzz(target: str, seconds: int) -> bool:
    """Fuzz one target in a process of its own; say whether nothing broke."""
    corpus = KEPT / "corpus" / target
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds()):
        (corpus / f"seed-{number}").write_bytes(seed[:LARGEST])
    kept = f"-artifact_prefix={KEPT / f'{target}-'}"
    command = [sys.executable, "-m", "tests.fuzz.one", target, kept, *OPTIONS]
    done = subprocess.run([*command, f"-max_total_time={seconds}", str(corpus)], check=False)
    print(f"{target}: {'nothing broke' if done.returncode == 0 else 'BROKEN, see var/fuzz/'}")
    return done.returncode == 0


def main(arguments: list[str]) -> int:
    """Fuzz the targets named, else all, each for so many seconds."""
    seconds = int(arguments.pop(0)) if arguments and arguments[0].isdecimal() else SECONDS
    unknown = set(arguments) - set(TARGETS)
    if unknown:
        print(f"There is no target {', '.join(sorted(unknown))}: {', '.join(TARGETS)}.")
        return 2
    fine = [fuzz(target, seconds) for target in arguments or TARGETS]
    return 0 if all(fine) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
