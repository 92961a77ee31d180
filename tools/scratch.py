"""Where what tests write and throw away is written quickest."""

import os
import shutil
from pathlib import Path

MEMORY = Path("/dev/shm")  # noqa: S108  files in memory, on Linux
ROOM = 2 * 1024**3  # bytes; a container may have as little as 64 MB there


def scratch_folder() -> str | None:
    """Return the folder of files in memory when there is one with room; None for the usual one.

    A test run commits tens of thousands of times: on a slow disk that took four times as long.
    """
    if not os.access(MEMORY, os.W_OK) or shutil.disk_usage(MEMORY).free < ROOM:
        return None
    return str(MEMORY)
