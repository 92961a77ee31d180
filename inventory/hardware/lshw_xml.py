"""Read `lshw -xml` into the shape of its JSON: the same tree under the same names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from inventory.hardware.loose_json import MAX_DEPTH, Json, LooseJson

type Members = dict[str, Json]

_LOOKS = re.compile(r"<(?:list>\s*)?<?node\s[^>]{0,200}\bclass=|<node id=")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
# A question for a password or a warning may stand before it.
_START = re.compile(r"^[ \t]*(?=<(?:\?xml\b|list>|node\b))", re.M)
_NUMBERS = frozenset({"size", "capacity", "width", "clock"})
_TAG = re.compile(r"<(/?)node\b")


def is_lshw_xml(text: str) -> bool:
    """Say whether a text is lshw's XML: a node at the top, or a list of them."""
    start = _DECLARATION.sub("", _from_its_start(text[:20_000])).lstrip()
    return start.startswith("<") and _LOOKS.search(start) is not None


def read_lshw_xml(text: str) -> LooseJson:
    """Read the tree; a cut file is closed where it breaks off, entities are refused."""
    body = _DECLARATION.sub("", _from_its_start(text), count=1).strip()
    if _depth(body) > MAX_DEPTH:
        return LooseJson(objects=(), is_too_deep=True)
    try:
        root = fromstring(body)
    except ParseError:
        return _read_cut(body)
    except DefusedXmlException:
        return LooseJson(objects=())
    return LooseJson(objects=tuple(_tops(root)))


def _from_its_start(text: str) -> str:
    """Leave out what stands before the first tag; what begins with one is taken whole."""
    found = None if text.lstrip().startswith("<") else _START.search(text, 0, 2_000)
    return text[found.end() :] if found else text


def _depth(body: str) -> int:
    depth = deepest = 0
    for closing in (found[1] for found in _TAG.finditer(body)):
        depth += -1 if closing else 1
        deepest = max(deepest, depth)
    return deepest


def _read_cut(body: str) -> LooseJson:
    """Drop what follows the last whole line of a node's own, and close the nodes left open."""
    kept = body[: body.rfind(">") + 1]
    kept = kept[: kept.rfind("\n<") if "\n<" in kept and not kept.endswith("</node>") else None]
    open_nodes = [found[1] for found in _TAG.finditer(kept)]
    missing = open_nodes.count("") - open_nodes.count("/")
    closing = "</node>" * max(missing, 0) + ("</list>" if kept.startswith("<list") else "")
    try:
        root = fromstring(kept + closing)
    except (ParseError, DefusedXmlException):
        return LooseJson(objects=(), is_cut=True)
    return LooseJson(objects=tuple(_tops(root)), is_cut=True)


def _tops(root: Element) -> Iterator[Members]:
    for node in [root] if root.tag == "node" else root.iterfind("node"):
        yield _members(node)


def _members(node: Element) -> Members:
    # claimed="true", disabled="true" are attributes here, booleans in JSON.
    members: Members = {key: value == "true" or value for key, value in node.attrib.items()}
    children: list[Json] = []
    names: list[Json] = []
    for part in node:
        text = (part.text or "").strip()
        if part.tag == "node":
            children.append(_members(part))
        elif part.tag == "logicalname":
            names.append(text)
        elif part.tag == "configuration":
            members["configuration"] = {str(one.get("id")): one.get("value") for one in part}
        elif part.tag == "capabilities":
            members["capabilities"] = {str(one.get("id")): one.text or True for one in part}
        elif part.tag in _NUMBERS:
            members[part.tag] = int(text[:18]) if text.isdecimal() else text
        else:
            members[part.tag] = text
    return members | {"children": children, "logicalname": names}
