"""Tell flash from magnetic disks by the maker's model number, where nothing better is said.

Fail-closed: what fits no family, and a disk with a flash cache inside, stays unknown, which
sanitising treats as flash. Sources: the makers' guides to their model numbers and product lists.
Western Digital: WD, capacity, letters is a disk (WD10EZEX: 1.0 TB), WDS… is flash. Seagate: ST,
capacity, two letters is a disk, but F… and HM are flash. Toshiba: MK, MQ, DT, HDW are disks.
"""

import re
from typing import Final

from inventory.hardware.facts import Technology

# A magnetic disk that also holds flash: overwriting does not reach what the cache keeps.
_HYBRID = re.compile(
    r"SSHD|\bST\d{3,}LX\d|\bST\d{3,}DX00[12]|\bST(?:500LM000|500LM020|1000LM014)|\bST\d{8,}AS\b.*XT"
    r"|\bWD\d{2}J31X|\bM[KQ]\d\w{4,8}H\b",
    re.IGNORECASE,
)
# Names that only flash carries: Samsung MZ…, Crucial CT…, Kingston SA400, WD WDS…, Hynix HFS…
_FLASH = re.compile(
    r"\bSSD|SSD\b|SSD\d|solid.state|\bMZ[-A-Z\d]|\bWDS\d|CRUCIAL[_ ]CT|\bCT\d{2,4}(?:MX|BX|M[45])"
    r"|\bSA400|\bSUV?\d{3}S|\bSV\d{3}S|\bSKC\d|\bTS\d+G(?:SSD|MTS)|\bSD[78]S|\bHFS\d+G|\bTHNS"
    r"|\bKBG\d|\bLITEON|\bC400-MT|\bST\d{3,}(?:F[A-Z]|HM)\d",
    re.IGNORECASE,
)
_MAGNETIC = re.compile(
    r"\bST\d{3,}[A-Z]{2}|\bWD\d{3,}|\bWD\d{2}[A-Z]{3,4}\b|\bH[DTU][ST]\d{5}|HITACHI H|\bHGST H"
    r"|TOSHIBA (?:MK|MQ|DT|HDW)|\bM[KQ]\d{4}|\bMQ0\d[A-Z]{3}\d|\bDT0\d[A-Z]{3}\d"
    r"|SAMSUNG H[DM]\d|SAMSUNG SP\d|FUJITSU M|\bMAXTOR|\bST9|\bHM\d{3}[A-Z]I",
    re.IGNORECASE,
)
FAMILIES: Final[tuple[tuple[re.Pattern[str], Technology], ...]] = (
    (_HYBRID, "unknown"),
    (_FLASH, "ssd"),
    (_MAGNETIC, "hdd"),
)


def technology_of_model(model: str) -> Technology:
    """Name what stores the data in a drive of this model; unknown when its name doesn't say."""
    return next((found for pattern, found in FAMILIES if pattern.search(model)), "unknown")
