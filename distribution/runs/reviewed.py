"""Read side: what people wish otherwise than a run proposes, and whether it is out of date."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q

from distribution.models import AllocationRun, Policy, RunWish
from distribution.words import WishKind


def newer_than(run: AllocationRun) -> int | None:
    """Give the number of the newest proposal that came after a run; None when it is the newest."""
    rows = AllocationRun.objects.computed().filter(number__gt=run.number).order_by("-number")
    return rows.values_list("number", flat=True).first()


def newer_policy(run: AllocationRun) -> int | None:
    """Give the version of the policy in force, when a run went by another; None otherwise."""
    rows = Policy.objects.order_by("-version").values_list("pk", "version")
    newest, version = rows.first() or (None, None)
    return version if newest != run.policy_id else None


def changed_pairs(run: AllocationRun) -> dict[int, RunWish]:
    """Map the lines of the pairs that somebody wants otherwise to the wish: two queries.

    An exclusion of the pair, another device pinned for the line, the device pinned for another
    line, or a pin of the run itself that was taken back.
    """
    return changed_by(
        run, list(run.wishes.select_related("device", "made_by__user").order_by("pk"))
    )


def changed_by(run: AllocationRun, wishes: Sequence[RunWish]) -> dict[int, RunWish]:
    """Do the same for all the wishes of a run, where they are read already: one query or none."""
    if not wishes:
        return {}
    told = Q(line__in={wish.line_id for wish in wishes})
    told |= Q(device__in={wish.device.code for wish in wishes})
    lines = dict(run.lines.pairs().filter(told).values_list("line", "device"))
    holders = {device: line for line, device in lines.items()}
    found: dict[int, RunWish] = {}
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
