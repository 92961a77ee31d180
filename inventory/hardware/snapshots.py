"""Take an eReuse Workbench snapshot apart: what each of the tools in it printed.

Four generations: Workbench 11 (a device and its components, lshw under "debug"), 2022 (objects
under "data"), workbench-script (texts under "data"), and the same wrapped once more as a
credential. Its "erase" proves nothing: the script that fills it in returns an empty text.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from inventory.hardware.facts import HardwareFacts
from inventory.hardware.loose_json import Json, LooseJson, read_loose_json
from inventory.hardware.wording import tidy
from inventory.hardware.workbench_parts import named_facts

type Members = dict[str, Json]

_KINDS = {"Snapshot", "DeviceSnapshotV1"}
_TOOLS = ("lshw", "smart", "smartctl", "inxi", "lsblk")


@dataclass(frozen=True)
class Snapshot:
    """The prints in a snapshot: texts as they are, JSON read; and what it names itself."""

    version: str
    uuid: UUID | None  # by which workbench-script's QR code leads to it
    dmidecode: str
    documents: tuple[LooseJson, ...]  # lshw, smartctl, inxi, lsblk, in this order of trust
    batteries: str
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
    documents = [_document(prints.get(tool)) for tool in _TOOLS]
    return Snapshot(
        version=tidy(inner.get("version"))[:40],
        uuid=_uuid(inner.get("uuid")),
        dmidecode=_printed(prints.get("dmidecode")),
        documents=tuple(one for one in documents if one is not None and one.objects),
        batteries=_printed(prints.get("battery")),
        named=named_facts(inner),
    )


def _uuid(text: Json) -> UUID | None:
    try:
        return UUID(text) if isinstance(text, str) else None
    except ValueError:
        return None


def _printed(text: Json) -> str:
    return text if isinstance(text, str) else ""


def _unwrapped(members: Members) -> Members:
    wrapped = members.get("data")
    if isinstance(wrapped, str):  # a credential that wraps the snapshot as a text
        objects = read_loose_json(wrapped).objects
        wrapped = objects[0] if objects else None
    inner = wrapped if isinstance(wrapped, dict) else {}
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
