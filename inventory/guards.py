"""What stands in the way of a transition: one guard for each condition, judged on facts alone."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from inventory.sanitisation import Unsanitised
from refurb.reasons import Reason


class State(models.TextChoices):
    """Where a device is on its way."""

    RECEIVED = "received", pgettext_lazy("device state", "Received")
    WIPE = "wipe", pgettext_lazy("device state", "To wipe")
    REPAIR = "repair", pgettext_lazy("device state", "In repair")
    READY = "ready", pgettext_lazy("device state", "Ready")
    ALLOCATED = "allocated", pgettext_lazy("device state", "Allocated")
    DELIVERED = "delivered", pgettext_lazy("device state", "Delivered")
    RECYCLED = "recycled", pgettext_lazy("device state", "Recycled")
    LOST = "lost", pgettext_lazy("device state", "Lost")


class Asks(StrEnum):
    """What somebody has to say with a transition."""

    REASON = "reason"
    FAULT = "fault"
    DESTINATION = "destination"
    DOCUMENT = "document"


@dataclass(frozen=True)
class DeviceFacts:
    """What the rules need to know of one device."""

    state: State
    has_storage: bool = True  # the kind has it, and nobody declared this one without a drive
    drives: int = 0  # known ones, those that left it included
    present_drives: int = 0
    unsanitised: tuple[Unsanitised, ...] = ()
    open_repairs: int = 0
    passed_check: bool = False  # the latest one, after the latest repair
    has_check: bool = False
    closed_locks: tuple[str, ...] = ()
    unchecked_locks: tuple[str, ...] = ()
    stands_allocated: bool = False  # said by distribution's acts only
    proof_is_valid: bool = False  # likewise
    is_returned: bool = False  # likewise
    said: frozenset[Asks] = field(default_factory=frozenset)
    revert_to: State | None = None  # where the latest event came from, when it was a move
    revert_is_own_and_recent: bool = False
    actor_leads: bool = False


Guard = Callable[[DeviceFacts], tuple[Reason, ...]]


def it_has_a_drive(facts: DeviceFacts) -> tuple[Reason, ...]:
    """Ask for something to wipe."""
    if not facts.has_storage:
        return (Reason("no_storage", _("It has no drive to wipe.")),)
    if not facts.present_drives:
        return (Reason("no_drive", _("No drive is recorded. Add the drive first.")),)
    return ()


def its_drives_are_known(facts: DeviceFacts) -> tuple[Reason, ...]:
    """Ask that a machine that can hold data shows its drives: none recorded proves nothing."""
    if facts.has_storage and not facts.drives:
        message = _("No drive is recorded. Read its hardware, add the drive, or say it has none.")
        return (Reason("drives_unknown", message),)
    return ()


def every_drive_is_sanitised(facts: DeviceFacts) -> tuple[Reason, ...]:
    """Ask for proof, drive by drive."""
    return tuple(
        Reason(f"drive_{item.code}", item.message, {"drive": item.drive})
        for item in facts.unsanitised
    )


def no_repair_is_open(facts: DeviceFacts) -> tuple[Reason, ...]:
    """Ask that each repair has an outcome."""
    if facts.open_repairs:
        return (Reason("repair_open", _("A repair is still open. Close it first.")),)
    return ()


def its_check_passed(facts: DeviceFacts) -> tuple[Reason, ...]:
    """Ask for a quality check that passed after the latest repair."""
    if facts.passed_check:
        return ()
    if facts.has_check:
        message = _("The latest quality check did not pass, or a repair came after it.")
        return (Reason("check_not_passed", message),)
    return (Reason("check_missing", _("It has no quality check yet.")),)


def its_locks_are_clear(facts: DeviceFacts) -> tuple[Reason, ...]:
    """Ask that nothing keeps the next owner out."""
    closed = {
        "bios_password": _("A BIOS password is set. Remove it first."),
        "activation": _("An activation lock is on. The former owner has to remove it."),
        "mdm": _("It is enrolled in a company's device management. The donor has to release it."),
    }
    unchecked = {
        "bios_password": _("Nobody has checked for a BIOS password yet."),
        "activation": _("Nobody has checked the activation lock yet."),
        "mdm": _("Nobody has checked for enrolment in a company's device management yet."),
    }
    return tuple(Reason(f"lock_{lock}", closed[lock]) for lock in facts.closed_locks) + tuple(
        Reason(f"lock_unchecked_{lock}", unchecked[lock]) for lock in facts.unchecked_locks
    )


def an_allocation_stands(facts: DeviceFacts) -> tuple[Reason, ...]:
    """Ask that distribution says so: nobody sets this state by hand."""
    if facts.stands_allocated:
        return ()
    message = _("This happens through an allocation, on the allocation's own page.")
    return (Reason("no_allocation", message),)


def distribution_reports_its_loss(facts: DeviceFacts) -> tuple[Reason, ...]:
    """Ask that the allocation of a lost device ends with it."""
    if facts.state is State.ALLOCATED and not facts.stands_allocated:
        message = _("It is allocated: report the loss on the allocation's own page.")
        return (Reason("allocated", message),)
    return ()


def its_proof_is_valid(facts: DeviceFacts) -> tuple[Reason, ...]:
    """Ask that the household is entitled on the day."""
    if facts.proof_is_valid:
        return ()
    return (Reason("proof_invalid", _("The household's proof is not valid on that day.")),)


def a_return_is_recorded(facts: DeviceFacts) -> tuple[Reason, ...]:
    """Ask that distribution recorded the return."""
    if facts.is_returned:
        return ()
    return (Reason("no_return", _("This happens by recording the return of the device.")),)


def _ask(asked: Asks, code: str, message: Promise) -> Guard:
    def guard(facts: DeviceFacts) -> tuple[Reason, ...]:
        return () if asked in facts.said else (Reason(code, message),)

    guard.__name__ = f"says_{asked}"
    return guard


says_why = _ask(Asks.REASON, "reason_missing", _("Say why."))
names_the_fault = _ask(Asks.FAULT, "fault_missing", _("Name the fault."))
names_destination = _ask(Asks.DESTINATION, "destination_missing", _("Say where it goes."))
names_document = _ask(Asks.DOCUMENT, "document_missing", _("Give the number of the document."))


def drives_are_accounted_for(facts: DeviceFacts) -> tuple[Reason, ...]:
    """Ask that nothing with data on it leaves as scrap."""
    return its_drives_are_known(facts) + every_drive_is_sanitised(facts)


def it_can_be_undone(facts: DeviceFacts) -> tuple[Reason, ...]:
    """Ask that the latest event was a move on the bench, recent and own, or a lead."""
    if facts.revert_to is None:
        return (Reason("nothing_to_revert", _("Its latest event can't be reverted.")),)
    if not (facts.revert_is_own_and_recent or facts.actor_leads):
        message = _("Only who did it, within 15 minutes, or a workshop lead can revert it.")
        return (Reason("revert_needs_lead", message),)
    return ()
