"""Why a line is left waiting: the devices that fit it, and the lines that hold them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import overload

from distribution.fit import Need, Supply, why_not
from distribution.runs.matching.choices import Choices
from distribution.runs.proposal import Pair


class Later(Sequence[str]):
    """Names that are only put together once somebody looks at them.

    Those of all needs together may be many more than lines and devices are.
    """

    def __init__(self, make: Callable[[], tuple[str, ...]]) -> None:
        self._make = make
        self._names: tuple[str, ...] | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Give them as a tuple."""
        if self._names is None:
            self._names = self._make()
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
        self._known: dict[object, tuple[Later, Later]] = {}

    def of(self, need: Need, demands: tuple[int, ...], kept: Sequence[str]) -> tuple[Later, Later]:
        """Give the devices that fit, by key, and the lines that hold them, in priority order.

        Needs that the same devices fit share them.
        """
        classes = self._choices.fitting(demands)
        pinned = [
            item
            for item, supply in self._pinned.items()
            if item not in kept and not why_not(need, supply)
        ]
        found = (*classes, *pinned)
        if found not in self._known:
            fitting = Later(lambda: self._fitting(classes, pinned))
            self._known[found] = fitting, Later(lambda: self._holding(fitting))
        return self._known[found]

    def _fitting(self, classes: Sequence[int], pinned: Sequence[str]) -> tuple[str, ...]:
        members = self._choices.members
        return tuple(sorted([*pinned, *(item for each in classes for item in members[each])]))

    def _holding(self, fitting: Sequence[str]) -> tuple[str, ...]:
        places = sorted(self._holder[item] for item in fitting if item in self._holder)
        return tuple(self._pairs[place].line for place in places)
