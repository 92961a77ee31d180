"""Find the internal drives in lshw's tree: no sticks, no card readers, no optical drives."""

import re
from collections import defaultdict

from inventory.hardware.drive_families import technology_of_model
from inventory.hardware.facts import DriveFacts, Fact, Technology
from inventory.hardware.lshw import Node, Tree
from inventory.hardware.placeholders import text_fact
from inventory.hardware.virtual import is_virtual_drive
from inventory.hardware.wording import tidy, whole_number

MAX_DRIVES = 64
"""Drives taken from one report; what lists more is no computer for a household."""

_MEMORY_CARD = re.compile(r"/dev/mmcblk\d+")
_NAMESPACE = re.compile(r"/dev/nvme\d+n\d+")
# "nvme.1b36-<serial in hex>-<model in hex>-00000001": what the namespace knows of its drive.
_NVME_WWID = re.compile(r"nvme\.[0-9a-f]{4}-((?:[0-9a-f]{2})+)-((?:[0-9a-f]{2})+)-[0-9a-f]{8}")
_UNIQUE_WWID = re.compile(r"(?:eui|naa|uuid|t10)\.\S+")

_ROTATIONS = re.compile(r"\d+rpm")


def find_drives(tree: Tree) -> tuple[DriveFacts, ...]:
    """Give every internal drive, SATA and eMMC as disks, NVMe as the controller they sit on."""
    spaces: dict[int, list[Node]] = defaultdict(list)
    for node in filter(_is_sized_namespace, tree.of_class("disk")):
        spaces[id(node.parent)].append(node)
    nvme = [
        _nvme_drive(node, spaces.pop(id(node), []))
        for node in tree.of_class("storage")
        if _is_nvme(node)
    ]
    # What is left has no controller above it: `lshw -class disk` leaves those out.
    loose = [_namespace(node) for left in spaces.values() for node in left if not node.is_on_usb]
    disks = [_disk(node) for node in tree.of_class("disk", "generic") if _is_internal_disk(node)]
    return (*disks, *nvme, *loose)[:MAX_DRIVES]


def _is_nvme(node: Node) -> bool:
    return node.setting("driver") == "nvme" and not node.is_on_usb


def _is_namespace(node: Node) -> bool:
    return node.name == "namespace" or node.text("businfo").startswith("nvme@")


def _is_sized_namespace(node: Node) -> bool:
    # Junk namespaces (hwmon0, /dev/ng0n1) have no size.
    return _is_namespace(node) and _size(node).value is not None


def _is_internal_disk(node: Node) -> bool:
    if node.text("class") == "generic" and not node.logical_names:
        return False
    if _is_namespace(node) or node.name in {"cdrom", "medium"} or node.is_on_usb:
        return False
    if any(_MEMORY_CARD.fullmatch(name) for name in node.logical_names):
        return not node.has_capability("removable")
    if node.text("class") != "disk" or node.has_capability("removable"):
        return False
    # A card reader without a card has no size; a dead disk has none either, but has a serial.
    return _size(node).value is not None or node.text("serial") != ""


def _size(node: Node) -> Fact[int]:
    return Fact[int](
        value=whole_number(node.members.get("size")),
        raw=node.text("size"),
        source="lshw.disk" if node.text("size") else "",
    )


def _device_name(node: Node) -> str:
    return next((name for name in node.logical_names if name.startswith("/dev/")), "")


def _disk(node: Node) -> DriveFacts:
    is_card = _MEMORY_CARD.fullmatch(_device_name(node)) is not None
    return DriveFacts(
        serial_number=_card_serial(node) if is_card else _serial(node, "lshw.disk"),
        model=text_fact(node.text("product"), "lshw.disk", "model"),
        size_bytes=_size(node),
        technology=_card_technology() if is_card else _technology(node),
        wwn=_wwn(node),
        device_name=_device_name(node),
    )


def _serial(node: Node, source: str) -> Fact[str]:
    serial = text_fact(node.text("serial"), source, "serial")
    # QEMU numbers the first disk of every machine QM00001.
    return serial.model_copy(update={"value": None}) if is_virtual_drive(serial.raw) else serial


def _card_serial(node: Node) -> Fact[str]:
    """Write an eMMC serial as the kernel and every other tool do: lshw alone prints decimal."""
    number = whole_number(node.text("serial"))
    if number is None:
        return _serial(node, "lshw.disk")
    return Fact[str](value=f"{number:#010x}", raw=node.text("serial"), source="lshw.disk")


def _card_technology() -> Fact[Technology]:
    return Fact[Technology](value="emmc", raw="mmcblk", source="lshw.disk")


def _technology(node: Node) -> Fact[Technology]:
    capabilities = node.members.get("capabilities")
    for name in capabilities if isinstance(capabilities, dict) else ():
        if _ROTATIONS.fullmatch(name):
            return Fact[Technology](value="hdd", raw=tidy(name), source="lshw.disk")
    model = node.text("product")
    return Fact[Technology](value=technology_of_model(model), raw=model, source="lshw.disk.model")


def _wwn(node: Node) -> Fact[str]:
    wwid = node.setting("wwid")
    if not _UNIQUE_WWID.fullmatch(wwid):
        return Fact[str](raw=wwid, source="lshw.disk" if wwid else "")
    return Fact[str](value=wwid, raw=wwid, source="lshw.disk")


def _nvme_drive(node: Node, spaces: list[Node]) -> DriveFacts:
    """Join a controller, which knows model and serial, with its namespaces, which know sizes."""
    known = _namespace(spaces[0]) if spaces else DriveFacts()
    total = sum(_size(one).value or 0 for one in spaces)
    serial = _serial(node, "lshw.storage")
    # Without a serial the product is the chip's name out of the PCI table (B.02.18).
    model = text_fact(node.text("product"), "lshw.storage", "model") if serial else Fact[str]()
    return known.model_copy(
        update={
            "serial_number": serial or known.serial_number or serial,
            "model": model
            or known.model
            or Fact[str](raw=node.text("product"), source="lshw.storage"),
            "size_bytes": known.size_bytes.model_copy(update={"value": whole_number(total)}),
            "technology": Fact[Technology](value="nvme", raw="nvme", source="lshw.storage"),
        }
    )


def _namespace(node: Node) -> DriveFacts:
    """Read a namespace alone; its kernel name spells model and serial where it has no EUI."""
    wwid = node.setting("wwid")
    spelled = _NVME_WWID.fullmatch(wwid)
    serial, model = (
        (bytes.fromhex(part).decode("latin-1") for part in spelled.groups())
        if spelled
        else ("", "")
    )
    return DriveFacts(
        serial_number=text_fact(serial, "lshw.namespace", "serial"),
        model=text_fact(model, "lshw.namespace", "model"),
        size_bytes=_size(node),
        technology=Fact[Technology](value="nvme", raw="nvme", source="lshw.namespace"),
        wwn=_wwn(node),
        device_name=next((n for n in node.logical_names if _NAMESPACE.fullmatch(n)), ""),
    )
