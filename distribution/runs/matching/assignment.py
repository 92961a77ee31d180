"""How many lines of each group receive a device of each class: the arithmetic under `matching`.

Groups, demands and classes are numbers here. A class is a set of devices that no need tells apart;
a demand the classes that meet it, the most welcome first; a group a set of lines that make the same
demands, the most preferred first. All cost therefore depends on these, not on heads.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

Chain = list[tuple[int, int, int]]
"""Groups, the class that one line of each leaves, -1 for none yet, and the one it goes to."""

OPEN = 0


@dataclass(slots=True)
class _Trail:
    """Where a search has been: classes by the group that reached each, groups by what they leave.

    `seen` are demands, `fresh` the groups from which nobody has gone on.
    """

    reached_from: dict[int, int]
    left_by: dict[int, int]
    seen: set[int]
    fresh: list[int]


@dataclass(slots=True)
class _Back:
    """Where a search from the end has been: by class the group that can leave it, and for what."""

    onward: dict[int, tuple[int, int]]
    seen: set[int]
    fresh: list[int]


class Assignment:
    """Keep who holds what, and change it only so that nobody who holds a device loses one.

    `held[class]` counts the devices of that class by the group that holds them, `holds[group]` the
    same by class; `free[class]` counts the others. `demands[group]` are those of a group.

    Parts: what a search in vain has reached is closed, all of it held by groups that can use
    nothing else, and stays so. No chain of moves leads out of it to a free device, nor out of it
    and back. From then on it is a part by itself, and a search keeps to the parts it starts in.

    What is walked through is in the order in which it came, never in that of a set: what decides
    between equal devices is then the same with any Python.
    """

    def __init__(self, stock: Sequence[int], usable: Sequence[Sequence[int]]) -> None:
        self.free = list(stock)
        self.held: list[dict[int, int]] = [{} for _each in stock]
        self.holds: list[dict[int, int]] = []
        self.demands: list[tuple[int, ...]] = []
        self._usable = usable
        self._numbers: dict[tuple[int, ...], int] = {}
        self._open: defaultdict[int, dict[int, None]] = defaultdict(dict)  # free, by part
        self._open[OPEN] = {each: None for each, count in enumerate(stock) if count}
        self._next: defaultdict[int, int] = defaultdict(int)
        self._meets: dict[int, frozenset[int]] = {}
        self._users: list[list[int]] = []
        self._makers: defaultdict[int, list[int]] = defaultdict(list)
        self._chains: dict[tuple[int, int], Chain] = {}
        self._part = [OPEN] * len(stock)
        self._parts = 1

    def group(self, demands: tuple[int, ...]) -> int:
        """Give the number of the group that makes these demands."""
        if demands not in self._numbers:
            self._numbers[demands] = len(self.demands)
            self.demands.append(demands)
            self.holds.append({})
            for demand in demands:
                self._makers[demand].append(self._numbers[demands])
        return self._numbers[demands]

    def may_serve(self, classes: Iterable[int]) -> bool:
        """Tell whether `serve` may still find a device for a line that can use these classes."""
        return any(self._part[each] == OPEN for each in classes)

    def serve(self, group: int) -> bool:
        """Give one more line of the group a device, moving others to another if need be.

        Exact: False only when no rearrangement of those served leaves one for this line. For use
        before any `restrict`: it relies on no device becoming free.
        """
        found = self._first_free(group)
        if found >= 0:
            self._give(group, found)
            return True
        chain = self._search(group)
        self._make(chain)
        return bool(chain)

    def restrict(self, group: int, demand: int) -> bool:
        """Narrow one line of a group to one of its demands, if all stay served.

        Nothing changes when it answers False; no line of the group then can, now or later.
        """
        holds, target = self.holds[group], self.group((demand,))
        if not self._meets:
            self._look_up()
        direct = next((each for each in holds if each in self._meets[demand]), -1)
        if direct >= 0:
            self._take(group, direct)
            self._give(target, direct)
            return True
        chain = self._chains.get((group, demand), [])
        if not self._is_possible(chain, group):
            chain = self._round(group, target)
            self._chains[group, demand] = chain
        if chain:
            last = chain[-1][2]
            self._take(group, last if last in holds else next(iter(holds)))
            self._make(chain)
        return bool(chain)

    def move(self, group: int, source: int, target: int, *, devices: int) -> None:
        """Let lines of a group swap devices of one class for free ones of another."""
        self._take(group, source, devices)
        self._give(group, target, devices)

    def _first_free(self, group: int) -> int:
        """Give the most welcome class with a free device; -1 for none."""
        for demand in self.demands[group]:
            usable, place = self._usable[demand], self._next[demand]
            while place < len(usable) and not self.free[usable[place]]:
                place += 1
            self._next[demand] = place
            if place < len(usable):
                return usable[place]
        return -1

    def _round(self, group: int, target: int) -> Chain:
        """Search for a chain from a narrower group to a class that the group holds, or a free one.

        With the line that leaves the group it is a circle. Searches from both ends, where less is
        to be looked at first.
        """
        parts = dict.fromkeys(self._part[each] for each in self.holds[group])
        goals = list(self.holds[group])
        for part in parts:
            goals += [each for each in self._open[part] if each not in self.holds[group]]
        there = _Trail({}, {target: -1}, set(), [target])
        onward: dict[int, tuple[int, int]] = dict.fromkeys(goals, (-1, -1))
        back = _Back(onward, set(), goals)
        while there.fresh and back.fresh:
            if len(there.fresh) <= len(back.fresh):
                met = self._step(there, onward, parts)
            else:
                met = self._step_back(back, there.reached_from, parts)
            if met >= 0:
                return [*_traced(met, there.reached_from, there.left_by), *_rest(met, onward)]
        self._close(onward if there.fresh else there.reached_from)
        return []

    def _step(self, trail: _Trail, goals: Collection[int], parts: Collection[int]) -> int:
        """Go one move further; give a goal that is met, -1 for none."""
        groups, trail.fresh = trail.fresh, []
        for each in groups:
            for found in self._fresh(each, trail.seen):
                if found in trail.reached_from or self._part[found] not in parts:
                    continue
                trail.reached_from[found] = each
                if found in goals:
                    return found
                fresh = [holder for holder in self.held[found] if holder not in trail.left_by]
                trail.left_by.update(dict.fromkeys(fresh, found))
                trail.fresh += fresh
        return -1

    def _step_back(self, back: _Back, goals: Collection[int], parts: Collection[int]) -> int:
        """Go one move back; give a goal that is met, -1 for none."""
        classes, back.fresh = back.fresh, []
        for target in classes:
            for demand in self._users[target]:
                if demand in back.seen:
                    continue
                back.seen.add(demand)
                for group in self._makers[demand]:
                    for source in self.holds[group]:
                        if source in back.onward or self._part[source] not in parts:
                            continue
                        back.onward[source] = group, target
                        if source in goals:
                            return source
                        back.fresh.append(source)
        return -1

    def _look_up(self) -> None:
        """Note, for `restrict`, what meets each demand, and by whom each class may be used."""
        self._users = [[] for _class in self.free]
        holding = (self.demands[group] for group, held in enumerate(self.holds) if held)
        for demand in sorted({demand for demands in holding for demand in demands}):
            self._meets[demand] = frozenset(self._usable[demand])
            for each in self._usable[demand]:
                self._users[each].append(demand)

    def _search(self, first: int) -> Chain:
        """Search breadth-first for a chain of moves that ends at a free device."""
        reached_from: dict[int, int] = {}
        left_by: dict[int, int] = {first: -1}
        seen: set[int] = set()
        queue = [first]
        for each in queue:
            for found in self._fresh(each, seen):
                if found in reached_from or self._part[found] != OPEN:
                    continue
                reached_from[found] = each
                for holder in self.held[found]:
                    if holder in left_by:
                        continue
                    left_by[holder] = found
                    last = self._first_free(holder)
                    if last >= 0:
                        reached_from[last] = holder
                        return _traced(last, reached_from, left_by)
                    queue.append(holder)
        self._close(reached_from)
        return []

    def _fresh(self, group: int, seen: set[int]) -> Iterator[int]:
        for demand in self.demands[group]:
            if demand not in seen:
                seen.add(demand)
                yield from self._usable[demand]

    def _close(self, classes: Collection[int]) -> None:
        closed: dict[int, int] = {}
        for each in classes:
            part = closed.setdefault(self._part[each], self._parts + len(closed))
            if self.free[each]:
                del self._open[self._part[each]][each]
                self._open[part][each] = None
            self._part[each] = part
        self._parts += len(closed)

    def _is_possible(self, chain: Chain, group: int) -> bool:
        """Tell whether a chain that was found earlier can be made once more."""
        if not chain:
            return False
        last = chain[-1][2]
        ends = self.free[last] > 0 or last in self.holds[group]
        return ends and all(holder in self.held[source] for holder, source, _to in chain[1:])

    def _make(self, chain: Chain) -> None:
        for holder, source, found in reversed(chain):
            if source >= 0:
                self._take(holder, source)
            self._give(holder, found)

    def _give(self, group: int, target: int, devices: int = 1) -> None:
        self.free[target] -= devices
        if not self.free[target]:
            del self._open[self._part[target]][target]
        self.held[target][group] = self.held[target].get(group, 0) + devices
        self.holds[group][target] = self.held[target][group]

    def _take(self, group: int, source: int, devices: int = 1) -> None:
        self.free[source] += devices
        self._open[self._part[source]][source] = None
        left = self.held[source][group] - devices
        if left:
            self.held[source][group] = self.holds[group][source] = left
        else:
            del self.held[source][group]
            del self.holds[group][source]


def _traced(last: int, reached_from: dict[int, int], left_by: dict[int, int]) -> Chain:
    """Put the way that a search came as moves, the first one's first."""
    chain, found = [], last
    while found >= 0:
        group = reached_from[found]
        chain.append((group, left_by[group], found))
        found = left_by[group]
    return chain[::-1]


def _rest(met: int, onward: dict[int, tuple[int, int]]) -> Chain:
    """Put the way from where both ends met as moves."""
    chain, source = [], met
    while (step := onward[source])[0] >= 0:
        chain.append((step[0], source, step[1]))
        source = step[1]
    return chain
