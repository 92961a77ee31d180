"""Addresses of distribution."""

from django.urls import path

from distribution.web.views import (
    allocations,
    companions,
    deciding,
    devices,
    exporting,
    handovers,
    nominations,
    policies,
    receipts,
    runs,
    waiting,
)

NOMINATION = "nominations/<reference:reference>/"
ALLOCATION = "allocations/<pk:pk>/"
RECEIPT = "receipts/<reference:issuer>/<pk:year>/<pk:number>"

urlpatterns = [
    path("nominations/", nominations.nomination_list, name="nomination-list"),
    path("nominations/export/", exporting.nomination_export, name="nomination-export"),
    path("nominations/add/", nominations.nomination_add, name="nomination-add"),
    path(NOMINATION, nominations.nomination, name="nomination"),
    path(f"{NOMINATION}edit/", nominations.nomination_edit, name="nomination-edit"),
    path(f"{NOMINATION}check/", nominations.nomination_check, name="nomination-check"),
    path(f"{NOMINATION}update/", deciding.nomination_update, name="nomination-update"),
    path(f"{NOMINATION}lines/<pk:number>/update/", deciding.needs_update, name="needs-update"),
    path(f"{NOMINATION}withdraw/", deciding.nomination_withdraw, name="nomination-withdraw"),
    path(f"{NOMINATION}decide/", deciding.nomination_decide, name="nomination-decide"),
    path(f"{NOMINATION}proofs/add/", deciding.proof_add, name="proof-add"),
    path("waiting-list/", waiting.waiting_list, name="waiting-list"),
    path("waiting-list/export/", exporting.waiting_export, name="waiting-export"),
    path("allocations/", waiting.allocation_board, name="allocation-board"),
    path("allocations/add/", waiting.allocation_add, name="allocation-add"),
    path(ALLOCATION, allocations.allocation, name="allocation"),
    path(f"{ALLOCATION}release/", allocations.allocation_release, name="allocation-release"),
    path(f"{ALLOCATION}fault/", allocations.allocation_fault, name="allocation-fault"),
    path(f"{ALLOCATION}loss/", allocations.allocation_loss, name="allocation-loss"),
    path(f"{ALLOCATION}companions/", companions.companion_add, name="companion-add"),
    path(f"{ALLOCATION}handover/", handovers.handover, name="handover"),
    path("handovers/", handovers.handover_list, name="handover-list"),
    path("handovers/export/", exporting.handover_export, name="handover-export"),
    path("allocation-runs/", runs.run_list, name="run-list"),
    path("allocation-runs/<pk:number>/", runs.run, name="run"),
    path("allocation-runs/<pk:number>/confirm/", runs.run_confirm, name="run-confirm"),
    path("receipts/", receipts.receipt_list, name="receipt-list"),
    path("receipts/export/", exporting.receipt_export, name="receipt-export"),
    path(f"{RECEIPT}/", receipts.receipt, name="receipt"),
    path(f"{RECEIPT}.pdf", receipts.receipt_pdf, name="receipt-pdf"),
    path("v/<token:token>", receipts.receipt_verify, name="receipt-verify"),
    path("devices/<code:code>/return/", devices.device_return, name="device-return"),
    path("panels/devices/<code:code>/", devices.device_panel, name="panel-device"),
    path("policies/", policies.policy, name="policy"),
]
