"""Labels, as a PDF."""

from typing import Annotated, Any, Literal

from django.http import Http404, HttpResponse
from ninja import Query, Router

from inventory.api.asking import Code
from inventory.api.shapes import label_url
from inventory.labels import LabelContent, LabelStartOutOfRange, draw_labels
from inventory.models import Device
from refurb.accounts.access import SignedInRequest, allow
from refurb.accounts.roles import Permission
from refurb.api.problems import FieldError, Invalid

router = Router(tags=["Devices"])
MOST_LABELS = 500
Codes = Annotated[list[Code], Query(min_length=1, max_length=MOST_LABELS)]
Start = Annotated[int, Query(ge=1, le=65, description="First label to print on")]
FormatCode = Annotated[Literal["L7160", "L7651", "62mm"], Query(alias="format")]
PDF: dict[str, Any] = {
    "responses": {
        200: {"content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}}}
    }
}


@router.get("labels.pdf", summary="Print labels", operation_id="labels", openapi_extra=PDF)
@allow(Permission.RECEIVE)
def labels_pdf(
    request: SignedInRequest, codes: Codes, sheet: FormatCode = "L7160", start: Start = 1
) -> HttpResponse:
    """Draw a QR label for each device, on sheets or a roll, in the order asked for."""
    rows = Device.objects.visible_to(request.actor).filter(code__in=codes)
    found = {device.code: device for device in rows.select_related("steward")}
    if found.keys() != set(codes):
        raise Http404
    contents = [_content(found[code]) for code in dict.fromkeys(codes)]
    try:
        pdf = draw_labels(contents, sheet, start=start)
    except LabelStartOutOfRange as mistake:
        error = FieldError(("query", "start"), "start_out_of_range", str(mistake))
        raise Invalid(error) from None
    response = HttpResponse(pdf, content_type="application/pdf")
    response.headers["Content-Disposition"] = 'inline; filename="labels.pdf"'
    return response


def _content(device: Device) -> LabelContent:
    return LabelContent(
        code=device.code,
        url=label_url(device.code),
        model=device.name,
        owner=device.steward.name,
        contact=device.steward.phone,
    )
