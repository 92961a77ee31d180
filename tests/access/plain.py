"""The URL map with failures that say nothing: they are asked for their status alone."""

from django.http import HttpRequest, HttpResponse

from refurb.urls import handler400, handler500, urlpatterns

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


def handler403(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer somebody whose role may not do this."""
    return HttpResponse(status=403)


def handler404(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer an address that leads nowhere, or to what others own."""
    return HttpResponse(status=404)
