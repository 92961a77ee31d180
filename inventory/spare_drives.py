"""Read side: drives that are not in a device: our stock of them, and what each still needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from inventory.models import Drive, Erasure
from inventory.models.drive import DriveStatus
from inventory.sanitisation import Result, Unsanitised, Verification, WipePolicy, why_unsanitised
from inventory.stock import drive_facts
from inventory.wipe_policies import accepted_by_its_policy, policies_of
from refurb.accounts.models import Membership


@dataclass(frozen=True)
class SpareDrive:
    """A drive in stock, its newest erasure, and why it is not sanitised; None when it is."""

    drive: Drive
    newest: Erasure | None
    fault: Unsanitised | None


def spare_drives(actor: Membership) -> QuerySet[Drive]:
    """List the visible drives in stock, each with `newest_erasures` and where it was."""
    newest = Erasure.objects.select_related("operator", "verifier").order_by("-event_id")
    rows = Drive.objects.visible_to(actor).filter(status=DriveStatus.REMOVED)
    rows = rows.select_related("device", "origin", "left")
    return rows.prefetch_related(Prefetch("erasures", newest, to_attr="newest_erasures"))


def judged(drives: Sequence[Drive]) -> list[SpareDrive]:
    """Judge drives of `spare_drives` as if each were in a device, by its steward's policy."""
    policies = policies_of({drive.device.steward_id for drive in drives})
    return [_spare(drive, policies[drive.device.steward_id]) for drive in drives]


class Standing(models.TextChoices):
    """How far a drive in stock is: proved clean, waiting for somebody's judgement, or neither."""

    SANITISED = "sanitised", _("Sanitised")
    IN_REVIEW = "in_review", _("To verify or review")
    NOT_SANITISED = "not_sanitised", _("Not sanitised")

    @classmethod
    def of(cls, spare: SpareDrive) -> Standing:
        """Say how far a judged drive is."""
        if spare.fault is None:
            return cls.SANITISED
        waits = spare.fault.code in {"in_review", "not_verified"}
        return cls.IN_REVIEW if waits else cls.NOT_SANITISED


def standing_at(drives: QuerySet[Drive], standing: Standing) -> QuerySet[Drive]:
    """Keep drives of `spare_drives` that are so far, judged by the database.

    It says the same as `Standing.of`, which a test holds against it for every erasure there can be.
    """
    later = Erasure.objects.filter(drive=OuterRef("drive"), event_id__gt=OuterRef("event_id"))
    newest = Erasure.objects.filter(~Exists(later), drive=OuterRef("pk"))
    counts = newest.filter(event_id__gt=OuterRef("arrived_id"), rejecter=None).exclude(
        result=Result.NOT_WIPED
    )
    policy = accepted_by_its_policy()
    in_doubt = Q(result=Result.REVIEW, accepted=False)
    unverified = Q(verification=Verification.NONE) | Q(by_hand=True, verifier=None)
    # Whoever verifies it can't mend a way that the policy refuses. Asked apart: in one "or" with
    # what needs no policy, PostgreSQL would join every erasure to its drive first.
    to_verify = Exists(counts.filter(~in_doubt & unverified & policy.way))
    in_review = Q(Exists(counts.filter(in_doubt))) | Q(to_verify)
    proved = ~in_doubt & ~unverified & policy.way & policy.verification
    sanitised = Exists(counts.filter(proved))
    return drives.filter(
        {
            Standing.SANITISED: Q(sanitised),
            Standing.IN_REVIEW: in_review,
            Standing.NOT_SANITISED: ~in_review & ~Q(sanitised),
        }[standing]
    )


def _spare(drive: Drive, policy: WipePolicy) -> SpareDrive:
    newest = next(iter(drive.newest_erasures), None)  # type: ignore[attr-defined]
    return SpareDrive(drive, newest, _fault(drive, newest, policy))


def fault_of(drive: Drive) -> Unsanitised | None:
    """Say why a drive is not sanitised, wherever it is; None when it is."""
    newest = drive.erasures.order_by("-event_id").first()
    steward = drive.device.steward_id
    return _fault(drive, newest, policies_of({steward})[steward])


def _fault(drive: Drive, newest: Erasure | None, policy: WipePolicy) -> Unsanitised | None:
    facts = replace(drive_facts(drive, newest), is_present=True, is_missing=False)
    return why_unsanitised(facts, policy)
