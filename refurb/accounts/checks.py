"""System check: every view of the URL map says who may enter it."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.urls import URLPattern, URLResolver, get_resolver

from refurb.accounts.access import policy_of


def walk_urls(
    patterns: Iterable[URLPattern | URLResolver] | None = None, prefix: str = ""
) -> Iterator[tuple[str, URLPattern]]:
    """Yield each pattern of the URL map with its whole route."""
    if patterns is None:
        patterns = get_resolver(settings.ROOT_URLCONF).url_patterns
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from walk_urls(pattern.url_patterns, route)
        else:
            yield route, pattern


@register()
def every_view_has_a_policy(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Report each view that has none of @allow, @signed_in and @public(reason=…)."""
    return [
        Error(
            f"The view of “{route}” does not say who may enter it.",
            hint="Decorate it with @allow(Permission…), @signed_in or @public(reason=…).",
            id="refurb.E001",
        )
        for route, pattern in walk_urls()
        if policy_of(pattern.callback) is None
    ]
