"""Which roles a part of the site is for: said here by hand, since the matrix believes the policies.

The matrix reads from each view's own policy who may enter, so it can't notice one that lets in too
many. A view that is to be entered by fewer than its part is named beside; a new part, or a new page
for everybody, has to be written down here.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from refurb.accounts.access import Policy, operations_of, policy_of
from refurb.accounts.checks import walk_urls
from refurb.accounts.roles import MAY, Role

V, L, S, P = Role.VOLUNTEER, Role.WORKSHOP_LEAD, Role.SOCIAL_WORKER, Role.PARTNER_AGENT
C, A, D = Role.COORDINATOR, Role.AUDITOR, Role.ADMIN
WORKSHOP = frozenset({V, L})
HANDS = WORKSHOP | {P, C}
MACHINES = HANDS | {A}
EVIDENCE = WORKSHOP | {C, A}
CASEWORK = frozenset({S, C})
PEOPLE = frozenset({L, S, C, D})
ALL = frozenset(Role)

# The first part of an address → who may enter anything there, at most.
PARTS: dict[str, frozenset[Role]] = {
    "": ALL,
    "D": MACHINES,
    "access-log": frozenset({C}),
    "allocation-runs": frozenset({C, A}),
    "allocations": HANDS,
    "appointments": HANDS | {S},
    "audit": frozenset({C, D}),
    "batches": WORKSHOP,
    "bench": WORKSHOP,
    "certificates": EVIDENCE,
    "check-lists": WORKSHOP,
    "consignments": HANDS,
    "dashboard": ALL,
    "delivery-reports": frozenset({C, P}),
    "devices": MACHINES,
    "donations": WORKSHOP | {C},
    "donors": WORKSHOP,
    "drives": MACHINES,
    "erasures": EVIDENCE,
    "filters": ALL,
    "handovers": HANDS,
    "hardware-reports": WORKSHOP,
    "incidents": frozenset({L, C, A}),
    "information-notices": frozenset({S}),
    "intakes": WORKSHOP,
    "invitations": PEOPLE,
    "irregularities": frozenset({C}),
    "label-batches": WORKSHOP,
    "labels": WORKSHOP,
    "labels-test.pdf": WORKSHOP,
    "labels.pdf": WORKSHOP,
    "me": ALL,
    "institution-quota": CASEWORK,
    "institutions": CASEWORK,
    "nominations": CASEWORK,
    "notices": frozenset({S}),
    "organisations": PEOPLE | {P},
    "people": PEOPLE,
    "photos": MACHINES,
    "policies": CASEWORK | {A, D},
    "possible-duplicates": frozenset({C}),
    "receipts": HANDS | {S},
    "referrals": CASEWORK | {P},
    "repairs": WORKSHOP,
    "evidence": EVIDENCE,
    "reports": EVIDENCE,
    "returns": WORKSHOP | {P},
    "scan": MACHINES,
    "signed-papers": HANDS | {S},
    "snapshot": WORKSHOP,
    "stats": ALL,
    "switch": ALL,
    "tasks": WORKSHOP | {C, D},
    "texts": frozenset({D}),
    "to-prepare": WORKSHOP | {C},
    "waiting-list": CASEWORK,
    "wipe-logs": EVIDENCE,
    "wipe-policies": EVIDENCE | {D},
    "wipe-reports": WORKSHOP,
}
# What fewer may do than enter its part, by the name of its address.
FEWER: dict[frozenset[Role], set[str]] = {
    frozenset({C}): {
        *("allocation-add", "allocation-release", "allocation-no-show", "allocation-refusal"),
        *(
            "companion-add",
            "exception-approve",
            "exception-refuse",
            "nomination-decide",
            "nomination-transfer",
        ),
        *("run-confirm", "run-exclude", "run-line", "run-screen", "run-undo", "run-again"),
        "run-take-up",
        *("post_decision", "post_approval", "post_exception_refusal", "add_allocation", "add_run"),
        *("policy-draft", "policy-draft-start", "policy-points", "policy-words", "policy-communes"),
        *("policy-services", "institution-quota", "set_institution_quota"),
        *("ground-list", "ground-add", "ground"),
        *("institution-refuse", "post_institution_refusal"),
        *("policy-preview", "policy-publish", "policy-discard"),
    },
    frozenset({S}): {
        *("nomination-add", "nomination-edit", "nomination-withdraw", "proof-add"),
        *("institution-add", "institution-withdraw"),
        *("add_institution", "post_institution_withdrawal"),
    },
    frozenset({D}): {"organisation-add", "organisation-edit", "person-close", "person-open"},
    PEOPLE: {"organisation"},
    frozenset({C, D}): {"organisation-list"},
    PEOPLE - {L} | {P}: {"organisation-offers"},
    frozenset({L, P, C}): {"receiving-hours", "receiving-hours-remove"},
    HANDS: {"appointment-no-show", "miss_appointment"},
    CASEWORK: {"appointment-letter", "appointment-letters"},
    frozenset({L}): {"erasure-accept", "checklist"},
    frozenset({L, P}): {"allocation-loss", "drive-lost"},
    frozenset({L, C}): {"incident-note", "incident-resolve", "incident-take"},
    frozenset({L, D}): {"person-end", "person-role"},
    WORKSHOP: {
        *("device-add", "device-edit", "device-check", "device-locks", "device-send"),
        *("donation-add", "donation-edit", "drive-erase", "drive-destroy", "drive-remove"),
        *("erasure-verify", "erasure-reject", "report-add", "job-file", "add_device"),
    },
    WORKSHOP | {C}: {"job-cancel", "job-continue"},
    WORKSHOP | {P}: {"device-move", "device-return", "allocation-fault"},
}
# What needs no account at all, and why is said at each.
FOR_EVERYBODY = {
    *("accounts", "c", "docs", "healthz", "help", "join", "language", "offline", "openapi.json"),
    *("priority", "styleguide", "v", "receipts: verify_receipt", ": api-root"),
}


def doors() -> Iterator[tuple[str, str, Policy]]:
    """Yield the part, the name and the policy of each view and operation."""
    for route, pattern in walk_urls():
        if pattern.name == "api-unknown":
            continue  # says 404 to everybody
        part = route.removeprefix("api/v1/").removeprefix("panels/").split("/")[0]
        page, operations = pattern.callback, operations_of(pattern.callback)
        for operation in operations.values() or [page]:
            policy = policy_of(operation)
            assert policy is not None, route
            name = operation.__name__ if operations else pattern.name
            yield part, name or route, policy


def entering(policy: Policy) -> frozenset[Role]:
    """Say which roles a policy lets in."""
    if policy.any_member:
        return ALL
    return frozenset(role for role in Role if MAY[role] & set(policy.permissions))


def test_no_part_of_the_site_lets_in_a_role_that_it_is_not_for() -> None:
    wrong = {
        name: sorted(entering(policy) - PARTS.get(part, frozenset()))
        for part, name, policy in doors()
        if not policy.public_reason and not entering(policy) <= PARTS.get(part, frozenset())
    }
    assert wrong == {}


@pytest.mark.parametrize("roles", FEWER, ids=lambda roles: "+".join(sorted(roles)))
def test_what_is_for_fewer_is_for_exactly_those(roles: frozenset[Role]) -> None:
    found = {name: entering(policy) for _part, name, policy in doors() if name in FEWER[roles]}
    assert found == dict.fromkeys(FEWER[roles], roles)


def test_nothing_is_for_everybody_unless_it_is_named_here() -> None:
    found = {(part, name) for part, name, policy in doors() if policy.public_reason}
    unnamed = {
        f"{part}: {name}"
        for part, name in found
        if part not in FOR_EVERYBODY and f"{part}: {name}" not in FOR_EVERYBODY
    }
    assert unnamed == set()
