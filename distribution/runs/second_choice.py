"""Read side: why a line receives a kind further down its wishes, as a code for each case.

NONE: nothing ready of a kind preferred more fits. KEPT: what does is pinned to others or excluded
for it. NEEDED: with it, a line that is served would receive none, or one before it a kind that it
prefers less; that is what step 2 of the rule comes to wherever something fits and is free.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace

from distribution.fit import Need, Supply, why_not
from distribution.runs.explanation import Stock
from distribution.runs.material import Material

NONE, KEPT, NEEDED = "none", "kept", "needed"


def exclusions_of(material: Material) -> dict[str, tuple[str, ...]]:
    """Map the lines that devices are kept from to their codes, in order."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for line, item in material.content.exclusions:
        found[line].add(item)
    return {line: tuple(sorted(items)) for line, items in found.items()}


class SecondChoices:
    """Why lines receive what is not their first choice, worked out once for all of one need."""

    def __init__(self, material: Material) -> None:
        self._devices = material.devices
        self._ready = material.ready()
        self._taken = {item for _line, item in material.content.pins}
        self._taken |= {item for line, item in material.content.beside if line in material.about}
        self._loose = self._ready - self._offered(self._taken)
        self._kept_from = exclusions_of(material)
        self._known: dict[tuple[Need, tuple[str, ...]], str] = {}

    def why(self, line: str, need: Need, rank: int) -> str:
        """Say why a line, by its key, receives nothing of the kinds before this rank."""
        better = replace(need, kinds=need.kinds[:rank])
        same = better, self._kept_from.get(line, ())
        if same not in self._known:
            self._known[same] = self._found(*same)
        return self._known[same]

    def _found(self, better: Need, kept: tuple[str, ...]) -> str:
        if not _any_fits(better, self._ready):
            return NONE
        also = set(kept) - self._taken
        free = self._loose - self._offered(also) if also else self._loose
        return NEEDED if _any_fits(better, free) else KEPT

    def _offered(self, codes: set[str]) -> Counter[Supply]:
        return Counter(self._devices[code].supply for code in codes if code in self._devices)


def _any_fits(need: Need, stock: Stock) -> bool:
    return any(not why_not(need, supply) for supply in stock)
