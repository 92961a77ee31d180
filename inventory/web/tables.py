"""The columns of inventory's lists; rows are drawn by the pages."""

from functools import lru_cache
from typing import ClassVar

import django_tables2 as tables
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from inventory.codes import show_code
from inventory.lifecycle import State
from inventory.specifications import specs
from refurb.exports.lists import Values

NUMBER: dict[str, dict[str, str]] = {"th": {"class": "number"}}


@lru_cache(maxsize=100)
def _state(state: str, _language: str) -> str:
    """Name a state in the reader's language, which is the active one."""
    return str(State(state).label)


class DeviceTable(tables.Table):  # type: ignore[misc]  # django-tables2 ships no types
    """Devices; it sorts by what an index holds."""

    code = tables.Column(verbose_name=_("Code"))
    model = tables.Column(verbose_name=_("Model"), orderable=False)
    specs = tables.Column(verbose_name=_("Specifications"), orderable=False)
    grade = tables.Column(verbose_name=_("Grade"), orderable=False)
    state = tables.Column(verbose_name=_("State"), order_by=("state", "state_since"))
    place = tables.Column(verbose_name=_("Where it is"), orderable=False)
    received = tables.Column(verbose_name=_("Received"), order_by=("received_at",), attrs=NUMBER)
    since = tables.Column(verbose_name=_("In this state"), orderable=False, attrs=NUMBER)

    values: ClassVar[Values] = {
        "code": lambda device: show_code(device.code),
        "model": lambda device: device.name,
        "specs": lambda device: specs(device, device.present_drives),
        "grade": lambda device: device.grade,
        "state": lambda device: _state(device.state, get_language() or "en"),
        "place": lambda device: " · ".join(filter(None, (device.shelf, device.holder.name))),
        "received": lambda device: localdate(device.received_at),
        "since": lambda device: localdate(device.state_since),
    }

    class Meta:
        order_by = "-received"


class DonationTable(tables.Table):  # type: ignore[misc]  # django-tables2 ships no types
    """Donations, newest first."""

    reference = tables.Column(verbose_name=_("Reference"))
    donor = tables.Column(verbose_name=_("Donor"), orderable=False)
    received = tables.Column(verbose_name=_("Received on"), order_by=("received_on",))
    purpose = tables.Column(verbose_name=_("Given for"), orderable=False)
    devices = tables.Column(verbose_name=_("Devices"), orderable=False, attrs=NUMBER)

    values: ClassVar[Values] = {
        "reference": lambda donation: donation.reference,
        "donor": lambda donation: donation.donor.name,
        "received": lambda donation: donation.received_on,
        "purpose": lambda donation: donation.get_purpose_display(),
        "devices": lambda donation: donation.device_count,
    }

    class Meta:
        order_by = "-received"


class SpareDriveTable(tables.Table):  # type: ignore[misc]  # django-tables2 ships no types
    """Drives in stock, newest first."""

    drive = tables.Column(verbose_name=_("Drive"), order_by=("pk",))
    technology = tables.Column(verbose_name=_("Technology"), orderable=False)
    origin = tables.Column(verbose_name=_("Came from"), orderable=False)
    since = tables.Column(verbose_name=_("In stock for"), orderable=False)
    state = tables.Column(verbose_name=_("State"), orderable=False)

    class Meta:
        order_by = "-drive"


class WaitingWipeTable(tables.Table):  # type: ignore[misc]  # django-tables2 ships no types
    """Wipes that wait for a second person, those that wait longest first."""

    device = tables.Column(verbose_name=_("Device"), orderable=False)
    drive = tables.Column(verbose_name=_("Drive"), orderable=False)
    how = tables.Column(verbose_name=_("How"), orderable=False)
    operator = tables.Column(verbose_name=_("Wiped by"), orderable=False)
    ended = tables.Column(verbose_name=_("Ended"), order_by=("pk",))
    waits = tables.Column(verbose_name=_("Waits for"), orderable=False)

    class Meta:
        order_by = "ended"


class RepairTable(tables.Table):  # type: ignore[misc]  # django-tables2 ships no types
    """Open repairs, oldest first."""

    device = tables.Column(verbose_name=_("Device"), orderable=False)
    fault = tables.Column(verbose_name=_("Fault"), orderable=False)
    age = tables.Column(verbose_name=_("Open for"), order_by=("pk",))
    spent = tables.Column(verbose_name=_("Time spent"), orderable=False, attrs=NUMBER)

    class Meta:
        order_by = "age"


class IncidentTable(tables.Table):  # type: ignore[misc]  # django-tables2 ships no types
    """Incidents, newest first."""

    device = tables.Column(verbose_name=_("Device"), orderable=False)
    kind = tables.Column(verbose_name=_("What happened"), orderable=False)
    opened = tables.Column(verbose_name=_("Opened"), order_by=("pk",))
    owner = tables.Column(verbose_name=_("Who sees to it"), orderable=False)
    resolution = tables.Column(verbose_name=_("How it was resolved"), orderable=False)

    class Meta:
        order_by = "-opened"
        sequence: ClassVar = ["device", "kind", "opened", "owner", "resolution"]


class WipeResultTable(tables.Table):  # type: ignore[misc]  # django-tables2 ships no types
    """What wipe logs proved, newest log first."""

    drive = tables.Column(verbose_name=_("Drive"), orderable=False)
    verdict = tables.Column(verbose_name=_("Verdict"), orderable=False)
    device = tables.Column(verbose_name=_("Device"), orderable=False)
    ended = tables.Column(verbose_name=_("Ended, says the log"), orderable=False)
    log = tables.Column(verbose_name=_("Log"), order_by=("log", "run", "place"))

    class Meta:
        order_by = "-log"
        sequence: ClassVar = ["drive", "verdict", "device", "ended", "log"]


class CertificateTable(tables.Table):  # type: ignore[misc]  # django-tables2 ships no types
    """Certificates of erasure, newest first."""

    number = tables.Column(verbose_name=_("Number"), orderable=False)
    of = tables.Column(verbose_name=_("Of"), orderable=False)
    says = tables.Column(verbose_name=_("Says"), orderable=False)
    issued = tables.Column(verbose_name=_("Issued on"), order_by=("pk",))

    class Meta:
        order_by = "-issued"
