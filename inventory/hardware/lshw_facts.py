"""Judge a tree of lshw's: tell which machine it is and what is in it."""

import re

from inventory.hardware.chassis import kind_fact
from inventory.hardware.dmi_memory import round_memory
from inventory.hardware.facts import Fact, HardwareFacts
from inventory.hardware.lshw import Node, Tree
from inventory.hardware.lshw_drives import find_drives
from inventory.hardware.makers import fold_manufacturer
from inventory.hardware.naming import (
    Claims,
    choose_manufacturer,
    choose_model,
    choose_part_number,
    choose_serial,
    cpu_fact,
    split_sku,
)
from inventory.hardware.placeholders import is_masked, text_fact, uuid_fact
from inventory.hardware.virtual import is_virtual_drive, is_virtual_machine
from inventory.hardware.wording import tidy, whole_number

MAX_EACH = 16
"""Graphics chips and network addresses taken from one report."""

_MAC = re.compile(r"[0-9a-f]{2}(?::[0-9a-f]{2}){5}")
_WIRELESS = re.compile(r"802\.11|wireless|wi-?fi|wlan", re.IGNORECASE)
_NO_MODULE = re.compile(r"\[empty\]|\bflash\b", re.IGNORECASE)
_SOLDERED = re.compile(r"row of chips|\blpddr", re.IGNORECASE)
_SECOND = re.compile(r"^pci@.*\.[1-7]$")
_NOWHERE = Node({})


def judge_tree(tree: Tree) -> HardwareFacts:
    """Give the facts of a tree; of `lshw -class …` only the parts that it holds."""
    system, core = tree.system or _NOWHERE, tree.core or _NOWHERE
    claims = _claims(system, core)
    drives = find_drives(tree)
    serials = [system.text("serial"), core.text("serial"), system.setting("uuid")]
    return HardwareFacts(
        kind=kind_fact(system.setting("chassis"), "lshw.chassis")
        or kind_fact(system.text("description"), "lshw.system"),
        manufacturer=choose_manufacturer(claims),
        model=choose_model(claims),
        part_number=choose_part_number(claims),
        serial_number=choose_serial(claims),
        board_serial_number=claims.board_serial,
        uuid=uuid_fact(system.setting("uuid"), "lshw.system"),
        mac_addresses=_mac_addresses(tree),
        cpu=_cpu(tree),
        memory_bytes=_memory(tree),
        memory_is_soldered=_soldered(tree),
        drives=drives,
        lists_drives=tree.is_whole,
        gpus=_gpus(tree),
        has_wifi=_wifi(tree),
        battery_present=_battery(tree),
        bios_password_set=_bios_password(system),
        has_uefi=_uefi(tree),
        is_virtual=is_virtual_machine(
            system.text("vendor"), system.text("product"), system.text("serial")
        )
        or any(is_virtual_drive(drive.serial_number.raw) for drive in drives),
        is_anonymised=any(map(is_masked, serials)),
    )


def _claims(system: Node, core: Node) -> Claims:
    product, bracketed = split_sku(system.text("product"), system.setting("sku"))
    sku = system.setting("sku") or bracketed
    return Claims(
        manufacturer=text_fact(system.text("vendor"), "lshw.system", "manufacturer"),
        product=_raw(text_fact(product, "lshw.system", "model"), system.text("product")),
        version=text_fact(system.text("version"), "lshw.system", "version"),
        sku=text_fact(sku, "lshw.system", "sku"),
        serial=text_fact(system.text("serial"), "lshw.system", "serial"),
        board_manufacturer=text_fact(core.text("vendor"), "lshw.core", "manufacturer"),
        board_product=text_fact(core.text("product"), "lshw.core", "model"),
        board_serial=text_fact(core.text("serial"), "lshw.core", "serial"),
        chassis_serial=Fact[str](),
    )


def _raw(fact: Fact[str], raw: str) -> Fact[str]:
    return fact.model_copy(update={"raw": raw})


def _cpu(tree: Tree) -> Fact[str]:
    sockets = [
        node for node in tree.of_class("processor") if node.members.get("disabled") is not True
    ]
    named = (cpu_fact(node.text("product"), "lshw.processor") for node in sockets)
    versions = (cpu_fact(node.text("version"), "lshw.processor") for node in sockets)
    # The version is the SMBIOS name; some lshw leave the product out without /proc/cpuinfo.
    return next((cpu for cpu in (*named, *versions) if cpu), Fact[str]())


def _banks(tree: Tree) -> list[Node]:
    """Give the populated memory modules: not caches, not the BIOS flash chip."""
    return [
        node
        for node in tree.of_class("memory")
        if node.name == "bank"
        and whole_number(node.members.get("size")) is not None
        and not _NO_MODULE.search(node.text("description"))
    ]


def _memory(tree: Tree) -> Fact[int]:
    sizes = [whole_number(bank.members.get("size")) or 0 for bank in _banks(tree)]
    if sizes:
        raw = tidy(" + ".join(map(str, sizes)))
        return Fact[int](value=round_memory(sum(sizes)), raw=raw, source="lshw.bank")
    for node in tree.of_class("memory"):
        size = whole_number(node.members.get("size"))
        if node.name == "memory" and size and not _NO_MODULE.search(node.text("description")):
            return Fact[int](value=round_memory(size), raw=str(size), source="lshw.memory")
    return Fact[int]()


def _soldered(tree: Tree) -> Fact[bool]:
    kinds = [bank.text("description") for bank in _banks(tree)]
    if not kinds:
        return Fact[bool]()
    soldered = all(_SOLDERED.search(kind) for kind in kinds)
    return Fact[bool](value=soldered, raw=kinds[0], source="lshw.bank")


def _gpus(tree: Tree) -> tuple[Fact[str], ...]:
    # Function 1 of a graphics chip is its second output, not a second chip.
    chips = [node for node in tree.of_class("display") if not _SECOND.search(node.text("businfo"))]
    return tuple(_gpu(node) for node in chips if node.text("product"))[:MAX_EACH]


def _gpu(node: Node) -> Fact[str]:
    product, maker = node.text("product"), fold_manufacturer(node.text("vendor"))
    named = product if product.casefold().startswith(maker.casefold()) else f"{maker} {product}"
    return Fact[str](value=tidy(named), raw=product, source="lshw.display")


def _is_wireless(node: Node) -> bool:
    return bool(
        node.setting("wireless")
        or node.text("description").startswith("Wireless")
        or _WIRELESS.search(node.text("product"))
    )


def _wifi(tree: Tree) -> Fact[bool]:
    """Look for a built-in wireless adapter; a full report without one means there is none."""
    built_in = [node for node in tree.of_class("network") if not node.is_on_usb]
    for node in filter(_is_wireless, built_in):
        return Fact[bool](value=True, raw=node.text("product"), source="lshw.network")
    if not tree.is_whole or not built_in:
        return Fact[bool]()
    return Fact[bool](value=False, raw="", source="lshw.network")


def _mac_addresses(tree: Tree) -> tuple[Fact[str], ...]:
    """Give the wired addresses: USB adapters and Wi-Fi cards move from one machine to another."""
    addresses = tuple(
        Fact[str](value=address.casefold(), raw=address, source="lshw.network")
        for node in tree.of_class("network")
        if node.text("businfo").startswith("pci@") and not node.is_on_usb and not _is_wireless(node)
        for address in [node.text("serial")]
        if _MAC.fullmatch(address.casefold()) and address.strip("0:") != ""
    )
    return addresses[:MAX_EACH]


def _battery(tree: Tree) -> Fact[bool]:
    for node in tree.of_class("power"):
        if node.name == "battery":
            return Fact[bool](value=True, raw=node.text("product"), source="lshw.power")
    return Fact[bool]()


def _uefi(tree: Tree) -> Fact[bool]:
    firmware = [node for node in tree.of_class("memory") if node.name == "firmware"]
    if not firmware:
        return Fact[bool]()
    supported = any(node.has_capability("uefi") for node in firmware)
    return Fact[bool](value=supported, raw="uefi" if supported else "", source="lshw.firmware")


def _bios_password(system: Node) -> Fact[bool]:
    states = [system.setting("administrator_password"), system.setting("power-on_password")]
    known = [state for state in states if state in {"enabled", "disabled"}]
    if not known:
        return Fact[bool]()
    return Fact[bool](value="enabled" in known, raw=", ".join(known), source="lshw.system")
