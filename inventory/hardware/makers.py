"""Fold the spellings of a maker's name into the one that people say.

Spellings and counts: 162,862 dumps of linuxhw/DMI (CC BY 4.0).
"""

import re

from inventory.hardware.wording import tidy

SPELLINGS: dict[str, tuple[str, ...]] = {
    "Acer": ("acer",),
    "Alienware": ("alienware",),
    "AMD": ("amd", "advanced micro devices", "advanced micro devices amd ati"),
    "Apple": ("apple", "apple computer"),
    "ASRock": ("asrock", "asrockrack"),
    "ASUS": ("asus", "asustek", "asustek computer", "asustekcomputer"),
    "AZW": ("azw",),
    "Biostar": ("biostar", "biostar group"),
    "Chuwi": (
        "chuwi",
        "chuwi innovation",
        "chuwi innovation and technology shenzhen",
        "chuwi innovation and technology shenzhen c0",
    ),
    "Clevo": ("clevo",),
    "Compaq": ("compaq", "compaq presario", "compaq presario 061"),
    "Dell": ("dell", "dell computer"),
    "Dynabook": ("dynabook",),
    "ECS": ("ecs", "elitegroup computer system", "elitegroup computer systems"),
    "eMachines": ("emachines",),
    "Foxconn": ("foxconn",),
    "Framework": ("framework",),
    "Fujitsu": ("fujitsu", "fujitsu client computing"),
    "Fujitsu Siemens": ("fujitsu siemens", "fujitsu siemens computers"),
    "Gateway": ("gateway",),
    "Getac": ("getac",),
    "Gigabyte": ("gigabyte", "gigabyte technology", "gigabyte tecohnology"),
    "Google": ("google",),
    "Honor": ("honor",),
    "HP": (
        "hp",
        "hewlett packard",
        "hpe",
        "hewlett packard enterprise",
        "hp pavilion",
        "hp pavilion 06",
        "hp pavilion 061",
    ),
    "Huanan": ("huanan", "huananzhi", "huananzhi x99"),
    "Huawei": ("huawei", "huawei technologies"),
    "IBM": ("ibm",),
    "Intel": ("intel", "intel client systems", "intel r", "intel r client systems"),
    "Lenovo": ("lenovo",),
    "LG": ("lg", "lg electronics"),
    "Medion": ("medion", "medionpc", "medion ag"),
    "Microsoft": ("microsoft",),
    "MSI": (
        "msi",
        "micro star",
        "micro star international",
        "micro star interantional",
        "micro star int l",
        "microstar international",
    ),
    "NEC": ("nec", "nec computers", "nec computers sas"),
    "NVIDIA": ("nvidia",),
    "Packard Bell": ("packard bell", "packard bell bv"),
    "Panasonic": ("panasonic", "matsushita electric industrial"),
    "PC Specialist": ("pc specialist", "pcspecialist"),
    "Pegatron": ("pegatron",),
    "Positivo": ("positivo", "positivo informatica", "positivo informatica s a", "positivo bgh"),
    "Razer": ("razer",),
    "Samsung": ("samsung", "samsung electronics"),
    "Schenker": ("schenker", "schenkertechnologies"),
    "Shuttle": ("shuttle",),
    "Sony": ("sony",),
    "Supermicro": ("supermicro", "super micro computer"),
    "System76": ("system76",),
    "Toshiba": ("toshiba",),
    "Tuxedo": ("tuxedo", "tuxedo computers"),
    "VAIO": ("vaio",),
    "Wortmann": ("wortmann", "wortmann ag"),
    "Xiaomi": ("xiaomi", "timi"),
    "Zotac": ("zotac", "motherboard by zotac"),
}

_CANONICAL = {spelling: maker for maker, all_of in SPELLINGS.items() for spelling in all_of}

_COMPANY_FORMS = frozenset(
    {"inc", "incorporated", "co", "company", "ltd", "limited", "llc"}
    | {"corp", "corporation", "gmbh", "kg", "sa"}
)
_NOT_WORD = re.compile(r"[\W_]+")


def fold_manufacturer(raw: str) -> str:
    """Give the canonical name of a maker; one that the table lacks comes back as typed."""
    return _CANONICAL.get(_squash(raw), tidy(raw))


def is_brand(text: str) -> bool:
    """Say whether a text holds a known maker's name and nothing else."""
    return _squash(text) in _CANONICAL


def _squash(raw: str) -> str:
    words = _NOT_WORD.sub(" ", tidy(raw).casefold()).split()
    return " ".join(word for word in words if word not in _COMPANY_FORMS)
