"""The texts of receipts and information notices: edited in a draft, looked at, published."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from distribution.texts.parts import USUAL
from distribution.texts.samples import draw_sample
from distribution.texts.versions import TextState, text_state, text_states
from distribution.texts.writing import discard_draft, publish_draft, save_draft
from distribution.web.forms.paper_texts import PaperTextForm, StateForm
from distribution.web.paper_texts import asked_mode, asked_words, changes, text_page, titled
from distribution.words import PaperKind
from refurb.accounts.access import SignedInRequest, allow
from refurb.accounts.roles import Permission
from refurb.web.acting import sent
from refurb.web.pages import render_page


@require_safe
@allow(Permission.EDIT_TEXTS)
def paper_text_list(request: SignedInRequest) -> HttpResponse:
    """List every text by paper and language, with its version and its draft."""
    texts = [titled(state) for state in text_states()]
    return render_page(request, "distribution/paper_text_list.html", {"texts": texts})


@allow(Permission.EDIT_TEXTS)
def paper_text(request: SignedInRequest, kind: str, language: str) -> HttpResponse:
    """Show what a text says and its versions, and save what is typed in its draft."""
    state = _state(kind, language)
    text, form = (state.kind, language), PaperTextForm(**sent(request), state=state)
    if form.does(lambda: save_draft(text, form.words(), seen=_seen(form), actor=request.actor)):
        told = _("Saved in the draft. Papers keep the published text until it is published.")
        messages.success(request, told)
        return redirect("paper-text", kind, language)
    context = {"form": form, "page": text_page(state)}
    return render_page(request, "distribution/paper_text.html", context, status=form.status)


@require_safe
@allow(Permission.EDIT_TEXTS)
def paper_text_preview(request: SignedInRequest, kind: str, language: str) -> HttpResponse:
    """Print a sample about invented people: of the draft, of what is in force, of a version."""
    state = _state(kind, language)
    words, version = asked_words(request.GET, state)
    mode = asked_mode(request.GET)
    pdf = draw_sample(state.kind, language, words, version=version, mode=mode)
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{kind}-{language}.pdf"'
    return response


@allow(Permission.EDIT_TEXTS)
def paper_text_publish(request: SignedInRequest, kind: str, language: str) -> HttpResponse:
    """Show what would change, and publish the draft as the next version."""
    state = _state(kind, language)
    if state.draft is None:
        return _no_draft(request, state)
    text, form = (state.kind, language), StateForm(**sent(request), state=state)
    if form.does(lambda: publish_draft(text, seen=_seen(form), actor=request.actor)):
        told = _("Version %(version)s is published: papers made from now on say it.")
        messages.success(request, told % {"version": form.done.version})
        return redirect("paper-text", kind, language)
    context = {"form": form, "page": text_page(state), "changes": changes(state)}
    return render_page(request, "distribution/paper_text_publish.html", context, status=form.status)


@allow(Permission.EDIT_TEXTS)
def paper_text_discard(request: SignedInRequest, kind: str, language: str) -> HttpResponse:
    """Throw the draft away, once it is confirmed."""
    state = _state(kind, language)
    if state.draft is None:
        return _no_draft(request, state)
    text, form = (state.kind, language), StateForm(**sent(request), state=state)
    if form.does(lambda: discard_draft(text, seen=_seen(form), actor=request.actor)):
        messages.success(request, _("The draft is discarded. The published text stays in force."))
        return redirect("paper-text", kind, language)
    context = {"form": form, "page": text_page(state)}
    return render_page(request, "distribution/paper_text_discard.html", context, status=form.status)


def _state(kind: str, language: str) -> TextState:
    if kind not in PaperKind.values or language not in USUAL[PaperKind(kind)]:
        raise Http404
    return text_state(PaperKind(kind), language)


def _seen(form: StateForm) -> str:
    return str(form.cleaned_data["seen"])


def _no_draft(request: SignedInRequest, state: TextState) -> HttpResponse:
    messages.warning(request, _("This text has no draft: it was published or discarded."))
    return redirect("paper-text", state.kind, state.language)
