"""The chips above a list, and whether its filter can be saved."""

from typing import Any

from django import template
from django.template.context import RequestContext

from refurb.saved_filters.chips import chips_on
from refurb.saved_filters.lists import known_list

register = template.Library()


@register.simple_tag(takes_context=True)
def saving(context: RequestContext) -> dict[str, Any]:
    """Give the list's name and its chips; empty where filters can't be saved."""
    request = context["request"]
    match, actor = request.resolver_match, getattr(request, "actor", None)
    known = known_list(match.url_name or "") if match else None
    if known is None or actor is None or not known.is_open_to(actor):
        return {}
    return {"list": known.url_name, "chips": chips_on(known, actor, request)}
