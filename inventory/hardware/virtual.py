"""Tell a virtual machine from a real one: nobody donates the first kind."""

import re

_MAKERS = re.compile(
    r"qemu|innotek|vmware|xen\b|parallels|bochs|red hat|ovirt|openstack|amazon ec2|nutanix",
    re.IGNORECASE,
)
_MODELS = re.compile(
    r"virtualbox|vmware virtual|virtual machine|standard pc \(|\bkvm\b|hvm domu|bhyve"
    r"|google compute engine|parallels virtual",
    re.IGNORECASE,
)
_SERIALS = re.compile(r"vmware-", re.IGNORECASE)
_DRIVE_SERIALS = re.compile(r"QM0000\d|VB[0-9a-f]{8}-[0-9a-f]{8}")


def is_virtual_machine(manufacturer: str, model: str, serial: str = "") -> bool:
    """Judge by what type 1 of the SMBIOS tables says; a real maker's name on a VM passes."""
    return bool(_MAKERS.match(manufacturer) or _MODELS.search(model) or _SERIALS.match(serial))


def is_virtual_drive(serial: str) -> bool:
    """Say whether a drive's serial number is one that QEMU or VirtualBox gives to everybody's."""
    return _DRIVE_SERIALS.fullmatch(serial) is not None
