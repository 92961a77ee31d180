"""Read side: what a run keeps of a proposal, in references, codes and counts.

`pairs` and `skipped` are in priority order. A skipped line names one of `whys` by its number, since
lines of one need share their reason. `changes` compares with the run before.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from distribution.fit import Need, remarks
from distribution.models import AllocationRun
from distribution.runs.explanation import changes, coming, excluded, left_over, nearest
from distribution.runs.material import Json, Material, key_of
from distribution.runs.proposal import Companion, Outcome, Pair, Proposal, Skipped
from distribution.runs.supplies import stock_in_work

MOST_HOLDERS = 20


def result_of(run: AllocationRun, material: Material, outcome: Outcome) -> Json:
    """Explain a proposal pair by pair and line by line."""
    proposal = outcome.proposal
    beside = {each.line: each for each in outcome.companions or ()}
    needs = {line.key: line.need for line in material.content.lines}
    skipped, whys = _Whys(material, needs).explain(proposal)
    return {
        "pairs": [
            _pair(pair, needs[pair.line], material) | _beside(beside.get(pair.line))
            for pair in proposal.pairs
        ],
        "skipped": skipped,
        "whys": whys,
        "barred": material.barred,
        "changes": _changes(run, material, proposal),
    }


def _pair(pair: Pair, need: Need, material: Material) -> Json:
    device = material.devices[pair.item]
    return material.about[pair.line] | {
        "device": pair.item,
        "kind": device.supply.kind,
        "holder": device.holder,
        "rank": pair.rank,
        "waste": pair.waste,
        "pinned": pair.is_pinned,
        "remarks": [each.code for each in remarks(need, device.supply)],
        "over": list(left_over(need, device.supply)),
    }


def _beside(companion: Companion | None) -> Json:
    """Keep what goes with a machine: a device's code, or the code of why there is none."""
    if companion is None:
        return {}
    return {"companion": {"device": companion.item, "missing": companion.missing}}


class _Whys:
    """What was missing, worked out once for all lines of one need."""

    def __init__(self, material: Material, needs: Mapping[str, Need]) -> None:
        self._material = material
        self._needs = needs
        self._ready = material.ready()
        self._in_work = stock_in_work()
        self._kept_from: defaultdict[str, list[str]] = defaultdict(list)
        for line, item in material.content.exclusions:
            self._kept_from[line].append(item)

    def explain(self, proposal: Proposal) -> tuple[list[Json], list[Json]]:
        """Tell of each skipped line which of the reasons, listed after, is its."""
        numbers: dict[object, int] = {}
        whys: list[Json] = []
        skipped = []
        for skip in proposal.skipped:
            kept = tuple(sorted(self._kept_from.get(skip.line, ())))
            same = self._needs[skip.line], kept, skip.quota
            if same not in numbers:
                numbers[same] = len(whys)
                whys.append(self._why(skip))
            skipped.append(self._material.about[skip.line] | {"why": numbers[same]})
        return skipped, whys

    def _why(self, skip: Skipped) -> Json:
        need = self._needs[skip.line]
        kept = [self._material.devices.get(code) for code in self._kept_from.get(skip.line, ())]
        near = () if skip.fitting else nearest(need, self._ready)
        arriving = coming(need, self._in_work)
        return {
            "fitting": len(skip.fitting),
            "held_by": list(skip.held_by[:MOST_HOLDERS]),
            "quota": skip.quota,
            "near": [asdict(each) for each in near],
            "excluded": excluded(need, [each.supply for each in kept if each]),
            "coming": dict(arriving.by_state),
            "unknown": arriving.unknown,
        }


def _changes(run: AllocationRun, material: Material, proposal: Proposal) -> Json:
    earlier = AllocationRun.objects.computed().filter(number__lt=run.number)
    before = earlier.order_by("-number").first()
    if before is None:
        return {}
    now = {pair.line: pair.item for pair in proposal.pairs}
    return {"since": before.number} | asdict(changes(served(before), now, material.about))


def served(run: AllocationRun) -> dict[str, str]:
    """Map the key of each line that a run proposes a device for to that device."""
    pairs = run.result.get("pairs", ())
    return {key_of(pair["reference"], pair["number"]): pair["device"] for pair in pairs}


def companion_in(pair: Mapping[str, Any]) -> str:
    """Give the code of what is proposed to go with a pair's machine; "" for nothing."""
    return str(pair.get("companion", {}).get("device", ""))


def why_skipped(result: Mapping[str, Any], skip: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give what was missing for a skipped line; of older runs too, which say less."""
    return result["whys"][skip["why"]] if "why" in skip else skip
