"""What matters of a machine, in one line: processor, memory, drives."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from django.utils.translation import get_language

from inventory.models import Device, Drive
from inventory.sanitisation import Technology
from refurb.web.templatetags.refurb import binary_size, decimal_size

# What every processor's full name repeats and nobody compares.
_NOISE = re.compile(
    r"\b(?:Intel|AMD|Core|CPU|Processor|with Radeon.*|[0-9]+-Core|\d+(?:th|st|nd|rd) Gen)\b"
    r"|\((?:R|TM)\)|@.*",
    re.IGNORECASE,
)


@lru_cache(maxsize=1_000)  # a workshop knows a few hundred processors
def short_cpu(name: str) -> str:
    """Shorten a processor's name to what people say: i5-8250U, Ryzen 5 3500U."""
    return " ".join(_NOISE.sub(" ", name).split()) or name


def specs(device: Device, drives: Iterable[Drive]) -> str:
    """Say in one line what matters of a machine: processor, memory, drives."""
    language = get_language() or "en"
    parts = [
        short_cpu(device.cpu),
        _memory(device.memory_bytes or 0, language),
        *(_drive(drive.size_bytes or 0, drive.technology, language) for drive in drives),
    ]
    return " · ".join(part for part in parts if part)


@lru_cache(maxsize=1_000)
def _memory(size: int, _language: str) -> str:
    """Say a size of memory in the reader's language, which is the active one."""
    return binary_size(size) if size else ""


@lru_cache(maxsize=1_000)
def _drive(size: int, technology: str, _language: str) -> str:
    """Say a drive in the reader's language, which is the active one."""
    return f"{decimal_size(size) if size else ''} {Technology(technology).label}".strip()
