"""Match devices to waiting lines in a process of its own: run.py starts this.

python -m tests.bench.matching 2000 10000 mixed
"""

import json
import random
import resource
import sys
import time

from distribution.fit import Need, Supply
from distribution.runs.matching import propose
from distribution.runs.proposal import Item, Line

KINDS = ("laptop", "desktop", "all_in_one", "mini_pc", "tablet", "smartphone", "monitor")
KIND_SHARES = (58, 20, 4, 6, 5, 4, 3)
LAYOUTS = ("be_azerty", "fr_azerty", "qwerty", "qwertz_de", "")
SPECS = ("basic", "standard", "performance", "")
INCHES = (12.5, 13.3, 14.0, 14.0, 14.0, 15.6, 15.6, 17.3)
WISHES = (
    ("laptop",),
    ("laptop", "desktop"),
    ("laptop", "all_in_one", "desktop", "mini_pc"),
    ("desktop", "laptop"),
    ("tablet", "laptop"),
    ("tablet",),
    ("smartphone",),
    ("monitor",),
)
WISH_SHARES = (46, 25, 8, 7, 4, 4, 4, 2)
EARMARKS = ("pupils", "commune:21004")
ROUNDS = 5
REGIONS_EACH = 24
"""How many regions a need of the hostile mix can reach."""


def supply(rng: random.Random, region: str) -> Supply:
    """Make a device as they come in, with what makes no difference as well."""
    kind = rng.choices(KINDS, KIND_SHARES)[0]
    is_laptop = kind == "laptop"
    inches = rng.choice(INCHES)
    return Supply(
        kind=kind,
        keyboard=rng.choices(LAYOUTS, (62, 12, 18, 4, 4))[0] if is_laptop else "",
        system_language=rng.choice(("fr", "nl", "de", "")),
        spec_class=rng.choices(SPECS, (35, 45, 16, 4))[0],
        screen_inches=inches if kind not in {"desktop", "mini_pc"} else None,
        has_numeric_pad=is_laptop and inches > 15 and rng.random() < 0.7,
        has_camera=is_laptop and rng.random() < 0.9,
        earmark=rng.choice(EARMARKS) if rng.random() < 0.03 else "",
        region=region,
    )


def need(rng: random.Random, regions: tuple[str, ...]) -> Need:
    """Make what a line asks for: most ask for little."""
    asks_more = rng.random() < 0.3
    odds = 1 if asks_more else 0
    return Need(
        kinds=rng.choices(WISHES, WISH_SHARES)[0],
        keyboard=rng.choices(LAYOUTS, (62, 0, 6, 2, 30))[0],
        system_language=rng.choice(("fr", "fr", "nl", "de")),
        spec_class=rng.choices(SPECS[:3], (55, 38, 7))[0],
        large_screen=rng.random() < 0.2 * odds,
        screen_reader=rng.random() < 0.05 * odds,
        numeric_pad=rng.random() < 0.15 * odds,
        camera=rng.random() < 0.4 * odds,
        simplified_setup=rng.random() < 0.1,
        inside=tuple(one for one in EARMARKS if rng.random() < 0.1 * odds),
        regions=regions,
    )


def build(devices: int, waiting: int, mix: str) -> tuple[list[Line], list[Item]]:
    """Make lines and devices from one seed; the hostile mix has as many classes as heads."""
    rng = random.Random(f"{devices} {waiting} {mix}")  # noqa: S311  the same each time
    everywhere = [f"R{number}" for number in range(devices)] if mix == "hostile" else []

    def regions() -> tuple[str, ...]:
        return tuple(rng.sample(everywhere, REGIONS_EACH)) if everywhere else ()

    here = everywhere or [""] * devices
    items = [Item(f"D{number:07}", supply(rng, each)) for number, each in enumerate(here)]
    lines = [Line(f"N{number:07}/1", need(rng, regions()), number) for number in range(waiting)]
    rng.shuffle(lines)
    rng.shuffle(items)
    return lines, items


def main(devices: int, waiting: int, mix: str) -> dict[str, float]:
    """Match; give the seconds of CPU, the peak of memory, and what of it is the input.

    What takes less than a second is done again, five times at most, and the least counts.
    """
    lines, items = build(devices, waiting, mix)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    took: list[float] = []
    while len(took) < ROUNDS and sum(took) < 1:
        started = time.process_time()
        proposal = propose(lines, items)
        took.append(time.process_time() - started)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    served = len(proposal.pairs)
    assert served + len(proposal.skipped) == waiting
    return {"seconds": min(took), "megabytes": peak, "input": before, "served": served}


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3])))
