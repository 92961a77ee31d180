"""Pages about saved filters: save one, rename and delete one's own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from refurb.accounts.access import SignedInRequest, signed_in
from refurb.saved_filters.forms import FilterForm
from refurb.saved_filters.lists import KnownList, known_list
from refurb.saved_filters.models import SavedFilter
from refurb.saved_filters.saving import change_filter, delete_filter, save_filter
from refurb.web.acting import sent
from refurb.web.pages import render_page

page = require_http_methods(["GET", "HEAD", "POST"])


def _list_of(request: SignedInRequest) -> KnownList:
    known = known_list(request.GET.get("list", ""))
    if known is None or not known.is_open_to(request.actor):
        raise Http404
    return known


@page
@signed_in
def saved_filter_add(request: SignedInRequest) -> HttpResponse:
    """Name the filter that the address carries; say what of it is kept."""
    if "list" not in request.GET:
        return redirect("saved-filters")
    known = _list_of(request)
    query = known.kept(request.GET, request)
    form = FilterForm(**sent(request))
    new = SavedFilter(list=known.url_name, query=query)
    if form.does(lambda: save_filter(_filled(new, form), actor=request.actor)):
        messages.success(request, _("The filter is saved."))
        return redirect(known.address(query))
    context = {"form": form, "known": known, "words": known.words(query, request)}
    context["back"] = known.address(query)
    return render_page(request, "refurb/saved_filter_add.html", context, status=form.status)


def _filled(saved: SavedFilter, form: FilterForm) -> SavedFilter:
    saved.name = form.cleaned_data["name"]
    saved.is_shared = form.cleaned_data["is_shared"]
    return saved


@dataclass(frozen=True)
class Row:
    """A saved filter on the page of all: its list, what it narrows to, its form when it is own."""

    saved: SavedFilter
    known: KnownList
    words: list[tuple[Any, str]]
    form: FilterForm | None

    @property
    def url(self) -> str:
        """Write the address that it stands for."""
        return self.known.address(self.saved.query)


@page
@signed_in
def saved_filters(request: SignedInRequest) -> HttpResponse:
    """List the filters one may use; rename, share and delete one's own."""
    wrong: dict[int, FilterForm] = {}
    if request.method == "POST":
        saved = _own(request)
        if saved is None:
            messages.error(request, _("That filter is not yours, or it is gone."))
            return redirect("saved-filters")
        form = FilterForm(request.POST, auto_id=f"filter-{saved.pk}-%s")
        if _changed(request, saved, form):
            return redirect("saved-filters")
        wrong[saved.pk] = form
    context = {"rows": _rows(request, wrong)}
    return render_page(request, "refurb/saved_filters.html", context, status=422 if wrong else None)


def _own(request: SignedInRequest) -> SavedFilter | None:
    wanted = request.POST.get("filter", "")
    mine = SavedFilter.objects.of(request.actor)
    known = wanted.isascii() and wanted.isdecimal() and len(wanted) < len("9223372036854775807")
    return mine.filter(pk=int(wanted)).first() if known else None


def _changed(request: SignedInRequest, saved: SavedFilter, form: FilterForm) -> bool:
    if request.POST.get("then") == "delete":
        delete_filter(saved, actor=request.actor)
        messages.success(request, _("The filter is deleted."))
        return True
    if form.does(lambda: change_filter(saved, **form.cleaned_data, actor=request.actor)):
        messages.success(request, _("Saved."))
        return True
    return False


def _rows(request: SignedInRequest, wrong: dict[int, FilterForm]) -> list[Row]:
    rows = SavedFilter.objects.visible_to(request.actor).select_related("owner")
    return [
        Row(each, known, known.words(each.query, request), _form_of(request, each, wrong))
        for each in rows.order_by("list", "name", "pk")
        if (known := known_list(each.list)) is not None and known.is_open_to(request.actor)
    ]


def _form_of(
    request: SignedInRequest, saved: SavedFilter, wrong: dict[int, FilterForm]
) -> FilterForm | None:
    if saved.owner_id != request.user.pk:
        return None
    return wrong.get(saved.pk) or FilterForm(instance=saved, auto_id=f"filter-{saved.pk}-%s")
