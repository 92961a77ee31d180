"""Pin a device to a line, or keep it from one, for the next proposal; take that back."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from distribution.fit import why_not
from distribution.models import AllocationRun, RequestLine, RunWish
from distribution.models.run import RunState
from distribution.supply import need_of, supply_of
from distribution.words import LineState, WishKind, WishReason
from inventory.lifecycle import State
from inventory.models import Device
from refurb.accounts.models import Membership
from refurb.audit.models import record
from refurb.reasons import Reason, Refused


class WishRefused(Refused):
    """The pin or exclusion can't be, or somebody was faster; `reasons` says why."""


@dataclass(frozen=True, kw_only=True)
class Because:
    """Why, as a code and in words; another reason than the ones known needs words."""

    code: str
    words: str = ""


def new_wish(kind: WishKind, line: RequestLine, device: Device, why: Because) -> RunWish:
    """Judge a pin or an exclusion, and give it unsaved. Raises WishRefused.

    Give the line with its nomination's household and organisation, the device with its donation.
    """
    reasons = [] if kind == WishKind.EXCLUSION else _against_pin(line, device)
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
    return list(why_not(need_of(line), supply_of(device)))


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


def _add(run: AllocationRun, wishes: Collection[RunWish], actor: Membership) -> list[RunWish]:
    _lock(run, RunState.PROPOSED)
    for wish in wishes:
        wish.run, wish.made_by = run, actor
        try:
            with transaction.atomic():
                wish.save(force_insert=True)
        except IntegrityError:
            raise WishRefused(_taken(run, wish)) from None
        _tell(wish, actor, "run.pinned" if wish.kind == WishKind.PIN else "run.excluded")
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
