"""Read side: drives that are not in a device: our stock of them, and what each still needs."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery

from inventory.models import Drive, Erasure, SanitisationPolicy
from inventory.models.drive import DriveStatus
from inventory.sanitisation import Unsanitised, why_unsanitised
from inventory.stock import drive_facts
from refurb.accounts.models import Membership


@dataclass(frozen=True)
class SpareDrive:
    """A drive in stock, its newest erasure, and why it is not sanitised; None when it is."""

    drive: Drive
    newest: Erasure | None
    fault: Unsanitised | None


def spare_drives(actor: Membership) -> QuerySet[Drive]:
    """List the visible drives in stock, each with `newest_erasures`, policy and where it was."""
    newest = Erasure.objects.select_related("operator", "verifier").order_by("-event_id")
    accepts = SanitisationPolicy.objects.filter(organisation=OuterRef("device__steward"))
    rows = Drive.objects.visible_to(actor).filter(status=DriveStatus.REMOVED)
    rows = rows.select_related("device", "origin", "left")
    rows = rows.annotate(accepts_clear=Subquery(accepts.values("flash_clear_is_enough")[:1]))
    return rows.prefetch_related(Prefetch("erasures", newest, to_attr="newest_erasures"))


def spare_drive(drive: Drive) -> SpareDrive:
    """Judge a drive of `spare_drives` as if it were in a device."""
    newest = next(iter(drive.newest_erasures), None)  # type: ignore[attr-defined]
    accepts_clear = bool(drive.accepts_clear)  # type: ignore[attr-defined]
    return SpareDrive(drive, newest, _fault(drive, newest, accepts_clear=accepts_clear))


def fault_of(drive: Drive) -> Unsanitised | None:
    """Say why a drive is not sanitised, wherever it is; None when it is."""
    newest = drive.erasures.order_by("-event_id").first()
    policy = SanitisationPolicy.objects.filter(organisation=drive.device.steward_id).first()
    return _fault(drive, newest, accepts_clear=bool(policy and policy.flash_clear_is_enough))


def _fault(drive: Drive, newest: Erasure | None, *, accepts_clear: bool) -> Unsanitised | None:
    facts = replace(drive_facts(drive, newest), is_present=True, is_missing=False)
    return why_unsanitised(facts, flash_clear_is_enough=accepts_clear)
