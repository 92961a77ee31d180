"""The course of an appointment: one table of steps, asked by pages, API and acts alike. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _

from distribution.deliveries import AppointmentState
from refurb.reasons import Reason

DAYS_SHOWN = 21
"""So far ahead a place's free times are offered."""
MOST_DAYS_AHEAD = 180
"""So far ahead somebody may say that they come to the door."""


class Party(StrEnum):
    """As what somebody has to do with an appointment."""

    SERVICE = "service"  # nominated the household
    PLACE = "place"  # holds what is collected
    COORDINATOR = "coordinator"


class AppointmentStep(models.TextChoices):
    """Something that may happen to an appointment, as a button says it."""

    MOVE = "move", _("Choose another time")
    CANCEL = "cancel", _("Cancel the appointment")
    MISS = "miss", _("Nobody came")


@dataclass(frozen=True)
class Rule:
    """One step: from where, to where, whose."""

    before: AppointmentState
    to: AppointmentState
    parties: frozenset[Party]


S = AppointmentState
STEPS: dict[AppointmentStep, Rule] = {
    AppointmentStep.MOVE: Rule(S.BOOKED, S.BOOKED, frozenset(Party)),
    AppointmentStep.CANCEL: Rule(S.BOOKED, S.CANCELLED, frozenset(Party)),
    AppointmentStep.MISS: Rule(S.BOOKED, S.MISSED, frozenset({Party.PLACE, Party.COORDINATOR})),
}


def reasons_against(
    step: AppointmentStep,
    state: AppointmentState | str,
    starts_at: datetime,
    parties: Collection[Party],
    *,
    now: datetime,
) -> tuple[Reason, ...]:
    """Say why these can't take the step now; empty when they can."""
    rule = STEPS[step]
    if not rule.parties.intersection(parties):
        return (Reason("not_yours", _("This step is for another organisation.")),)
    if state != rule.before:
        message = _("This is not possible any more: look at where the appointment stands now.")
        return (Reason("wrong_state", message),)
    if step == AppointmentStep.MISS and now < starts_at:
        message = _("It has not begun yet: nobody can have missed it.")
        return (Reason("still_to_come", message),)
    return ()


def steps_for(
    state: AppointmentState | str,
    starts_at: datetime,
    parties: Collection[Party],
    *,
    now: datetime,
) -> list[AppointmentStep]:
    """List the steps that one of these may take now."""
    return [step for step in STEPS if not reasons_against(step, state, starts_at, parties, now=now)]


def too_far(starts_at: datetime, *, now: datetime) -> tuple[Reason, ...]:
    """Say why nobody can come to a door at this time; empty when somebody can."""
    if starts_at <= now:
        return (Reason("in_past", _("This time has passed.")),)
    if starts_at > now + timedelta(days=MOST_DAYS_AHEAD):
        return (Reason("too_far", _("This day is too far ahead. Check the year.")),)
    return ()
