"""What reading evidence of wipes gives, whichever tool wrote it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _

from inventory.sanitisation import Result, Technique


class LogFormat(models.TextChoices):
    """What a file of evidence is, by its content."""

    NWIPE = "nwipe", _("Log of nwipe")
    SANITIZE = "sanitize", _("Sanitize report of the bench kit")
    NWIPE_PDF = "nwipe_pdf", _("PDF certificate of nwipe")
    BLANCCO = "blancco", _("Report of Blancco")


class Outcome(StrEnum):
    """How a run ended by its closing line; cut when it has none: killed, or still running."""

    COMPLETED = "completed"
    ERRORS = "errors"
    ABORTED = "aborted"
    CUT = "cut"


@dataclass(frozen=True)
class WipeReason:
    """One reason, with what fills its sentence in and the lines of the log that caused it."""

    code: str
    facts: dict[str, int] = field(default_factory=dict)
    lines: tuple[int, ...] = ()


@dataclass(frozen=True)
class DriveVerdict:
    """What a run proves of one drive. `name` is where the system had put it: never match on it."""

    name: str
    model: str
    serial: str  # "" when unknown or masked
    status: str  # as the tool prints it; "" when it says nothing
    method: str
    verdict: Result
    reasons: tuple[WipeReason, ...]
    needed_retries: bool = False  # writing went well at a second try: not fit for reuse
    technique: Technique = Technique.OVERWRITE


@dataclass(frozen=True)
class ReadRun:
    """One run of the tool: a log is appended to, so a file may hold several.

    `started` and `ended` are the first and the last of the log's own times, as written: often by a
    wrong clock, to be shown and not trusted. `verify` is "none", "sampled", "last" or "all";
    `tool`, `method` and `verify` are "" and `rounds` 0 where the log doesn't say.
    """

    format: LogFormat
    tool: str
    method: str
    rounds: int
    verify: str
    outcome: Outcome
    started: str
    ended: str
    drives: tuple[DriveVerdict, ...]
