"""How requests name devices, and finding what they name among what the actor may see."""

from typing import Annotated

from django.http import Http404
from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from inventory.codes import LONGEST_TYPED, InvalidCode, parse_code
from inventory.labelled import device_with_label
from inventory.models import Device, DeviceQuerySet
from refurb.accounts.models import Membership


def _code(typed: str) -> str:
    try:
        return parse_code(typed)
    except InvalidCode:
        raise PydanticCustomError("code_invalid", "This is not a device code.") from None


Code = Annotated[
    str,
    StringConstraints(max_length=LONGEST_TYPED),
    AfterValidator(_code),
    Field(description="Device code, in any spelling", examples=["7K3M-Q2XA-9"]),
]
Reference = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]{1,12}$")]


def visible_device(actor: Membership, typed: str, rows: DeviceQuerySet | None = None) -> Device:
    """Find a device by a code as typed; Http404 for no code, no device, and another's device."""
    try:
        code = parse_code(typed)
    except InvalidCode:
        raise Http404 from None
    mine = (Device.objects.all() if rows is None else rows).visible_to(actor)
    device = device_with_label(mine, code)
    if device is None:
        raise Http404
    return device
