"""Which exchanges of devices are possible in a proposal: the arithmetic under `objections`.

Groups of lines and classes of devices are numbers here, and so are places: 0 is the line that comes
first. Nothing of the matcher is used, on purpose: each function looks for what would prove the
matcher wrong. Cost follows the number of ways in which a group can use a class, not heads.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from typing import NamedTuple

Edge = tuple[float, int, int]
"""Since when it stands, from where, to where."""


class Merit(NamedTuple):
    """How well a class of devices serves a group that it fits: the smaller the better."""

    rank: int
    waste: int


@dataclass(frozen=True, slots=True)
class Holdings:
    """Who can use what, and who holds what; pinned lines and their devices are not in it.

    `fits[group][class]`; `held[place]` is the group and class of a line served; `free[class]`
    counts the devices that nobody holds.
    """

    fits: Sequence[Mapping[int, Merit]]
    held: Mapping[int, tuple[int, int]]
    free: Sequence[int]

    def places(self) -> dict[tuple[int, int], tuple[int, int]]:
        """Give the first and the last place of those of a group who hold a class."""
        found: dict[tuple[int, int], tuple[int, int]] = {}
        for place in sorted(self.held):
            first, _last = found.get(self.held[place], (place, place))
            found[self.held[place]] = first, place
        return found


def last_in_reach(holdings: Holdings) -> list[float]:
    """Give, by class, the last place whose device an exchange could free for one who takes it.

    Infinite when a free device is in reach, -1 when nothing is. Someone left out who can use the
    class may take that device without anybody else going without.

    In the terms of matroids: the places in reach are the circuit that the one left out would close,
    so a set of lines served is best exactly when each one left out is the last of its circuit.
    """
    usable_by, holds = _holders(holdings)
    reach: list[float] = [-1.0] * len(holdings.free)
    seen: set[int] = set()
    starts = [(inf, each) for each, count in enumerate(holdings.free) if count]
    starts += [(float(place), holdings.held[place][1]) for place in sorted(holdings.held)[::-1]]
    for value, start in starts:
        queue = [start]
        while queue:
            each = queue.pop()
            if reach[each] >= 0:
                continue
            reach[each] = value
            for group in usable_by[each]:
                if group not in seen:
                    seen.add(group)
                    queue.extend(holds[group])
    return reach


def _holders(holdings: Holdings) -> tuple[dict[int, list[int]], dict[int, set[int]]]:
    """Give the groups that hold something: those that can use each class, and what each holds."""
    usable_by: defaultdict[int, list[int]] = defaultdict(list)
    holds: defaultdict[int, set[int]] = defaultdict(set)
    for group, found in set(holdings.held.values()):
        holds[group].add(found)
    for group in holds:
        for each in holdings.fits[group]:
            usable_by[each].append(group)
    return usable_by, holds


def places_to_please(holdings: Holdings) -> list[int]:
    """List places that could have a kind they prefer, while those before keep the kind they have.

    One per group and class at most: the first. Those behind need only stay served.

    A place can have another class when a chain of exchanges leads from there back to the class that
    it holds, so that both are strongly connected; a free device closes a chain as well. Those
    before a place exchange within their kind only: the edges grow in number towards the first.
    """
    nobody, edges, queries = len(holdings.free), [], []
    for (group, source), (first, last) in holdings.places().items():
        fits = holdings.fits[group]
        rank = fits[source].rank
        for target, merit in fits.items():
            edges.append((-inf if merit.rank == rank else -last, source, target))
            if merit.rank < rank:
                queries.append((-first, source, target))
    edges += [(-inf, each, nobody) for each in range(nobody) if holdings.free[each]]
    edges += [(-inf, nobody, each) for each in range(nobody)]
    return sorted({int(-at) for at in _connected(edges, queries)})


def _connected(edges: Iterable[Edge], queries: Iterable[Edge]) -> Iterator[float]:
    """Yield the times of the queries whose ends are strongly connected at that time.

    Halves the queries by their time. What is connected in the middle stays so: later ones meet it
    as one node. What is not can't have been before: earlier ones leave out the edges between.
    """
    work = [(list(edges), list(queries))]
    while work:
        edges, queries = work.pop()
        if not queries:
            continue
        at = sorted(time for time, _source, _target in queries)[len(queries) // 2]
        part = _components([edge for edge in edges if edge[0] <= at])
        queries = [query for query in queries if query[0] > at or _is_inside(query, part)]
        yield from (query[0] for query in queries if query[0] >= at and _is_inside(query, part))
        inside = [edge for edge in edges if edge[0] <= at and _is_inside(edge, part)]
        work.append((inside, [query for query in queries if query[0] < at]))
        later = [query for query in queries if query[0] > at]
        work.append((_between(edges, part), _between(later, part)))


def _is_inside(edge: Edge, part: Mapping[int, int]) -> bool:
    _time, source, target = edge
    return part.get(source, source) == part.get(target, target)


def _between(edges: Iterable[Edge], part: Mapping[int, int]) -> list[Edge]:
    """Keep what leads from one component to another, as edges between these."""
    ends = ((time, part.get(here, here), part.get(there, there)) for time, here, there in edges)
    return [edge for edge in ends if edge[1] != edge[2]]


def _components(edges: Iterable[Edge]) -> dict[int, int]:
    """Name for each node one that stands for its strongly connected component.

    The way of Kosaraju: backwards from each node in turn, the one last finished forwards first
    (M. Sharir, "A strong-connectivity algorithm and its applications in data flow analysis", 1981).
    """
    onwards: defaultdict[int, list[int]] = defaultdict(list)
    backwards: defaultdict[int, list[int]] = defaultdict(list)
    for _since, source, target in edges:
        onwards[source].append(target)
        backwards[target].append(source)
    part: dict[int, int] = {}
    for root in reversed(_finished(onwards)):
        queue = [root]
        while queue:
            node = queue.pop()
            if node not in part:
                part[node] = root
                queue.extend(backwards.get(node, ()))
    return part


def _finished(onwards: Mapping[int, Sequence[int]]) -> list[int]:
    """Go through all nodes depth first; list each once all that it leads to is listed."""
    order: list[int] = []
    seen: set[int] = set()
    for root in onwards:
        path = [] if root in seen else [(root, iter(onwards[root]))]
        seen.add(root)
        while path:
            node, targets = path[-1]
            fresh = next((target for target in targets if target not in seen), None)
            if fresh is None:
                order.append(node)
                path.pop()
            else:
                seen.add(fresh)
                path.append((fresh, iter(onwards.get(fresh, ()))))
    return order


def saving_circle(holdings: Holdings) -> list[int]:
    """Find classes whose holders, each handing on to the next, would save waste; empty for none.

    Everybody keeps the kind they have. Without such a circle the waste is least: it is then that
    Bellman and Ford's distances settle, and they prove it as prices (M. Klein, 1967).
    """
    nobody = len(holdings.free)
    cheapest: list[dict[int, int]] = [{} for _class in range(nobody + 1)]
    for group, source in holdings.places():
        fits, out = holdings.fits[group], cheapest[source]
        rank, waste = fits[source]
        for target, merit in fits.items():
            if merit.rank == rank and target != source:
                out[target] = min(out.get(target, merit.waste - waste), merit.waste - waste)
    for each in range(nobody):
        cheapest[nobody][each] = 0
        if holdings.free[each]:
            cheapest[each][nobody] = 0
    return _negative_circle(cheapest)


def _negative_circle(cheapest: Sequence[Mapping[int, int]]) -> list[int]:
    cost, before = [0] * len(cheapest), [-1] * len(cheapest)
    fresh = set(range(len(cheapest)))
    while fresh:
        lowered: set[int] = set()
        for source in fresh:
            for target, more in cheapest[source].items():
                if cost[source] + more < cost[target]:
                    cost[target], before[target] = cost[source] + more, source
                    lowered.add(target)
        if circle := _circle(before):
            return circle
        fresh = lowered
    return []


def _circle(before: Sequence[int]) -> list[int]:
    visited_from: dict[int, int] = {}
    for start in range(len(before)):
        node = start
        while node >= 0 and node not in visited_from:
            visited_from[node] = start
            node = before[node]
        if node >= 0 and visited_from[node] == start:
            circle = [node]
            while (node := before[node]) != circle[0]:
                circle.append(node)
            return circle[::-1]
    return []
