"""Import a thousand dumps of dmidecode in a process of its own: run.py starts this.

python -m tests.bench.imports 1000
"""

import io
import json
import logging
import os
import sys
import tempfile
import time
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

import django

django.setup()

from django.core.management import call_command

from inventory.models import Device
from tests.cast import make_cast
from tests.makers import make_donation

SAMPLE = Path(__file__).parent.parent / "inventory/hardware/samples/latitude.dmidecode.txt"
REAL_SIZE = 18_000  # the median of 3,000 public dumps
PADDING = b"Handle 0xDD00, DMI type 221, 26 bytes\nOEM-specific Type\n\tStrings:\n\t\tTest\n\n"


def dump(number: int) -> bytes:
    """Write the dump of one machine, as long as real ones are."""
    raw = SAMPLE.read_bytes()
    raw = raw.replace(b"5QZXT42", b"T%06d" % number).replace(b"4c4c4544-0051", b"%013x" % number)
    return raw + PADDING * ((REAL_SIZE - len(raw)) // len(PADDING))


def main(count: int) -> tuple[float, float]:
    """Import them as new devices of one donation; give the seconds on the clock and of CPU."""
    donation = make_donation(make_cast().tom)
    with tempfile.TemporaryDirectory(prefix="refurb-dumps-") as folder:
        for number in range(count):
            (Path(folder) / f"{number:05}.txt").write_bytes(dump(number))
        started, cpu = time.perf_counter(), time.process_time()
        arguments = [folder, "--donation", donation.reference]
        call_command("import_hardware", *arguments, stdout=io.StringIO())
        took = time.perf_counter() - started, time.process_time() - cpu
    assert Device.objects.count() == count
    return took


if __name__ == "__main__":
    logging.disable(logging.INFO)
    call_command("migrate", verbosity=0)
    print(json.dumps(main(int(sys.argv[1]))))
