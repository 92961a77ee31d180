"""Turn the bytes of an uploaded report into text."""

import codecs

MAX_BYTES = 5 * 1024 * 1024
"""The largest text report that is read; the largest of 3,000 real ones was 0.2 MB."""

# A multi-byte UTF-8 character has at most four bytes: a fault among the last three is a cut.
_LONGEST_CUT_CHARACTER = 3


def decode(raw: bytes) -> str:
    """Decode a report whatever wrote it, with line feeds for ends of lines and without NUL.

    Tries UTF-8 (with or without byte order mark), UTF-16 when it has one (PowerShell 5.1 writes
    that), then Latin-1, which takes every byte. UTF-16 without a mark comes out right for ASCII,
    since its other halves are NUL.
    """
    return _to_text(raw).replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")


def _to_text(raw: bytes) -> str:
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return raw.decode("utf-16", errors="replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        if fault.start >= len(raw) - _LONGEST_CUT_CHARACTER:
            return raw[: fault.start].decode("utf-8-sig")
        return raw.decode("latin-1").removeprefix("ï»¿")
