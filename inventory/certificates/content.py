"""What a certificate of erasure says, as plain values, frozen when it is issued.

Codes, not words: the words are made in the paper's own language.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from inventory.outcomes import PROVED, Outcome

LANGUAGES = ("fr", "nl", "de", "en")


@dataclass(frozen=True, slots=True, kw_only=True)
class CertifiedDrive:
    """One drive: what it is, what was done to it, who says so and by what evidence.

    What is empty is not mentioned. `method` is the tool's own name for what it wrote; `doubts` are
    those that a lead accepted. `document` and `witness` prove a destruction.
    """

    model: str
    serial_number: str
    technology: str
    size_bytes: int | None
    outcome: Outcome
    reference: str = ""
    category: str = ""
    technique: str = ""
    tool: str = ""
    tool_version: str = ""
    method: str = ""
    verification: str = ""
    by_hand: bool = False
    operator: str = ""
    verifier: str = ""
    workshop: str = ""  # where it was done
    ended_at: datetime | None = None
    log_sha256: str = ""
    doubts: tuple[str, ...] = ()
    accepted_because: str = ""
    rejection: str = ""
    looked_for_hidden: bool | None = None  # None: nothing to look for
    needed_retries: bool = False
    destruction: str = ""
    document: str = ""
    witness: str = ""

    @property
    def is_proved(self) -> bool:
        """Say whether its data is out of reach."""
        return self.outcome in PROVED


@dataclass(frozen=True, slots=True, kw_only=True)
class CertifiedDevice:
    """One machine with its drives; without any, `remark` says why: a code of the wording."""

    code: str
    name: str
    kind: str
    serial_number: str
    state: str
    drives: tuple[CertifiedDrive, ...]
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who certifies: the workshop as the law names it, and the person."""

    legal_name: str
    address: str
    enterprise_number: str
    person: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateContent:
    """Everything a certificate prints; equal contents give equal bytes.

    `donor` is named on the certificate of a donation alone. Raises ValueError for a language
    without texts.
    """

    number: str
    issued_at: datetime
    issuer: Issuer
    devices: tuple[CertifiedDevice, ...]
    donation: str
    received_on: str
    verification_url: str
    check_code: str
    check_address: str
    language: str
    donor: str = ""
    donors_reference: str = ""
    supersedes: str = ""

    def __post_init__(self) -> None:
        if self.language not in LANGUAGES:
            raise ValueError(f"There is no certificate in the language {self.language!r}.")

    @property
    def drives(self) -> tuple[CertifiedDrive, ...]:
        """List the drives of every device."""
        return tuple(drive for device in self.devices for drive in device.drives)

    @property
    def is_complete(self) -> bool:
        """Say whether every drive is proved, and no machine's drives are unknown."""
        unknown = any(device.remark == "unknown" for device in self.devices)
        return not unknown and all(drive.is_proved for drive in self.drives)
