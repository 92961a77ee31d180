"""The information notice as a PDF: in any language it is there in, or a household's own."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from distribution.information import InformationNotice, draw_notice
from distribution.notice_texts import NOTICE_TEXTS
from distribution.web.information import nearest_language, notice_for
from distribution.web.views.nominations import theirs
from refurb.accounts.access import SignedInRequest, allow
from refurb.accounts.roles import Permission


@require_safe
@allow(Permission.NOMINATE)
def information_notice(request: SignedInRequest, language: str) -> HttpResponse:
    """Print the notice of the actor's service; needed before a nomination is written."""
    if language not in NOTICE_TEXTS:
        raise Http404
    return _pdf(notice_for(request.actor.organisation, language))


@require_safe
@allow(Permission.SEE_NOMINATIONS)
def nomination_notice(request: SignedInRequest, reference: str) -> HttpResponse:
    """Print the notice in the household's language, or the nearest that is there."""
    found = get_object_or_404(theirs(request), reference=reference)
    language = nearest_language(found.household.language, found.organisation)
    return _pdf(notice_for(found.organisation, language))


def _pdf(notice: InformationNotice) -> HttpResponse:
    response = HttpResponse(draw_notice(notice), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="information-{notice.language}.pdf"'
    return response
