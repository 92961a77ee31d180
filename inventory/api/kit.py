"""The bench kit: a script for any live Linux, and what it shows of a machine on its own screen."""

from typing import Annotated, Any, Literal

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router

from inventory.api.asking import visible_device
from inventory.api.kit_words import language_of, write_kit
from inventory.codes import show_code
from inventory.labelled import label_url
from inventory.lifecycle import State, Transition, next_step, reasons_against
from inventory.models import Device
from inventory.stock import facts_of, load_standing
from refurb.accounts.access import SignedInRequest, allow
from refurb.accounts.models import Membership
from refurb.accounts.roles import Permission
from refurb.documents.qr import qr_lines

router = Router(tags=["Hardware"])
Speak = Annotated[
    Literal["fr", "nl", "de", "en"] | None,
    Query(description="Language of its words; the workshop's when it is left out"),
]


def _answers(media_type: str) -> dict[str, Any]:
    return {"responses": {200: {"content": {media_type: {"schema": {"type": "string"}}}}}}


@router.get(
    "bench/kit.sh",
    summary="Get the bench kit",
    operation_id="bench_kit",
    openapi_extra=_answers("text/x-shellscript"),
)
@allow(Permission.READ_HARDWARE)
def bench_kit(request: SignedInRequest, language: Speak = None) -> HttpResponse:
    """Give a POSIX script that reads a machine with the tools that are there, and sends it here.

    It reads its token from REFURB_TOKEN and holds none.
    """
    script = write_kit(language or language_of(request.actor.organisation))
    response = HttpResponse(script, content_type="text/x-shellscript; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="kit.sh"'
    return response


@router.get(
    "devices/{code:code}/card.txt",
    summary="Show a device on a text screen",
    operation_id="device_card",
    openapi_extra=_answers("text/plain"),
)
@allow(Permission.SEE_DEVICES)
def device_card(request: SignedInRequest, code: str) -> HttpResponse:
    """Draw a device's QR code in characters, for white on black, and say its next step."""
    device = visible_device(request.actor, code)
    address = label_url(device.code)
    # The code comes last: a console of 25 lines shows it whole.
    lines = [*_next_lines(device, request.actor), *qr_lines(address), address]
    card = "\n".join([*lines, f"{show_code(device.code)}  {device.name}", ""])
    return HttpResponse(card, content_type="text/plain; charset=utf-8")


def _next_lines(device: Device, actor: Membership) -> list[str]:
    """Name the state, the next step and what still holds it back."""
    standing = load_standing(device)
    wanted = next_step(facts_of(standing, Transition.MARK_READY, actor))
    said = [str(State(device.state).label)]
    if wanted is None:
        return said
    reasons = reasons_against(wanted, facts_of(standing, wanted, actor))
    step = _("Next step: %(step)s") % {"step": wanted.label}
    return [*said, step, *(f"- {reason}" for reason in reasons)]
