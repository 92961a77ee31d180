"""Transitions: what could be done with a device now, and doing it."""

from typing import Annotated

from ninja import Router
from pydantic import Field

from inventory.api.asking import visible_device
from inventory.api.shapes import TransitionShown, show_offer
from inventory.lifecycle import State, Transition
from inventory.moving import Said, move_device
from inventory.stock import load_standing, offers
from refurb.accounts.access import SignedInRequest, allow
from refurb.accounts.roles import Permission
from refurb.api.shapes import Asked, Shown, Words

router = Router(tags=["Devices"])
Sentence = Annotated[Words, Field(max_length=200)]


class MoveAsked(Asked):
    """A transition and what is said with it; GET transitions tells what each asks for."""

    transition: Transition
    reason: Sentence = ""
    fault: Sentence = ""
    destination: Sentence = ""
    document: Sentence = ""
    expected_state: Annotated[
        State | None, Field(description="Refuse when it is in another state by now")
    ] = None


class MoveShown(Shown):
    """A move that was made."""

    code: str
    transition: Transition
    before: State
    state: State
    event: int


@router.get(
    "devices/{code:code}/transitions",
    response=list[TransitionShown],
    summary="List transitions",
    operation_id="list_transitions",
)
@allow(Permission.SEE_DEVICES)
def list_transitions(request: SignedInRequest, code: str) -> list[TransitionShown]:
    """List every transition from here that the role may make, with all that stands against it."""
    standing = load_standing(visible_device(request.actor, code))
    return [show_offer(offer) for offer in offers(standing, request.actor)]


@router.post(
    "devices/{code:code}/transitions",
    response=MoveShown,
    summary="Move a device",
    operation_id="move_device",
)
@allow(Permission.WORK, Permission.LEAD, Permission.LOSE)
def make_transition(request: SignedInRequest, code: str, body: MoveAsked) -> MoveShown:
    """Make a transition; refused with every unmet condition when the rules say no."""
    device = visible_device(request.actor, code)
    said = Said(body.reason, body.fault, body.destination, body.document)
    event = move_device(
        device, body.transition, actor=request.actor, said=said, expected=body.expected_state
    )
    return MoveShown(
        code=device.code,
        transition=body.transition,
        before=State(event.before),
        state=State(event.after),
        event=event.pk,
    )
