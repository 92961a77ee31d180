"""How rows of similar machines are asked for and shown."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.db import models
from pydantic import Field

from inventory.api.asking import Code, Reference
from inventory.grade import FirstLook
from inventory.kinds import Keyboard, Kind
from inventory.models import Intake
from inventory.models.intake import Labelling
from inventory.unpacking import MOST_MACHINES, Plan
from refurb.api.shapes import Asked, Shown, Words

Serial = Annotated[Words, Field(min_length=1, max_length=80)]
LARGEST_MEMORY = 4096 * 1024**3
LARGEST_DRIVE = 100 * 10**12


class SharedFacts(Asked):
    """What the machines share; what their kind can't have is left out when they are received."""

    manufacturer: Annotated[Words, Field(max_length=80)] = ""
    model: Annotated[Words, Field(max_length=120)] = ""
    cpu: Annotated[Words, Field(max_length=120)] = ""
    memory_bytes: Annotated[int | None, Field(ge=1, le=LARGEST_MEMORY)] = None
    drive: Annotated[
        Literal["none", "hdd", "ssd", "nvme", "emmc"] | None,
        Field(description="Technology of the drive in each, or none"),
    ] = None
    drive_bytes: Annotated[int | None, Field(ge=1, le=LARGEST_DRIVE)] = None
    screen_inches: Annotated[float | None, Field(gt=0, le=200)] = None
    keyboard: Keyboard | None = None
    has_charger: bool | None = None
    shelf: Annotated[Words, Field(max_length=30)] = ""

    def facts(self) -> dict[str, Any]:
        """Write them as a row of machines keeps them."""
        found = {name: value for name, value in self if value not in ("", None)}
        if self.screen_inches is not None:
            found["screen_inches"] = f"{Decimal(str(self.screen_inches)):.1f}"
        return found


class PlanAsked(Asked):
    """How many machines, what they share, and the serial numbers that the donor announced."""

    planned: Annotated[int, Field(ge=1, le=MOST_MACHINES)]
    shared: SharedFacts = SharedFacts()
    expected_serials: Annotated[list[Serial], Field(max_length=MOST_MACHINES)] = Field(
        default_factory=list
    )

    def plan(self, kind: str) -> Plan:
        """Put it into the words of the act."""
        serials = list(dict.fromkeys(self.expected_serials))
        return Plan(kind, self.planned, self.shared.facts(), serials)


class IntakeAsked(PlanAsked):
    """A row of machines of one donation that are alike."""

    donation: Reference
    kind: Kind


class IntakeChange(PlanAsked):
    """What the machines still to come share, whole; `version` is the one that was read."""

    version: Annotated[int, Field(ge=1, le=2**31 - 1)]


class LabellingAsked(Asked):
    """When the machines get their labels: they have them, get them afterwards, or print now."""

    how: Literal["before", "after", "print"]


class MachineAsked(Asked):
    """One machine of the row; its label is scanned when the machines have labels."""

    code: Annotated[Code | None, Field(description="Of its label")] = None
    serial_number: Annotated[Words, Field(max_length=80)] = ""
    first_impression: FirstLook | None = None
    other_device: Annotated[
        bool, Field(description="Another device has this serial number, and is not this one")
    ] = False


class UndoAsked(Asked):
    """The machine that the caller received last."""

    device: Code


class IntakeRow(Shown):
    """A row of machines in a list: how many are in, of how many."""

    reference: str
    donation: str
    kind: Kind
    planned: int
    received: int
    labelling: Labelling | None
    started_at: datetime
    finished_at: datetime | None


class IntakeShown(IntakeRow):
    """A row of machines: what they share, and its version."""

    shared: dict[str, Any]
    expected_serials: list[str]
    batch: Annotated[str | None, Field(description="Of labels printed for it")]
    version: int


class IntakeFilters(Asked):
    """Which rows."""

    donation: Annotated[Reference | None, Field(description="Its reference")] = None
    is_open: Annotated[bool | None, Field(description="Still to be continued")] = None

    def narrow(self, rows: models.QuerySet[Intake]) -> models.QuerySet[Intake]:
        """Keep the rows that are asked for."""
        if self.donation is not None:
            rows = rows.filter(donation__reference=self.donation.upper())
        return rows if self.is_open is None else rows.filter(finished_at__isnull=self.is_open)


def show_intake_row(intake: Intake) -> IntakeRow:
    """Show a row of a list; select its donation, count its devices as `received`."""
    return IntakeRow(
        reference=intake.reference,
        donation=intake.donation.reference,
        kind=Kind(intake.kind),
        planned=intake.planned,
        received=intake.received,  # type: ignore[attr-defined]
        labelling=Labelling(intake.labelling) if intake.labelling else None,
        started_at=intake.started_at,
        finished_at=intake.finished_at,
    )


def show_intake(intake: Intake) -> IntakeShown:
    """Show all of it; select its batch too."""
    return IntakeShown(
        **dict(show_intake_row(intake)),
        shared=intake.facts,
        expected_serials=intake.expected_serials,
        batch=intake.batch.reference if intake.batch else None,
        version=intake.version,
    )
