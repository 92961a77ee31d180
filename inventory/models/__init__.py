"""Donors, donations, devices, drives, and what was done to them."""

from inventory.models.bench import LockCheck, QualityCheck, Repair
from inventory.models.device import Device, DeviceEvent, DeviceQuerySet
from inventory.models.donation import Donation, Donor
from inventory.models.drive import Drive, Erasure, SanitisationPolicy
from inventory.models.evidence import HardwareReport
from inventory.models.incident import Incident
from inventory.models.intake import Intake
from inventory.models.label import Label, LabelBatch, LabelShift
from inventory.models.wipe_log import WipeLog, WipeResult

__all__ = [
    "Device",
    "DeviceEvent",
    "DeviceQuerySet",
    "Donation",
    "Donor",
    "Drive",
    "Erasure",
    "HardwareReport",
    "Incident",
    "Intake",
    "Label",
    "LabelBatch",
    "LabelShift",
    "LockCheck",
    "QualityCheck",
    "Repair",
    "SanitisationPolicy",
    "WipeLog",
    "WipeResult",
]
