"""Tell a value that identifies something from the words that firmware ships instead of one.

The strings are those counted in 162,862 public dmidecode dumps (linuxhw/DMI) and in the eReuse
and GLPI test corpora; the UUIDs are GLPI's default blacklist and several agents'.
"""

import re

from inventory.hardware.facts import Fact
from inventory.hardware.makers import is_brand
from inventory.hardware.wording import tidy

EXACT = frozenset(
    """
    to be filled by o.e.m|to be filled by oem|to-be-filled-by-o.e.m|to-be-filled-by-oem
    default string|default_string|$(default_string)|oem default string000|default
    o.e.m|oem|oem_serial|oem chassis manufacturer|oem chassis version
    system serial number|systemserialnumb|system product name|system manufacturer
    system manufacter|stem manufacturer|system_manufacturer|system version|system name
    product name|serial number|chassis manufacture|chassis manufacturer|chassis version
    chassis serial number|base board manufacturer|base board serial number|base board version
    base board product name|asset tag|no asset tag|no asset information|asset-1234567890
    type1productconfigid|type1family|type1sku0|sku|sku number|asus-notebooksku
    none|n/a|na|not specified|not applicable|not available|not provided|not settable|not present
    unknown|unknow|undefined|invalid|empty|[empty]|standard|(null string)|null
    bad index|<bad index>|<out of spec>|out of spec|not defined
    1234567890|sn 123456789abc|sys-1234567890|sys-9876543210|mb-1234567890|eeepc-0123456789
    bsn12345678901234567|nnnnnnn|eval|iatpass|tulip computers|serial number xxxxxx
    system sku#|notebook|computer|pc|nok
    """.replace("\n", "|")
    .replace("    ", "")
    .strip("|")
    .split("|")
) - {""}
"""Compared after collapsing spaces, folding case and dropping a final dot."""

PREFIXES = (
    "to be filled by o.e.m",
    "type2 - board ",
    "0123456789",
    "123456789",
    "sn-12345",
    "base board chassis location",
    "sku=notprovided",
)

ONLY_AS = {
    "version": frozenset({"1.0", "x.x", "x.xx", "rev 1.0", "lenovo", "lenovo product"}),
    "model": frozenset({"all series", "x.x", "1.0", "portable pc"}),
    "sku": frozenset({"all", "nettopsku", "calpella_crb"}),
}
"""Meaningless in one kind of field, possible in another."""

SHARED_UUIDS = frozenset(
    {
        "03000200-0400-0500-0006-000700080009",
        "00010203-0405-0607-0809-0a0b0c0d0e0f",
        "6ab5b300-538d-1014-9fb5-b0684d007b53",
        "12345678-1234-5678-90ab-cddeefaabbcc",
    }
)
"""UUIDs that many machines carry; runs of one repeated byte are refused by their shape."""

_RUN = re.compile(r"0+|1+|x+|(.)\1{4,}")
_NO_LETTER_OR_DIGIT = re.compile(r"[\W_]*")
_MASKED = re.compile(r"--|X{4,}|\?{2,}|<?(?:REDACTED|FILTER|MASKED|HIDDEN)>?", re.IGNORECASE)
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_ONE_BYTE_REPEATED = re.compile(r"([0-9a-f]{2})\1{15}")


def is_masked(raw: str) -> bool:
    """Say whether somebody hid the value before handing the report on."""
    shown = tidy(raw)
    # Capitals mask (nwipe -q); a run of small ones is what some firmware ships.
    return _MASKED.fullmatch(shown) is not None and set(shown) != {"x"}


def is_placeholder(raw: str, field: str = "") -> bool:
    """Say whether a value identifies nothing.

    `field` is "serial", "model", "manufacturer", "version" or "": some words mean nothing in
    one of them only, as a bare brand does for a serial number.
    """
    folded = tidy(raw).casefold().removesuffix(".").rstrip()
    return (
        folded in EXACT
        or folded.startswith(PREFIXES)
        or folded in ONLY_AS.get(field, ())
        or _RUN.fullmatch(folded) is not None
        or _NO_LETTER_OR_DIGIT.fullmatch(folded) is not None
        or _MASKED.fullmatch(folded) is not None
        or (field == "serial" and (is_brand(folded) or folded.startswith("vmware-")))
    )


def text_fact(raw: object, source: str, field: str = "") -> Fact[str]:
    """Make a fact of a text, None where the text is a placeholder."""
    shown = tidy(raw)
    if not shown or is_placeholder(shown, field):
        return Fact[str](raw=shown, source=source if shown else "")
    return Fact[str](value=shown, raw=shown, source=source)


def uuid_fact(raw: object, source: str) -> Fact[str]:
    """Make a fact of an SMBIOS UUID, in lower case, None where other machines share it."""
    shown = tidy(raw)
    folded = shown.casefold()
    if not _UUID.fullmatch(folded) or is_shared_uuid(folded):
        return Fact[str](raw=shown, source=source if shown else "")
    return Fact[str](value=folded, raw=shown, source=source)


def is_shared_uuid(uuid: str) -> bool:
    """Say whether a lower-case UUID, in either byte order, is one that many machines carry."""
    return _ONE_BYTE_REPEATED.fullmatch(
        uuid.replace("-", "")
    ) is not None or not SHARED_UUIDS.isdisjoint(uuid_spellings(uuid))


def uuid_spellings(uuid: str) -> tuple[str, str]:
    """Give a UUID as it is and with the bytes of its first three groups swapped.

    lshw B.02.18 prints the one where dmidecode and lshw from 2.19.2 on print the other.
    """
    *first_three, fourth, fifth = uuid.split("-")
    swapped = ["".join(reversed(re.findall("..", group))) for group in first_three]
    return uuid, "-".join([*swapped, fourth, fifth])
