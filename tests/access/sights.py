"""Who sees which personal field where.

The table says it by hand, from "Personal data" of the design. A page that shows a field which is
not in it fails the test, and so does a page that is in it and shows the field no more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from refurb.accounts.roles import Role
from tests.access.visits import Visit

OWN: dict[str, frozenset[str]] = {
    Role.VOLUNTEER: frozenset({"ATELIER"}),
    Role.WORKSHOP_LEAD: frozenset({"ATELIER"}),
    Role.SOCIAL_WORKER: frozenset({"ECOLE"}),
    Role.PARTNER_AGENT: frozenset({"EPN"}),
}
# Services whose households are to get, or have got, a device that the role's organisation holds.
STRANGER = "stranger"  # nobody is signed in
SERVED: dict[str, frozenset[str]] = {
    Role.VOLUNTEER: frozenset({"ECOLE"}),
    Role.WORKSHOP_LEAD: frozenset({"ECOLE"}),
    Role.PARTNER_AGENT: frozenset({"HULP"}),
}
LETTER = "join"  # whoever holds the link of a letter reads whom it is for

# Operations that read, and that answer with, a whole nomination; `api GET change_nomination` is
# the address of a nomination, named by its last operation, `add_nomination` that of their list.
READ = {"api GET read_nomination", "api GET change_nomination"}
ANSWERED = {
    *("api POST post_proof", "api POST post_withdrawal", "api POST give_up_line"),
    *("api PATCH change_nomination", "api PATCH read_nomination"),
}
LISTED = {"api GET list_nominations", "api GET add_nomination"}
MOVED = {"api POST post_transfer"}
RECEIPT = {"receipt-pdf", "api GET receipt_pdf"}
DONATION = {"donation"}
DONATION_OF_A_WORKSHOP = {"donation", "donation-edit"}
BOOKED = {
    "api GET list_appointments",
    "api GET add_appointment",
    "api GET read_appointment",
    "api GET move_appointment",
    "api POST cancel_appointment",
}
MISSED = {"api POST miss_appointment"}
INVITATION = {"appointment-letter", "appointment-letters"}
REFERRAL = {"api GET list_referrals", "api GET read_referral", "referral"}
PAGES = {"nomination", "nomination-check", "nomination-edit", "nomination-update"}

# Everybody's own e-mail address: for apps of codes and password managers to know the account by.
ONESELF = {
    "api GET me",
    "second-factor-set-up",
    "second-factor-codes",
    "second-factor-off",
    "password",
}
# A workshop: its own donors; of those it hands over to, the name, to hand over and on the paper.
WORKSHOP = {
    "colleague, own": ONESELF,
    "donor's note, own": DONATION_OF_A_WORKSHOP,
    "donor's reference, own": DONATION_OF_A_WORKSHOP,
    "donor's, own": DONATION,
    "donor, own": {
        "donation",
        "donation-add",
        "donation-export",
        "donation-list",
        "label-bind",
        "donation-edit",
        "intake-add",
        "intake-edit",
    },
    "name, served": RECEIPT
    | BOOKED - {"api POST cancel_appointment"}  # nobody comes any more
    | MISSED
    | {"appointment", "appointment-list", "handover"},
    "receiver, served": {"receipt-correct"},
}
SEES: dict[str, dict[str, set[str]]] = {
    STRANGER: {},
    Role.VOLUNTEER: WORKSHOP,
    Role.WORKSHOP_LEAD: WORKSHOP
    | {
        "colleague, own": ONESELF | {"people", "person", "person-role"},
        "invited, own": {"invitation-list"},
    },
    Role.SOCIAL_WORKER: {
        "address, own": READ | ANSWERED | PAGES | INVITATION | BOOKED | {"appointment"},
        "basis, own": READ | ANSWERED | {"nomination-edit"},
        "birth, own": READ | ANSWERED | {"nomination-check", "nomination-edit"},
        "case, own": READ | ANSWERED | LISTED | {"nomination-list"} | PAGES - {"nomination-update"},
        "colleague, own": ONESELF | {"people", "person"},
        "email, own": READ | ANSWERED | PAGES,
        "ground, somebody's": READ | ANSWERED | {"nomination", "nomination-check"},
        "invited, own": {"invitation-list"},
        "name, own": READ
        | REFERRAL
        | {"api POST add_referral", "referral-list"}
        | INVITATION
        | BOOKED
        | {"appointment", "appointment-list"}
        | {"nomination-export"}
        | ANSWERED
        | LISTED
        | RECEIPT
        | {"nomination-list"}
        | PAGES - {"nomination-update"},
        "phone, own": READ
        | BOOKED
        | ANSWERED
        | PAGES
        | REFERRAL
        | {"api POST add_referral", "appointment"},
    },
    Role.PARTNER_AGENT: {
        "colleague, own": ONESELF,
        "name, served": RECEIPT
        | REFERRAL
        | BOOKED
        | MISSED
        | {"allocation", "appointment", "appointment-list", "delivery-report", "handover"}
        | {"api POST post_referral_step", "referral-list"},
        "phone, served": REFERRAL
        | BOOKED
        | MISSED
        | {"allocation", "appointment", "delivery-report", "api POST post_referral_step"},
        "receiver, served": {"receipt-correct"},
    },
    # Coordinators see all but sensitive grounds.
    Role.COORDINATOR: {
        "address, other": READ
        | MOVED
        | INVITATION
        | BOOKED
        | MISSED
        | {"appointment", "duplicate-names", "nomination"},
        "basis, other": READ | MOVED,
        "birth, other": READ | MOVED | {"duplicate-names"},
        "case, other": READ | LISTED | {"access-log", "nomination", "nomination-decide"},
        "colleague, other": ONESELF | {"people", "person"},
        "ground, somebody's": {"ground-list"},  # what there is, and nobody's
        "donor's note, other": DONATION,
        "donor's reference, other": DONATION,
        "donor's, other": DONATION,
        "donor, other": {"donation", "donation-export", "donation-list"},
        "email, other": READ | MOVED | {"nomination"},
        "invited, other": {"invitation-list"},
        "name, other": READ
        | MOVED
        | LISTED
        | RECEIPT
        | REFERRAL
        | {"api POST add_referral", "api POST post_referral_step"}
        | {"allocation", "delivery-report", "duplicate-names", "handover", "nomination"}
        | {"appointment"}
        | BOOKED
        | MISSED
        | INVITATION,
        "phone, other": READ
        | MOVED
        | REFERRAL
        | {"api POST add_referral", "api POST post_referral_step"}
        | BOOKED
        | MISSED
        | {"allocation", "appointment", "delivery-report", "nomination"},
        "receiver, other": {"receipt-correct"},
    },
    Role.AUDITOR: {"colleague, other": ONESELF},
    Role.ADMIN: {
        "colleague, other": ONESELF | {"people", "person", "person-role"},
        "invited, other": {"invitation-list"},
    },
}


def whose_it_is(role: str, code: str) -> str:
    """Say in the words of the table whose a value is, to somebody of a role."""
    if not code:
        return "somebody's"
    if code in OWN.get(role, ()):
        return "own"
    return "served" if code in SERVED.get(role, ()) else "other"


def seen(visits: Iterable[Visit], role: str) -> dict[str, set[str]]:
    """Map "field, whose" to the pages that showed it to a role; a letter shows whom it is for."""
    found: dict[str, set[str]] = defaultdict(set)
    for each in visits:
        if (each.case.role or STRANGER) == role and each.page != LETTER:
            for field, whose in each.shown:
                found[f"{field}, {whose_it_is(role, whose)}"].add(each.page)
    return dict(found)


def differences(visits: Iterable[Visit], role: str) -> list[str]:
    """Say what leaks to a role, and what the table promises it in vain."""
    expected, found, wrong = SEES[role], seen(visits, role), []
    for what in sorted(expected.keys() | found.keys()):
        leaked = found.get(what, set()) - expected.get(what, set())
        missing = expected.get(what, set()) - found.get(what, set())
        wrong += [f"{role}: {page} shows {what}" for page in sorted(leaked)]
        wrong += [f"{role}: {page} does not show {what}" for page in sorted(missing)]
    return wrong


def unnoted(visits: Iterable[Visit]) -> list[str]:
    """Name the pages that showed a household without noting it."""
    return sorted(
        {
            f"{each.case.role or STRANGER} {each.page}: {sorted(each.unnoted)}"
            for each in visits
            if each.unnoted
        }
    )
