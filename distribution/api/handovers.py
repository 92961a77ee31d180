"""Handovers and returns."""

from datetime import date
from typing import Annotated, Literal, Self

from django.shortcuts import get_object_or_404
from ninja import Router
from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from distribution.api.receipts import ReceiptShown, show_receipt
from distribution.handovers.handing_over import MOST_POINTS, hand_over
from distribution.handovers.returning import take_back
from distribution.models import Allocation, Handover
from distribution.words import LegalMode, SignatureKind
from inventory.api.asking import Code, visible_device
from refurb.accounts.access import SignedInRequest, allow
from refurb.accounts.roles import Permission
from refurb.api.shapes import AboutPeople, Asked, Day, Id, Shown

router = Router(tags=["Handover"])
LONGEST_GUARANTEE = 120  # months
MOST_CENTS = 1_000_000
Within = Annotated[float, Field(ge=0, le=1)]
Stroke = Annotated[list[tuple[Within, Within]], Field(max_length=MOST_POINTS)]
Cents = Annotated[int, Field(ge=1, le=MOST_CENTS)]


class SignatureAsked(Asked):
    """How the receiver signed: strokes within a box of 1 by 1, a typed name, on paper, a mark."""

    kind: SignatureKind
    strokes: Annotated[list[Stroke], Field(max_length=MOST_POINTS)] = Field(default_factory=list)
    name: Annotated[AboutPeople, Field(max_length=150)] = ""
    witness: Annotated[AboutPeople, Field(max_length=150)] = ""


class HandoverAsked(Asked):
    """What happened when a device was handed over."""

    allocation: Id
    handed_over_on: Day
    place: Annotated[AboutPeople, Field(min_length=1, max_length=120)]
    receiver_name: Annotated[AboutPeople, Field(min_length=1, max_length=150)]
    is_proxy: bool = False
    mandate_seen: Annotated[bool, Field(description="Of the proxy; nothing is copied")] = False
    identity_seen: Annotated[bool, Field(description="Seen; nothing is copied")] = False
    works: Annotated[bool, Field(description="The receiver confirms that it works")]
    legal_mode: LegalMode = LegalMode.GIFT
    contribution_cents: Cents | None = None
    guarantee_months: Annotated[int, Field(ge=0, le=LONGEST_GUARANTEE)] = 0
    shorter_agreed: Annotated[
        bool, Field(description="They expressly agreed to less than 24 months")
    ] = False
    loan_until: Day | None = None
    deposit_cents: Cents | None = None
    with_charger: bool = False
    kit: Annotated[
        list[Annotated[AboutPeople, Field(min_length=1, max_length=60)]], Field(max_length=10)
    ] = Field(default_factory=list)
    signature: SignatureAsked
    language: Annotated[Literal["fr", "nl", "de", "en"], Field(description="Of the receipt")]

    @model_validator(mode="after")
    def _terms_of_its_mode(self) -> Self:
        is_loan = self.legal_mode is LegalMode.LOAN
        is_contribution = self.legal_mode is LegalMode.CONTRIBUTION
        foreign = (self.loan_until or self.deposit_cents) and not is_loan
        if foreign or (self.contribution_cents and not is_contribution):
            raise PydanticCustomError("terms_of_another_mode", "These are terms of another mode.")
        return self

    def unsaved(self) -> Handover:
        """Make the row, unsaved."""
        fields = dict(self)
        for name in ("allocation", "signature", "language", "device"):
            fields.pop(name, None)
        return Handover(
            **fields,
            signature_kind=self.signature.kind,
            strokes=[[list(point) for point in stroke] for stroke in self.signature.strokes],
            signed_by_name=self.signature.name,
            witness_name=self.signature.witness,
        )


class ReturnAsked(Asked):
    """A delivered device that came back."""

    device: Code
    reason: Annotated[AboutPeople, Field(min_length=1, max_length=200)]


class ReturnShown(Shown):
    """A return."""

    device: str
    handed_over_on: date


@router.post(
    "handovers", response={201: ReceiptShown}, summary="Hand over", operation_id="add_handover"
)
@allow(Permission.HAND_OVER)
def add_handover(request: SignedInRequest, body: HandoverAsked) -> ReceiptShown:
    """Record that a device reached its household, signed for; its receipt is issued at once."""
    mine = Allocation.objects.visible_to(request.actor).select_related("device")
    allocation = get_object_or_404(mine, pk=body.allocation)
    receipt = hand_over(allocation, body.unsaved(), language=body.language, actor=request.actor)
    return show_receipt(receipt)


@router.post(
    "returns", response={201: ReturnShown}, summary="Take a device back", operation_id="add_return"
)
@allow(Permission.TAKE_BACK)
def add_return(request: SignedInRequest, body: ReturnAsked) -> ReturnShown:
    """Record that a delivered device came back; earlier erasures of its drives count no more."""
    device = visible_device(request.actor, body.device)
    came_back = take_back(device, reason=body.reason, actor=request.actor)
    return ReturnShown(device=device.code, handed_over_on=came_back.delivered_by.handed_over_on)
