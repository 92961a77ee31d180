"""From an allocation to a signature, or to what comes between."""

# ruff: noqa: RUF001 - French is written with the typographic apostrophe.

from __future__ import annotations

from datetime import timedelta
from itertools import count, cycle

from distribution.allocations.allocating import (
    AllocationRefused,
    release,
    report_fault,
    report_loss,
)
from distribution.appointments.arriving import STAY, arrive
from distribution.appointments.booking import AppointmentRefused
from distribution.handovers.handing_over import hand_over, most_cents
from distribution.handovers.receipts.content import LEGAL_GUARANTEE_MONTHS
from distribution.handovers.returning import take_back
from distribution.models import Allocation, Appointment, Handover
from distribution.receivers import may_name
from distribution.words import LegalMode, SignatureKind
from inventory.moving import send_to
from refurb.accounts.models import Membership, Organisation
from refurb.accounts.roles import Role
from refurb.demo.aftercare import Aftercare
from refurb.demo.bench import FAULTS, Bench
from refurb.demo.desk import Desk
from refurb.demo.people import PARTNER, Cast
from refurb.demo.requests import Requests
from refurb.demo.story import DAY, HOUR, Life, Story

# Which allocation, of every CYCLE, ends otherwise than by a handover; and the one that is lost.
CYCLE = 24
NO_SHOW, FAULTY, COMES_BACK, MISSING = 2, 4, 5, 8

RECEIPT_LANGUAGES = {"fr": "fr", "nl": "nl", "de": "de", "en": "en"}
KIT = ("Souris", "Housse", "Guide du débutant", "Clé USB")


class Counter:
    """Where households collect: at a partner's or at the workshop, by turns."""

    def __init__(
        self, story: Story, cast: Cast, benches: dict[str, Bench], requests: Requests
    ) -> None:
        self.story = story
        self.requests = requests
        self.rng = story.rng
        self.cast = cast
        self.benches = benches
        first, *others = cast.places(PARTNER)
        self.desk = Desk(cast, story.clock)
        self.aftercare = Aftercare(cast, story.clock)
        self._partners = cycle(partner for other in others for partner in (first, other))
        self._turn = count()

    def expect(self, allocation: Allocation, coordinator: Membership) -> None:
        """Let what happens to an allocation begin."""
        turn = next(self._turn)
        self.desk.add_screen(allocation, coordinator)
        partner = next(self._partners) if turn % 2 == 0 else None
        life = self._life(allocation, turn, partner, coordinator)
        self.story.begin(life, self.story.clock.minute + self.story.between(HOUR, 6 * HOUR))

    def _life(
        self, allocation: Allocation, turn: int, partner: Organisation | None, who: Membership
    ) -> Life:
        device = allocation.device
        bench = self.benches[device.steward.code]
        giver = bench.anyone()
        if partner is not None:
            for each in (device, *self.desk.companions(allocation)):
                send_to(each, partner, actor=giver)
            giver = self.cast.of(partner.code, Role.PARTNER_AGENT)[0]
        yield self.story.between(3 * DAY, 12 * DAY)
        try:
            yield from self._ending(allocation, turn, giver, who)
        except (AllocationRefused, AppointmentRefused):
            return  # the nomination was withdrawn in the meantime

    def _ending(
        self, allocation: Allocation, turn: int, giver: Membership, who: Membership
    ) -> Life:
        bench = self.benches[allocation.device.steward.code]
        if turn % CYCLE == NO_SHOW:
            release(allocation, reason="Pas venu le chercher dans les 14 jours", actor=who)
        elif turn % CYCLE == FAULTY:
            report_fault(allocation, fault=self.rng.choice(FAULTS)[0], actor=giver)
            self.story.begin(bench.mend_and_finish(allocation.device))
        elif turn == MISSING and giver.role == Role.PARTNER_AGENT:
            report_loss(allocation, reason="N’est plus dans l’armoire", actor=giver)
        else:
            self.requests.renew(allocation.line.nomination)
            self._hand_over(allocation, giver)
            self.story.begin(self.aftercare.follow(allocation.line.nomination))
            if turn % CYCLE == COMES_BACK:
                yield self.story.between(4 * DAY, 8 * DAY)
                take_back(allocation.device, reason="Le ménage est parti à l’étranger", actor=giver)

    def _hand_over(self, allocation: Allocation, giver: Membership) -> None:
        household = allocation.line.nomination.household
        name = household.full_name
        receiver = name
        is_proxy = self.story.happens(0.08)
        if is_proxy:
            receiver = f"{self.rng.choice(('Sofiane', 'Emma', 'Lotte'))} {household.surname}"
        usual = self.rng.choices(("fr", "nl", "en", "de"), (66, 12, 17, 5))[0]
        handover = Handover(
            handed_over_on=self.story.clock.today,
            recorded_at=self.story.clock.now,
            place=giver.organisation.name,
            receiver_name=receiver,
            is_proxy=is_proxy,
            mandate_seen=is_proxy,
            identity_seen=True,
            works=True,
            with_charger=bool(allocation.device.has_charger),
            kit=self.rng.sample(KIT, self.rng.randint(0, 2)),
        )
        self._terms(handover, most_cents([allocation]))
        self._sign(handover)
        language = RECEIPT_LANGUAGES.get(household.language, usual)
        visit = None
        if not may_name(allocation, giver):
            visit = arrive(allocation.line.nomination, allocation.device.holder, actor=giver)
        hand_over(allocation, handover, language=language, actor=giver)
        if visit is not None:
            self._put_into_the_story(visit)

    def _put_into_the_story(self, visit: Appointment) -> None:
        at = self.story.clock.now
        ends = None if visit.at_home else at + STAY
        Appointment.objects.filter(pk=visit.pk).update(starts_at=at, ends_at=ends)

    def _terms(self, handover: Handover, most: int) -> None:
        modes = (LegalMode.GIFT, LegalMode.CONTRIBUTION, LegalMode.LOAN)
        handover.legal_mode = self.rng.choices(modes, (72, 21 if most else 0, 7))[0]
        if handover.legal_mode == LegalMode.GIFT:
            handover.guarantee_months = 6
        elif handover.legal_mode == LegalMode.CONTRIBUTION:
            handover.contribution_cents = min(most, self.rng.choice((2000, 3000, 4000)))
            handover.guarantee_months = self.rng.choice((12, 24))
            handover.shorter_agreed = handover.guarantee_months < LEGAL_GUARANTEE_MONTHS
        else:
            handover.loan_until = handover.handed_over_on + timedelta(days=365)
            handover.deposit_cents = 2000

    def _sign(self, handover: Handover) -> None:
        kinds = (SignatureKind.DRAWN, SignatureKind.TYPED, SignatureKind.PAPER)
        handover.signature_kind = self.rng.choices(kinds, (60, 15, 25))[0]
        if handover.signature_kind == SignatureKind.DRAWN:
            handover.strokes = self._strokes()
        elif handover.signature_kind == SignatureKind.TYPED:
            handover.signed_by_name = handover.receiver_name

    def _strokes(self) -> list[list[list[float]]]:
        """Draw something like a signature: loops that wander to the right, within 0…1."""
        return [
            [
                [
                    round(0.1 + 0.04 * step + 0.02 * self.rng.random() + 0.3 * stroke, 3),
                    round(0.5 + (0.25 if step % 2 else -0.25) * self.rng.random(), 3),
                ]
                for step in range(12 - 4 * stroke)
            ]
            for stroke in range(2)
        ]
