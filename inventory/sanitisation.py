"""When a drive counts as sanitised.

Categories are those of NIST SP 800-88 (clear, purge, destroy), techniques use IEEE 2883 terms.
Pure.
"""

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Technology(models.TextChoices):
    """What stores the data."""

    HDD = "hdd", _("Hard disk")
    SSD = "ssd", _("SSD")
    NVME = "nvme", _("NVMe SSD")
    EMMC = "emmc", _("Soldered flash")
    UNKNOWN = "unknown", _("Unknown")


FLASH = frozenset({Technology.SSD, Technology.NVME, Technology.EMMC, Technology.UNKNOWN})


class Category(models.TextChoices):
    """How strongly data is put out of reach."""

    CLEAR = "clear", pgettext_lazy("NIST 800-88", "Clear")
    PURGE = "purge", _("Purge")
    DESTROY = "destroy", _("Destroy")


class Technique(models.TextChoices):
    """How it is done."""

    OVERWRITE = "overwrite", _("Overwrite")
    BLOCK_ERASE = "block_erase", _("Sanitize block erase")
    CRYPTO_ERASE = "crypto_erase", _("Sanitize crypto erase")
    SECURE_ERASE = "secure_erase", _("ATA Secure Erase")
    NVME_FORMAT = "nvme_format", _("NVMe Format")
    ENCRYPTED_RESET = "encrypted_reset", _("Factory reset with verified encryption")
    DEGAUSS = "degauss", _("Degauss")
    SHRED = "shred", _("Shred")


CATEGORY_OF: dict[Technique, Category] = {
    Technique.OVERWRITE: Category.CLEAR,
    Technique.BLOCK_ERASE: Category.PURGE,
    Technique.CRYPTO_ERASE: Category.PURGE,
    Technique.SECURE_ERASE: Category.CLEAR,
    Technique.NVME_FORMAT: Category.CLEAR,
    Technique.ENCRYPTED_RESET: Category.PURGE,
    Technique.DEGAUSS: Category.DESTROY,
    Technique.SHRED: Category.DESTROY,
}


class Result(models.TextChoices):
    """How an erasure ended."""

    WIPED = "wiped", _("Wiped")
    NOT_WIPED = "not_wiped", _("Not wiped")
    REVIEW = "review", _("To review")


class Verification(models.TextChoices):
    """How the result was checked."""

    NONE = "none", _("Not verified")
    SAMPLED = "sampled", _("Samples read back")
    FULL = "full", _("All read back")


@dataclass(frozen=True)
class ErasureFacts:
    """What the rule needs of one erasure."""

    sequence: int  # of its event: the server's order, never a clock
    category: Category
    technique: Technique
    result: Result
    verification: Verification
    by_hand: bool
    has_verifier: bool


@dataclass(frozen=True)
class DriveFacts:
    """What the rule needs of one drive."""

    label: str  # serial number, or how a person tells it apart
    technology: Technology
    is_present: bool  # not destroyed, not removed into stock
    arrived: int  # sequence of the event with which it last entered our hands
    newest: ErasureFacts | None = None


@dataclass(frozen=True)
class Unsanitised:
    """A drive that holds its machine back, and why; the message has a place for %(drive)s."""

    drive: str
    code: str
    message: Promise

    def __str__(self) -> str:
        return str(self.message % {"drive": self.drive})


def why_unsanitised(
    drive: DriveFacts, *, flash_clear_is_enough: bool = False
) -> Unsanitised | None:
    """Say why a drive is not sanitised; None when it is.

    Sanitised: the newest erasure ended with success after the drive last entered our hands, and
    was verified; or the drive was destroyed; or it was removed and is tracked on its own. Flash
    needs more than clear unless the workshop's policy says that clear is enough; a technology
    nobody knows is treated as flash.
    """
    if not drive.is_present:
        return None
    found = _fault_of(drive.newest, drive, flash_clear_is_enough=flash_clear_is_enough)
    if found is None:
        return None
    return Unsanitised(drive.label, *found)


def _fault_of(  # noqa: PLR0911  one return per way to fail
    newest: ErasureFacts | None, drive: DriveFacts, *, flash_clear_is_enough: bool
) -> tuple[str, Promise] | None:
    if newest is None:
        return "not_erased", _("Drive %(drive)s has not been wiped.")
    if newest.sequence <= drive.arrived:
        return "erased_before_arrival", _("Drive %(drive)s came back after it was wiped.")
    if newest.result == Result.NOT_WIPED:
        return "not_wiped", _("The latest wipe of drive %(drive)s failed.")
    if newest.result == Result.REVIEW:
        return "in_review", _("The latest wipe of drive %(drive)s waits for a lead's review.")
    if newest.verification == Verification.NONE or (newest.by_hand and not newest.has_verifier):
        return "not_verified", _("Nobody has verified the wipe of drive %(drive)s yet.")
    too_weak = newest.category == Category.CLEAR and drive.technology in FLASH
    if too_weak and not flash_clear_is_enough:
        message = _("Drive %(drive)s is flash: overwriting is not enough, it needs a purge.")
        return "flash_needs_purge", message
    return None
