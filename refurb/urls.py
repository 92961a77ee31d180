"""The URL map: the roof's own pages, then each app's."""

from django.conf import settings
from django.urls import include, path, register_converter
from django.utils.translation import gettext_lazy as _

import distribution.api
import inventory.api
from refurb.accounts.access import public
from refurb.accounts.roles import Permission
from refurb.api.building import build_api
from refurb.api.doors import urls_of
from refurb.dashboard import home
from refurb.health import healthz
from refurb.web.converters import (
    CodeConverter,
    IdConverter,
    ReferenceConverter,
    TokenConverter,
)
from refurb.web.navigation import NavItem, register

register_converter(IdConverter, "pk")
register_converter(ReferenceConverter, "reference")
register_converter(CodeConverter, "code")
register_converter(TokenConverter, "token")

api = build_api((*inventory.api.ROUTERS, *distribution.api.ROUTERS))

urlpatterns = [
    path("", home, name="home"),
    path("healthz", healthz, name="healthz"),
    path("", include("refurb.accounts.web.urls")),
    path("", include("inventory.web.urls")),
    path("", include("distribution.web.urls")),
    path("api/v1/", urls_of(api)),
]
if settings.SHOW_STYLEGUIDE:
    from refurb.web.styleguide import styleguide

    shown = public(reason="shows components, no rows; in development only")(styleguide)
    urlpatterns.append(path("styleguide/", shown, name="styleguide"))

handler400 = "refurb.web.errors.bad_request"
handler403 = "refurb.web.errors.permission_denied"
handler404 = "refurb.web.errors.page_not_found"
handler500 = "refurb.web.errors.server_error"

register(
    NavItem(_("Home"), "home"),
    NavItem(_("Devices"), "device-list", Permission.SEE_DEVICES),
    NavItem(_("Donations"), "donation-list", Permission.SEE_DONATIONS),
    NavItem(_("Nominations"), "nomination-list", Permission.SEE_NOMINATIONS),
    NavItem(_("Waiting list"), "waiting-list", Permission.SEE_WAITING_LIST),
    NavItem(_("Allocation"), "allocation-board", Permission.ALLOCATE),
    NavItem(_("Handovers"), "handover-list", Permission.HAND_OVER),
    NavItem(_("Receipts"), "receipt-list", Permission.SEE_RECEIPTS),
    NavItem(_("Proposals"), "run-list", Permission.SEE_RUNS),
    NavItem(_("Incidents"), "incident-list", Permission.SEE_INCIDENTS),
)
