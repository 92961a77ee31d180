"""Certificates of erasure: what one says, and its PDF. Models and numbers are elsewhere."""

from inventory.certificates.content import (
    CertificateContent,
    CertifiedDevice,
    CertifiedDrive,
    Issuer,
)
from inventory.certificates.drawing import draw_certificate
from inventory.certificates.wording import CERTIFICATE_TEXT_VERSION

__all__ = [
    "CERTIFICATE_TEXT_VERSION",
    "CertificateContent",
    "CertifiedDevice",
    "CertifiedDrive",
    "Issuer",
    "draw_certificate",
]
