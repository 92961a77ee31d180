"""Addresses of the guides: one's own, and each role's."""

from django.urls import path

from refurb.accounts.roles import Role
from refurb.guides.views import guide, help_page

urlpatterns = [
    path("help/", help_page, name="help"),
    *[path(f"help/{role}/", guide, {"role": role}, name=f"guide-{role}") for role in Role],
]
