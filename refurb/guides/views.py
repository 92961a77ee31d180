"""Help: the guide of one's role, and the others."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from refurb.accounts.access import public
from refurb.accounts.roles import Role
from refurb.guides.reading import LANGUAGES, language_for, read_guide
from refurb.web.pages import render_page


@public(reason="guides show how Refurb works, with invented people; no row of anybody")
def help_page(request: HttpRequest) -> HttpResponse:
    """Show the guide of the role one acts under; a visitor chooses a role."""
    actor = getattr(request, "actor", None)
    if actor is None:
        return render_page(request, "refurb/help.html", {"roles": Role})
    return render_page(request, "refurb/guide.html", _guide(request, Role(actor.role)))


@public(reason="guides show how Refurb works, with invented people; no row of anybody")
def guide(request: HttpRequest, role: Role) -> HttpResponse:
    """Show the guide of a role, in the reader's language when it has been written in it."""
    return render_page(request, "refurb/guide.html", _guide(request, role))


def _guide(request: HttpRequest, role: Role) -> dict[str, Any]:
    reader = (get_language() or "en")[:2]
    wanted = request.GET.get("language", reader)
    return {
        "guide": read_guide(role, language_for(wanted)),
        "roles": Role,
        "languages": [code for code in LANGUAGES if code != language_for(wanted)],
        "is_foreign": reader not in LANGUAGES,
    }
