"""What social services ask for, and what becomes of it until a device is allocated."""

# ruff: noqa: RUF001 - French is written with the typographic apostrophe.

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum, auto
from itertools import count

from distribution.eligibility import DAYS_AFTER_REMINDER
from distribution.models import Ground, Household, Nomination, Proof, RequestLine
from distribution.nominations.deciding import ask_exception, decide
from distribution.nominations.nominating import NominationRefused, submit, withdraw, write_draft
from distribution.nominations.renewing import add_proof, expire
from distribution.nominations.updating import update_household
from distribution.words import (
    Decision,
    ExceptionReason,
    NominationState,
    Project,
    ProofCovers,
    ProofKind,
    WithdrawReason,
)
from refurb.accounts.models import Membership
from refurb.demo.households import Family, draw_family, draw_household
from refurb.demo.story import DAY, HOUR, Life, Story
from refurb.demo.wishes import draw_circumstances, draw_lines, draw_modest_lines


class Plan(StrEnum):
    """What a nomination is an example of."""

    PLAIN = auto()  # meets every rule and waits
    RENEWED = auto()  # as PLAIN, with a second proof and a move on the way
    URGENT_FIRST = auto()  # counts most, early on: served
    URGENT_LAST = auto()  # counts most, near the end: a device is set aside
    DRAFT = auto()
    NO_PROOF = auto()  # a coordinator decides, once the proof is there
    TOO_MANY = auto()  # an exception is asked for, and granted
    UNDECIDED = auto()  # still before the coordinator: without proof
    UNDECIDED_TOO_MANY = auto()
    REJECTED = auto()
    WITHDRAWN = auto()
    EXPIRED = auto()  # its proof ran out


URGENT = frozenset({Plan.URGENT_FIRST, Plan.URGENT_LAST})
WITHOUT_PROOF = frozenset({Plan.NO_PROOF, Plan.UNDECIDED, Plan.REJECTED})
TOO_MANY = frozenset({Plan.TOO_MANY, Plan.UNDECIDED_TOO_MANY})
UNDECIDED = frozenset({Plan.UNDECIDED, Plan.UNDECIDED_TOO_MANY})

SENIOR_GROUNDS = ("grapa", "grapa", "bim", "disability", "social_tariff")
FAMILY_GROUNDS = ("ris", "ris", "equivalent_aid", "bim", "bim", "social_tariff", "student")
ADULT_GROUNDS = ("jobseeker", "jobseeker", "ris", "bim", "debt_mediation", "attestation")
GROUNDS_OF_LANGUAGE = {
    "uk": ("temporary_protection",),
    "ti": ("international_protection", "equivalent_aid"),
    "so": ("equivalent_aid", "ris"),
    "fa": ("international_protection", "equivalent_aid"),
}
COVERS = {
    "jobseeker": ProofCovers.PERSON,
    "student": ProofCovers.CHILD,
}
KINDS = {"attestation": ProofKind.ATTESTATION, "bim": ProofKind.CARD, "ris": ProofKind.DECISION}
REJECTIONS = (Decision.NO_GROUND, Decision.INCOMPLETE, Decision.ALREADY_NOMINATED)
LEGAL_BASIS = "Mission d’aide sociale (exemple inventé)"


class Requests:
    """All the services' nominations."""

    def __init__(self, story: Story, coordinators: list[Membership], today: date) -> None:
        """Take the real day, too: the acts judge proofs on it."""
        self.story = story
        self.rng = story.rng
        self.coordinators = coordinators
        self.real_today = today
        self.grounds = {ground.code: ground for ground in Ground.objects.all()}
        self._cases = count(1)
        self._clipped: list[tuple[Proof, date]] = []

    def life(self, plan: Plan, worker: Membership) -> Life:
        """Nominate a household, and do what its plan says."""
        family = self._family(plan)
        nomination = self._draft(plan, family, worker)
        yield self.story.between(5, 50)
        if plan is Plan.DRAFT:
            return
        nomination = submit(nomination, actor=worker)
        if nomination.state == NominationState.SUBMITTED and plan not in UNDECIDED:
            yield from self._decision(plan, nomination, worker)
        if plan in {Plan.WITHDRAWN, Plan.EXPIRED, Plan.RENEWED}:
            yield from self._later(plan, nomination, worker)

    def _family(self, plan: Plan) -> Family:
        if plan in TOO_MANY:
            return Family(adults=2, children=1, at_school=1, head_born=39)
        if plan in URGENT:
            return Family(adults=1, children=3, at_school=3, head_born=36)
        return draw_family(self.rng)

    def _draft(self, plan: Plan, family: Family, worker: Membership) -> Nomination:
        today = self.story.clock.today
        household = draw_household(self.rng, family, today)
        household.created_at = self.story.clock.now
        nomination = Nomination(
            case_reference=f"{worker.organisation.code[:3]}-{today:%y}-{next(self._cases):04d}",
            created_at=self.story.clock.now,
            informed_on=today,
            informed_language=household.language,
            agreed_on=today,
            legal_basis=LEGAL_BASIS,
            **draw_circumstances(self.rng, family, today),
        )
        if plan in URGENT:
            nomination.no_computer_at_home = True
            nomination.project = Project.EXAM
            nomination.project_on = self.real_today + timedelta(days=30)
        lines = self._lines(plan, family, household)
        proofs = [self._proof(plan, family, household)] if plan not in WITHOUT_PROOF else []
        return write_draft(nomination, household, lines, proofs, actor=worker)

    def _lines(self, plan: Plan, family: Family, household: Household) -> list[RequestLine]:
        if plan in TOO_MANY:
            return draw_modest_lines(self.rng, household, count=2)
        if plan in URGENT:
            return draw_modest_lines(self.rng, household, count=1)
        return draw_lines(self.rng, family, household)

    def _proof(self, plan: Plan, family: Family, household: Household) -> Proof:
        codes: tuple[str, ...] = FAMILY_GROUNDS if family.children else ADULT_GROUNDS
        codes = GROUNDS_OF_LANGUAGE.get(household.language, codes)
        ground = self.grounds[self.rng.choice(SENIOR_GROUNDS if family.is_senior else codes)]
        seen_on = self.story.clock.today - timedelta(days=self.rng.randint(0, 9))
        until = seen_on + timedelta(days=ground.validity_days)
        if self.story.happens(0.3):  # the paper itself says until when
            until = seen_on + timedelta(days=self.rng.randint(40, 130))
        if plan is Plan.EXPIRED:
            ground, until = self.grounds["jobseeker"], seen_on + timedelta(days=9)
        return self._clip(ground, seen_on, until)

    def _clip(self, ground: Ground, seen_on: date, until: date) -> Proof:
        """Make a proof that the acts still take for valid; `restore` puts its own end back."""
        proof = Proof(
            ground=ground,
            kind=KINDS.get(ground.code, ProofKind.CERTIFICATE),
            covers=COVERS.get(ground.code, ProofCovers.HOUSEHOLD),
            seen_on=seen_on,
            valid_until=max(until, self.real_today),
        )
        if until < self.real_today:
            self._clipped.append((proof, until))
        return proof

    def restore(self, *, all_of_them: bool = False) -> None:
        """Let the proofs expire whose end has come by the story's day, or all that have an end."""
        today = self.story.clock.today
        due = [each for each in self._clipped if all_of_them or each[1] < today]
        for proof, until in due:
            Proof.objects.filter(pk=proof.pk).update(valid_until=until)
        self._clipped = [each for each in self._clipped if each not in due]

    def _decision(self, plan: Plan, nomination: Nomination, worker: Membership) -> Life:
        """Let a coordinator decide, once what was missing is there."""
        yield self.story.between(HOUR, 2 * DAY)
        coordinator = self.rng.choice(self.coordinators)
        if plan is Plan.REJECTED:
            decide(nomination, self.rng.choice(REJECTIONS), actor=coordinator)
            return
        if plan is Plan.NO_PROOF:
            today = self.story.clock.today
            until = today + timedelta(days=180)
            add_proof(nomination, self._clip(self.grounds["bim"], today, until), actor=worker)
            yield self.story.between(HOUR, DAY)
        decision = Decision.MEETS_RULES
        if plan is Plan.TOO_MANY:
            decision = Decision.EXCEPTION
            ask_exception(nomination, ExceptionReason.STUDIES, actor=worker)
            yield self.story.between(HOUR, DAY)
        decide(nomination, decision, actor=coordinator)

    def _later(self, plan: Plan, nomination: Nomination, worker: Membership) -> Life:
        """Withdraw, expire or renew; what was served meanwhile stays served."""
        if plan is Plan.EXPIRED:
            pause = max(0, self.story.clock.end - 3 * DAY - self.story.clock.minute)
            yield pause
            # The reminder came when the story was younger; the act judges on the real day.
            reminded = self.real_today - timedelta(days=DAYS_AFTER_REMINDER)
            Nomination.objects.filter(pk=nomination.pk).update(proof_reminded_on=reminded)
            expire(nomination)
            return
        yield self.story.between(2 * DAY, 9 * DAY)
        try:
            if plan is Plan.WITHDRAWN:
                withdraw(nomination, self.rng.choice(list(WithdrawReason)), actor=worker)
            else:
                self._move_house(nomination, worker)
        except NominationRefused:
            return  # served in the meantime

    def _move_house(self, nomination: Nomination, worker: Membership) -> None:
        today = self.story.clock.today
        proof = self._clip(self.grounds["bim"], today, today + timedelta(days=365))
        add_proof(nomination, proof, actor=worker)
        phone = f"0400 99 {self.rng.randint(0, 99):02d} {self.rng.randint(0, 99):02d}"
        update_household(nomination, {"phone": phone}, actor=worker)

    def renew(self, nomination: Nomination) -> None:
        """Look at a proof again before the handover, where all have run out by the story's day."""
        today = self.story.clock.today
        proofs = list(nomination.proofs.select_related("ground").order_by("pk"))
        if any(proof.valid_until >= today for proof in proofs):
            return
        ground = proofs[-1].ground
        until = today + timedelta(days=ground.validity_days)
        add_proof(nomination, self._clip(ground, today, until), actor=nomination.nominated_by)
