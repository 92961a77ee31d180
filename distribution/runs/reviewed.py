"""Read side: what people wish otherwise than a run proposes, and whether it is out of date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

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


@dataclass(frozen=True, slots=True)
class Otherwise:
    """What people want otherwise than a run has it: wishes by the id of the line they are about.

    `left_out`: pairs that are not to be. `bare`: those that are, without their screen. `unkept`:
    pins of the run itself that it could not keep, by the wish's id: screens that can't go with the
    machine, and what was pinned to a line that may receive nothing any more.
    """

    left_out: dict[int, RunWish] = field(default_factory=dict)
    bare: dict[int, RunWish] = field(default_factory=dict)
    unkept: set[int] = field(default_factory=set)


def wanted_otherwise(run: AllocationRun, wishes: Sequence[RunWish] | None = None) -> Otherwise:
    """Hold a run against the wishes on it, those given or all: at most two queries.

    A pair is left out for an exclusion of its device, for a device or a screen pinned otherwise, or
    for a pin of the run itself that was taken back; one whose screen alone is excluded stands.
    """
    if wishes is None:
        wishes = list(run.wishes.select_related("device", "made_by__user").order_by("pk"))
    found = Otherwise()
    if wishes:
        pairs = _Pairs(run, wishes)
        for wish in wishes:
            _note(found, wish, pairs)
    return found


class _Pairs:
    """The pairs of a run that wishes are about: who has which device and which screen."""

    def __init__(self, run: AllocationRun, wishes: Sequence[RunWish]) -> None:
        codes = {wish.device.code for wish in wishes}
        told = Q(line__in={wish.line_id for wish in wishes})
        told |= Q(device__in=codes) | Q(companion__in=codes)
        rows = run.lines.pairs().filter(told).values_list("line", "device", "companion")
        self.machine = {line: device for line, device, _screen in rows}
        self.screen = {line: screen for line, _device, screen in rows if screen}
        self._holder = {code: line for line, *both in rows for code in both if code}

    def touched_by(self, wish: RunWish) -> set[int]:
        """List the lines whose pair can't be if the wish is to come true."""
        holder = self._holder.get(wish.device.code, wish.line_id)
        return {wish.line_id, holder} & self.machine.keys()


def _note(found: Otherwise, wish: RunWish, pairs: _Pairs) -> None:
    code, line = wish.device.code, wish.line_id
    is_machine, is_screen = pairs.machine.get(line) == code, pairs.screen.get(line) == code
    is_so = is_screen if wish.kind == WishKind.BESIDE else is_machine
    is_pin = wish.kind != WishKind.EXCLUSION
    if wish.is_applied:
        if is_pin and is_so and wish.lifted_by_id is not None:
            found.left_out[line] = wish
        elif is_pin and not is_so and wish.lifted_by_id is None:
            found.unkept.add(wish.pk)
    elif wish.lifted_by_id is None:
        if is_pin and not is_so:
            found.left_out.update(dict.fromkeys(pairs.touched_by(wish), wish))
        elif not is_pin and is_machine:
            found.left_out[line] = wish
        elif not is_pin and is_screen:
            found.bare[line] = wish
