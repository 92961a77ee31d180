"""Draw labels in a process of their own and print JSON: CPU seconds and megabytes on top.

python -m tests.bench.labels 10000
"""

import json
import os
import resource
import sys
import time

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

import django

django.setup()

from inventory.labels import LabelContent, Printing, draw_labels
from tests.bench.data import code_of


def contents(count: int) -> list[LabelContent]:
    """Make that many labels, each another one."""
    return [
        LabelContent(code_of(n), f"https://example.org/D/{code_of(n)}", "ThinkPad", "Atelier")
        for n in range(count)
    ]


def megabytes() -> float:
    """Read the most memory that this process has had; Linux counts in kilobytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    draw_labels(contents(10), Printing("L7160"))  # fonts are read once
    before, started = megabytes(), time.process_time()
    draw_labels(contents(int(sys.argv[1])), Printing("L7160"))
    print(json.dumps([time.process_time() - started, megabytes() - before]))
