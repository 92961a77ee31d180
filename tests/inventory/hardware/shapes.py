"""Write one tree of lshw's in the shapes of its versions, and find the sample files."""

import json
from pathlib import Path
from typing import Any

SAMPLES = Path(__file__).parent / "samples"


def sample(name: str) -> bytes:
    """Give the bytes of one of our own samples: invented machines, invented serial numbers."""
    return (SAMPLES / name).read_bytes()


def thinkpad() -> dict[str, Any]:
    """Give the tree of the ThinkPad sample, to change and to write again."""
    tree: dict[str, Any] = json.loads(sample("thinkpad.lshw.json"))
    return tree


def as_b_02_19(tree: dict[str, Any]) -> bytes:
    """Write children inside their parent without a key or a comma, as lshw B.02.19 does.

    The root is closed by the wrapper's bracket alone, and each closed child trails a comma.
    """
    return f"[\n{_broken(tree)}\n\n]\n\n".encode()


def _broken(node: dict[str, Any]) -> str:
    own = {key: value for key, value in node.items() if key != "children"}
    inside = "\n\n".join(f"{_broken(child)}}}," for child in node.get("children", []))
    return f"{json.dumps(own, indent=2).removesuffix('}').rstrip()}    {inside}\n"


def nodes_of(tree: dict[str, Any], *classes: str) -> list[dict[str, Any]]:
    """Give the nodes of some classes without their children, as `lshw -class` lists them."""
    own = {key: value for key, value in tree.items() if key != "children"}
    below = [one for child in tree.get("children", []) for one in nodes_of(child, *classes)]
    return [own, *below] if tree["class"] in classes else below
