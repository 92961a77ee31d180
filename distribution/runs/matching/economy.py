"""The least waste, once everybody has their kind: the arithmetic of the last step of `matching`."""

from collections.abc import Callable, Iterable, Mapping

from distribution.runs.matching.assignment import Assignment

Step = tuple[int, int, int]
"""A group, a class that it holds, and one that it could hold instead."""


class Economy:
    """Lower the total waste of an assignment to the least possible, leaving all lines served.

    Exact: a transportation problem, solved by cancelling circles of negative cost (M. Klein, "A
    primal method for minimal cost flows", Management Science 14, 1967). Each class has a price, at
    first 0, and is cheaper the more waste handing it on can save; a circle shows when prices that
    Bellman and Ford's method lowers depend on themselves. What is done about one circle leaves
    the other prices as they are, so that all circles together cost little more than one search.
    Waste is a whole number that falls with each circle, so it ends.

    Nobody holds the free devices: a group of its own stands for that, to whom all waste the same.
    Only groups of one demand hold anything by then; `waste` gives the classes that meet a demand,
    by rising waste.
    """

    def __init__(self, assignment: Assignment, waste: Callable[[int], Mapping[int, int]]) -> None:
        self._assignment = assignment
        classes = len(assignment.free)
        self._nobody = len(assignment.demands)
        holding = [group for group, held in enumerate(assignment.holds) if held]
        self._waste = {group: waste(assignment.demands[group][0]) for group in holding}
        self._waste[self._nobody] = dict.fromkeys(range(classes), 0)
        self._price = [0] * classes
        self._paid = [0] * (self._nobody + 1)  # by group: the cheapest way to hand one on
        self._handed_by = [-1] * classes
        self._leaves = [-1] * (self._nobody + 1)

    def settle(self) -> None:
        """Cancel circles until none saves anything."""
        fresh = set(range(len(self._price)))
        while fresh:
            fresh = self._lower(fresh)
            for circle in self._circles(sorted(fresh)):
                fresh.update(self._cancel(circle))

    def _lower(self, fresh: set[int]) -> set[int]:
        """Pass lower prices on from these classes; give the classes that became cheaper."""
        price_of, paid_by = self._price, self._paid
        paying: set[int] = set()
        for each in sorted(fresh):
            price = price_of[each]
            for group in self._holders(each):
                paid = price - self._waste[group][each]
                if paid < paid_by[group]:
                    paid_by[group], self._leaves[group] = paid, each
                    paying.add(group)
        cheaper: set[int] = set()
        for group in sorted(paying):
            paid = paid_by[group]
            for each, waste in self._waste[group].items():
                price = paid + waste
                if price >= 0:
                    break  # what follows wastes more still, and no price is above 0
                if price < price_of[each]:
                    price_of[each], self._handed_by[each] = price, group
                    cheaper.add(each)
        return cheaper

    def _holders(self, found: int) -> list[int]:
        nobody = [self._nobody] if self._assignment.free[found] else []
        return [*self._assignment.held[found], *nobody]

    def _circles(self, starts: Iterable[int]) -> list[list[Step]]:
        """Find where prices depend on themselves, going back from these classes."""
        circles = []
        seen_from: dict[int, int] = {}
        for start in starts:
            each = start
            while each >= 0 and each not in seen_from:
                seen_from[each] = start
                each = self._before(each)
            if each >= 0 and seen_from[each] == start:
                circles.append(self._steps(each))
        return circles

    def _before(self, found: int) -> int:
        group = self._handed_by[found]
        return self._leaves[group] if group >= 0 else -1

    def _steps(self, start: int) -> list[Step]:
        steps: list[Step] = []
        each = start
        while not steps or each != start:
            steps.append((self._handed_by[each], self._before(each), each))
            each = self._before(each)
        return steps

    def _cancel(self, circle: list[Step]) -> set[int]:
        """Hand on as many devices as there are in the circle; give its classes."""
        held = self._assignment.holds
        devices = min(
            self._assignment.free[source] if group == self._nobody else held[group][source]
            for group, source, _target in circle
        )
        for group, source, target in circle:
            if group != self._nobody:
                self._assignment.move(group, source, target, devices=devices)
        for group, source, _target in circle:
            if group not in self._holders(source):
                self._leaves[group] = -1
        return {target for _group, _source, target in circle}
