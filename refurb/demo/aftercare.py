"""What becomes of the referrals that a handover proposes: agreed to, sent, answered."""

from __future__ import annotations

from random import Random

from django.db.models import QuerySet

from distribution.models import Nomination, Referral
from distribution.referrals.course import ReferralStep
from distribution.referrals.referring import Said, take_step
from distribution.words import ReferralOutcome, ReferralState
from refurb.accounts.models import Membership
from refurb.accounts.roles import Role
from refurb.demo.clock import Clock
from refurb.demo.dice import happens
from refurb.demo.people import Cast
from refurb.demo.story import DAY, Life

SEED = "what comes after"  # dice of its own: the rest of the story stays
ENDINGS = (
    (ReferralStep.FINISH, ReferralOutcome.HELPED),
    (ReferralStep.FINISH, ReferralOutcome.IN_PART),
    (ReferralStep.MISS, ReferralOutcome.DID_NOT_COME),
)

AGREES, ANSWERED, FULL = 0.7, 0.8, 0.1  # of all: shares of people and places


class Aftercare:
    """Who follows up what a household wanted beside its machine."""

    def __init__(self, cast: Cast, clock: Clock) -> None:
        self.cast = cast
        self.clock = clock
        self.rng = Random(SEED)  # noqa: S311  a story, not a secret

    def follow(self, nomination: Nomination) -> Life:
        """Have the service ask for consent and send, and the place answer, days apart."""
        yield self.rng.randint(DAY, 5 * DAY)
        # A second handover of the nomination finds what followed the first one already.
        found = nomination.referrals.filter(state=ReferralState.PROPOSED).exclude(organisation=None)
        sent = [self._send(each) for each in found.order_by("pk") if happens(self.rng, AGREES)]
        yield self.rng.randint(2 * DAY, 8 * DAY)
        answered = [each for each in self._open(sent) if happens(self.rng, ANSWERED)]
        accepted = [self._answer(each) for each in answered]
        yield self.rng.randint(5 * DAY, 15 * DAY)
        for each in self._open(accepted):
            step, outcome = self.rng.choices(ENDINGS, (7, 2, 1))[0]
            take_step(each, step, Said(outcome=outcome), actor=self._place(each))

    def _open(self, referrals: list[Referral]) -> QuerySet[Referral]:
        """Leave out what was declined or withdrawn in the meantime."""
        rows = Referral.objects.open().filter(pk__in=[each.pk for each in referrals])
        return rows.select_related("nomination__organisation", "organisation").order_by("pk")

    def _send(self, referral: Referral) -> Referral:
        service = referral.nomination.organisation.code
        worker = self.cast.of(service, Role.SOCIAL_WORKER)[0]
        said = Said(consented_on=self.clock.today)
        return take_step(referral, ReferralStep.SEND, said, actor=worker)

    def _answer(self, referral: Referral) -> Referral:
        if happens(self.rng, FULL):
            full = Said(outcome=ReferralOutcome.FULL)
            return take_step(referral, ReferralStep.DECLINE, full, actor=self._place(referral))
        return take_step(referral, ReferralStep.ACCEPT, Said(), actor=self._place(referral))

    def _place(self, referral: Referral) -> Membership:
        place = referral.organisation
        assert place is not None  # noqa: S101  it was sent there
        return self.cast.of(place.code, Role.PARTNER_AGENT)[0]
