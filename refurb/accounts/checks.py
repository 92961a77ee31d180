"""System check: every view, and every operation of the API, says who may enter it."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.urls import URLPattern, URLResolver, get_resolver

from refurb.accounts.access import operations_of, policy_of


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


def walk_doors() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Yield each page by its route and each operation of the API by its method and route."""
    for route, pattern in walk_urls():
        operations = operations_of(pattern.callback)
        for method, operation in operations.items():
            yield f"{method} {route}", operation
        if not operations:
            yield route, pattern.callback


@register()
def every_view_has_a_policy(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Report each view and operation that has none of @allow, @signed_in and @public(reason=…)."""
    return [
        Error(
            f"The view of “{route}” does not say who may enter it.",
            hint="Decorate it with @allow(Permission…), @signed_in or @public(reason=…).",
            id="refurb.E001",
        )
        for route, view in walk_doors()
        if policy_of(view) is None
    ]
