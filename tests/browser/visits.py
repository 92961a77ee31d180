"""Every page to be looked at: which address, as whom, with a row of which sort.

The URL map is the measure: `names()` lists its addresses, and an address that is neither visited
here nor told to be no page fails tests/browser/test_look.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.urls import URLPattern

from refurb.accounts.access import operations_of
from refurb.accounts.checks import walk_urls

# Addresses that show no page: they lead on, are files, or take POST alone. Each is asked all the
# same, with a row of this sort, and must indeed show none.
NO_PAGES = {
    "healthz": "",
    "set_language": "",
    "label": "device wipe",
    "D/<code:code>/": "device wipe",
    "labels-test": "",
    "intake-undo": "intake",
    "intake-finish": "intake",
    "device-move": "device wipe",
    "device-driveless": "device wipe",
    "device-take-over": "device wipe",
    "report-raw": "report",
    "evidence": "report",
    "batch-add": "",
    "device-export": "",
    "donation-export": "",
    "nomination-export": "",
    "waiting-export": "",
    "receipt-export": "",
    "handover-export": "",
    "audit-export": "",
    "job-file": "job labels",
    "job-report": "job labels",
    "job-cancel": "job labels",
    "job-continue": "job labels",
    "job-undo": "job labels",
    "wipe-log-raw": "wipe_log",
    "photo": "photo",
    "photo-small": "photo",
    "incident-take": "incident",
    "policy-draft-start": "",
    "receipt-pdf": "receipt",
    "certificate-pdf": "certificate",
    "signed-paper": "paper",
    "signed-paper-small": "paper",
    "allocation-add": "",
    "preparation-pdf": "",
    "notice-read": "",
    "receiving-hours-remove": "workshop",
    "appointment-letter": "appointment booked",
    "appointment-letters": "",
    "nomination-notice": "nomination waiting",
    "paper-text-preview": "text",
    "information-notice": "notice",
    "run-confirm": "run proposed",
    "run-exclude": "run proposed",
    "run-undo": "run proposed",
    "run-again": "run proposed",
    "run-take-up": "run proposed",
    "exception-refuse": "exception asked",
    "consignment-pdf": "consignment open",
    "consignment-receive": "consignment open",
    "consignment-receive-rest": "consignment open",
    "irregularity-take": "irregularity open",
    "token-revoke": "",
    "mfa_authenticate": "",
    "session-end": "token",
    "session-end-others": "",
    "person-end": "member",
    "person-close": "member",
    "person-open": "member",
    "invitation-renew": "invitation",
    "invitation-withdraw": "invitation",
    "openapi-json": "",
    "api-root": "",
    "api-unknown": "",
}


@dataclass(frozen=True)
class Visit:
    """A page as somebody of a role sees it; `row` is a sort of tests/browser/rows.py."""

    name: str  # of the address, or its path
    role: str | None = None
    row: str = ""
    query: str = ""
    sends: bool = False  # its main form as it stands, to see what is refused

    def __str__(self) -> str:
        parts = (self.name, self.role or "", self.row, self.query, "sent" if self.sends else "")
        return " ".join(part for part in parts if part)


DEVICE_STATES = ("received", "wipe", "repair", "ready", "allocated", "delivered", "recycled")
NOMINATION_STATES = ("draft", "submitted", "waiting", "allocated", "served", "rejected", "expired")
ROLES = (
    "volunteer",
    "workshop_lead",
    "social_worker",
    "partner_agent",
    "coordinator",
    "auditor",
    "admin",
)


def _of(role: str | None, *names: str, row: str = "") -> list[Visit]:
    return [Visit(name, role, row) for name in names]


IN_REPAIR = ("device-edit", "device-check", "device-locks", "drive-add", "repair-add")
WAITING = ("nomination-update", "circumstances-update", "nomination-withdraw", "proof-add")
INVENTORY = [
    *_of("volunteer", "scan", "device-list", "donation-list", "donation-add", "report-add"),
    *_of("volunteer", "labels", "labels-pdf"),  # without a code: the form, and what is wrong
    Visit("labels", "volunteer", query="format=L4731REV"),
    *_of("volunteer", "label-batch-list", "label-batch-add"),
    Visit("label-batch-list", "workshop_lead", query="reference=nothing"),
    Visit("label-batch", "volunteer", "label-batch"),
    Visit("label-bind", "volunteer", "label"),
    Visit("label-bind", "volunteer", "label void"),
    Visit("scan", "volunteer", query="code=7K3M-Q2XA-1"),
    Visit("device-list", "coordinator", query="q=nothing+is+called+so"),
    *[Visit("device", "volunteer", f"device {state}") for state in DEVICE_STATES],
    Visit("device", "workshop_lead", "device lost"),
    Visit("device", "partner_agent", "device allocated"),
    Visit("device", "auditor", "device wipe"),
    *_of("volunteer", *IN_REPAIR, row="device repair"),
    Visit("device-send", "volunteer", "device allocated"),
    Visit("device-check", "volunteer", "device repair", sends=True),
    *_of("volunteer", "drive-list", "erasure-list", "repair-list"),
    *_of("volunteer", "drive-erase", "drive-destroy", "drive-remove", row="drive"),
    *_of("volunteer", "drive-missing", "drive-mistaken", "drive-found", row="drive"),
    Visit("drive", "volunteer", "drive"),
    Visit("drive", "workshop_lead", "drive missing"),
    Visit("drive-put", "volunteer", "drive removed"),
    Visit("drive-lost", "workshop_lead", "drive missing"),
    Visit("drive-destroy", "volunteer", "drive", sends=True),
    *_of("volunteer", "erasure-verify", "erasure-reject", row="erasure"),
    Visit("erasure-accept", "workshop_lead", "erasure review"),
    Visit("erasure-list", "workshop_lead"),
    *_of("volunteer", "repair", "repair-close", row="repair"),
    Visit("repair", "volunteer", "repair", sends=True),
    Visit("device-photos", "partner_agent", "device allocated"),
    Visit("device-photos", "volunteer", "device photo"),
    Visit("photo-add", "volunteer", "device repair", sends=True),
    Visit("photo-remove", "volunteer", "photo"),
    Visit("donation-add", "volunteer", sends=True),
    *_of("volunteer", "donation", "device-add", row="donation"),
    Visit("donation", "coordinator", "donation"),
    *_of("volunteer", "donation-edit", "intake-add", row="donation"),
    Visit("intake-add", "volunteer", "donation", query="kind=laptop"),
    Visit("intake-add", "volunteer", "donation", query="kind=monitor", sends=True),
    *_of("volunteer", "intake", "intake-edit", "intake-labels", row="intake"),
    Visit("report", "volunteer", "report"),
    *_of("volunteer", "report", "report-assign", row="report nobody's"),
    Visit("batch", "volunteer", "batch"),
    Visit("batch", "volunteer", "batch", query="act=send_to_repair"),
    Visit("batch", "workshop_lead", "batch", query="act=mark_ready"),
    Visit("batch", "volunteer", "batch", query="act=labels"),
    *_of("volunteer", "job-list", "job", row="job mark_ready"),
    *_of("admin", "job-list", "job", row="job shelf"),
    Visit("job", "volunteer", "job shelf"),
    Visit("job", "volunteer", "job labels"),
    Visit("job", "volunteer", "job under way"),
    *_of("volunteer", "wipe-log-list"),
    Visit("wipe-log", "volunteer", "wipe_log"),
    Visit("wipe-log-list", "auditor", query="verdict=not_wiped"),
    Visit("incident-list", "workshop_lead"),
    *_of("workshop_lead", "incident", "incident-note", "incident-resolve", row="incident"),
    Visit("checklist-list", "workshop_lead"),
    Visit("checklist", "workshop_lead", "checklist"),
    Visit("erasure-together", "workshop_lead"),
    Visit("wipe-log-drive", "volunteer", "wipe_log"),
    Visit("certificate-list", "auditor"),
    Visit("certificate-list", "volunteer", query="q=nothing"),
    Visit("certificate", "workshop_lead", "certificate"),
    Visit("device-certify", "workshop_lead", "device ready"),
    Visit("donation-certify", "workshop_lead", "donation"),
    Visit("certificate-verify", None, "certified"),
    Visit("/c/nobody-has-this-one"),
    Visit("certificate-check"),
    Visit("certificate-check", query="number=EC-REL-2026-00001&code=AAAAA-AAAAA"),
    Visit("wipe-policy-list", "admin"),
    *_of("workshop_lead", "wipe-policy", "wipe-policy-edit", row="workshop"),
]
DISTRIBUTION = [
    *_of("social_worker", "nomination-list", "nomination-add", "policy"),
    Visit("nomination-add", "social_worker", sends=True),
    *[Visit("nomination", "social_worker", f"nomination {state}") for state in NOMINATION_STATES],
    *_of("social_worker", "nomination-edit", "nomination-check", row="nomination draft"),
    *_of("social_worker", *WAITING, row="nomination waiting"),
    *_of("social_worker", "needs-update", "line-give-up", row="line"),
    Visit("nomination-review", "social_worker", "nomination rejected"),
    Visit("exception-ask", "social_worker", "nomination submitted"),
    *_of("coordinator", "exception-ask", "exception-approve", row="exception asked"),
    Visit("nomination-transfer", "coordinator", "nomination waiting"),
    Visit("nomination-decide", "coordinator", "review asked"),
    *_of("coordinator", "allocation-no-show", "allocation-refusal", row="allocation"),
    Visit("notice-list", "social_worker"),
    Visit("notice-list", "social_worker", query="q=nothing"),
    Visit("nomination", "coordinator", "nomination waiting"),
    Visit("nomination-decide", "coordinator", "nomination submitted"),
    *_of("coordinator", "nomination-list", "waiting-list", "allocation-board", "policy"),
    *_of("coordinator", "policy-list", "policy-draft", "policy-points", "policy-communes"),
    *_of("coordinator", "policy-services"),
    *_of("coordinator", "policy-version", "policy-words", row="policy"),
    *_of("coordinator", "policy-preview", "policy-publish", "policy-discard"),
    Visit("policy-version", "auditor", "policy"),
    Visit("policy-words", "coordinator", "policy", sends=True),
    Visit("policy-publish", "coordinator", sends=True),
    Visit("paper-text-list", "admin"),
    *_of("admin", "paper-text", "paper-text-publish", "paper-text-discard", row="text"),
    Visit("paper-text", "admin", "text", sends=True),
    Visit("priority"),
    Visit("allocation-board", "coordinator", query="line={line}"),
    *_of("coordinator", "allocation", "allocation-release", row="allocation"),
    Visit("companion-add", "coordinator", "allocation"),
    Visit("allocation", "coordinator", "allocation ended"),
    *_of("partner_agent", "allocation", "allocation-fault", row="allocation"),
    *_of("social_worker", "institution-list", "institution-add"),
    Visit("institution-list", "coordinator"),
    Visit("institution-add", "social_worker", sends=True),
    *_of("social_worker", "institution", "institution-withdraw", row="institution"),
    Visit("institution", "coordinator", "institution withdrawn"),
    Visit("institution-refuse", "coordinator", "institution"),
    Visit("allocation-board", "coordinator", query="list=institutions"),
    Visit("institution-quota", "coordinator", sends=True),
    *_of("coordinator", "ground-list", "ground-add"),
    Visit("ground", "coordinator", "ground"),
    Visit("consignment-list", "partner_agent"),
    *_of("partner_agent", "delivery-report", "not-delivered", row="allocation"),
    Visit("delivery-report", "partner_agent", "allocation", sends=True),
    *[Visit("consignment", "partner_agent", f"consignment {way}") for way in ("open", "closed")],
    Visit("consignment", "volunteer", "consignment open"),
    *_of("volunteer", "consignment-list", "consignment-add"),
    Visit("consignment-add", "volunteer", sends=True),
    Visit("irregularity-list", "coordinator"),
    *[Visit("irregularity", "coordinator", f"irregularity {how}") for how in ("open", "resolved")],
    *_of("partner_agent", "referral-list"),
    Visit("referral-list", "coordinator", query="state=nowhere"),
    Visit("referral", "coordinator", "referral sent"),
    Visit("referral-step", "coordinator", "referral proposed"),
    Visit("referral-step", "coordinator", "referral proposed", sends=True),
    Visit("nomination-refer", "social_worker", "nomination waiting"),
    *_of("coordinator", "appointment-list"),
    Visit("appointment-list", "partner_agent"),
    *_of("coordinator", "appointment", "appointment-move", row="appointment booked"),
    *_of("coordinator", "appointment-cancel", "appointment-no-show", row="appointment booked"),
    Visit("nomination-appointment", "coordinator", "uncollected"),
    Visit("allocation-appointment", "partner_agent", "allocation"),
    Visit("receiving-hours", "partner_agent", "workshop"),
    Visit("duplicate-list", "coordinator"),
    *[Visit("duplicate", "coordinator", f"duplicate {how}") for how in ("open", "same")],
    Visit("duplicate", "coordinator", "duplicate open", sends=True),
    Visit("duplicate-names", "coordinator", "duplicate open"),
    *_of("partner_agent", "allocation-loss", "handover", row="allocation"),
    Visit("handover", "partner_agent", "allocation", sends=True),
    Visit("arrival", "volunteer", "allocation"),
    Visit("handover-list", "partner_agent"),
    Visit("preparation-list", "volunteer"),
    Visit("preparation-list", "coordinator", query="standing=prepared&kind=router"),
    Visit("preparation", "volunteer", "allocation"),
    Visit("preparation", "coordinator", "allocation"),
    *_of("coordinator", "run-list", "receipt-list"),
    Visit("run", "coordinator", "run proposed"),
    Visit("run", "auditor", "run confirmed"),
    Visit("run-line", "coordinator", "run proposed"),
    Visit("run-screen", "coordinator", "run proposed"),
    Visit("receipt", "social_worker", "receipt"),
    Visit("receipt", "volunteer", "receipt"),
    Visit("receipt", "coordinator", "receipt paper"),
    Visit("receipt", "volunteer", "receipt superseded"),
    Visit("receipt-paper", "coordinator", "receipt paper"),
    Visit("receipt-paper", "volunteer", "receipt unfiled", sends=True),
    Visit("receipt-verify", None, "token"),
    Visit("/v/nobody-has-this-one"),
    Visit("receipt-check"),
    Visit("receipt-check", query="number=REL-2026-00001&code=AAAAA-AAAAA"),
    Visit("receipt-correct", "volunteer", "receipt"),
    Visit("receipt-correct", "volunteer", "receipt", sends=True),
    *_of("volunteer", "device-return", "panel-device", row="device delivered"),
]
THE_REST = [
    *[Visit("home", role) for role in ROLES],
    Visit("saved-filters", "coordinator"),
    Visit("scanner-test", "volunteer", query="typed=QZKX"),
    Visit("saved-filters", "volunteer"),
    Visit("saved-filter-add", "coordinator", query="list=device-list&state=ready&q=laptop"),
    Visit("saved-filter-add", "social_worker", query="list=nomination-list&q=nobody", sends=True),
    *[Visit("dashboard", role) for role in ("coordinator", "social_worker", "volunteer")],
    *_of(None, "account_login", "account_inactive", "account_signup", "offline", "openapi-view"),
    Visit("account_login", sends=True),
    Visit("styleguide"),
    *_of("volunteer", "switch", "settings", "account_logout", "tokens"),
    *_of("volunteer", "second-factor", "second-factor-codes", "second-factor-off"),
    Visit("password", "volunteer", sends=True),
    Visit("second-factor-set-up", "volunteer", sends=True),
    *_of(None, "account_reset_password", "account_reset_password_done"),
    Visit("account_reset_password", sends=True),
    Visit("account_reset_password_from_key_done"),
    Visit("account_reset_password_from_key", None, "invited"),
    *_of("admin", "people", "audit", "invitation-list", "invitation-add"),
    *_of("admin", "organisation-list", "organisation-add"),
    Visit("access-log", "coordinator"),
    Visit("access-log", "coordinator", query="q=nothing"),
    Visit("people", "workshop_lead"),
    Visit("people", "workshop_lead", query="role=auditor"),
    Visit("invitation-add", "workshop_lead", sends=True),
    *_of("admin", "person", "person-role", "person-second-factor", row="member"),
    *_of("admin", "organisation", "organisation-edit", row="organisation"),
    Visit("organisation-offers", "coordinator", "organisation"),
    Visit("organisation-add", "admin", sends=True),
    Visit("join", None, "invited"),
    Visit("join", "volunteer", "invited"),
    Visit("/join/nobody-has-this-one/"),
    *_of(None, "help"),
    *[Visit(f"guide-{role}", role) for role in ROLES],
    Visit("/people/", "volunteer"),  # 403
]
VISITS = (*INVENTORY, *DISTRIBUTION, *THE_REST)
FIRST = {visit.name: visit for visit in reversed(VISITS)}
"""The first visit of each address: it is looked at in every variant, its other states in two."""


def pages(
    patterns: Iterable[tuple[str, URLPattern]] | None = None,
) -> Iterator[tuple[str, str]]:
    """Yield the name and the route of each address of the URL map that is no API operation."""
    for route, pattern in patterns or walk_urls():
        if not operations_of(pattern.callback):
            yield pattern.name or route, route


def escaped(found: Iterable[tuple[str, str]]) -> set[str]:
    """Name the addresses that nobody visits and that nothing excuses."""
    return {name for name, _route in found} - {visit.name for visit in VISITS} - set(NO_PAGES)
