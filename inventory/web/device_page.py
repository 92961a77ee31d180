"""What the page of one device shows: its way, what holds it back, the one next step, the others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from inventory.certified import certificates_proving
from inventory.certifying import may_certify
from inventory.lifecycle import (
    WORKSHOP,
    DeviceFacts,
    State,
    Transition,
    next_step,
)
from inventory.models import (
    Certificate,
    Device,
    DeviceEvent,
    DevicePhoto,
    HardwareReport,
)
from inventory.models.drive import DriveStatus
from inventory.projection import Change
from inventory.reading import differences, known_of
from inventory.stock import Offer, Standing, facts_of, load_standing, offers
from inventory.web.checks_shown import ShownCheck, shown_checks
from inventory.web.drive_cards import DriveCard, drive_cards
from inventory.web.forms.devices import MoveForm
from inventory.web.hardware_lines import Line, further_lines
from inventory.web.preparation import Action, Point, points
from inventory.web.repairs_shown import ShownRepair, shown_repairs
from refurb.accounts.models import Membership
from refurb.accounts.roles import Permission
from refurb.web.steps import Step, steps_up_to

WAY = (
    (State.RECEIVED, _("Received")),
    (State.WIPE, _("Wipe")),
    (State.REPAIR, _("Repair")),
    (State.READY, _("Ready")),
    (State.ALLOCATED, _("Out")),
)
RECENT_EVENTS = 8
PHOTOS_SHOWN = 3
# What holds a drive back that another wipe would not mend.
NEEDS_NO_WIPE = frozenset({"not_verified", "missing", "in_review", "account_not_free"})


@dataclass(frozen=True)
class Move:
    """A transition that the page offers, or says why it can't be made."""

    offer: Offer
    form: MoveForm
    url: str

    @property
    def label(self) -> str:
        """Name it as people do."""
        return str(self.offer.transition.label)


@dataclass(frozen=True)
class NextStep:
    """The big button: a move, or a page where the first missing thing is done."""

    label: str | Promise
    move: Move | None = None
    url: str = ""


@dataclass(frozen=True)
class DevicePage:
    """One device, for one reader."""

    device: Device
    actor: Membership
    standing: Standing

    @cached_property
    def facts(self) -> DeviceFacts:
        """Put what is known into the words of the rules."""
        return facts_of(self.standing, Transition.MARK_READY, self.actor)

    @property
    def way(self) -> list[Step]:
        """Say how far along it is; empty for a device off the way.

        A device sent to repair as it came is past its wipe, but that is not done.
        """
        places = [state for state, _label in WAY]
        labels = [label for _state, label in WAY]
        if self.device.state == State.DELIVERED:
            return [Step(label, "done") for label in labels]
        if self.device.state not in places:
            return []
        steps = steps_up_to(labels, places.index(State(self.device.state)))
        wipe = places.index(State.WIPE)
        if steps[wipe].status == "done" and self.standing.unsanitised:
            steps[wipe] = Step(steps[wipe].label, "later")
        return steps

    @cached_property
    def points(self) -> list[Point]:
        """List what must hold before it is ready; shown in the workshop, later only when unmet."""
        if self.device.state not in WORKSHOP:
            return []
        found = list(points(self.standing, self.facts, self.actor))
        is_settled = self.device.state == State.READY and all(point.is_met for point in found)
        return [] if is_settled else found

    @cached_property
    def drives(self) -> list[DriveCard]:
        """List its drives, each with its newest erasure and what can be done with it."""
        return drive_cards(self.standing, self.actor)

    @property
    def present_drives(self) -> list[Any]:
        """List the drives that are in it, for its specifications."""
        return [one for one in self.standing.drives if one.status == DriveStatus.PRESENT]

    @cached_property
    def moves(self) -> list[Move]:
        """List every transition from here that the actor's role may make."""
        url = reverse("device-move", args=[self.device.code])
        return [
            Move(offer, MoveForm.asking(offer.transition, self.device.state, offer.asks), url)
            for offer in offers(self.standing, self.actor)
        ]

    @cached_property
    def next(self) -> NextStep | None:
        """Choose the one next step: the move, or the first thing that holds it back."""
        wanted = next_step(self.facts)
        if wanted is Transition.START_WIPE and self._needs_no_wipe:
            wanted = Transition.MARK_READY
        move = next((one for one in self.moves if one.offer.transition is wanted), None)
        if move is None:
            return None
        if move.offer.is_allowed:
            return NextStep(move.label, move)
        action = next(self._missing(), None)
        return NextStep(action.label, url=action.url) if action else None

    @property
    def _needs_no_wipe(self) -> bool:
        return all(item.code in NEEDS_NO_WIPE for item in self.facts.unsanitised)

    def _missing(self) -> Iterator[Action]:
        for point in self.points:
            if not point.is_met:
                yield from (action for action in point.actions if not action.is_post)

    @property
    def others(self) -> list[Move]:
        """List the moves under “More…”: possible ones first, undoing last."""
        chosen = self.next.move if self.next else None
        rest = [move for move in self.moves if move is not chosen]
        return sorted(rest, key=lambda move: not move.offer.is_allowed)

    @cached_property
    def undo(self) -> Move | None:
        """Offer to undo what this person did just now."""
        if not self.facts.revert_is_own_and_recent:
            return None
        found = (move for move in self.moves if move.offer.transition is Transition.REVERT)
        return next((move for move in found if move.offer.is_allowed), None)

    @property
    def recent_events(self) -> tuple[DeviceEvent, ...]:
        """List the newest events."""
        return self.standing.events[:RECENT_EVENTS]

    @property
    def older_events(self) -> tuple[DeviceEvent, ...]:
        """List the events before the newest."""
        return self.standing.events[RECENT_EVENTS:]

    @cached_property
    def repairs(self) -> list[ShownRepair]:
        """List its repairs, newest first, each with the work done and the photos of its fault."""
        prefetch_related_objects(self.standing.repairs, "parts")
        return shown_repairs(self.standing, self._all_photos)

    @cached_property
    def checks(self) -> list[ShownCheck]:
        """List its quality checks, newest first, with the names of what was not fine."""
        return shown_checks(self.standing.checks, self._all_photos)

    @cached_property
    def _all_photos(self) -> list[DevicePhoto]:
        """List its photos, newest first: there are never many."""
        if not getattr(self.device, "has_photo", True):
            return []
        return list(self.device.photos.order_by("-pk"))

    @cached_property
    def photos(self) -> list[DevicePhoto]:
        """List the photos that stand beside no quality check and no repair."""
        shown: list[ShownCheck | ShownRepair] = [*self.checks, *self.repairs]
        beside = {photo.pk for each in shown for photo in each.photos}
        return [photo for photo in self._all_photos if photo.pk not in beside]

    @property
    def shown_photos(self) -> list[DevicePhoto]:
        """List the photos that the page shows."""
        return self.photos[:PHOTOS_SHOWN]

    @property
    def has_more_photos(self) -> bool:
        """Say whether the page of all photos holds more."""
        return len(self.photos) > PHOTOS_SHOWN

    @cached_property
    def reports(self) -> list[HardwareReport]:
        """List its hardware reports, newest first, for those who may read evidence."""
        has_report = getattr(self.device, "has_report", True)
        if not (has_report and self.actor.may(Permission.SEE_EVIDENCE)):
            return []
        rows = HardwareReport.objects.filter(device=self.device).order_by("-pk")
        return list(rows.only("pk", "uploaded_at", "format", "warnings", "size_bytes")[:10])

    @cached_property
    def hardware(self) -> list[Line]:
        """List what its reports say beyond what the device itself records."""
        return list(further_lines(known_of(self.device))) if self.device.hardware else []

    @cached_property
    def differences(self) -> tuple[Change, ...]:
        """List what its newest report says otherwise than a person typed."""
        found = differences(self.device, known_of(self.device))
        return tuple(one for one in found if not one.is_written)

    @cached_property
    def certificate(self) -> Certificate | None:
        """Give the certificate that proves its drives as they are now, to readers of evidence."""
        is_certified = getattr(self.device, "is_certified", True)
        if not (is_certified and self.actor.may(Permission.SEE_EVIDENCE)):
            return None
        newest = self.standing.newest_erasures
        drives = {
            drive.pk: getattr(newest[drive.pk], "pk", None)
            for drive in self.standing.drives
            if drive.status in {DriveStatus.PRESENT, DriveStatus.MISSING}
        }
        return certificates_proving({self.device.pk: drives} if drives else {}).get(self.device.pk)

    @property
    def may_read_certificate(self) -> bool:
        """Say whether the actor may open it: a donation's names the donor."""
        found = self.certificate
        return found is not None and (found.device_id is not None or self.may_see_donation)

    @property
    def may_certify(self) -> bool:
        """Say whether the actor may issue one: a lead of its steward, with a drive to name."""
        return bool(self.standing.drives) and may_certify(self.actor, self.device.steward_id)

    @property
    def has_incident(self) -> bool:
        """Say whether one of its incidents is open, to those who deal with them."""
        return self.actor.may(Permission.SEE_INCIDENTS) and getattr(
            self.device, "has_incident", False
        )

    @property
    def may_work(self) -> bool:
        """Say whether the actor may do bench work."""
        return self.actor.may(Permission.WORK)

    @property
    def may_see_donation(self) -> bool:
        """Say whether the actor may open the donation it came in."""
        ours = self.device.donation.organisation_id == self.actor.organisation_id
        sees_ours = ours and self.actor.may(Permission.SEE_DONATIONS)
        return sees_ours or self.actor.may(Permission.SEE_ALL_DONATIONS)


def device_page(device: Device, actor: Membership) -> DevicePage:
    """Read what the page shows."""
    return DevicePage(device, actor, load_standing(device))
