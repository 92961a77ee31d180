"""Inviting people: whom, the open invitations, and joining by the link of a letter."""

from __future__ import annotations

from allauth.account.utils import perform_login
from django.contrib import messages
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from refurb.accounts import inviting
from refurb.accounts.access import SignedInRequest, allow, public
from refurb.accounts.models import Invitation, InvitationQuerySet, User
from refurb.accounts.roles import Permission
from refurb.accounts.web.buttons import tell
from refurb.accounts.web.filters import InvitationFilters
from refurb.accounts.web.forms.people import InviteForm, JoinForm
from refurb.accounts.web.letters import send_invitation
from refurb.accounts.web.tables import InvitationTable
from refurb.web.acting import NoFieldsForm
from refurb.web.lists import list_page, render_list
from refurb.web.pages import render_page

GONE = 410


def _visible(request: SignedInRequest) -> InvitationQuerySet:
    rows = Invitation.objects.visible_to(request.actor)
    return rows.select_related("organisation", "invited_by__user")


@require_safe
@allow(Permission.INVITE)
def invitation_list(request: SignedInRequest) -> HttpResponse:
    """List the invitations that nobody has accepted yet."""
    rows = _visible(request).open().fetch_mode(models.FETCH_RAISE)
    context = list_page(request, InvitationTable, InvitationFilters, rows)
    return render_list(request, "accounts/invitation_list.html", context)


@allow(Permission.INVITE)
def invitation_add(request: SignedInRequest) -> HttpResponse:
    """Invite somebody by e-mail."""
    form = InviteForm(request.actor, request.POST if request.method == "POST" else None)
    if form.does(lambda: inviting.invite(form.offer, actor=request.actor)):
        send_invitation(request, *form.done)
        return redirect("invitation-list")
    context = {"form": form}
    return render_page(request, "accounts/invitation_add.html", context, status=form.status)


@require_POST
@allow(Permission.INVITE)
def invitation_renew(request: SignedInRequest, pk: int) -> HttpResponse:
    """Send the letter again, with a new link."""
    found = get_object_or_404(_visible(request), pk=pk)
    done = _("The earlier link works no more.")
    secret = tell(request, lambda: inviting.renew(found, actor=request.actor), done)
    if secret is not None:
        send_invitation(request, found, secret)
    return redirect("invitation-list")


@require_POST
@allow(Permission.INVITE)
def invitation_withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    """Withdraw an invitation."""
    found = get_object_or_404(_visible(request), pk=pk)
    done = _("The invitation is withdrawn. Its link works no more.")
    tell(request, lambda: inviting.withdraw(found, actor=request.actor), done)
    return redirect("invitation-list")


@public(reason="whoever holds the link of an invitation may read and accept it")
def join(request: HttpRequest, token: str) -> HttpResponseBase:
    """Accept an invitation: with a new account, or with the one that is signed in."""
    found = inviting.invitation_with(token)
    if found is None:
        return render_page(request, "accounts/join_gone.html", status=GONE)
    known = User.objects.filter(email__iexact=found.email).exists()
    if request.user.is_authenticated or known:
        return _join_with_account(request, found)
    form = JoinForm(found.email, request.POST if request.method == "POST" else None)
    if form.does(lambda: inviting.join(found, **form.cleaned_data)):
        return perform_login(request, form.done, redirect_url="/")  # type: ignore[no-any-return]
    context = {"form": form, "invitation": found}
    return render_page(request, "accounts/join.html", context, status=form.status)


def _join_with_account(request: HttpRequest, found: Invitation) -> HttpResponse:
    user = request.user if isinstance(request.user, User) else None
    is_theirs = user is not None and user.email.casefold() == found.email.casefold()
    form = NoFieldsForm(request.POST if request.method == "POST" and is_theirs else None)
    if user is not None and form.does(lambda: inviting.accept(found, user)):
        place = {"organisation": found.organisation.name}
        messages.success(request, _("You now belong to %(organisation)s.") % place)
        return redirect("switch")
    context = {"form": form, "invitation": found, "is_theirs": is_theirs}
    return render_page(request, "accounts/join_signed_in.html", context, status=form.status)
