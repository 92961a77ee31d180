"""When and where what is set aside for a household is collected, or brought to its door."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from distribution.deliveries import AppointmentState, CancelReason
from distribution.models.nomination import Nomination
from refurb.accounts.models import Membership, Organisation
from refurb.accounts.roles import Permission

MOST_HOUSEHOLDS = 50
"""That one block of receiving hours may take."""


class ReceivingHours(models.Model):
    """A block of the week in which a place receives so many households."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="receiving_hours"
    )
    weekday = models.PositiveSmallIntegerField(_("Day of the week"))  # 1 is Monday, as in ISO 8601
    opens = models.TimeField(_("Begins at"))
    closes = models.TimeField(_("Ends at"))
    households = models.PositiveSmallIntegerField(_("How many households"))

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "weekday", "opens"], name="receiving_hours_begin_once"
            ),
            models.CheckConstraint(
                condition=Q(weekday__gte=1, weekday__lte=7), name="receiving_hours_on_a_weekday"
            ),
            models.CheckConstraint(
                condition=Q(opens__lt=F("closes")), name="receiving_hours_end_later"
            ),
            models.CheckConstraint(
                condition=Q(households__gte=1, households__lte=MOST_HOUSEHOLDS),
                name="receiving_hours_take_somebody",
            ),
        ]
        verbose_name_plural = "receiving hours"

    def __str__(self) -> str:
        return f"{self.weekday} {self.opens}"


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    """Appointments, by who may see them."""

    def visible_to(self, actor: Membership) -> Self:
        """Keep those of the actor's nominations and those at their place; all for coordinators.

        Once the agreement to the nomination is withdrawn its service alone keeps them.
        """
        if not actor.may(Permission.SEE_APPOINTMENTS):
            return self.none()
        agreed = Q(nomination__agreement_withdrawn_on=None)
        theirs = Q(nomination__organisation=actor.organisation_id)
        if actor.may(Permission.SEE_ALL_NOMINATIONS):
            return self.filter(theirs | agreed)
        here = Q(place=actor.organisation_id) & agreed
        return self.filter(theirs if actor.may(Permission.SEE_NOMINATIONS) else here)

    def booked(self) -> Self:
        """Keep those that are to take place."""
        return self.filter(state=AppointmentState.BOOKED)


class Appointment(models.Model):
    """One visit: to the place that holds the devices, or by it to the household's door."""

    nomination = models.ForeignKey(
        Nomination, on_delete=models.CASCADE, related_name="appointments"
    )
    place = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    at_home = models.BooleanField(_("Brought to their door"), default=False)
    starts_at = models.DateTimeField(_("When"))
    ends_at = models.DateTimeField(null=True)  # of the block; none for what is brought
    state = models.CharField(
        max_length=9, choices=AppointmentState, default=AppointmentState.BOOKED
    )
    reason = models.CharField(_("Why"), max_length=12, choices=CancelReason, blank=True)
    made_by = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    objects = AppointmentQuerySet.as_manager()
    frozen: ClassVar = ("nomination", "place", "at_home", "made_by")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["nomination", "place"],
                condition=Q(state=AppointmentState.BOOKED),
                name="one_open_appointment_a_place",
            ),
            models.CheckConstraint(
                condition=Q(state=AppointmentState.BOOKED, ended_at=None)
                | Q(
                    state__in=[
                        AppointmentState.KEPT,
                        AppointmentState.MISSED,
                        AppointmentState.CANCELLED,
                    ],
                    ended_at__isnull=False,
                ),
                name="appointment_ended_somehow",
            ),
            models.CheckConstraint(
                condition=Q(state=AppointmentState.CANCELLED, reason__in=CancelReason.values)
                | (~Q(state=AppointmentState.CANCELLED) & Q(reason="")),
                name="appointment_cancelled_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(at_home=True, ends_at=None)
                | Q(at_home=False, ends_at__isnull=False, ends_at__gt=F("starts_at")),
                name="appointment_ends_later",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["place", "starts_at", "id"], name="appointment_of_place"),
            models.Index(fields=["starts_at", "id"], name="appointment_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.nomination_id} {self.starts_at:%Y-%m-%d}"
