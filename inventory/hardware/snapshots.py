"""Take an eReuse Workbench snapshot apart: what each of the tools in it printed.

Four generations: Workbench 11 (a device and its components, lshw under "debug"), 2022 (objects
under "data"), workbench-script (texts under "data"), and the same wrapped once more as a
credential. Its "erase" proves nothing: the script that fills it in returns an empty text.
"""

from __future__ import annotations

from dataclasses import dataclass

from inventory.hardware.chassis import kind_fact
from inventory.hardware.facts import Fact, HardwareFacts
from inventory.hardware.loose_json import Json, LooseJson, read_loose_json
from inventory.hardware.makers import fold_manufacturer
from inventory.hardware.placeholders import text_fact
from inventory.hardware.wording import tidy

type Members = dict[str, Json]

_KINDS = {"Snapshot", "DeviceSnapshotV1"}
_TOOLS = ("lshw", "dmidecode", "smart", "smartctl", "inxi", "lsblk")


@dataclass(frozen=True)
class Snapshot:
    """The prints in a snapshot: texts as they are, JSON read; and what it names itself."""

    version: str
    dmidecode: str
    documents: tuple[LooseJson, ...]  # lshw, smartctl, inxi, lsblk, in this order of trust
    named: HardwareFacts | None


def is_snapshot(members: Members) -> bool:
    """Say whether a JSON object is a snapshot of any generation."""
    if tidy(members.get("type")) not in _KINDS:
        return False
    return "data" in members or "components" in members or "device" in members


def take_apart(members: Members) -> Snapshot:
    """Give what the tools printed; a tool that is missing or empty is left out."""
    inner = _unwrapped(members)
    prints = _within(inner, "data") | _within(inner, "debug")
    documents = [_document(prints.get(tool)) for tool in _TOOLS if tool != "dmidecode"]
    dmidecode = prints.get("dmidecode")
    return Snapshot(
        version=tidy(inner.get("version"))[:40],
        dmidecode=dmidecode if isinstance(dmidecode, str) else "",
        documents=tuple(one for one in documents if one is not None and one.objects),
        named=_named(_within(inner, "device")),
    )


def _unwrapped(members: Members) -> Members:
    inner = _within(members, "data")
    return inner if tidy(inner.get("type")) in _KINDS else members


def _within(members: Members, key: str) -> Members:
    inner = members.get(key)
    return inner if isinstance(inner, dict) else {}


def _document(printed: Json) -> LooseJson | None:
    """Read a print that may be an object, a list of them, a text, or a list of texts."""
    if isinstance(printed, str):
        return read_loose_json(printed)
    if isinstance(printed, dict):
        return LooseJson(objects=(printed,))
    if not isinstance(printed, list):
        return None
    objects: list[Members] = [one for one in printed if isinstance(one, dict)]
    for text in (one for one in printed if isinstance(one, str)):
        objects += read_loose_json(text).objects
    return LooseJson(objects=tuple(objects), is_list=True)


def _named(device: Members) -> HardwareFacts | None:
    """Read what Workbench 11 made of the machine itself: used where its tools' prints are gone."""
    if not device:
        return None
    maker = text_fact(device.get("manufacturer"), "workbench", "manufacturer")
    if maker.value is not None:
        maker = maker.model_copy(update={"value": fold_manufacturer(maker.value)})
    return HardwareFacts(
        kind=kind_fact(device.get("type"), "workbench"),
        manufacturer=maker,
        model=text_fact(device.get("model"), "workbench", "model"),
        part_number=text_fact(device.get("sku"), "workbench", "sku"),
        serial_number=text_fact(device.get("serialNumber"), "workbench", "serial"),
        cpu=Fact[str](),
    )
