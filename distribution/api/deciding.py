"""What happens to a nomination: submit, prove, decide, review, transfer, give up, withdraw."""

from typing import Annotated

from ninja import Router
from pydantic import Field

from distribution.api.asking import ProofAsked, Reference
from distribution.api.nominations import visible_nomination
from distribution.api.shapes import NominationShown, show_nomination
from distribution.nominations.deciding import (
    approve_exception,
    ask_exception,
    ask_review,
    decide,
    refuse_exception,
    transfer,
)
from distribution.nominations.nominating import give_up_line, submit, withdraw
from distribution.nominations.renewing import add_proof
from distribution.words import Decision, ExceptionReason, WithdrawReason
from refurb.accounts.access import SignedInRequest, allow
from refurb.accounts.models import Organisation
from refurb.accounts.roles import Permission
from refurb.api.problems import invalid_field
from refurb.api.shapes import Asked

router = Router(tags=["Nominations"])
PATH = "nominations/{reference:reference}"


class DecisionAsked(Asked):
    """A coordinator's decision; `meets_rules` and `exception` accept, the others reject."""

    decision: Decision


class WithdrawalAsked(Asked):
    """Why a nomination is withdrawn."""

    because: WithdrawReason


class ExceptionAsked(Asked):
    """Why more computers than the rule of frequency allows."""

    because: ExceptionReason


class TransferAsked(Asked):
    """The service that follows the household from now on."""

    organisation: Annotated[Reference, Field(description="Code of the service")]


def _show(request: SignedInRequest, reference: str) -> NominationShown:
    return show_nomination(visible_nomination(request.actor, reference), request.actor)


@router.post(
    f"{PATH}/submit", response=NominationShown, summary="Submit", operation_id="submit_nomination"
)
@allow(Permission.NOMINATE)
def post_submission(request: SignedInRequest, reference: str) -> NominationShown:
    """Submit a draft: it waits at once when every rule holds, else a coordinator decides."""
    submit(visible_nomination(request.actor, reference), actor=request.actor)
    return _show(request, reference)


@router.post(
    f"{PATH}/withdraw",
    response=NominationShown,
    summary="Withdraw",
    operation_id="withdraw_nomination",
)
@allow(Permission.NOMINATE)
def post_withdrawal(
    request: SignedInRequest, reference: str, body: WithdrawalAsked
) -> NominationShown:
    """Withdraw an open nomination; what was set aside for it goes back to the shelf."""
    nomination = visible_nomination(request.actor, reference)
    withdraw(nomination, body.because, actor=request.actor)
    return _show(request, reference)


@router.post(
    f"{PATH}/decide", response=NominationShown, summary="Decide", operation_id="decide_nomination"
)
@allow(Permission.DECIDE)
def post_decision(request: SignedInRequest, reference: str, body: DecisionAsked) -> NominationShown:
    """Accept or reject a submitted nomination, with a coded reason."""
    nomination = visible_nomination(request.actor, reference)
    decide(nomination, body.decision, actor=request.actor)
    return _show(request, reference)


@router.post(
    f"{PATH}/proofs",
    response={201: NominationShown},
    summary="Record a proof as seen",
    operation_id="add_proof",
)
@allow(Permission.NOMINATE)
def post_proof(request: SignedInRequest, reference: str, body: ProofAsked) -> NominationShown:
    """Record a new or renewed proof on an open nomination; give the paper back."""
    nomination = visible_nomination(request.actor, reference)
    add_proof(nomination, body.unsaved(), actor=request.actor)
    return _show(request, reference)


@router.post(
    f"{PATH}/review",
    response=NominationShown,
    summary="Ask for a review",
    operation_id="review_nomination",
)
@allow(Permission.NOMINATE)
def post_review(request: SignedInRequest, reference: str) -> NominationShown:
    """Put a rejection before another coordinator, once."""
    ask_review(visible_nomination(request.actor, reference), actor=request.actor)
    return _show(request, reference)


@router.post(
    f"{PATH}/exception",
    response=NominationShown,
    summary="Ask for an exception",
    operation_id="ask_exception",
)
@allow(Permission.NOMINATE, Permission.DECIDE)
def post_exception(
    request: SignedInRequest, reference: str, body: ExceptionAsked
) -> NominationShown:
    """Ask for more computers than the rule of frequency allows; a second person approves."""
    nomination = visible_nomination(request.actor, reference)
    ask_exception(nomination, body.because, actor=request.actor)
    return _show(request, reference)


@router.post(
    f"{PATH}/exception/approve",
    response=NominationShown,
    summary="Approve an exception",
    operation_id="approve_exception",
)
@allow(Permission.DECIDE)
def post_approval(request: SignedInRequest, reference: str) -> NominationShown:
    """Approve, as the second person, an exception that somebody else asked for."""
    approve_exception(visible_nomination(request.actor, reference), actor=request.actor)
    return _show(request, reference)


@router.post(
    f"{PATH}/exception/refuse",
    response=NominationShown,
    summary="Refuse an exception",
    operation_id="refuse_exception",
)
@allow(Permission.DECIDE)
def post_exception_refusal(request: SignedInRequest, reference: str) -> NominationShown:
    """Refuse an exception that was asked for; it may be asked for again."""
    refuse_exception(visible_nomination(request.actor, reference), actor=request.actor)
    return _show(request, reference)


@router.post(
    f"{PATH}/transfer",
    response=NominationShown,
    summary="Transfer",
    operation_id="transfer_nomination",
)
@allow(Permission.DECIDE)
def post_transfer(request: SignedInRequest, reference: str, body: TransferAsked) -> NominationShown:
    """Pass a nomination on to another service; both are told."""
    nomination = visible_nomination(request.actor, reference)
    service = Organisation.objects.filter(code=body.organisation.upper()).first()
    if service is None:
        raise invalid_field("organisation", "organisation_unknown", "No service has this code.")
    transfer(nomination, service, actor=request.actor)
    return _show(request, reference)


@router.post(
    f"{PATH}/lines/{{pk:number}}/give-up",
    response=NominationShown,
    summary="Give up a line",
    operation_id="give_up_line",
    url_name="give_up_line",
)
@allow(Permission.NOMINATE)
def post_giving_up(
    request: SignedInRequest, reference: str, number: int, body: WithdrawalAsked
) -> NominationShown:
    """End one machine that isn't needed any more; what was set aside for it goes back."""
    nomination = visible_nomination(request.actor, reference)
    give_up_line(nomination, number, body.because, actor=request.actor)
    return _show(request, reference)
