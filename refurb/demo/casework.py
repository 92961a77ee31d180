"""The last evening's casework: a review, an exception to approve, a transfer, proofs, news."""

from __future__ import annotations

from distribution.allocations.allocating import report_no_show
from distribution.entitlement import blocks_of
from distribution.informing import mark_read
from distribution.models import Allocation, Nomination, Notice
from distribution.nominations.deciding import ask_exception, ask_review, decide, transfer
from distribution.nominations.nominating import give_up_line
from distribution.nominations.renewing import watch_proofs
from distribution.words import Decision, ExceptionReason, NominationState, WithdrawReason
from refurb.accounts.models import Membership, Organisation

LEFT_UNREAD = 4  # of each service's notices, the newest
ENOUGH_SET_ASIDE = 6


def do_casework(coordinator: Membership, services: list[Organisation]) -> None:
    """Leave one of each thing to do, through the acts; then most notices are read."""
    first, second = services[:2]
    _ask_for_a_review(coordinator, first)
    _ask_for_exceptions()
    _transfer(coordinator, second, first)
    _give_up_a_machine()
    allocations = Allocation.objects.open().filter(companion_to=None).order_by("pk")
    if allocations.count() > ENOUGH_SET_ASIDE:
        report_no_show(allocations[0], actor=coordinator)
    watch_proofs()
    _read_most_notices(services)


def _nominations(*states: NominationState) -> list[Nomination]:
    rows = Nomination.objects.filter(state__in=states).order_by("pk")
    return list(rows.select_related("organisation", "household", "nominated_by__user"))


def _ask_for_a_review(coordinator: Membership, service: Organisation) -> None:
    for each in _nominations(NominationState.SUBMITTED):
        if each.organisation == service and "no_proof" in {r.code for r in blocks_of(each)}:
            decide(each, Decision.NO_GROUND, actor=coordinator)
            ask_review(each, actor=each.nominated_by)
            return


def _ask_for_exceptions() -> None:
    for each in _nominations(NominationState.SUBMITTED):
        if "too_frequent" in {reason.code for reason in blocks_of(each)}:
            ask_exception(each, ExceptionReason.STUDIES, actor=each.nominated_by)


def _transfer(coordinator: Membership, before: Organisation, after: Organisation) -> None:
    theirs = [n for n in _nominations(NominationState.WAITING) if n.organisation == before]
    if theirs:
        transfer(theirs[-1], after, actor=coordinator)


def _give_up_a_machine() -> None:
    for each in _nominations(NominationState.WAITING):
        lines = list(each.lines.filter(state="waiting").order_by("number"))
        if len(lines) > 1:
            because = WithdrawReason.FOUND_ELSEWHERE
            give_up_line(each, lines[-1].number, because, actor=each.nominated_by)
            return


def _read_most_notices(services: list[Organisation]) -> None:
    for service in services:
        worker = service.memberships.filter(role="social_worker").order_by("pk").first()
        older = Notice.objects.filter(organisation=service).order_by("-pk")[LEFT_UNREAD:]
        if worker is not None:
            mark_read(list(older), actor=worker)
