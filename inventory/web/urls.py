"""Addresses of inventory; the roof registers the converters pk, reference and code."""

from django.urls import path

from inventory.web.views import (
    bench,
    devices,
    donations,
    drives,
    incidents,
    printing,
    reports,
    scanning,
)

urlpatterns = [
    path("D/<code:code>", scanning.label, name="label"),
    path("D/<code:code>/", scanning.label),
    path("scan/", scanning.scan, name="scan"),
    path("devices/", devices.device_list, name="device-list"),
    path("devices/<code:code>/", devices.device, name="device"),
    path("devices/<code:code>/edit/", devices.device_edit, name="device-edit"),
    path("devices/<code:code>/send/", devices.device_send, name="device-send"),
    path("devices/<code:code>/move/", devices.device_move, name="device-move"),
    path("devices/<code:code>/check/", bench.device_check, name="device-check"),
    path("devices/<code:code>/locks/", bench.device_locks, name="device-locks"),
    path("devices/<code:code>/driveless/", bench.device_driveless, name="device-driveless"),
    path("devices/<code:code>/drives/add/", drives.drive_add, name="drive-add"),
    path("devices/<code:code>/repairs/add/", bench.repair_add, name="repair-add"),
    path("drives/<pk:pk>/erase/", drives.drive_erase, name="drive-erase"),
    path("drives/<pk:pk>/destroy/", drives.drive_destroy, name="drive-destroy"),
    path("drives/<pk:pk>/remove/", drives.drive_remove, name="drive-remove"),
    path("erasures/<pk:pk>/verify/", drives.erasure_verify, name="erasure-verify"),
    path("repairs/<pk:pk>/close/", bench.repair_close, name="repair-close"),
    path("donations/", donations.donation_list, name="donation-list"),
    path("donations/add/", donations.donation_add, name="donation-add"),
    path("donations/<reference:reference>/", donations.donation, name="donation"),
    path("donations/<reference:reference>/devices/add/", donations.device_add, name="device-add"),
    path("reports/add/", reports.report_add, name="report-add"),
    path("reports/<pk:pk>/", reports.report, name="report"),
    path("reports/<pk:pk>/assign/", reports.report_assign, name="report-assign"),
    path("reports/<pk:pk>/raw/", reports.report_raw, name="report-raw"),
    path("labels/", printing.labels, name="labels"),
    path("labels.pdf", printing.labels_pdf, name="labels-pdf"),
    path("incidents/", incidents.incident_list, name="incident-list"),
    path("incidents/<pk:pk>/resolve/", incidents.incident_resolve, name="incident-resolve"),
]
