"""Donors, donations, devices, drives, and what was done to them."""

from inventory.models.bench import (
    Checklist,
    ChecklistItem,
    LockCheck,
    QualityCheck,
    Repair,
    RepairPart,
    RepairWork,
)
from inventory.models.certificate import Certificate, CertificateLine
from inventory.models.device import Device, DeviceEvent, DeviceQuerySet
from inventory.models.donation import Donation, Donor
from inventory.models.drive import Destruction, Drive, Erasure
from inventory.models.evidence import DeviceIdentity, HardwareReport
from inventory.models.incident import Incident, IncidentNote
from inventory.models.intake import Intake
from inventory.models.label import Label, LabelBatch, LabelShift
from inventory.models.photo import DevicePhoto
from inventory.models.sanitisation_policy import SanitisationPolicy
from inventory.models.wipe_log import WipeLog, WipeResult

__all__ = [
    "Certificate",
    "CertificateLine",
    "Checklist",
    "ChecklistItem",
    "Destruction",
    "Device",
    "DeviceEvent",
    "DeviceIdentity",
    "DevicePhoto",
    "DeviceQuerySet",
    "Donation",
    "Donor",
    "Drive",
    "Erasure",
    "HardwareReport",
    "Incident",
    "IncidentNote",
    "Intake",
    "Label",
    "LabelBatch",
    "LabelShift",
    "LockCheck",
    "QualityCheck",
    "Repair",
    "RepairPart",
    "RepairWork",
    "SanitisationPolicy",
    "WipeLog",
    "WipeResult",
]
