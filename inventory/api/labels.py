"""Labels, as a PDF."""

from typing import Annotated, Any, Literal

from django.http import Http404, HttpResponse
from ninja import Query, Router

from inventory.api.asking import Code
from inventory.labelled import contents_for
from inventory.labels import LabelStartOutOfRange, Printing, draw_labels
from refurb.accounts.access import SignedInRequest, allow
from refurb.accounts.roles import Permission
from refurb.api.problems import FieldError, Invalid

router = Router(tags=["Devices"])
MOST_LABELS = 500
Codes = Annotated[list[Code], Query(min_length=1, max_length=MOST_LABELS)]
Start = Annotated[int, Query(ge=1, le=189, description="First label to print on")]
FormatCode = Annotated[
    Literal[
        "L7160",
        "L7651",
        "L6009",
        "L4731REV",
        "L7163",
        "3475",
        "3474",
        "DK-11209",
        "62mm",
        "62x40mm",
        "99012",
        "11354",
    ],
    Query(alias="format"),
]
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
    """Draw a QR label for each device or free label, on a sheet or a roll, in the order given."""
    contents, missing = contents_for(list(dict.fromkeys(codes)), request.actor)
    if missing:
        raise Http404
    try:
        pdf = draw_labels(contents, Printing(sheet, start=start))
    except LabelStartOutOfRange as mistake:
        error = FieldError(("query", "start"), "start_out_of_range", str(mistake))
        raise Invalid(error) from None
    response = HttpResponse(pdf, content_type="application/pdf")
    response.headers["Content-Disposition"] = 'inline; filename="labels.pdf"'
    return response
