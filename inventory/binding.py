"""Labels printed before: batches of free codes, binding one to a device, voiding some."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inventory.codes import new_code, show_code
from inventory.models import Device, Label, LabelBatch, LabelShift
from inventory.moving import append_event, lock_device
from refurb.accounts.models import Membership, Organisation
from refurb.audit.models import record
from refurb.counters.models import next_number
from refurb.reasons import Reason, Refused

MOST_LABELS = 500
"""Of one batch; judgement: a box of sheets. More are made as a second batch."""


class LabelRefused(Refused):
    """A label can't be bound to this device."""


@transaction.atomic
def prepare_batch(
    count: int, *, actor: Membership, choose: Callable[[str], str] = secrets.choice
) -> LabelBatch:
    """Draw so many free codes for the actor's workshop; at most MOST_LABELS."""
    year = timezone.localdate().year % 100
    batch = LabelBatch.objects.create(
        reference=f"LB-{year:02d}-{next_number(f'labels:{year}'):04d}",
        organisation=actor.organisation,
        printed_by=actor,
    )
    codes = _free_codes(min(count, MOST_LABELS), choose)
    Label.objects.bulk_create([Label(batch=batch, code=code) for code in codes])
    record(actor, "labels.printed", batch.reference, count=len(codes))
    return batch


def _free_codes(count: int, choose: Callable[[str], str]) -> list[str]:
    found: dict[str, None] = {}
    while len(found) < count:
        drawn = {new_code(choose): None for _each in range(count - len(found))}
        taken = {
            *Device.objects.filter(code__in=drawn).values_list("code", flat=True),
            *Label.objects.filter(code__in=drawn).values_list("code", flat=True),
        }
        found |= {code: None for code in drawn if code not in taken}
    return list(found)


@transaction.atomic
def bind_label(code: str, device: Device, *, actor: Membership) -> None:
    """Put a label printed before on a device that has lost its own; both then lead to it.

    Raises LabelRefused for a label that is void, on a device, or not of the actor's workshop.
    """
    device = lock_device(device)
    claim_label(code, device, actor.organisation)
    append_event(device, "device.labelled", actor, label=show_code(code))


def claim_label(code: str, device: Device, workshop: Organisation) -> None:
    """Bind a free label of this workshop, or say why not; the caller's transaction appends."""
    ours = Label.objects.filter(code=code, batch__organisation=workshop)
    # Two people may bind it at once: the WHERE decides.
    bound = ours.free().update(device=device, bound_at=timezone.now())
    if not bound:
        raise LabelRefused(_why_not(ours.first()))


def _why_not(label: Label | None) -> Reason:
    if label is None:
        return Reason("label_unknown", _("No label of your workshop has this code."))
    if label.device_id is not None:
        message = _("This label is on another device already. Take another label.")
        return Reason("code_taken", message)
    return Reason("label_void", _("This label was declared void. Take another label."))


@transaction.atomic
def void_labels(batch: LabelBatch, codes: Collection[str], *, actor: Membership) -> int:
    """Declare labels of a batch void; those on a device stay. Gives how many were voided."""
    free = Label.objects.filter(batch=batch, code__in=codes).free()
    count = free.update(voided_at=timezone.now())
    if count:
        record(actor, "labels.voided", batch.reference, count=count)
    return count


@transaction.atomic
def remember_shift(format_code: str, right: Decimal, down: Decimal, *, actor: Membership) -> None:
    """Remember for the actor's workshop how far its printer is to be moved for this format."""
    LabelShift.objects.update_or_create(
        organisation=actor.organisation,
        format_code=format_code,
        defaults={"right_mm": right, "down_mm": down},
    )
