"""When a drive counts as sanitised.

Categories are those of NIST SP 800-88 (clear, purge, destroy), techniques use IEEE 2883 terms.
Pure.
"""

from collections.abc import Iterable
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


class Doubt(models.TextChoices):
    """Why an erasure is `review`: proof that is missing, as a tool's log or a person names it."""

    NO_ERROR_TABLE = "no_error_table", _("The tool does not list errors drive by drive")
    NO_SYNC_COUNT = "no_sync_count", _("The tool does not count what never reached the drive")
    ERRORS_UNREADABLE = "errors_unreadable", _("The tool's list of errors can't be read")
    METHOD_UNKNOWN = "method_unknown", _("The log does not name the method")
    SIZE_UNKNOWN = "size_unknown", _("The log does not show that the whole drive was written")
    VERIFY_UNKNOWN = "verify_unknown", _("The log does not say whether anything was read back")
    NOT_VERIFIED = "not_verified", _("Nothing was read back")
    LOG_LOST = "log_lost", _("The log was not kept")
    STRAY_ERRORS = "stray_errors", _("The log reports errors without saying on which drive")
    ABORTED = "aborted", _("The wipe may have been aborted")
    HIDDEN_AREA = "hidden_area_unknown", _("The drive may hide an area that was not wiped")
    SERIAL_UNKNOWN = "serial_unknown", _("Nobody can tell which drive it was")
    SERIAL_TWICE = "serial_twice", _("Two drives have the same serial number")
    METHOD_REFUSED = "method_refused", _("Your workshop's policy does not accept this method")
    VERIFIED_TOO_LITTLE = "verified_too_little", _("Your workshop's policy asks to read back more")
    SAMPLED_TOO_LITTLE = "sampled_too_little", _("Too few places were read back")
    MADE_FOR_PEOPLE = "made_for_people", _("A certificate made for people, which nobody can check")
    OTHER = "other", _("Another reason")


# What a lead may accept after looking at the evidence. Never an error, an abort, an area that may
# be hidden, or a drive that nobody can name: those lead to another wipe or to destruction.
ACCEPTABLE = frozenset(
    {
        Doubt.NO_ERROR_TABLE,
        Doubt.NO_SYNC_COUNT,
        Doubt.ERRORS_UNREADABLE,
        Doubt.METHOD_UNKNOWN,
        Doubt.SIZE_UNKNOWN,
        Doubt.VERIFY_UNKNOWN,
        Doubt.NOT_VERIFIED,
        Doubt.VERIFIED_TOO_LITTLE,
        Doubt.SAMPLED_TOO_LITTLE,
        Doubt.MADE_FOR_PEOPLE,
    }
)


def may_be_accepted(doubts: Iterable[str]) -> bool:
    """Say whether a lead may accept a wipe in review: it has doubts, and each is acceptable."""
    named = set(doubts)
    return bool(named) and named <= ACCEPTABLE


class Rejection(models.TextChoices):
    """Why a second person did not accept the proof of a wipe."""

    NO_EVIDENCE = "no_evidence", _("There is no evidence of it")
    OTHER_DRIVE = "other_drive", _("The evidence is of another drive")
    ERRORS_SHOWN = "errors_shown", _("The evidence shows errors or an abort")
    DATA_LEFT = "data_left", _("Data was still readable on the drive")
    TOO_QUICK = "too_quick", _("It ended too quickly for the size of the drive")


class Verification(models.TextChoices):
    """How the result was checked."""

    NONE = "none", _("Not verified")
    SAMPLED = "sampled", _("Samples read back")
    FULL = "full", _("All read back")
    FRESH = "fresh", _("Started as new: nothing of the former owner is left")


# Labels of the methods of overwriting, as nwipe 0.30 to 0.42 print them.
METHODS = (
    *("Fill With Zeros", "Fill With Ones", "PRNG Stream", "DoD Short", "DoD 5220.22-M"),
    *("RCMP TSSIT OPS-II", "HMG IS5 Enhanced", "Bruce Schneier 7-Pass", "BMB21-2019"),
    "Gutmann Wipe",
)
# What a policy chooses among: destroying always counts, but degaussing, which does flash nothing.
CHOOSABLE = tuple(one for one in Technique if CATEGORY_OF[one] is not Category.DESTROY)
PURGES = tuple(one for one in CHOOSABLE if CATEGORY_OF[one] is Category.PURGE)
# How much was read back, least first; a factory reset is checked in a way of its own.
STRENGTH = {Verification.NONE: 0, Verification.SAMPLED: 1, Verification.FULL: 2}


@dataclass(frozen=True)
class WipePolicy:
    """What an organisation accepts as a wipe; `techniques` for magnetic disks, `flash` for others.

    The defaults hold for an organisation that has said nothing: the strict reading.
    """

    techniques: frozenset[Technique] = frozenset(CHOOSABLE)
    flash: frozenset[Technique] = frozenset(PURGES)
    methods: frozenset[str] = frozenset(METHODS)
    least: Verification = Verification.SAMPLED

    def accepts(self, technique: Technique, technology: Technology) -> bool:
        """Say whether a way to wipe counts; a technology that nobody knows is flash."""
        if CATEGORY_OF[technique] is Category.DESTROY:
            return technique is not Technique.DEGAUSS or technology not in FLASH
        return technique in (self.flash if technology in FLASH else self.techniques)

    def is_enough(self, verification: Verification) -> bool:
        """Say whether enough was read back; something has to be, whatever the policy."""
        if verification is Verification.FRESH:
            return True
        return STRENGTH[verification] >= max(1, STRENGTH[self.least])

    def doubts(self, method: str, verification: Verification) -> tuple[Doubt, ...]:
        """Name what is asked beyond what a log of overwriting proves: then a person decides.

        What was not read back at all is a doubt of the log itself.
        """
        too_little = verification is not Verification.NONE and not self.is_enough(verification)
        return (
            *((Doubt.METHOD_REFUSED,) if method and method not in self.methods else ()),
            *((Doubt.VERIFIED_TOO_LITTLE,) if too_little else ()),
        )


STRICT = WipePolicy()


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
    is_accepted: bool = False  # a lead accepted it from review
    is_rejected: bool = False  # a second person did not accept its proof


@dataclass(frozen=True)
class DriveFacts:
    """What the rule needs of one drive."""

    label: str  # serial number, or how a person tells it apart
    technology: Technology
    is_present: bool  # not destroyed, not removed into stock
    arrived: int  # sequence of the event with which it last entered our hands
    newest: ErasureFacts | None = None
    is_missing: bool = False  # no longer found, and nobody has said what became of it
    account_is_free: bool = True  # its device's activation and enrolment locks are clear


@dataclass(frozen=True)
class Unsanitised:
    """A drive that holds its machine back, and why; the message has a place for %(drive)s."""

    drive: str
    code: str
    message: Promise

    def __str__(self) -> str:
        return str(self.message % {"drive": self.drive})


def why_unsanitised(drive: DriveFacts, policy: WipePolicy = STRICT) -> Unsanitised | None:
    """Say why a drive is not sanitised; None when it is.

    Sanitised: the newest erasure ended with success after the drive last entered our hands, and
    was verified; or the drive was destroyed; or it was removed and is tracked on its own. The
    workshop's policy must accept how; flash needs more than clear unless it says that clear is
    enough. A factory reset also needs the account locks to be clear. A drive that is missing is
    never sanitised: somebody has to say what became of it.
    """
    if drive.is_missing:
        message = _("Drive %(drive)s is no longer found. Say what became of it.")
        return Unsanitised(drive.label, "missing", message)
    if not drive.is_present:
        return None
    if drive.newest is None:
        return Unsanitised(drive.label, "not_erased", _("Drive %(drive)s has not been wiped."))
    # What no second person can mend comes before what waits for one.
    found = (
        _failure(drive.newest, drive)
        or _refused_way(policy, drive.newest, drive)
        or _doubt(policy, drive.newest, drive)
    )
    return Unsanitised(drive.label, *found) if found else None


def _failure(newest: ErasureFacts, drive: DriveFacts) -> tuple[str, Promise] | None:
    if newest.sequence <= drive.arrived:
        return "erased_before_arrival", _("Drive %(drive)s came back after it was wiped.")
    if newest.is_rejected:
        return "rejected", _("A colleague did not accept the proof of the wipe of drive %(drive)s.")
    if newest.result == Result.NOT_WIPED:
        return "not_wiped", _("The latest wipe of drive %(drive)s failed.")
    if newest.result == Result.REVIEW and not newest.is_accepted:
        return "in_review", _("The latest wipe of drive %(drive)s waits for a lead's review.")
    return None


def _refused_way(
    policy: WipePolicy, newest: ErasureFacts, drive: DriveFacts
) -> tuple[str, Promise] | None:
    if policy.accepts(newest.technique, drive.technology):
        return None
    if newest.category == Category.CLEAR and drive.technology in FLASH:
        message = _("Drive %(drive)s is flash: overwriting is not enough, it needs a purge.")
        return "flash_needs_purge", message
    message = _("Your workshop's policy does not accept how drive %(drive)s was wiped.")
    return "technique_refused", message


def _doubt(
    policy: WipePolicy, newest: ErasureFacts, drive: DriveFacts
) -> tuple[str, Promise] | None:
    if newest.verification == Verification.NONE or (newest.by_hand and not newest.has_verifier):
        return "not_verified", _("Nobody has verified the wipe of drive %(drive)s yet.")
    if newest.technique == Technique.ENCRYPTED_RESET and not drive.account_is_free:
        return "account_not_free", _("Drive %(drive)s was reset: check the account locks too.")
    if not policy.is_enough(newest.verification):
        message = _("Your workshop's policy asks to read all of drive %(drive)s back.")
        return "verified_too_little", message
    return None
