"""Pin a device to a line, or keep it from one, for the next proposal; take that back.

A screen that goes with a machine is pinned and kept away by itself: the machine is another matter.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from distribution.allocations.accompanying import why_not_beside
from distribution.allocations.supply import need_of, supply_of
from distribution.entitlement import blocks_of
from distribution.fit import screen_for, why_not
from distribution.institutions.quota import why_full
from distribution.models import Allocation, AllocationRun, RequestLine, RunLine, RunWish
from distribution.models.run import RunState
from distribution.words import LineState, WishKind, WishReason
from inventory.lifecycle import State
from inventory.models import Device
from refurb.accounts.models import Membership
from refurb.audit.models import record
from refurb.reasons import Reason, Refused

VERBS = {
    WishKind.PIN: "run.pinned",
    WishKind.EXCLUSION: "run.excluded",
    WishKind.BESIDE: "run.screen_pinned",
}


class WishRefused(Refused):
    """The pin or exclusion can't be, or somebody was faster; `reasons` says why."""


@dataclass(frozen=True, kw_only=True)
class Because:
    """Why, as a code and in words; another reason than the ones known needs words."""

    code: str
    words: str = ""


def new_wish(
    kind: WishKind,
    line: RequestLine,
    device: Device,
    why: Because,
    *,
    machine: Device | None = None,
) -> RunWish:
    """Judge a pin or an exclusion, and give it unsaved. Raises WishRefused.

    Give the line with its nomination's household and organisation, the device with its donation.
    `machine`: beside which a screen is to stand; without it, beside any that the line may receive.
    """
    reasons = [] if kind == WishKind.EXCLUSION else _against_pin(line, device)
    if kind == WishKind.PIN:
        reasons += why_not(need_of(line), supply_of(device))
    elif kind == WishKind.BESIDE:
        reasons += _against_screen(line, device, machine)
    if why.code == WishReason.OTHER and not why.words.strip():
        reasons.append(Reason("reason_missing", _("Say in words which other reason it is.")))
    if reasons:
        raise WishRefused(*reasons)
    return RunWish(kind=kind, line=line, device=device, because=why.code, reason=why.words.strip())


def _against_pin(line: RequestLine, device: Device) -> list[Reason]:
    if line.state != LineState.WAITING:
        return [Reason("line_not_waiting", _("This request line is not waiting any more."))]
    if device.state != State.READY:
        return [Reason("not_ready", _("The device is not ready any more."))]
    against = blocks_of(line.nomination) if line.nomination.institution_id is None else why_full()
    return list(against)


def _against_screen(line: RequestLine, screen: Device, machine: Device | None) -> list[Reason]:
    need = need_of(line)
    kinds = need.kinds if machine is None else (machine.kind,)
    wanted = next(filter(None, (screen_for(need, kind) for kind in kinds)), None)
    if wanted is None:
        message = _("No machine that it may receive needs a screen beside it.")
        return [Reason("no_screen_needed", message)]
    found = list(why_not(wanted, supply_of(screen)))
    if machine is not None:
        known = {each.code for each in found}
        beside = why_not_beside(Allocation(line=line, device=machine), screen)
        found += [each for each in beside if each.code not in known]
    return found


@transaction.atomic
def pin(
    run: AllocationRun, line: RequestLine, device: Device, why: Because, *, actor: Membership
) -> RunWish:
    """Ask the next proposal to give a line this very device. Raises WishRefused."""
    return _add(run, [new_wish(WishKind.PIN, line, device, why)], actor)[0]


@transaction.atomic
def exclude(
    run: AllocationRun, lines: Collection[int], why: Because, *, actor: Membership
) -> list[RunWish]:
    """Keep the devices proposed for these lines from them, now and in the next proposal.

    Lines that the run gives nothing are passed over. Raises WishRefused.
    """
    pairs = run.lines.filter(line__in=lines).pairs()
    wanted = dict(pairs.values_list("line", "device"))
    if not wanted:
        raise WishRefused(Reason("nothing_chosen", _("Tick the pairs that are not to be.")))
    devices = {each.code: each for each in Device.objects.filter(code__in=wanted.values())}
    rows = RequestLine.objects.select_related("nomination").in_bulk(list(wanted))
    wishes = [
        new_wish(WishKind.EXCLUSION, rows[line], devices[code], why)
        for line, code in wanted.items()
        if line in rows and code in devices
    ]
    return _add(run, wishes, actor)


@transaction.atomic
def pin_screen(
    pair: RunLine, line: RequestLine, screen: Device, why: Because, *, actor: Membership
) -> RunWish:
    """Ask the next proposal to give a line this very screen with its machine.

    It has to fit beside the machine that the pair has now. Raises WishRefused.
    """
    machine = Device.objects.filter(code=pair.device).first()
    wish = new_wish(WishKind.BESIDE, line, screen, why, machine=machine)
    return _add(pair.run, [wish], actor)[0]


@transaction.atomic
def exclude_screen(pair: RunLine, line: RequestLine, why: Because, *, actor: Membership) -> RunWish:
    """Keep the screen proposed for a pair from its line; the pair stands. Raises WishRefused."""
    screen = Device.objects.filter(code=pair.companion).first()
    if screen is None:
        raise WishRefused(Reason("no_screen", _("No screen goes with this machine.")))
    wish = new_wish(WishKind.EXCLUSION, line, screen, why)
    return _add(pair.run, [wish], actor)[0]


def _add(run: AllocationRun, wishes: Collection[RunWish], actor: Membership) -> list[RunWish]:
    _lock(run, RunState.PROPOSED)
    for wish in wishes:
        wish.run, wish.made_by = run, actor
        try:
            with transaction.atomic():
                wish.save(force_insert=True)
        except IntegrityError:
            raise WishRefused(_taken(run, wish)) from None
        _tell(wish, actor, VERBS[WishKind(wish.kind)])
    return list(wishes)


def _lock(run: AllocationRun, *states: RunState) -> None:
    """Lock the run, so that nobody confirms it meanwhile. Raises WishRefused in another state."""
    rows = AllocationRun.objects.select_for_update().filter(pk=run.pk)
    if rows.values_list("state", flat=True).first() not in states:
        message = _("This proposal can't be changed: it isn't ready, or somebody confirmed it.")
        raise WishRefused(Reason("not_proposed", message))


def _taken(run: AllocationRun, wish: RunWish) -> Reason:
    """Name who was faster, and with what."""
    others = (
        RunWish.objects.standing()
        .filter(run=run)
        .select_related("made_by__user", "line__nomination", "device")
    )
    same = [each for each in others if wish.line_id == each.line_id]
    found = same or [each for each in others if wish.device_id == each.device_id]
    message = _(
        "%(name)s has already asked for device %(device)s and nomination %(reference)s: undo that "
        "first."
    )
    other = found[0] if found else wish
    return Reason(
        "taken",
        message,
        {
            "name": other.made_by.user.name,
            "device": other.device.code,
            "reference": other.line.nomination.reference,
        },
    )


@transaction.atomic
def take_back(wish: RunWish, *, actor: Membership) -> None:
    """Undo a pin or an exclusion, for the next proposal. Raises WishRefused."""
    _lock(wish.run, RunState.PROPOSED, RunState.FAILED)
    if not RunWish.objects.filter(pk=wish.pk, lifted_by=None).update(lifted_by=actor):
        raise WishRefused(Reason("taken_back", _("Somebody has undone it already.")))
    _tell(wish, actor, "run.wish_undone")


def _tell(wish: RunWish, actor: Membership, verb: str) -> None:
    reference, device = wish.line.nomination.reference, wish.device.code
    record(actor, verb, str(wish.run.number), device=device, reference=reference)
