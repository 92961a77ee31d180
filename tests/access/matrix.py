"""Every address by role by own or other's row, made from the URL map itself.

What may be entered is read from each view's policy; what may be seen is said here, by hand, so that
a mistake in visible_to is not repeated. An address whose rows are not named here fails the tests.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from http import HTTPStatus

from django.urls import URLPattern

from refurb.accounts.access import Policy, operations_of, policy_of
from refurb.accounts.checks import walk_urls
from refurb.accounts.models import Membership
from refurb.accounts.roles import Permission, Role
from tests.access.world import INVITED, Rows, World
from tests.api.bodies import LEAST, LEAST_OF

Fill = Callable[[Rows], dict[str, object]]

# The first part of an address, and whose rows it shows → how to fill it in.
ROWS: dict[str, tuple[str, Fill]] = {
    "D": ("device", lambda rows: {"code": rows.device.code}),
    "devices": ("device", lambda rows: {"code": rows.device.code}),
    "drives": ("device", lambda rows: {"pk": rows.drive.pk}),
    "erasures": ("device", lambda rows: {"pk": rows.erasure.pk}),
    "repairs": ("device", lambda rows: {"pk": rows.repair.pk}),
    "wipe-logs": ("evidence", lambda rows: {"pk": rows.wipe_log.pk}),
    "photos": ("device", lambda rows: {"pk": rows.photo.pk}),
    "reports": ("evidence", lambda rows: {"pk": rows.report.pk}),
    "evidence": ("evidence", lambda rows: {"uuid": rows.report.uuid}),
    "donations": ("donation", lambda rows: {"reference": rows.donation.reference}),
    "check-lists": ("public", lambda rows: {"kind": rows.device.kind}),
    "incidents": ("incident", lambda rows: {"pk": rows.incident.pk}),
    "intakes": ("donation", lambda rows: {"reference": rows.intake.reference}),
    "label-batches": ("label", lambda rows: {"reference": rows.printed.reference}),
    "labels": ("label", lambda rows: {"reference": rows.printed.reference}),
    "information-notices": ("language", lambda _rows: {"language": "fr"}),
    "nominations": ("nomination", lambda rows: {"reference": rows.nomination.reference}),
    "institutions": ("nomination", lambda rows: {"reference": rows.institution.reference}),
    "allocations": ("allocation", lambda rows: {"pk": rows.allocation.pk}),
    "referrals": ("referral", lambda rows: {"pk": rows.referral.pk, "step": "withdraw"}),
    "appointments": ("appointment", lambda rows: {"pk": rows.appointment.pk}),
    "allocation-runs": ("run", lambda rows: {"number": rows.run.number}),
    "receipts": (
        "receipt",
        lambda rows: {
            "issuer": rows.receipt.issuer.code,
            "year": rows.receipt.year,
            "number": rows.receipt.number,
        },
    ),
    "certificates": (
        "evidence",
        lambda rows: {
            "issuer": rows.certificate.issuer.code,
            "year": rows.certificate.year,
            "number": rows.certificate.number,
        },
    ),
    "c": ("public", lambda rows: {"token": rows.certificate.token}),
    "signed-papers": ("receipt", lambda rows: {"pk": rows.paper.pk}),
    "batches": ("batch", lambda rows: {"pk": rows.batch.pk}),
    "tasks": ("job", lambda rows: {"pk": rows.job.pk}),
    "consignments": (
        "consignment",
        lambda rows: {"reference": rows.consignment.reference},
    ),
    "irregularities": ("irregularity", lambda rows: {"pk": rows.irregularity.pk}),
    "possible-duplicates": ("duplicate", lambda rows: {"pk": rows.pair.pk}),
    "v": ("public", lambda rows: {"token": rows.receipt.token}),
    "people": ("member", lambda rows: {"pk": rows.member.pk}),
    "invitations": ("member", lambda rows: {"pk": rows.invitation.pk}),
    "organisations": ("member", lambda rows: {"code": rows.member.organisation.code}),
    "me": ("session", lambda rows: {"token": rows.session}),
    "policies": ("public", lambda _rows: {"version": 1, "criterion": "waiting", "code": "bim"}),
    "texts": ("public", lambda _rows: {"kind": "receipt", "language": "fr"}),
    "wipe-policies": ("wipe policy", lambda rows: {"code": rows.device.steward.code}),
    "accounts": ("public", lambda _rows: {"uidb36": "1", "key": "no-such-key"}),
    "join": ("public", lambda _rows: {"token": INVITED}),
}
# Addresses that make sense only for a row in a certain state, by name.
IN_STATE: dict[str, Fill] = {
    "nomination-edit": lambda rows: {"reference": rows.draft.reference},
    "nomination-check": lambda rows: {"reference": rows.draft.reference},
    "nomination-decide": lambda rows: {"reference": rows.submitted.reference},
    "give_up_line": lambda rows: {"reference": rows.nomination.reference, "number": 1},
    "line-give-up": lambda rows: {"reference": rows.nomination.reference, "number": 1},
    "needs-update": lambda rows: {"reference": rows.nomination.reference, "number": 1},
    "device-return": lambda rows: {"code": rows.delivered.code},
    "receipt_pdf": lambda rows: {
        "issuer": rows.receipt.issuer.code,
        "number": str(rows.receipt),
    },
    "label-bind": lambda rows: {"code": rows.printed.labels.order_by("pk")[0].code},
    "bind_label": lambda rows: {"code": rows.printed.labels.order_by("pk")[0].code},
    "panel-device": lambda rows: {"code": rows.delivered.code},
}
# Who sees rows that are not their organisation's.
SEES_ALL: dict[str, frozenset[Role]] = {
    "device": frozenset({Role.COORDINATOR, Role.AUDITOR}),
    "evidence": frozenset({Role.COORDINATOR, Role.AUDITOR}),
    "donation": frozenset({Role.COORDINATOR}),
    "incident": frozenset({Role.COORDINATOR, Role.AUDITOR}),
    "label": frozenset(),
    "nomination": frozenset({Role.COORDINATOR}),
    "allocation": frozenset({Role.COORDINATOR}),
    "consignment": frozenset({Role.COORDINATOR}),
    "irregularity": frozenset({Role.COORDINATOR}),
    "duplicate": frozenset({Role.COORDINATOR}),
    "run": frozenset(Role),  # runs belong to the region: who may read them reads all
    "receipt": frozenset({Role.COORDINATOR}),
    "referral": frozenset({Role.COORDINATOR}),
    "appointment": frozenset({Role.COORDINATOR}),
    "member": frozenset({Role.COORDINATOR, Role.ADMIN}),
    "wipe policy": frozenset({Role.COORDINATOR, Role.AUDITOR, Role.ADMIN}),
    "batch": frozenset(),  # still being prepared: nobody else's
    "session": frozenset(),  # one's own, whatever the role
    "job": frozenset({Role.COORDINATOR, Role.ADMIN}),
    "job of one's own": frozenset(),  # to stop or to go on with
    "language": frozenset(Role),  # the reader's own organisation's, in any language
    "public": frozenset(Role),
}
# Addresses that fewer may use than read the others of their part: whose rows they are for.
NARROWER = {"job-cancel": "job of one's own", "job-continue": "job of one's own"}
# Views that show to some and write for fewer: what a POST takes.
WRITES: dict[str, Permission] = {"run-list": Permission.ALLOCATE, "preparation": Permission.WORK}
UNKNOWN_API = "api/v1/<path:rest>"  # answers 404 in the API's own form to everybody
LEAD_TO_LOG_IN = frozenset({"account_logout", "mfa_authenticate"})  # after it, and before it
# Pages that nothing can be read of without a query.
ASKING = frozenset({"labels-pdf", "labels_pdf", "list_slots", "verify_receipt"})
READ = frozenset({200, 302, 303})
FOUND = READ | {201, 204, 409, 415, 422}


@dataclass(frozen=True)
class Case:
    """One request of the matrix, and what it must answer."""

    method: str
    url: str
    name: str
    role: Role | None
    own: bool
    expected: str  # "found", "hidden", "forbidden", "login"
    body: bytes = b""


def filled(route: str, kwargs: dict[str, object]) -> str:
    """Write an address from its route: each <converter:name> replaced."""
    parts = []
    for part in route.split("<"):
        name, closed, rest = part.partition(">")
        if not closed:
            parts.append(part)
            continue
        key = name.rsplit(":", maxsplit=1)[-1]
        if key not in kwargs and len(kwargs) == 1:
            key = next(iter(kwargs))  # the API names some of them otherwise
        parts.append(f"{kwargs[key]}{rest}")
    return "/" + "".join(parts)


def rows_of(route: str, pattern: URLPattern) -> tuple[str, Fill] | None:
    """Find whose rows an address shows; None when it takes none. Raises KeyError for a new sort."""
    if "<" not in route:
        return None
    words = route.removeprefix("api/v1/").removeprefix("panels/").split("/")
    sort, fill = ROWS[words[0]]
    name = pattern.name or ""
    return NARROWER.get(name, sort), IN_STATE.get(name, fill)


def expectation(policy: Policy, role: Role | None, member: Membership | None, sort: str) -> str:
    """Say what an address must answer to somebody, for a row that isn't theirs."""
    if policy.public_reason:
        return "found"
    if role is None or member is None:
        return "login"
    if not (policy.any_member or any(map(member.may, policy.permissions))):
        return "forbidden"
    return "found" if role in SEES_ALL[sort] else "hidden"


def every_case(world: World, role: Role | None) -> Iterator[Case]:
    """Yield every case of one role, or of a stranger: pages, then operations of the API."""
    for api in (False, True):
        yield from (case for case in cases(world, api=api) if case.role is role)


def cases(world: World, *, api: bool) -> Iterator[Case]:
    """Yield every case of the pages, or of the API."""
    for route, pattern in walk_urls():
        if route.startswith("api/") != api or pattern.name == "api-unknown":
            continue  # the latter says 404 to everybody
        page = pattern.callback
        operations = operations_of(page) or {"GET": page, "POST": page}
        for method, operation in operations.items():
            policy = policy_of(operation)
            assert policy is not None, route
            if method == "POST" and pattern.name in WRITES:
                policy = Policy(permissions=(WRITES[pattern.name],))
            for role in (None, *Role):
                for case in _cases_of(world, route, pattern, method, policy, role):
                    yield replace(case, body=_least_body(operation, role))


def _least_body(operation: Callable[..., object] | None, role: Role | None) -> bytes:
    """Give an operation a body that it takes: what it can't read it refuses before it looks."""
    name = getattr(operation, "__name__", "")
    least = LEAST_OF.get((name, role), LEAST.get(name))
    return b"" if least is None else json.dumps(least).encode()


def _cases_of(  # noqa: PLR0913, PLR0917  each is one axis of the matrix
    world: World,
    route: str,
    pattern: URLPattern,
    method: str,
    policy: Policy,
    role: Role | None,
) -> Iterator[Case]:
    member = world.cast.of_role(role) if role else None
    name = pattern.name or route
    found = rows_of(route, pattern)
    if found is None:
        expected = expectation(policy, role, member, "public")
        yield Case(method, filled(route, {}), name, role, own=True, expected=expected)
        return
    sort, fill = found
    for own in (True, False):
        rows = world.rows(role or Role.VOLUNTEER, own=own)
        expected = expectation(policy, role, member, sort)
        if own and expected == "hidden":
            expected = "found"
        yield Case(method, filled(route, fill(rows)), name, role, own=own, expected=expected)


def verdict(case: Case, status: int, location: str) -> str:
    """Put an answer into the words of the matrix; a method that is not there tells nothing."""
    words = {401: "login", 403: "forbidden", 404: "hidden", 405: case.expected}
    to_login = status == HTTPStatus.FOUND and location.startswith("/accounts/login/")
    if to_login and case.name not in LEAD_TO_LOG_IN:
        return "login"
    fine = READ if case.method == "GET" and case.name not in ASKING else FOUND
    return words.get(status) or ("found" if status in fine else str(status))
