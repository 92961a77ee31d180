"""What goes with a machine, and how the quarter ends: devices on their way, a late report."""

from __future__ import annotations

from random import Random

from distribution.allocations.accompanying import add_companion, possible_companions
from distribution.allocations.preparing import mark_prepared
from distribution.consignments.settling import resolve_irregularity
from distribution.consignments.shipping import receive_line, send_consignment
from distribution.deliveries import Arrival, lacks_screen
from distribution.handovers.correcting import correct_receipt
from distribution.handovers.filing import file_paper
from distribution.handovers.reporting import Told, report_delivery
from distribution.kit import usual_kit
from distribution.models import Allocation, Consignment, Handover, Irregularity, Receipt
from distribution.words import SignatureKind
from inventory.kinds import Kind
from inventory.lifecycle import State
from inventory.models import Device
from refurb.accounts.models import Membership
from refurb.accounts.roles import Role
from refurb.demo.clock import Clock
from refurb.demo.papers import draw_paper, signed_on_paper
from refurb.demo.people import Cast

SEED = "papers on a table"
MOST_PHOTOS = 4
SENDER, RECEIVER, REPORTER = "TOURNEVIS", "MARQUEPAGE", "BATEAU"


class Desk:
    """The coordinators' table: a desktop leaves with a screen while there is one."""

    def __init__(self, cast: Cast, clock: Clock) -> None:
        self.cast = cast
        self.clock = clock
        self.sender = cast.of(SENDER, Role.VOLUNTEER)[0]
        self.receiver = cast.of(RECEIVER, Role.PARTNER_AGENT)[0]
        self.reporter = cast.of(REPORTER, Role.PARTNER_AGENT)[0]

    def add_screen(self, allocation: Allocation, coordinator: Membership) -> None:
        """Let a screen go with what has none of its own."""
        screens = possible_companions(allocation).filter(kind=Kind.MONITOR, donation__earmark="")
        screen = screens.first() if lacks_screen(allocation.device.kind, ()) else None
        if screen is not None:
            add_companion(allocation, screen, actor=coordinator)

    def companions(self, allocation: Allocation) -> list[Device]:
        """List the devices that go with a machine."""
        rows = Allocation.objects.open().filter(companion_to=allocation).order_by("pk")
        return [each.device for each in rows.select_related("device")]

    def close(self, coordinator: Membership) -> None:
        """End the quarter with devices on their way, one that is missing, and a late report."""
        self._send_with_a_gap()
        self._prepare()
        aside, collected = self._standing(self.sender), self._collected_here()
        if leaving := aside[len(collected) :] or aside:
            self._send([each.device for each in leaving])
        for allocation, reporter in self._to_report()[:1]:
            self._report(allocation, reporter)
            found = Irregularity.objects.filter(report__allocation=allocation)
            for irregularity in found.order_by("pk")[:1]:
                words = "Rappelé le ménage : tout fonctionne."
                resolve_irregularity(irregularity, words, actor=coordinator)

    def go_through_papers(self) -> None:
        """Correct a name, to be signed anew on paper; keep photos of papers that were signed."""
        rows = (
            Receipt.objects.select_related("issuer", "handover__recorded_by")
            .defer("pdf")
            .order_by("pk")
        )
        ours = rows.filter(issuer=self.sender.organisation_id)
        signed = list(rows.filter(handover__signature_kind=SignatureKind.PAPER))
        for receipt in ours.exclude(handover__signature_kind=SignatureKind.PAPER)[:1]:
            correct_receipt(
                receipt,
                signed_on_paper(receipt.handover),
                language=receipt.language,
                because="Nom mal orthographié",
                actor=self.sender,
            )
        rng = Random(SEED)  # noqa: S311  a story, not a secret
        for receipt in signed[:MOST_PHOTOS]:
            file_paper(receipt, draw_paper(rng), actor=receipt.handover.recorded_by)
        for receipt in signed[:1]:
            words, giver = "La photo était floue", receipt.handover.recorded_by
            file_paper(receipt, draw_paper(rng), because=words, actor=giver)

    def _standing(self, member: Membership) -> list[Allocation]:
        rows = Allocation.objects.open().mains().order_by("pk")
        rows = rows.select_related("device", "line__nomination__household")
        return list(rows.filter(device__holder=member.organisation_id))

    def _collected_here(self) -> list[Allocation]:
        """List what is collected at the workshop: half of what stands there, rounded up."""
        standing = self._standing(self.sender)
        return standing[: (len(standing) + 1) // 2]

    def _prepare(self) -> None:
        """Let the benches prepare every other machine, but those that are collected here."""
        rows = Allocation.objects.open().mains().select_related("device__steward").order_by("pk")
        here = self._collected_here()
        for allocation in rows[1::2]:
            if allocation in here:
                continue
            bench = self.cast.of(allocation.device.steward.code, Role.VOLUNTEER)[0]
            mark_prepared(allocation, usual_kit(allocation.device.kind), actor=bench)

    def _to_report(self) -> list[tuple[Allocation, Membership]]:
        """List what a partner could have delivered, leaving each one machine at least."""
        partners = (self.reporter, self.receiver)
        return [(each, who) for who in partners for each in self._standing(who)[:-1]]

    def _send(self, devices: list[Device]) -> Consignment:
        to, today = self.receiver.organisation, self.clock.today
        return send_consignment(to, devices, sent_on=today, actor=self.sender)

    def _send_with_a_gap(self) -> None:
        """Send what is ready; the last of it never arrives."""
        here = Device.objects.filter(holder=self.sender.organisation_id, state=State.READY)
        ready = list(here.order_by("pk")[:2])
        if not ready:
            return
        lines = self._send(ready).lines
        *arrived, missing = lines.select_related("device").order_by("pk")
        for line in arrived:
            receive_line(line, Arrival.RECEIVED, actor=self.receiver)
        receive_line(missing, Arrival.MISSING, actor=self.receiver)

    def _report(self, allocation: Allocation, reporter: Membership) -> None:
        """Tell of a delivery afterwards: nobody said that it works."""
        name = allocation.line.nomination.household.full_name
        handover = Handover(
            handed_over_on=self.clock.today,
            recorded_at=self.clock.now,
            place=reporter.organisation.name,
            receiver_name=name,
            signature_kind="typed",
            signed_by_name=name,
            guarantee_months=6,
        )
        report_delivery(allocation, Told(handover, "fr"), actor=reporter)
