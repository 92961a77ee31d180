"""Small cases of the matching, and every way to allocate in them: what its rule is held against."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from hypothesis import strategies as st

from distribution.fit import Need, Supply, preference_rank, waste, why_not
from distribution.runs.proposal import Item, Line, Pair, Proposal, Skipped

needs = st.builds(
    Need,
    kinds=st.sampled_from(
        [("laptop",), ("laptop", "desktop"), ("desktop", "laptop"), ("tablet", "desktop")]
    ),
    keyboard=st.sampled_from(["", "be_azerty", "qwerty"]),
    spec_class=st.sampled_from(["basic", "basic", "standard"]),
    large_screen=st.sampled_from([False, False, False, True]),
    numeric_pad=st.sampled_from([False, False, False, True]),
    camera=st.sampled_from([False, False, False, True]),
    inside=st.sampled_from([(), (), (), ("pupils",)]),
    regions=st.sampled_from([(), (), ("north",), ("north", "south")]),
)
supplies = st.builds(
    Supply,
    kind=st.sampled_from(["laptop", "laptop", "desktop", "tablet"]),
    keyboard=st.sampled_from(["be_azerty", "qwerty"]),
    spec_class=st.sampled_from(["basic", "standard", "standard"]),
    screen_inches=st.sampled_from([14.0, 14.0, 15.6]),
    has_numeric_pad=st.sampled_from([True, True, False, None]),
    has_camera=st.sampled_from([True, True, False, None]),
    earmark=st.sampled_from(["", "", "", "pupils"]),
    region=st.sampled_from(["", "", "north", "south"]),
)


@dataclass(frozen=True)
class Case:
    """What a proposal is made from, lines and devices in order."""

    lines: list[Line]
    items: list[Item]
    exclusions: list[tuple[str, str]] = field(default_factory=list)
    quotas: dict[str, int] = field(default_factory=dict)
    pins: list[tuple[str, str]] = field(default_factory=list)

    def fits(self, line: Line, item: Item) -> bool:
        return not why_not(line.need, item.supply) and (line.key, item.key) not in self.exclusions


@st.composite
def _cases(draw: st.DrawFn) -> Case:
    lines = [
        Line(f"L{number}", need, number, draw(st.sampled_from(["", "", "school"])))
        for number, need in enumerate(draw(st.lists(needs, max_size=5)), start=1)
    ]
    stock = draw(st.lists(supplies, max_size=5))
    items = [Item(f"D{number}", supply) for number, supply in enumerate(stock, start=1)]
    keys = st.tuples(st.integers(1, 5), st.integers(1, 5)).map(
        lambda ij: (f"L{ij[0]}", f"D{ij[1]}")
    )
    exclusions = draw(st.lists(keys, max_size=3))
    quotas = draw(st.sampled_from([{}, {}, {"school": 0}, {"school": 1}, {"school": 2}]))
    case = Case(lines, items, exclusions, quotas)
    possible = [(line.key, item.key) for line in lines for item in items if case.fits(line, item)]
    pins = draw(st.lists(st.sampled_from(possible), max_size=1)) if possible else []
    return Case(lines, items, exclusions, quotas, pins)


cases = _cases()
Allocation = Mapping[str, Item]
Merit = tuple[tuple[int, ...], tuple[int, ...], int]


def allocations(case: Case) -> Iterator[Allocation]:
    """Give every allocation that keeps to the pins, exclusions and quotas, by line."""
    pinned = dict(case.pins)
    by_key = {item.key: item for item in case.items}
    fixed = {line: by_key[item] for line, item in pinned.items()}
    free = [line for line in case.lines if line.key not in pinned]
    for rest in _allocations(case, free, frozenset(pinned.values())):
        if _keeps_to_quotas(case, rest):
            yield {**fixed, **rest}


def _allocations(case: Case, lines: list[Line], taken: Collection[str]) -> Iterator[Allocation]:
    if not lines:
        yield {}
        return
    line, *others = lines
    yield from _allocations(case, others, taken)
    for item in case.items:
        if item.key not in taken and case.fits(line, item):
            for rest in _allocations(case, others, {*taken, item.key}):
                yield {line.key: item, **rest}


def _keeps_to_quotas(case: Case, allocation: Allocation) -> bool:
    """Tell whether those served use no quota up that pins had not used up already."""
    return all(
        sum(line.quota == quota and line.key in allocation for line in case.lines)
        <= max(
            0,
            most - sum(line.quota == quota and line.key in dict(case.pins) for line in case.lines),
        )
        for quota, most in case.quotas.items()
    )


def merit(case: Case, allocation: Allocation) -> Merit:
    """Express the rule as a value of which the smallest is best."""
    served = tuple(0 if line.key in allocation else 1 for line in case.lines)
    loose = [line for line in case.lines if line.key in allocation]
    loose = [line for line in loose if line.key not in dict(case.pins)]
    pairs = [(line.need, allocation[line.key].supply) for line in loose]
    return served, tuple(preference_rank(*pair) for pair in pairs), sum(waste(*p) for p in pairs)


def proposal_of(case: Case, allocation: Allocation) -> Proposal:
    """Put an allocation as a proposal that explains itself truly."""
    pinned = dict(case.pins)
    holder = {item.key: line for line, item in allocation.items()}
    order = [line.key for line in case.lines]
    served: dict[str, int] = {}
    for line in case.lines:
        served[line.quota] = served.get(line.quota, 0) + (line.key in pinned)
    pairs, skipped = [], []
    for line in case.lines:
        if line.key in allocation:
            served[line.quota] += line.key not in pinned
            item = allocation[line.key]
            rank, much = preference_rank(line.need, item.supply), waste(line.need, item.supply)
            pairs.append(Pair(line.key, item.key, rank, much, is_pinned=line.key in pinned))
            continue
        fitting = tuple(item.key for item in case.items if case.fits(line, item))
        holders = sorted((holder[item] for item in fitting if item in holder), key=order.index)
        is_full = served[line.quota] >= case.quotas.get(line.quota, len(order) + 1)
        skipped.append(Skipped(line.key, fitting, tuple(holders), line.quota if is_full else ""))
    return Proposal(tuple(pairs), tuple(skipped))
