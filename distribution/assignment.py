"""How many lines of each group receive a device of each class: the arithmetic under `matching`.

Groups and classes are numbers here. A group is a set of lines with the same need; a class a set of
devices that no need tells apart. All cost therefore depends on groups and classes, not on heads.
"""

from collections.abc import Sequence


class Assignment:
    """Keep who holds what, and change it only so that nobody who holds a device loses one.

    `usable[group]` lists the classes a group can use, the most welcome first; `held[class]` counts
    the devices of that class by the group that holds them; `free[class]` counts the others.
    """

    def __init__(self, stock: Sequence[int]) -> None:
        self.free = list(stock)
        self.held: list[dict[int, int]] = [{} for _each in stock]
        self.usable: list[tuple[int, ...]] = []
        self._dead: set[int] = set()

    def add_group(self, usable: Sequence[int]) -> int:
        """Add a group that holds nothing yet and return its number."""
        self.usable.append(tuple(usable))
        return len(self.usable) - 1

    def serve(self, group: int) -> bool:
        """Give one more line of the group a device, moving others to another if need be.

        Exact: False only when no rearrangement of those served leaves one for this line. The groups
        and classes then reached are closed, every such device held by such a group, and stay so:
        they are not searched again.
        """
        return self._augment(group, self._dead)

    def restrict(self, source: int, target: int) -> bool:
        """Move one line from a group to another with fewer usable classes, if all stay served.

        Nothing changes when it answers False.
        """
        for each in self.usable[target]:
            if self.held[each].get(source):
                self._take(source, each)
                self._give(target, each)
                return True
        given_up = next(each for each in self.usable[source] if self.held[each].get(source))
        self._take(source, given_up)
        if self._augment(target, set()):
            return True
        self._give(source, given_up)
        return False

    def move(self, group: int, source: int, target: int, *, devices: int) -> None:
        """Let lines of a group swap devices of one class for free ones of another."""
        self._take(group, source, devices)
        self._give(group, target, devices)

    def _augment(self, group: int, dead: set[int]) -> bool:
        """Search breadth-first for a chain of moves that ends at a free device, and make it.

        `dead` holds classes known to lead nowhere; those of a search without success are added.
        """
        reached_from: dict[int, int] = {}
        left_by: dict[int, int] = {group: -1}
        queue = [group]
        for each in queue:
            for found in self.usable[each]:
                if found in reached_from or found in dead:
                    continue
                reached_from[found] = each
                if self.free[found]:
                    self._shift(found, reached_from, left_by)
                    return True
                fresh = [holder for holder in self.held[found] if holder not in left_by]
                left_by.update(dict.fromkeys(fresh, found))
                queue.extend(fresh)
        dead.update(reached_from)
        return False

    def _shift(self, last: int, reached_from: dict[int, int], left_by: dict[int, int]) -> None:
        target = last
        while target >= 0:
            group = reached_from[target]
            source = left_by[group]
            if source >= 0:
                self._take(group, source)
            self._give(group, target)
            target = source

    def _give(self, group: int, target: int, devices: int = 1) -> None:
        self.free[target] -= devices
        self.held[target][group] = self.held[target].get(group, 0) + devices

    def _take(self, group: int, source: int, devices: int = 1) -> None:
        self.free[source] += devices
        self.held[source][group] -= devices
        if not self.held[source][group]:
            del self.held[source][group]


class Economy:
    """Lower the total waste of an assignment to the least possible, leaving all lines served.

    Exact: a transportation problem, solved by cancelling cycles of negative cost (M. Klein, "A
    primal method for minimal cost flows", Management Science 14, 1967) in the graph of classes,
    found by Bellman-Ford. An extra node stands for the free devices. Waste is a whole number that
    falls with each cycle, so it ends.
    """

    def __init__(self, assignment: Assignment, waste: Sequence[dict[int, int]]) -> None:
        self._assignment = assignment
        self._waste = waste
        self._free_node = len(assignment.free)
        # From class to class: the cheapest change, and the group that would make it.
        self._edges = [self._edges_from(each) for each in range(self._free_node)]

    def settle(self) -> None:
        """Cancel cycles until none saves anything."""
        while cycle := self._saving_cycle():
            self._cancel(cycle)

    def _edges_from(self, source: int) -> dict[int, tuple[int, int]]:
        best: dict[int, tuple[int, int]] = {}
        for group in self._assignment.held[source]:
            waste = self._waste[group]
            for target in self._assignment.usable[group]:
                edge = (waste[target] - waste[source], group)
                if target != source and edge < best.get(target, (edge[0] + 1, 0)):
                    best[target] = edge
        return best

    def _saving_cycle(self) -> list[int]:
        """Find classes in a circle, each handing on to the next, that together save waste."""
        cost = [0] * (self._free_node + 1)
        before = [-1] * (self._free_node + 1)
        while self._relax(cost, before):
            if cycle := _circle(before):
                return cycle
        return []

    def _relax(self, cost: list[int], before: list[int]) -> bool:
        changed = False
        for source, edges in enumerate(self._edges):
            so_far = cost[source]
            for target, (more, _group) in edges.items():
                if so_far + more < cost[target]:
                    cost[target], before[target], changed = so_far + more, source, True
            if self._assignment.free[source] and so_far < cost[self._free_node]:
                cost[self._free_node], before[self._free_node], changed = so_far, source, True
        for target in range(self._free_node):
            if cost[self._free_node] < cost[target]:
                cost[target], before[target], changed = cost[self._free_node], self._free_node, True
        return changed

    def _cancel(self, cycle: list[int]) -> None:
        steps = list(zip(cycle, cycle[1:] + cycle[:1], strict=True))
        moves = [
            (source, target, self._edges[source][target][1])
            for source, target in steps
            if self._free_node not in (source, target)
        ]
        room = [self._assignment.held[source][group] for source, _target, group in moves]
        room += [
            self._assignment.free[source] for source, target in steps if target == self._free_node
        ]
        devices = min(room)
        for source, target, group in moves:
            self._assignment.move(group, source, target, devices=devices)
        for source in {*cycle} - {self._free_node}:
            self._edges[source] = self._edges_from(source)


def _circle(before: list[int]) -> list[int]:
    """Find a circle among predecessors, in the order of handing on; empty when there is none."""
    seen_from = [-1] * len(before)
    for start in range(len(before)):
        node = start
        while node >= 0 and seen_from[node] < 0:
            seen_from[node] = start
            node = before[node]
        if node >= 0 and seen_from[node] == start:
            circle = [node]
            while (node := before[node]) != circle[0]:
                circle.append(node)
            return circle[::-1]
    return []
