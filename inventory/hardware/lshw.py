"""Walk the tree that lshw prints as JSON, in any of the shapes of its versions."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from inventory.hardware.loose_json import Json, LooseJson
from inventory.hardware.wording import tidy

type Members = dict[str, Json]

MAX_NODES = 5_000
"""Nodes walked of one report; a server with every slot filled has about a thousand."""


@dataclass(frozen=True)
class Node:
    """One piece of hardware and, as far as the report tells, what it sits in."""

    members: Members
    parent: "Node | None" = None

    def text(self, key: str) -> str:
        """Give a member as tidy text, "" where it is missing or no text."""
        return tidy(self.members.get(key))

    def setting(self, key: str) -> str:
        """Give a member of "configuration" as tidy text."""
        configuration = self.members.get("configuration")
        return tidy(configuration.get(key)) if isinstance(configuration, dict) else ""

    def has_capability(self, name: str) -> bool:
        """Say whether the node lists a capability of this name."""
        capabilities = self.members.get("capabilities")
        return isinstance(capabilities, dict | list) and name in capabilities

    @property
    def name(self) -> str:
        """The id without its running number: "memory" for "memory:0"."""
        return self.text("id").partition(":")[0]

    @property
    def logical_names(self) -> tuple[str, ...]:
        """Device files; lshw writes one as text and several as a list."""
        given = self.members.get("logicalname")
        names = given if isinstance(given, list) else [given]
        return tuple(filter(None, map(tidy, names)))

    @property
    def is_on_usb(self) -> bool:
        """Whether this or anything it hangs on is plugged into USB."""
        node: Node | None = self
        while node is not None:
            if node.text("businfo").startswith("usb@"):
                return True
            node = node.parent
        return False


@dataclass(frozen=True)
class Tree:
    """All nodes of a report, outer before inner; `system` is None for `lshw -class …`."""

    nodes: tuple[Node, ...]
    system: Node | None
    core: Node | None
    is_cut: bool

    @property
    def lacks_access(self) -> bool:
        """Whether lshw ran without root: it then names no product and misses disks."""
        root = self.system
        return root is not None and not (root.text("product") or root.text("vendor"))

    @property
    def is_whole(self) -> bool:
        """Whether what the tree does not show can be taken as not being there."""
        shows_all = self.system is not None and self.core is not None
        return shows_all and not self.is_cut and not self.lacks_access

    def of_class(self, *classes: str) -> list[Node]:
        """Give the nodes of these classes in the order of the report."""
        found = [pair for name in classes for pair in self._by_class.get(name, ())]
        return [node for _place, node in sorted(found, key=lambda pair: pair[0])]

    @cached_property
    def _by_class(self) -> dict[str, list[tuple[int, Node]]]:
        found: dict[str, list[tuple[int, Node]]] = {}
        for place, node in enumerate(self.nodes):
            found.setdefault(node.text("class"), []).append((place, node))
        return found


def looks_like_lshw(members: Members) -> bool:
    """Say whether a JSON object is a node of lshw's: each has a text id and a class."""
    return isinstance(members.get("id"), str) and isinstance(members.get("class"), str)


def first_machine(document: LooseJson) -> LooseJson:
    """Leave out what follows the first whole machine, where somebody put several into one file."""
    whole = [
        place
        for place, members in enumerate(document.objects)
        if "children" in members and _is_whole_system(Node(members))
    ]
    _first, *others = whole or [0]
    return replace(document, objects=document.objects[: others[0]]) if others else document


def plant(document: LooseJson) -> Tree:
    """Make a tree of a document whose objects look like lshw's."""
    nodes = tuple(_walk(document.objects))
    system = next((node for node in nodes if _is_whole_system(node)), None)
    core = next((node for node in nodes if node.name == "core"), None)
    return Tree(nodes=nodes, system=system, core=core, is_cut=document.is_cut)


def _is_whole_system(node: Node) -> bool:
    # Plug-and-play timers call themselves systems as well, but deep inside one.
    return (
        node.parent is None
        and node.text("class") == "system"
        and not node.text("product").startswith("PnP device")
    )


def _walk(objects: Iterable[Members]) -> Iterator[Node]:
    waiting = [Node(members) for members in reversed(list(objects))]
    seen = 0
    while waiting and seen < MAX_NODES:
        node = waiting.pop()
        seen += 1
        yield node
        waiting.extend(Node(child, node) for child in reversed(_children(node.members)))


def _children(members: Members) -> list[Members]:
    children = members.get("children")
    if isinstance(children, dict):
        return [children]
    return [one for one in children if isinstance(one, dict)] if isinstance(children, list) else []
