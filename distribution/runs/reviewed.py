"""Read side: what people wish otherwise than a run proposes, and whether it is out of date."""

from __future__ import annotations

from distribution.circumstances import current_policy
from distribution.models import AllocationRun, RunWish
from distribution.words import WishKind


def newer_than(run: AllocationRun) -> int | None:
    """Give the number of the newest proposal that came after a run; None when it is the newest."""
    rows = AllocationRun.objects.computed().filter(number__gt=run.number).order_by("-number")
    return rows.values_list("number", flat=True).first()


def newer_policy(run: AllocationRun) -> int | None:
    """Give the version of the policy in force, when a run went by another; None otherwise."""
    newest = current_policy()
    return newest.version if newest is not None and newest.pk != run.policy_id else None


def changed_pairs(run: AllocationRun) -> dict[int, RunWish]:
    """Map the lines of the pairs that somebody wants otherwise to the wish: one query.

    An exclusion of the pair, another device pinned for the line, the device pinned for another
    line, or a pin of the run itself that was taken back.
    """
    wishes = list(run.wishes.select_related("device", "made_by__user").order_by("pk"))
    if not wishes:
        return {}
    found: dict[int, RunWish] = {}
    lines: dict[int, str] = {}
    for pair in run.result.get("pairs", ()):
        lines[pair["line"]] = pair["device"]
    holders = {device: line for line, device in lines.items()}
    for wish in wishes:
        code, line = wish.device.code, wish.line_id
        is_same = lines.get(line) == code
        if _is_open(wish) and wish.kind == WishKind.EXCLUSION and is_same:
            found[line] = wish
        elif _is_open(wish) and wish.kind == WishKind.PIN and not is_same:
            found |= dict.fromkeys({line, holders.get(code, line)} & lines.keys(), wish)
        elif _is_taken_back(wish) and is_same:
            found[line] = wish
    return found


def _is_open(wish: RunWish) -> bool:
    """Say whether the next proposal is to take it in, and this one did not."""
    return not wish.is_applied and wish.lifted_by_id is None


def _is_taken_back(wish: RunWish) -> bool:
    """Say whether the run took a pin in that somebody took back since."""
    return wish.is_applied and wish.lifted_by_id is not None and wish.kind == WishKind.PIN
