"""The URL map: the roof's own pages, then each app's."""

from django.conf import settings
from django.urls import include, path, register_converter
from django.utils.translation import gettext_lazy as _

import distribution.api
import inventory.api
from distribution.web import desk_filters
from distribution.web import filters as distribution_filters
from distribution.web.appointment_filters import AppointmentFilters
from distribution.web.referral_filters import ReferralFilters
from inventory.web import filters as inventory_filters
from refurb.accounts.access import public
from refurb.accounts.roles import Permission
from refurb.api.building import build_api
from refurb.api.doors import urls_of
from refurb.dashboard.views import dashboard
from refurb.exports.trail import audit_export
from refurb.health import healthz
from refurb.home.views import home
from refurb.saved_filters.lists import KnownList, keep_filters_of
from refurb.web.converters import (
    CodeConverter,
    IdConverter,
    ReferenceConverter,
    TokenConverter,
)
from refurb.web.errors import offline
from refurb.web.navigation import Group, NavItem, register

register_converter(IdConverter, "pk")
register_converter(ReferenceConverter, "reference")
register_converter(CodeConverter, "code")
register_converter(TokenConverter, "token")

api = build_api((*inventory.api.ROUTERS, *distribution.api.ROUTERS))

urlpatterns = [
    path("", home, name="home"),
    path("dashboard/", dashboard, name="dashboard"),
    path("healthz", healthz, name="healthz"),
    path("offline/", public(reason="holds no data; kept by browsers")(offline), name="offline"),
    path("", include("refurb.guides.urls")),
    path("", include("refurb.accounts.web.urls")),
    path("audit/export/", audit_export, name="audit-export"),
    path("", include("refurb.jobs.web.urls")),
    path("", include("refurb.saved_filters.urls")),
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

# The bar shows each reader what they may open. A new page gets its line here, under its group.
register(
    NavItem(_("Home"), "home"),
    NavItem(_("Devices"), "device-list", Permission.SEE_DEVICES, Group.WORKSHOP),
    NavItem(_("Donations"), "donation-list", Permission.SEE_DONATIONS, Group.WORKSHOP),
    NavItem(_("Wipes to verify"), "erasure-list", Permission.WORK, Group.WORKSHOP),
    NavItem(_("Open repairs"), "repair-list", Permission.WORK, Group.WORKSHOP),
    NavItem(_("Check lists"), "checklist-list", Permission.LEAD, Group.WORKSHOP),
    NavItem(_("Drives in stock"), "drive-list", Permission.SEE_EVIDENCE, Group.WORKSHOP),
    NavItem(_("Labels"), "labels", Permission.RECEIVE, Group.WORKSHOP),
    NavItem(_("Labels printed before"), "label-batch-list", Permission.RECEIVE, Group.WORKSHOP),
    NavItem(_("Hardware reports"), "report-add", Permission.RECEIVE, Group.WORKSHOP),
    NavItem(_("Wipe logs"), "wipe-log-list", Permission.SEE_EVIDENCE, Group.WORKSHOP),
    NavItem(
        _("Certificates of erasure"), "certificate-list", Permission.SEE_EVIDENCE, Group.WORKSHOP
    ),
    NavItem(_("Nominations"), "nomination-list", Permission.SEE_NOMINATIONS, Group.HOUSEHOLDS),
    NavItem(_("Institutions"), "institution-list", Permission.SEE_NOMINATIONS, Group.HOUSEHOLDS),
    NavItem(_("Notices"), "notice-list", Permission.NOMINATE, Group.HOUSEHOLDS),
    NavItem(_("Possible duplicates"), "duplicate-list", Permission.DECIDE, Group.HOUSEHOLDS),
    NavItem(_("Waiting list"), "waiting-list", Permission.SEE_WAITING_LIST, Group.HOUSEHOLDS),
    NavItem(_("Allocation"), "allocation-board", Permission.ALLOCATE, Group.HOUSEHOLDS),
    NavItem(_("Proposals"), "run-list", Permission.SEE_RUNS, Group.HOUSEHOLDS),
    NavItem(_("Referrals"), "referral-list", Permission.SEE_REFERRALS, Group.HOUSEHOLDS),
    NavItem(_("To prepare"), "preparation-list", Permission.PREPARE, Group.HANDING_OVER),
    NavItem(_("Handovers"), "handover-list", Permission.HAND_OVER, Group.HANDING_OVER),
    NavItem(_("Appointments"), "appointment-list", Permission.SEE_APPOINTMENTS, Group.HANDING_OVER),
    NavItem(_("Consignments"), "consignment-list", Permission.HAND_OVER, Group.HANDING_OVER),
    NavItem(_("Receipts"), "receipt-list", Permission.SEE_RECEIPTS, Group.HANDING_OVER),
    NavItem(_("Dashboard"), "dashboard", Permission.COUNT, Group.STEERING),
    NavItem(_("Irregularities"), "irregularity-list", Permission.SETTLE, Group.STEERING),
    NavItem(_("Incidents"), "incident-list", Permission.SEE_INCIDENTS, Group.STEERING),
    NavItem(_("Policy"), "policy", Permission.SEE_POLICIES, Group.STEERING),
    NavItem(
        _("What counts as wiped"), "wipe-policy-list", Permission.SEE_WIPE_POLICY, Group.STEERING
    ),
    NavItem(_("Texts of papers"), "paper-text-list", Permission.EDIT_TEXTS, Group.STEERING),
    NavItem(_("People"), "people", Permission.SEE_COLLEAGUES, Group.ORGANISATION),
    NavItem(_("Invitations"), "invitation-list", Permission.INVITE, Group.ORGANISATION),
    NavItem(_("Organisations"), "organisation-list", Permission.SEE_PEOPLE, Group.ORGANISATION),
    NavItem(_("Access log"), "access-log", Permission.SEE_ACCESS_LOG, Group.ORGANISATION),
    NavItem(_("Audit trail"), "audit", Permission.SEE_AUDIT, Group.ORGANISATION),
    NavItem(_("Tasks"), "job-list", Permission.SEE_TASKS, Group.ME),
    NavItem(_("Act for another organisation"), "switch", None, Group.ME),
    NavItem(_("My settings"), "settings", None, Group.ME),
    NavItem(_("Saved filters"), "saved-filters", None, Group.ME),
    NavItem(_("Handheld scanner"), "scanner-test", Permission.SEE_DEVICES, Group.ME),
)

# Lists whose filters can be saved; words of a search only where nobody can be searched for.
P = Permission
keep_filters_of(
    KnownList(
        _("Devices"), "device-list", inventory_filters.DeviceFilters, P.SEE_DEVICES, keeps_text=True
    ),
    KnownList(_("Donations"), "donation-list", inventory_filters.DonationFilters, P.SEE_DONATIONS),
    KnownList(_("Incidents"), "incident-list", inventory_filters.IncidentFilters, P.SEE_INCIDENTS),
    KnownList(_("Wipe logs"), "wipe-log-list", inventory_filters.WipeResultFilters, P.SEE_EVIDENCE),
    KnownList(
        _("Nominations"),
        "nomination-list",
        distribution_filters.NominationFilters,
        P.SEE_NOMINATIONS,
    ),
    KnownList(_("Notices"), "notice-list", distribution_filters.NoticeFilters, P.NOMINATE),
    KnownList(_("To prepare"), "preparation-list", desk_filters.PreparationFilters, P.PREPARE),
    KnownList(_("Handovers"), "handover-list", desk_filters.HandoverFilters, P.HAND_OVER),
    KnownList(_("Appointments"), "appointment-list", AppointmentFilters, P.SEE_APPOINTMENTS),
    KnownList(
        _("Consignments"),
        "consignment-list",
        desk_filters.ConsignmentFilters,
        P.HAND_OVER,
    ),
    KnownList(
        _("Irregularities"),
        "irregularity-list",
        desk_filters.IrregularityFilters,
        P.SETTLE,
    ),
    KnownList(_("Referrals"), "referral-list", ReferralFilters, P.SEE_REFERRALS),
    KnownList(_("Possible duplicates"), "duplicate-list", desk_filters.DuplicateFilters, P.DECIDE),
    KnownList(_("Receipts"), "receipt-list", distribution_filters.ReceiptFilters, P.SEE_RECEIPTS),
    KnownList(_("Proposals"), "run-list", distribution_filters.RunFilters, P.SEE_RUNS),
)
