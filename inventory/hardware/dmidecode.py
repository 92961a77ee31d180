"""Read the text that dmidecode prints, damaged and masked tables included."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

SYSTEM, BOARD, CHASSIS, PROCESSOR, MEMORY_MODULE, MEMORY_DEVICE = 1, 2, 3, 4, 6, 17
BATTERY, HARDWARE_SECURITY, TPM, END_OF_TABLE = 22, 24, 43, 127
BIOS = 0

_TITLES = {
    "BIOS Information": BIOS,
    "System Information": SYSTEM,
    "Base Board Information": BOARD,
    "Chassis Information": CHASSIS,
    "Processor Information": PROCESSOR,
    "Memory Module Information": MEMORY_MODULE,
    "Physical Memory Array": 16,
    "Memory Device": MEMORY_DEVICE,
    "Portable Battery": BATTERY,
    "Hardware Security": HARDWARE_SECURITY,
    "TPM Device": TPM,
    "End Of Table": END_OF_TABLE,
}

_HANDLE = re.compile(r"\s*Handle 0x[0-9A-Fa-f]+")
# Up to the comma or the end: "DMI type 22" alone would take the vendors' 220 to 229 as batteries.
_TYPE = re.compile(r"\bDMI type (\d{1,3})\b")
_MASKED_LINE = re.compile(r"^[ \t]*[0-9A-Fa-f]{32}\s*?$", re.MULTILINE)
_VERSION = re.compile(r"^#?[ \t]*dmidecode(?:\.exe)? v?(\d[\w.+-]{0,20})", re.MULTILINE)
_COUNT = re.compile(r"^[ \t]*(\d{1,5}) structures occupying", re.MULTILINE)
_DAMAGE = ("wrong dmi structures", "truncated", "invalid entry length", "is broken")
_NO_ACCESS = ("permission denied", "no smbios nor dmi entry point found")
# A server's table has hundreds of records that nobody asks for.
_WANTED = frozenset(
    {BIOS, SYSTEM, BOARD, CHASSIS, PROCESSOR, MEMORY_MODULE, MEMORY_DEVICE, BATTERY}
    | {HARDWARE_SECURITY, TPM}
)


@dataclass
class Record:
    """One structure of the table; `values` holds the first of each key, as printed."""

    kind: int = -1
    title: str = ""
    values: dict[str, str] = field(default_factory=dict)

    def __getitem__(self, key: str) -> str:
        """Give a value, "" when the record lacks it."""
        return self.values.get(key, "")


@dataclass(frozen=True)
class Dump:
    """All records of one dmidecode run, and what the text says about its own state."""

    records: tuple[Record, ...]
    tool_version: str
    has_masked_lines: bool
    supports_uefi: bool | None  # None: the firmware's record is missing
    is_damaged: bool
    is_cut: bool
    lacks_access: bool

    def all_of(self, kind: int) -> list[Record]:
        """Give the records of one DMI type, in the order of the table."""
        return [record for record in self.records if record.kind == kind]


def read_dump(text: str) -> Dump:
    """Read a whole dmidecode text, whatever its indentation (BSD, Windows, RHEL 3)."""
    # No value stands alone on its line: what does is a digest, put there instead of a value.
    has_masked_lines = _MASKED_LINE.search(text) is not None
    records = tuple(_records(_MASKED_LINE.sub("", text) if has_masked_lines else text))
    folded = text.casefold()
    version = _VERSION.search(text)
    count = _COUNT.search(text) if " structures occupying" in text else None
    has_end = any(record.kind == END_OF_TABLE for record in records)
    return Dump(
        records=records,
        tool_version=version[1] if version else "",
        has_masked_lines=has_masked_lines,
        supports_uefi=_uefi(text, records),
        is_damaged=any(words in folded for words in _DAMAGE),
        is_cut=count is not None and not has_end and len(records) < int(count[1]),
        lacks_access=any(words in folded for words in _NO_ACCESS),
    )


def _uefi(text: str, records: tuple[Record, ...]) -> bool | None:
    if not any(record.kind == BIOS for record in records):
        return None
    return "\tUEFI is supported" in text or " UEFI is supported" in text


def _records(text: str) -> Iterator[Record]:
    block: list[str] = []
    has_title = False
    for line in filter(None, map(str.rstrip, text.split("\n"))):
        is_title = not line[0].isspace() and line in _TITLES
        # A damaged handle line leaves only the title to go by.
        is_handle = "Handle 0x" in line and _HANDLE.match(line) is not None
        if is_handle or (is_title and (has_title or not block)):
            if block:
                yield _record(block)
            block, has_title = [line], is_title
        elif block:
            block.append(line)
            has_title = has_title or is_title
    if block:
        yield _record(block)


def _record(block: list[str]) -> Record:
    record = Record()
    depth_of_keys = 0
    for line in block:
        words = line.strip()
        if not record.title:
            _head(record, words)
            if record.kind >= 0 and record.kind not in _WANTED:
                break
            continue
        depth = len(line.expandtabs()) - len(words)
        depth_of_keys = depth_of_keys or depth
        # What stands deeper belongs to a list, as the BIOS characteristics do.
        if depth <= depth_of_keys:
            key, colon, value = words.partition(":")
            if colon:
                record.values.setdefault(key, value.strip())
    return record


def _head(record: Record, words: str) -> None:
    """Take the handle line, the type line that old versions print below it, or the title."""
    number = _TYPE.search(words)
    if number:
        record.kind = int(number[1])
    elif not _HANDLE.match(words):
        record.title = words
        if record.kind < 0:
            record.kind = _TITLES.get(words, -1)
