"""The published policies: the one in force, all versions, and what changed between two."""

from __future__ import annotations

import re

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from distribution.circumstances import current_policy
from distribution.models import Policy
from distribution.policy.versions import (
    content_of,
    published_version,
    the_draft,
    version_before,
    versions,
)
from distribution.web.policy_words import differences_in_words, shown
from refurb.accounts.access import SignedInRequest, allow
from refurb.accounts.roles import Permission
from refurb.web.pages import render_page

VERSION = re.compile("[1-9][0-9]{0,8}")


@require_safe
@allow(Permission.SEE_POLICIES, Permission.NOMINATE)
def policy(request: SignedInRequest) -> HttpResponse:
    """Show the policy in force: criteria, points and sentences in the reader's language."""
    found, may_edit = current_policy(), request.actor.may(Permission.EDIT_POLICY)
    context = {
        "policy": found,
        "shown": shown(content_of(found)) if found else None,
        "may_edit": may_edit,
        "draft": the_draft() if may_edit else None,
    }
    return render_page(request, "distribution/policy.html", context)


@require_safe
@allow(Permission.SEE_POLICIES, Permission.NOMINATE)
def policy_list(request: SignedInRequest) -> HttpResponse:
    """List every version with why it came, and compare two of them."""
    found = versions()
    return render_page(request, "distribution/policy_list.html", {"versions": found})


@require_safe
@allow(Permission.SEE_POLICIES, Permission.NOMINATE)
def policy_version(request: SignedInRequest, version: int) -> HttpResponse:
    """Show one version, and what it changed since the one before or another."""
    found = published_version(version)
    if found is None:
        raise Http404
    since = _since(request, found)
    context = {
        "policy": found,
        "shown": shown(content_of(found)),
        "since": since,
        "versions": [each for each in versions() if each.pk != found.pk],
        "changes": differences_in_words(content_of(since), content_of(found)) if since else None,
    }
    return render_page(request, "distribution/policy_version.html", context)


def _since(request: SignedInRequest, policy: Policy) -> Policy | None:
    """Find the version to compare with: the one asked for, else the one before."""
    asked = request.GET.get("since", "")
    is_other = VERSION.fullmatch(asked) is not None and int(asked) != policy.version
    other = published_version(int(asked)) if is_other else None
    return other or version_before(policy)
