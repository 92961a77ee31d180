"""What a certificate may say became of a drive's data. Pure.

Two words claim that the data is out of reach; every other one says that it is not proved, and why.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from inventory.sanitisation import Unsanitised


class Outcome(models.TextChoices):
    """One drive's outcome, as a certificate names it."""

    SANITISED = "sanitised", _("Sanitised")
    DESTROYED = "destroyed", _("Destroyed")
    FAILED = "failed", _("NOT SANITISED: the wipe failed")
    REJECTED = "rejected", _("NOT SANITISED: the proof was rejected")
    IN_REVIEW = "in_review", _("NOT PROVED: waits for a review")
    UNVERIFIED = "unverified", _("NOT PROVED: nobody has verified it yet")
    TOO_WEAK = "too_weak", _("NOT ENOUGH: less than the workshop's policy asks")
    NOT_DONE = "not_done", _("NOT DONE YET")
    MISSING = "missing", _("NOT SANITISED: the drive is no longer found")
    LOST = "lost", _("NOT SANITISED: the drive is lost")


PROVED = frozenset({Outcome.SANITISED, Outcome.DESTROYED})
# What inventory.sanitisation finds wrong with a drive → what a certificate says of it.
OUTCOME_OF_FAULT = {
    "missing": Outcome.MISSING,
    "not_erased": Outcome.NOT_DONE,
    "erased_before_arrival": Outcome.NOT_DONE,
    "rejected": Outcome.REJECTED,
    "not_wiped": Outcome.FAILED,
    "in_review": Outcome.IN_REVIEW,
    "not_verified": Outcome.UNVERIFIED,
    "account_not_free": Outcome.UNVERIFIED,
    "verified_too_little": Outcome.TOO_WEAK,
    "flash_needs_purge": Outcome.TOO_WEAK,
    "technique_refused": Outcome.TOO_WEAK,
}


def outcome_of(status: str, fault: Unsanitised | None) -> Outcome:
    """Name the outcome of a drive by where it is and what is wrong with its wipe.

    Fail-closed: a fault that is not known here is never a success.
    """
    gone = {"destroyed": Outcome.DESTROYED, "lost": Outcome.LOST, "missing": Outcome.MISSING}
    if status in gone:
        return gone[status]
    if fault is None:
        return Outcome.SANITISED
    return OUTCOME_OF_FAULT.get(fault.code, Outcome.UNVERIFIED)
