"""What happens to a nomination: submit, prove, decide, withdraw."""

from ninja import Router

from distribution.api.asking import ProofAsked
from distribution.api.nominations import visible_nomination
from distribution.api.shapes import NominationShown, show_nomination
from distribution.deciding import decide
from distribution.nominating import submit, withdraw
from distribution.renewing import add_proof
from distribution.words import Decision, WithdrawReason
from refurb.accounts.access import SignedInRequest, allow
from refurb.accounts.roles import Permission
from refurb.api.shapes import Asked

router = Router(tags=["Nominations"])
PATH = "nominations/{reference:reference}"


class DecisionAsked(Asked):
    """A coordinator's decision; `meets_rules` and `exception` accept, the others reject."""

    decision: Decision


class WithdrawalAsked(Asked):
    """Why a nomination is withdrawn."""

    because: WithdrawReason


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
