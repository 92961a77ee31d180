"""Machines as Belgian offices and schools replaced them: models of 2015 to 2022.

Serial numbers are drawn in the shape of their maker's: # is a digit, @ a letter, * either, the rest
stands as it is.
"""

from __future__ import annotations

from dataclasses import dataclass

from inventory.kinds import Kind

GB = 1000**3


@dataclass(frozen=True)
class DriveModel:
    """A drive on the market."""

    model: str
    technology: str
    size_bytes: int
    serial: str


DRIVES: dict[str, DriveModel] = {
    "sata256": DriveModel("SAMSUNG MZ7LN256HMJP-000L7", "ssd", 256_060_514_304, "S39@NX0@######"),
    "sata240": DriveModel("KINGSTON SA400S37240G", "ssd", 240_057_409_536, "50026B77########"),
    "sata500": DriveModel("CT500MX500SSD1", "ssd", 500_107_862_016, "19#####@@***"),
    "sata128": DriveModel("LITEON CV3-8D128", "ssd", 128_035_676_160, "TW0@@@@#LOH00######"),
    "nvme256": DriveModel("SAMSUNG MZVLB256HBHQ-000L7", "nvme", 256_060_514_304, "S4ELNX0@######"),
    "nvme512": DriveModel("KXG60ZNV512G TOSHIBA", "nvme", 512_110_190_592, "Y8@S10##@@@#"),
    "nvme1t": DriveModel(
        "WDC PC SN730 SDBQNTY-1T00-1001", "nvme", 1_024_209_543_168, "2#######****"
    ),
    "hdd500": DriveModel("ST500LM021-1KJ152", "hdd", 500_107_862_016, "W6@@****"),
    "hdd500t": DriveModel("TOSHIBA MQ01ACF050", "hdd", 500_107_862_016, "#7@@@@##T"),
    "hdd1t": DriveModel("WDC WD10EZEX-60WN4A0", "hdd", 1_000_204_886_016, "WD-WCC6Y#@@@###"),
    "hdd2t": DriveModel("ST2000DM006-2DM164", "hdd", 2_000_398_934_016, "Z4Z@***@"),
    "emmc64": DriveModel("DF4064", "emmc", 62_537_072_640, "0x########"),
    "flash32": DriveModel("", "emmc", 32 * GB, ""),
    "flash64": DriveModel("", "emmc", 64 * GB, ""),
    "flash128": DriveModel("", "emmc", 128 * GB, ""),
}

CPUS = {
    "i3-7100U": "Intel Core i3-7100U CPU @ 2.40GHz",
    "i5-5350U": "Intel Core i5-5350U CPU @ 1.80GHz",
    "i5-6300U": "Intel Core i5-6300U CPU @ 2.40GHz",
    "i5-6500": "Intel Core i5-6500 CPU @ 3.20GHz",
    "i5-7300U": "Intel Core i5-7300U CPU @ 2.60GHz",
    "i5-7500": "Intel Core i5-7500 CPU @ 3.40GHz",
    "i5-7500T": "Intel Core i5-7500T CPU @ 2.70GHz",
    "i5-8350U": "Intel Core i5-8350U CPU @ 1.70GHz",
    "i5-8500": "Intel Core i5-8500 CPU @ 3.00GHz",
    "i5-8500T": "Intel Core i5-8500T CPU @ 2.10GHz",
    "i5-10210U": "Intel Core i5-10210U CPU @ 1.60GHz",
    "i7-8650U": "Intel Core i7-8650U CPU @ 1.90GHz",
    "i7-8700": "Intel Core i7-8700 CPU @ 3.20GHz",
    "i7-8850H": "Intel Core i7-8850H CPU @ 2.60GHz",
    "N4020": "Intel Celeron N4020 CPU @ 1.10GHz",
    "4650U": "AMD Ryzen 5 PRO 4650U with Radeon Graphics",
}

# kind | maker | model | serial | processors | memory (GB) | drives | inches | pad | how often
_TABLE = """
laptop | Lenovo | ThinkPad T480 | PF#@**** | i5-8350U i7-8650U | 8 8 16 | nvme256 nvme512 | 14 | | 8
laptop | Lenovo | ThinkPad X270 | PC0#@*** | i5-7300U | 8 | sata256 | 12.5 | | 4
laptop | Lenovo | ThinkPad L580 | PF#@**** | i5-8350U | 8 16 | nvme256 sata256 | 15.6 | pad | 5
laptop | Lenovo | ThinkPad T14 Gen 1 | PF#@**** | 4650U i5-10210U | 16 | nvme512 | 14 | | 2
laptop | Lenovo | V110-15ISK | PF0@**** | i3-7100U | 4 8 | hdd500 | 15.6 | pad | 2
laptop | HP | EliteBook 840 G3 | 5CG#####@* | i5-6300U | 8 | sata256 sata128 | 14 | | 7
laptop | HP | EliteBook 840 G5 | 5CG#####@* | i5-8350U i7-8650U | 8 16 | nvme256 nvme512 | 14 | | 7
laptop | HP | ProBook 450 G5 | 5CG#####@* | i5-8350U | 8 | sata256 hdd1t | 15.6 | pad | 6
laptop | HP | ProBook 650 G2 | 5CG#####@* | i5-6300U | 4 8 | hdd500 sata256 | 15.6 | pad | 4
laptop | HP | 14-dq0005nb | 5CG#####@* | N4020 | 4 | emmc64 | 14 | | 2
laptop | Dell | Latitude 5490 | @*@##@2 | i5-8350U | 8 16 | nvme256 sata256 | 14 | | 7
laptop | Dell | Latitude E5570 | @*@##@2 | i5-6300U | 8 | sata256 hdd500t | 15.6 | pad | 5
laptop | Dell | Latitude 7390 | @*@##@2 | i7-8650U | 16 | nvme512 | 13.3 | | 3
laptop | Dell | Latitude 3510 | @*@##@3 | i5-10210U | 8 | nvme256 | 15.6 | pad | 3
laptop | Dell | Precision 5530 | @*@##@2 | i7-8850H | 32 | nvme1t | 15.6 | | 2
laptop | Fujitsu | LIFEBOOK U747 | DSEK0##### | i5-7300U | 8 | sata256 | 14 | | 3
laptop | Acer | TravelMate P259 | NXVEPEH0##########@### | i3-7100U | 4 8 | hdd500t | 15.6 | pad | 2
laptop | Apple | MacBook Air 13 (2017) | C02@***@J1WK | i5-5350U | 8 | sata128 | 13.3 | | 2
desktop | HP | EliteDesk 800 G3 SFF | CZC#####@* | i5-7500 | 8 16 | sata256 hdd1t | | | 6
desktop | HP | ProDesk 600 G4 SFF | CZC#####@* | i5-8500 | 8 | nvme256 | | | 5
desktop | Dell | OptiPlex 7050 | @*@##@2 | i5-6500 i5-7500 | 8 | sata256 hdd500 | | | 6
desktop | Dell | OptiPlex 3060 | @*@##@2 | i5-8500 | 8 16 | sata256 hdd1t | | | 4
desktop | Lenovo | ThinkCentre M720s | PC1@**** | i5-8500 i7-8700 | 8 16 | nvme256 hdd2t | | | 3
desktop | Fujitsu | ESPRIMO D556 | YLTN0##### | i5-6500 | 4 8 | hdd500 | | | 3
mini_pc | HP | EliteDesk 800 G3 DM | CZC#####@* | i5-7500T | 8 | sata256 | | | 4
mini_pc | Dell | OptiPlex 3060 Micro | @*@##@2 | i5-8500T | 8 | nvme256 | | | 3
mini_pc | Lenovo | ThinkCentre M720q | PC1@**** | i5-8500T | 8 16 | nvme256 | | | 3
all_in_one | HP | EliteOne 800 G3 | CZC#####@* | i5-7500 | 8 | sata256 | 23.8 | | 2
all_in_one | Dell | OptiPlex 7450 AIO | @*@##@2 | i5-7500 | 8 | sata256 hdd500 | 23.8 | | 2
tablet | Samsung | Galaxy Tab A 10.1 (2019) | R52##@***** | | | flash32 | 10.1 | | 4
tablet | Apple | iPad (6th generation) | DMP@****JF8J | | | flash32 flash128 | 9.7 | | 3
tablet | Lenovo | Tab M10 | HA1@**** | | | flash32 | 10.1 | | 2
smartphone | Samsung | Galaxy A40 | R58M#@***** | | | flash64 | 5.9 | | 2
smartphone | Apple | iPhone 8 | F17@****JC67 | | | flash64 | 4.7 | | 2
monitor | Dell | P2419H | CN0@**** | | | | 23.8 | | 6
monitor | HP | EliteDisplay E243 | CNC8####@* | | | | 23.8 | | 5
monitor | Iiyama | ProLite XUB2292HS | 11562######## | | | | 21.5 | | 3
router | AVM | FRITZ!Box 7530 | @###.###.##.###.### | | | | | | 2
router | TP-Link | Archer C6 | 22######### | | | | | | 1
printer | Brother | HL-L2350DW | E78####@#@###### | | | | | | 1
"""


@dataclass(frozen=True)
class Model:
    """A machine on the market."""

    kind: Kind
    maker: str
    name: str
    serial: str
    cpus: tuple[str, ...]
    memory_gb: tuple[int, ...]
    drives: tuple[str, ...]  # of DRIVES
    inches: float | None
    has_numeric_pad: bool
    weight: int  # how often it comes


def _read(row: str) -> Model:
    cells = [cell.strip() for cell in row.split("|")]
    kind, maker, name, serial, cpus, memory, drives, inches, pad, weight = cells
    return Model(
        kind=Kind(kind),
        maker=maker,
        name=name,
        serial=serial,
        cpus=tuple(CPUS[each] for each in cpus.split()),
        memory_gb=tuple(int(each) for each in memory.split()),
        drives=tuple(drives.split()),
        inches=float(inches) if inches else None,
        has_numeric_pad=pad == "pad",
        weight=int(weight),
    )


MODELS = tuple(_read(row) for row in _TABLE.strip().splitlines())
