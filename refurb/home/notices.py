"""What an organisation was told and nobody there has read."""

from __future__ import annotations

from django.utils.translation import gettext as _

from distribution.models import Notice
from distribution.news import say
from refurb.accounts.models import Membership
from refurb.home.pieces import MOST_LINES, Figure, Line, Section, address


def unread(actor: Membership) -> Section | None:
    """Count the unread notices and show the latest; none for a service that has read them all."""
    rows = Notice.objects.visible_to(actor).unread()
    count = rows.count()
    if not count:
        return None
    latest = rows.select_related("nomination").order_by("-created_at", "-pk")[:MOST_LINES]
    url = address("notice-list", unread="no")
    return Section(
        _("News about your nominations"),
        figures=(Figure(_("Not read yet"), count, url),),
        lines=tuple(
            Line(
                title=each.nomination.reference,
                url=url,
                words=(say(each.code, each.facts),),
                since=each.created_at,
            )
            for each in latest
        ),
        more=_("See all notices"),
        more_url=address("notice-list"),
    )
