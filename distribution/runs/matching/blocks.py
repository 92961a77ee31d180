"""Why a line is left waiting: the devices that fit it, and the lines that hold them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import overload

from distribution.fit import Need, Supply, why_not
from distribution.runs.matching.choices import Choices, Kept
from distribution.runs.proposal import Pair

Names = tuple[str, ...]
Find = Callable[[Need, Kept], Names]


class Later(Sequence[str]):
    """Names that are only put together once somebody looks at them.

    Those of all needs together may be many more than lines and devices are.
    """

    __slots__ = ("_find", "_kept", "_names", "_need")

    def __init__(self, find: Find, need: Need, kept: Kept) -> None:
        self._find = find
        self._need = need
        self._kept = kept
        self._names: Names | None = None

    @property
    def names(self) -> Names:
        """Give them as a tuple."""
        if self._names is None:
            self._names = self._find(self._need, self._kept)
        return self._names

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[str, ...]: ...
    def __getitem__(self, index: int | slice) -> str | tuple[str, ...]:
        return self.names[index]

    def __len__(self) -> int:
        return len(self.names)

    def __iter__(self) -> Iterator[str]:
        return iter(self.names)

    def __eq__(self, other: object) -> bool:
        return self.names == (other.names if isinstance(other, Later) else other)

    def __hash__(self) -> int:
        return hash(self.names)

    def __repr__(self) -> str:
        return repr(self.names)


class Blocks:
    """What stands in the way of each need once the devices are given."""

    def __init__(
        self, choices: Choices, pinned: Mapping[str, Supply], pairs: Sequence[Pair]
    ) -> None:
        self._choices = choices
        self._pinned = pinned
        self._pairs = pairs
        self._holder = {pair.item: place for place, pair in enumerate(pairs)}
        self._known: dict[object, tuple[Names, Names]] = {}
        self._finds: tuple[Find, Find] = self._fitting, self._holding

    def of(self, need: Need, kept: Kept) -> tuple[Later, Later]:
        """Give the devices that fit, by key, and the lines that hold them, in priority order."""
        fitting, holding = self._finds
        return Later(fitting, need, kept), Later(holding, need, kept)

    def _fitting(self, need: Need, kept: Kept) -> Names:
        return self._both(need, kept)[0]

    def _holding(self, need: Need, kept: Kept) -> Names:
        return self._both(need, kept)[1]

    def _both(self, need: Need, kept: Kept) -> tuple[Names, Names]:
        """Find both; needs that the same devices fit share them."""
        pinned = [
            item
            for item, supply in self._pinned.items()
            if item not in kept and not why_not(need, supply)
        ]
        classes = sorted(self._choices.fitting(need, kept))
        found = (*classes, *pinned)
        if found not in self._known:
            members = self._choices.members
            fitting = sorted([*pinned, *(item for each in classes for item in members[each])])
            places = sorted(self._holder[item] for item in fitting if item in self._holder)
            self._known[found] = tuple(fitting), tuple(self._pairs[each].line for each in places)
        return self._known[found]
