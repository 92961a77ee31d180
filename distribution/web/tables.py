"""Columns of the lists, and how each may be sorted; rows are drawn by the pages."""

from __future__ import annotations

from typing import ClassVar

import django_tables2 as tables
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from distribution.handovers.issuing import receipt_number
from distribution.web.needs import language_name
from inventory.codes import show_code
from refurb.exports.lists import Values


class NominationTable(tables.Table):  # type: ignore[misc]  # the package has no types
    """Nominations, newest first."""

    reference = tables.Column(verbose_name=_("Nomination"), order_by=("reference",))
    service = tables.Column(verbose_name=_("Service"), orderable=False)
    wanted = tables.Column(verbose_name=_("Asked for"), orderable=False)
    commune = tables.Column(verbose_name=_("Commune"), orderable=False)
    state = tables.Column(verbose_name=_("State"), orderable=False)
    place = tables.Column(
        verbose_name=_("Place"), orderable=False, attrs={"th": {"class": "number"}}
    )
    proof = tables.Column(verbose_name=_("Proof until"), orderable=False)
    created = tables.Column(verbose_name=_("Drafted"), order_by=("created_at",))

    values: ClassVar[Values] = {
        "reference": lambda row: row.nomination.reference,
        "service": lambda row: row.nomination.organisation.name,
        "wanted": lambda row: row.wanted,
        "commune": lambda row: row.commune,
        "state": lambda row: row.nomination.get_state_display(),
        "place": lambda row: row.place,
        "proof": lambda row: row.proof_until,
        "created": lambda row: localdate(row.nomination.created_at),
    }

    class Meta:
        order_by = "-created"


class OwnNominationTable(NominationTable):
    """The same for a social service, which knows its households."""

    service = tables.Column(verbose_name=_("Household"), orderable=False)

    values: ClassVar[Values] = NominationTable.values | {
        "service": lambda row: row.nomination.household.full_name,
    }

    class Meta(NominationTable.Meta):
        pass


class InstitutionTable(tables.Table):  # type: ignore[misc]  # the package has no types
    """Nominations for institutions, first submitted first: the order of their list."""

    place = tables.Column(
        verbose_name=_("Place"), orderable=False, attrs={"th": {"class": "number"}}
    )
    institution = tables.Column(verbose_name=_("Institution"), orderable=False)
    wanted = tables.Column(verbose_name=_("Asked for"), orderable=False)
    service = tables.Column(verbose_name=_("Service"), orderable=False)
    submitted = tables.Column(verbose_name=_("Submitted"), order_by=("created_at",))

    class Meta:
        order_by = "submitted"


class NoticeTable(tables.Table):  # type: ignore[misc]  # the package has no types
    """Notices, newest first."""

    tick = tables.Column(verbose_name=_("Read"), orderable=False)
    news = tables.Column(verbose_name=_("News"), orderable=False)
    nomination = tables.Column(verbose_name=_("Nomination"), orderable=False)
    at = tables.Column(verbose_name=_("When"), order_by=("created_at",))

    class Meta:
        order_by = "-at"


class HandoverTable(tables.Table):  # type: ignore[misc]  # the package has no types
    """What is to be handed over, the longest set aside first."""

    device = tables.Column(verbose_name=_("Device"), orderable=False)
    model = tables.Column(verbose_name=_("Model"), orderable=False)
    shelf = tables.Column(verbose_name=_("Shelf"), orderable=False)
    nomination = tables.Column(verbose_name=_("Nomination"), orderable=False)
    awaited = tables.Column(verbose_name=_("Appointment"), orderable=False)
    since = tables.Column(verbose_name=_("Set aside"), order_by=("made_at",))

    values: ClassVar[Values] = {
        "device": lambda allocation: show_code(allocation.device.code),
        "model": lambda allocation: allocation.device.name,
        "shelf": lambda allocation: " · ".join(
            filter(None, (allocation.device.holder.name, allocation.device.shelf))
        ),
        "nomination": lambda allocation: allocation.line.nomination.reference,
        "awaited": lambda allocation: allocation.awaited_at and localdate(allocation.awaited_at),
        "since": lambda allocation: localdate(allocation.made_at),
    }

    class Meta:
        order_by = "since"


class PreparationTable(tables.Table):  # type: ignore[misc]  # the package has no types
    """What is to be prepared, the longest set aside first."""

    device = tables.Column(verbose_name=_("Device"), orderable=False)
    place = tables.Column(verbose_name=_("Where it is"), orderable=False)
    asked = tables.Column(verbose_name=_("What to do"), orderable=False)
    along = tables.Column(verbose_name=_("What goes with it"), orderable=False)
    goes = tables.Column(verbose_name=_("Where it goes"), orderable=False)
    since = tables.Column(verbose_name=_("Set aside"), order_by=("made_at",))

    class Meta:
        order_by = "since"


class ConsignmentTable(tables.Table):  # type: ignore[misc]  # the package has no types
    """Consignments, newest first."""

    reference = tables.Column(verbose_name=_("Consignment"), orderable=False)
    sender = tables.Column(verbose_name=_("From"), orderable=False)
    receiver = tables.Column(verbose_name=_("Sent to"), orderable=False)
    arrived = tables.Column(verbose_name=_("Arrived"), orderable=False)
    sent = tables.Column(verbose_name=_("Sent on"), order_by=("sent_on",))

    class Meta:
        order_by = "-sent"


class IrregularityTable(tables.Table):  # type: ignore[misc]  # the package has no types
    """Irregularities, newest first."""

    what = tables.Column(verbose_name=_("What was not as it should be"), orderable=False)
    device = tables.Column(verbose_name=_("Device"), orderable=False)
    owner = tables.Column(verbose_name=_("Owner"), orderable=False)
    opened = tables.Column(verbose_name=_("Opened"), order_by=("opened_at",))

    class Meta:
        order_by = "-opened"


class DuplicateTable(tables.Table):  # type: ignore[misc]  # the package has no types
    """Possible duplicates, those to decide first, then the newest."""

    pair = tables.Column(verbose_name=_("Pair"), orderable=False)
    both = tables.Column(verbose_name=_("Who they are"), orderable=False)
    met = tables.Column(verbose_name=_("How they met"), orderable=False)
    found = tables.Column(verbose_name=_("Found"), order_by=("is_open", "found_at"))

    class Meta:
        order_by = "-found"


class RunTable(tables.Table):  # type: ignore[misc]  # the package has no types
    """Allocation runs, newest first."""

    number = tables.Column(verbose_name=_("Proposal"), order_by=("number",))
    asked = tables.Column(verbose_name=_("Asked for"), orderable=False)
    pairs = tables.Column(verbose_name=_("Pairs"), orderable=False)
    state = tables.Column(verbose_name=_("State"), orderable=False)

    class Meta:
        order_by = "-number"


class ReferralTable(tables.Table):  # type: ignore[misc]  # the package has no types
    """Referrals: what the reader has to do first, each part the oldest first."""

    who = tables.Column(verbose_name=_("For whom"), orderable=False)
    service = tables.Column(verbose_name=_("What is wanted"), orderable=False)
    commune = tables.Column(verbose_name=_("Commune"), orderable=False)
    place = tables.Column(verbose_name=_("Referred to"), orderable=False)
    since = tables.Column(verbose_name=_("State"), order_by=("turn", "created_at"))

    class Meta:
        order_by = "since"


class AppointmentTable(tables.Table):  # type: ignore[misc]  # the package has no types
    """Appointments: today's, those to settle, those to come, then what is over."""

    when = tables.Column(verbose_name=_("When"), order_by=("turn", "starts_at"))
    who = tables.Column(verbose_name=_("Who comes"), orderable=False)
    place = tables.Column(verbose_name=_("Where"), orderable=False)
    what = tables.Column(verbose_name=_("What is collected"), orderable=False)
    state = tables.Column(verbose_name=_("State"), orderable=False)

    class Meta:
        order_by = "when"


class ReceiptTable(tables.Table):  # type: ignore[misc]  # the package has no types
    """Receipts, newest first."""

    number = tables.Column(verbose_name=_("Receipt"), orderable=False)
    device = tables.Column(verbose_name=_("Device"), orderable=False)
    nomination = tables.Column(verbose_name=_("Nomination"), orderable=False)
    language = tables.Column(verbose_name=_("Language"), orderable=False)
    issued = tables.Column(verbose_name=_("Issued"), order_by=("issued_on",))

    values: ClassVar[Values] = {
        "number": lambda each: receipt_number(each.issuer, each.year, each.number),
        "device": lambda each: show_code(each.handover.allocation.device.code),
        "nomination": lambda each: each.handover.allocation.line.nomination.reference,
        "language": lambda each: language_name(each.language),
        "issued": lambda each: each.issued_on,
    }

    class Meta:
        order_by = "-issued"


class WaitingTable(tables.Table):  # type: ignore[misc]  # the package has no types
    """Waiting lines, in the order of the rule."""

    place = tables.Column(
        verbose_name=_("Place"), orderable=False, attrs={"th": {"class": "number"}}
    )
    nomination = tables.Column(verbose_name=_("Nomination"), orderable=False)
    service = tables.Column(verbose_name=_("Service"), orderable=False)
    wanted = tables.Column(verbose_name=_("Asked for"), orderable=False)
    commune = tables.Column(verbose_name=_("Commune"), orderable=False)
    since = tables.Column(verbose_name=_("Waiting since"), orderable=False)
    points = tables.Column(verbose_name=_("Points"), orderable=False)

    # Of the points the sum alone: which ground gave them is nothing for a file.
    values: ClassVar[Values] = {
        "place": lambda row: row.waiting.place,
        "nomination": lambda row: row.waiting.line.nomination.reference,
        "service": lambda row: row.waiting.line.nomination.organisation.name,
        "wanted": lambda row: row.wanted,
        "commune": lambda row: row.commune,
        "since": lambda row: localdate(row.waiting.line.waiting_since),
        "points": lambda row: row.waiting.total,
    }


class HouseholdViewTable(tables.Table):  # type: ignore[misc]  # the package has no types
    """Views of households, newest first."""

    at = tables.Column(verbose_name=_("When"), order_by=("at",))
    viewer = tables.Column(verbose_name=_("Who looked"), orderable=False)
    household = tables.Column(verbose_name=_("Household of"), orderable=False)
    case = tables.Column(verbose_name=_("Case reference"), orderable=False)
    page = tables.Column(verbose_name=_("On which page"), orderable=False)

    class Meta:
        order_by = "-at"
